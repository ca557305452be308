//! Each rule by which refunds, their entries and bank lines are put together.

use super::world::{World, place, some};
use capeprep::domain::Cents;
use capeprep::track::links::{DepositFate, HowMatched};
use capeprep::track::payments::{GroupStatus, Outside};
use capeprep::track::{RefundStatus, State};

const IOR: &str = "98-765432100";
const OTHER: &str = "98-765432101";
const LIQUIDATED: &str = "2026-06-18";

#[test]
fn the_same_refund_in_two_reports_is_one() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    let interest = world.to(100_000, LIQUIDATED);
    world.share(id, "0700001", (100_000, interest)).status = RefundStatus::Certified;
    world.share(id, "700001", (100_000, interest)).place = place(1, 7);
    let amount = 100_000 + interest;
    world.refund("700001", IOR, "2026-07-01", amount).status = RefundStatus::Sent;
    let later = world.refund("700001", IOR, "2026-07-01", amount);
    later.place = place(1, 3);
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 1);
        let refund = &ran.links.refunds()[0];
        assert_eq!((refund.status, refund.place), (RefundStatus::Issued, place(1, 3)));
        assert_eq!(ran.links.parts_of(id).count(), 1);
        assert!(ran.links.disagreements().is_empty());
        assert_eq!(ran.book.total.paid.total(), i128::from(amount));
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Matched);
    });
    // Amounts that differ are kept and named; the later row stands.
    world.said.refunds[1].amount = Some(Cents(amount - 5));
    world.said.shares[1].interest = Some(Cents(interest - 5));
    world.run(|ran| {
        let found = ran.links.disagreements().iter();
        let found: Vec<_> = found.map(|d| (d.what, d.kept.0, d.other.0, d.place.file)).collect();
        assert_eq!(
            found,
            [("amount", amount - 5, amount, 0), ("interest", interest - 5, interest, 0)]
        );
        assert_eq!(ran.book.total.paid.total(), i128::from(amount - 5));
    });
}

#[test]
fn a_status_moves_forward_only_but_for_what_came_back() {
    use RefundStatus::{Certified, Held, Issued, Reissued, Returned, Sent};
    for (first, second, stands) in [
        (Certified, Sent, Sent),
        (Issued, Sent, Issued),
        (Issued, Returned, Returned),
        (Returned, Issued, Issued),
        (Returned, Reissued, Reissued),
        (Held, Sent, Sent),
        (Issued, RefundStatus::Unknown, Issued),
    ] {
        let mut world = World::new();
        world.refund("700001", IOR, "2026-07-01", 5).status = first;
        let later = world.refund("700001", IOR, "2026-07-01", 5);
        (later.status, later.place) = (second, place(1, 2));
        world.run(|ran| assert_eq!(ran.links.refunds()[0].status, stands, "{first} {second}"));
    }
}

#[test]
fn rows_without_a_number_are_one_in_two_files_and_two_in_one() {
    let mut world = World::new();
    for (file, record) in [(0, 2), (1, 2), (1, 3)] {
        world.refund("", IOR, "2026-07-01", 500).place = place(file, record);
    }
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 2);
        assert_eq!(ran.book.closing.refunds, 1_000);
        assert_eq!(ran.book.closing.refunds_outside, 1_000);
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Unexpected);
    });
    // With a number elsewhere, of the same payee, day and amount, the first is that refund.
    world.refund("700001", IOR, "2026-07-01", 500);
    world.run(|ran| assert_eq!(ran.links.refunds().len(), 2));
}

#[test]
fn shares_without_a_number_go_by_payee_and_liquidation() {
    let mut world = World::new();
    for _ in 0..2 {
        let id = world.entry(IOR, 100_000);
        world.state(id, State::Certified, LIQUIDATED);
        for file in 0..2 {
            let share = world.share(id, "", (100_000, 10));
            (share.liquidated, share.place.file) = (some(LIQUIDATED), file);
        }
    }
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 1);
        assert_eq!(ran.links.refunds()[0].amount, Some(Cents(200_020)));
    });
    // The number came with a later report: the same refund.
    for id in 0..2 {
        let id = capeprep::earlier::EntryId(id);
        world.share(id, "700001", (100_000, 10)).liquidated = some(LIQUIDATED);
    }
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 1);
        assert_eq!(ran.book.closing.refunds, 200_020);
    });
}

#[test]
fn two_refunds_for_one_group_and_one_refund_for_two_groups() {
    let mut world = World::new();
    let interest = world.to(100_000, LIQUIDATED);
    let each = 100_000 + interest;
    for number in ["700001", "700002", "700003"] {
        let id = world.entry(IOR, 100_000);
        world.state(id, State::Paid, LIQUIDATED);
        world.share(id, number, (100_000, interest)).status = RefundStatus::Issued;
    }
    // The last refund pays an entry of another liquidation date too.
    let other = world.entry(IOR, 100_000);
    world.state(other, State::Paid, "2026-06-25");
    let late = world.to(100_000, "2026-06-25");
    world.share(other, "700003", (100_000, late)).status = RefundStatus::Issued;
    world.run(|ran| {
        let groups: Vec<_> =
            ran.book.groups.iter().map(|g| (g.entries, g.refunds.len(), g.refunded)).collect();
        let other = 100_000 + i128::from(late);
        assert_eq!(groups, [(3, 3, 3 * i128::from(each)), (1, 1, other)]);
        assert!(ran.book.groups.iter().all(|group| group.status() == GroupStatus::Matched));
    });
}

#[test]
fn a_deposit_is_known_by_its_reference_whatever_its_amount() {
    let mut world = World::new();
    world.refund("7000123", IOR, "2026-07-01", 50_000);
    let traced = world.refund("7000456", IOR, "2026-07-01", 70_000);
    traced.trace = capeprep::ledger::TextId::BLANK;
    let trace = world.text("0912000033344455");
    world.said.refunds[1].trace = trace;
    world.deposit("2026-09-28", 30_000, "CBP REFUND 7000123 PART 1");
    world.deposit("2026-09-29", 20_000, "CBP REFUND 07000123 PART 2");
    world.deposit("2026-07-02", 70_000, "ACH TRN 912000033344455");
    world.deposit("2026-07-02", 50_000, "SALES 70001234");
    world.run(|ran| {
        use DepositFate::{Matched, Unexpected};
        let [a, b] = [0, 1].map(capeprep::track::RefundId);
        let matched = |id| Matched(HowMatched::Reference, id);
        assert_eq!(ran.links.deposit_fates(), [matched(a), matched(a), matched(b), Unexpected]);
        assert_eq!(ran.links.deposits(a).len(), 2);
        assert_eq!(ran.book.closing.unexpected, 50_000);
    });
}

#[test]
fn by_amount_a_deposit_is_matched_only_where_nothing_else_fits() {
    let mut world = World::new();
    world.refund("7000123", IOR, "2026-07-01", 50_000);
    world.deposit("2026-07-11", 50_000, "US TREASURY");
    world.run(|ran| {
        let a = capeprep::track::RefundId(0);
        assert_eq!(ran.links.deposit_fates(), [DepositFate::Matched(HowMatched::Amount, a)]);
    });
    world.deposit("2026-07-03", 50_000, "SOMEBODY");
    world.run(|ran| {
        assert_eq!(ran.links.deposit_fates(), [DepositFate::Ambiguous; 2]);
        assert!(ran.links.is_ambiguous(capeprep::track::RefundId(0)));
        assert_eq!(ran.book.closing.ambiguous, 100_000);
    });
    // Too late is no match.
    world.said.deposits.pop();
    world.said.deposits[0].on = some("2026-07-12");
    world.run(|ran| assert_eq!(ran.links.deposit_fates(), [DepositFate::Unexpected]));
}

#[test]
fn days_part_refunds_and_deposits_of_one_amount() {
    use DepositFate::{Ambiguous, Matched, Unexpected};
    let by_amount = |id| Matched(HowMatched::Amount, capeprep::track::RefundId(id));
    let mut world = World::new();
    for (number, on) in [("7000121", "2026-07-01"), ("7000122", "2026-07-15")] {
        world.refund(number, IOR, on, 50_000);
    }
    world.deposit("2026-07-16", 50_000, "US TREASURY");
    world.deposit("2026-07-02", 50_000, "US TREASURY");
    world.deposit("2026-06-20", 50_000, "US TREASURY");
    world.deposit("2026-07-02", 50_001, "US TREASURY");
    let fates = [by_amount(1), by_amount(0), Unexpected, Unexpected];
    world.run(|ran| assert_eq!(ran.links.deposit_fates(), fates));
    // Between the two, and near both.
    world.refund("7000123", IOR, "2026-07-08", 50_000);
    world.run(|ran| {
        assert_eq!(ran.links.deposit_fates(), [Ambiguous, Ambiguous, Unexpected, Unexpected]);
        assert!((0..3).all(|id| ran.links.is_ambiguous(capeprep::track::RefundId(id))));
    });
}

/// All pairs of them would be 400 million.
#[test]
fn many_refunds_and_deposits_of_one_amount_are_ambiguous() {
    let mut world = World::new();
    for at in 0..20_000 {
        world.refund(&format!("{}", 7_000_000 + at), IOR, "2026-07-01", 50_000);
        world.deposit("2026-07-03", 50_000, "US TREASURY");
    }
    world.run(|ran| {
        assert!(ran.links.deposit_fates().iter().all(|fate| *fate == DepositFate::Ambiguous));
        assert_eq!(ran.book.closing.ambiguous, 20_000 * 50_000);
    });
}

#[test]
fn one_deposit_may_be_all_refunds_of_a_payee_and_day() {
    let mut world = World::new();
    world.refund("7000123", IOR, "2026-07-01", 50_000);
    world.refund("7000124", IOR, "2026-07-01", 25_001);
    world.refund("7000125", OTHER, "2026-07-01", 10_000);
    world.deposit("2026-07-03", 75_001, "US TREASURY");
    world.deposit("2026-07-03", 60_000, "US TREASURY");
    world.run(|ran| {
        let fates = ran.links.deposit_fates();
        assert!(matches!(fates[0], DepositFate::Matched(HowMatched::Sum, _)));
        assert_eq!(fates[1], DepositFate::Unexpected);
        let parts: i64 = [0, 1]
            .map(|id| ran.links.deposits(capeprep::track::RefundId(id))[0].amount.0)
            .iter()
            .sum();
        assert_eq!(parts, 75_001);
    });
}

#[test]
fn a_line_that_two_bank_files_have_counts_once() {
    let mut world = World::new();
    for (file, record) in [(0, 2), (2, 2), (2, 3)] {
        world.deposit("2026-07-03", 75_001, "US TREASURY").place = place(file, record);
    }
    world.deposit("2026-07-03", -75_001, "OUT");
    world.run(|ran| {
        use DepositFate::{Copy, NoCredit, Unexpected};
        assert_eq!(ran.links.deposit_fates(), [Copy, Unexpected, Unexpected, NoCredit]);
        assert_eq!((ran.book.closing.unexpected, ran.book.closing.copies), (2 * 75_001, 75_001));
    });
}

#[test]
fn money_of_entries_that_the_estimate_does_not_have_is_outside() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    world.share(id, "700001", (100_000, 0)).status = RefundStatus::Issued;
    let stranger = world.text("9Q999999995");
    world.share(id, "700001", (7_000, 3)).entry = capeprep::track::EntryRef::Stranger(stranger);
    // The total tells of 40 cents more than the parts do: they are of no other entry of the group.
    let waiting = world.entry(IOR, 100_000);
    world.state(waiting, State::Liquidated, LIQUIDATED);
    world.refund("700001", IOR, "2026-07-01", 107_043);
    world.run(|ran| {
        let joined = ran.payments.joined(capeprep::track::RefundId(0)).unwrap();
        let outside: Vec<_> = joined.outside.iter().map(|(why, sum)| (*why, *sum)).collect();
        assert_eq!(outside, [(Outside::Strangers, 7_003), (Outside::NoneLeft, 40)]);
        assert_eq!(ran.book.closing.refunds_outside, 7_043);
        assert_eq!(ran.book.groups.last().unwrap().status(), GroupStatus::Unexpected);
    });
}

#[test]
fn a_payee_that_a_report_names_is_the_payee() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    let payee = world.text("12-345678900");
    world.share(id, "700001", (100_000, 0)).payee = payee;
    world.entry("98 765432100", 100_000);
    world.run(|ran| {
        let payees = ran.book.groups.iter().map(|g| ran.payments.payee(g.payee.unwrap()).unwrap());
        let payees: Vec<_> = payees.map(|p| (p.printed.as_str(), p.name.as_str())).collect();
        assert_eq!(
            payees,
            [("12-345678900", ""), ("98-765432100", "NAME OF 98-765432100")],
            "one importer spelled in two ways is one"
        );
    });
}

/// Each against each would be 400 million.
#[test]
fn many_shares_of_an_entry_without_a_number_are_one_refund() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Certified, LIQUIDATED);
    for _ in 0..20_000 {
        world.share(id, "", (5, 0));
    }
    world.run(|ran| assert_eq!(ran.links.refunds().len(), 1));
    // One that is dated dates them all.
    world.said.shares[7].liquidated = some(LIQUIDATED);
    world.run(|ran| {
        assert_eq!(ran.links.refunds().len(), 1);
        assert_eq!(ran.links.refunds()[0].liquidated, some(LIQUIDATED));
    });
}

#[test]
fn many_refunds_of_one_trace_share_its_deposit() {
    let mut world = World::new();
    let trace = world.text("912000033344455");
    for at in 0..20_000 {
        world.refund(&format!("R{}", 7_000_000 + at), IOR, "2026-07-01", 500).trace = trace;
    }
    world.deposit("2026-07-03", 20_000 * 500, "ACH TRN 912000033344455");
    world.run(|ran| {
        let links = (0..20_000).map(|id| ran.links.deposits(capeprep::track::RefundId(id)));
        assert!(links.into_iter().all(|links| links.len() == 1 && links[0].amount.0 == 500));
    });
}

#[test]
fn cents_that_are_left_over_fall_on_nobody_alone() {
    let mut world = World::new();
    let mut whole = 0;
    for at in 0..60 {
        let principal = if at == 59 { 100 } else { 10_000 };
        let id = world.entry(IOR, principal);
        world.state(id, State::Liquidated, LIQUIDATED);
        whole += principal + world.to(principal, LIQUIDATED);
    }
    for left in [-46, 46] {
        world.said.refunds.clear();
        world.refund("700001", IOR, "2026-07-01", whole + left).liquidated = some(LIQUIDATED);
        world.run(|ran| {
            let mut refunded = 0;
            for (settlement, (_, entry)) in ran.settlements.iter().zip(world.portfolio.iter()) {
                assert_eq!(settlement.refund.principal, entry.refund_high);
                let own = world.to(entry.refund_high.0, LIQUIDATED);
                assert!((settlement.refund.interest.0 - own).abs() <= 1, "{settlement:?}");
                refunded += settlement.refund.principal.0 + settlement.refund.interest.0;
            }
            assert_eq!(refunded, whole + left);
        });
    }
}

#[test]
fn rows_of_other_entries_do_not_pay_what_is_only_certified() {
    let mut world = World::new();
    for status in [RefundStatus::Certified, RefundStatus::Issued] {
        let id = world.entry(IOR, 100_000);
        let states = [State::Certified, State::Paid];
        world.state(id, states[usize::from(status == RefundStatus::Issued)], LIQUIDATED);
        world.share(id, "700001", (100_000, 0)).status = status;
    }
    world.run(|ran| {
        let paid = [0, 1].map(|at| ran.settlements[at].paid.principal.0);
        assert_eq!(paid, [0, 100_000]);
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Partly);
    });
    world.deposit("2026-07-03", 200_000, "CBP 700001");
    world.run(|ran| assert_eq!(ran.book.total.paid.principal, 200_000));
    world.said.deposits.clear();
    world.refund("700001", IOR, "2026-07-01", 200_000);
    world.run(|ran| assert_eq!(ran.book.total.paid.principal, 200_000));
}
