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

#[test]
fn what_cbp_calls_paid_and_the_bank_has_not_is_named_where_statements_tell_of_its_days() {
    let seen = |lines: &[(&str, u32)], on: &str, status: RefundStatus| {
        let mut world = World::new();
        let id = world.entry(IOR, 50_000);
        world.state(id, State::Paid, LIQUIDATED);
        world.share(id, "7000123", (40_000, 10_000)).liquidated = some(LIQUIDATED);
        world.refund("7000123", IOR, on, 50_000).status = status;
        for (on, file) in lines {
            world.deposit(on, 999, "SALES").place.file = *file;
        }
        world.run(|ran| {
            let seen = ran.links.seen_at_bank(capeprep::track::RefundId(0));
            (seen.map(|seen| seen.as_str()), ran.book.total.not_seen)
        })
    };
    use RefundStatus::{Issued, Reissued, Sent};
    let whole = [("2026-06-20", 0), ("2026-07-11", 0)];
    assert_eq!(seen(&whole, "2026-07-01", Issued), (Some("no"), 50_000));
    // A day short; begun too late; nothing given; not paid by any word; no date.
    let not = (Some("not-covered"), 0);
    assert_eq!(seen(&[("2026-06-20", 0), ("2026-07-10", 0)], "2026-07-01", Issued), not);
    assert_eq!(seen(&[("2026-07-02", 0), ("2026-07-20", 0)], "2026-07-01", Issued), not);
    assert_eq!(seen(&[], "2026-07-01", Issued), not);
    assert_eq!(seen(&whole, "", Issued), not);
    assert_eq!(seen(&whole, "2026-07-01", Sent), (None, 0));
    // Paid once more by a report of 2026-08-01: only after that must it be there.
    assert_eq!(seen(&whole, "2026-07-01", Reissued), not);
    // A month left out between two statements may have it.
    assert_eq!(seen(&[("2026-06-20", 0), ("2026-08-11", 1)], "2026-07-01", Issued), not);
    assert_eq!(seen(&[("2026-06-20", 0), ("2026-07-30", 1)], "2026-07-01", Issued).0, Some("no"));
}

/// A refund of 500.00 that CBP calls issued: its status, what of it is paid, how its first credit
/// stands.
fn with_bank(change: impl FnOnce(&mut World)) -> (RefundStatus, i128, Option<&'static str>) {
    let mut world = World::new();
    let id = world.entry(IOR, 50_000);
    world.state(id, State::Paid, LIQUIDATED);
    world.share(id, "7000123", (40_000, 10_000)).liquidated = some(LIQUIDATED);
    world.refund("7000123", IOR, "2026-07-01", 50_000);
    change(&mut world);
    world.run(|ran| {
        let how = match ran.links.deposit_fates().first() {
            Some(DepositFate::Matched(how, _)) => Some(how.as_str()),
            _ => None,
        };
        (ran.links.refunds()[0].status, ran.book.total.paid.total(), how)
    })
}

#[test]
fn a_refund_that_the_bank_sent_back_is_not_paid() {
    use RefundStatus::{Issued, Returned};
    let credit = |world: &mut World, reference: &str| {
        world.deposit("2026-07-03", 50_000, reference);
    };
    // It names the refund.
    let named = with_bank(|world| {
        credit(world, "ACH CBP 7000123");
        world.debit("2026-07-06", 50_000, "ACH 7000123");
    });
    assert_eq!(named, (Returned, 0, Some("reference")));
    let without_credit = with_bank(|world| world.debit("2026-07-06", 50_000, "ACH 7000123"));
    assert_eq!(without_credit, (Returned, 0, None));
    // It equals the credit, follows it, and says what it is, or has its number.
    let told = with_bank(|world| {
        credit(world, "US TREASURY");
        world.debit("2026-07-06", 50_000, "ACH RETURN");
    });
    assert_eq!(told, (Returned, 0, Some("amount-and-date")));
    let numbered = with_bank(|world| {
        credit(world, "US TREASURY 88812345");
        world.debit("2026-07-06", 50_000, "88812345");
    });
    assert_eq!(numbered, (Returned, 0, Some("amount-and-date")));
    // Paid once more.
    let again = with_bank(|world| {
        credit(world, "ACH CBP 7000123");
        world.debit("2026-07-06", 50_000, "ACH 7000123");
        world.deposit("2026-07-20", 50_000, "ACH CBP 7000123");
    });
    assert_eq!(again, (Issued, 50_000, Some("reference")));
    // A credit and its return, both without a number, of what a report calls returned.
    let reported = with_bank(|world| {
        world.said.refunds[0].status = Returned;
        credit(world, "US TREASURY");
        world.debit("2026-07-06", 50_000, "ACH RETURN");
    });
    assert_eq!(reported, (Returned, 0, Some("amount-and-date")));
}

#[test]
fn other_money_that_went_out_takes_nothing_back() {
    use RefundStatus::Issued;
    for (on, amount, reference) in [
        ("2026-07-06", 50_000, "SWEEP TO 4711"),
        ("2026-07-02", 50_000, "ACH RETURN"),
        ("2026-07-14", 50_000, "ACH RETURN"),
        ("2026-07-06", 49_999, "ACH RETURN"),
        ("2026-07-06", 1_000, "FEE FOR 7000123"),
    ] {
        let bank = with_bank(|world| {
            world.deposit("2026-07-03", 50_000, "US TREASURY");
            world.debit(on, amount, reference);
        });
        assert_eq!(bank, (Issued, 50_000, Some("amount-and-date")), "{on} {amount} {reference}");
    }
}

#[test]
fn lines_of_one_day_may_together_be_one_refund() {
    use DepositFate::{Ambiguous, Matched, Unexpected};
    let fates = |lines: &[(&str, i64, &str)], more: &[i64]| {
        let mut world = World::new();
        world.refund("7000123", IOR, "2026-07-01", 50_000);
        for (at, amount) in more.iter().enumerate() {
            world.refund(&format!("700090{at}"), OTHER, "2026-07-01", *amount);
        }
        for (on, amount, reference) in lines {
            world.deposit(on, *amount, reference);
        }
        world.run(|ran| ran.links.deposit_fates().to_vec())
    };
    let parts = Matched(HowMatched::Parts, capeprep::track::RefundId(0));
    let (on, cbp) = ("2026-07-03", "US TREASURY");
    let two = [(on, 20_000, cbp), (on, 30_000, cbp), (on, 7, cbp)];
    assert_eq!(fates(&two, &[]), [parts, parts, Unexpected]);
    // Of two days, or of somebody else, or too late.
    assert_eq!(fates(&[(on, 20_000, cbp), ("2026-07-04", 30_000, cbp)], &[]), [Unexpected; 2]);
    assert_eq!(fates(&[(on, 20_000, cbp), (on, 30_000, "SALES")], &[]), [Unexpected; 2]);
    let late = [("2026-07-12", 20_000, cbp), ("2026-07-12", 30_000, cbp)];
    assert_eq!(fates(&late, &[]), [Unexpected; 2]);
    // Two choices of lines, or two refunds.
    let three = [(on, 20_000, cbp), (on, 30_000, cbp), (on, 30_000, "CBP")];
    assert_eq!(fates(&three, &[]), [Ambiguous; 3]);
    assert_eq!(fates(&two, &[50_000]), [Ambiguous, Ambiguous, Unexpected]);
    // Of more than twelve lines only all of them.
    let many: Vec<_> = (0..13).map(|at| (on, 3_841 + at, cbp)).collect();
    let sum: i64 = many.iter().map(|line| line.1).sum();
    let mut all = many.clone();
    all[0].1 += 50_000 - sum;
    assert_eq!(fates(&all, &[]), [parts; 13]);
    all.push((on, 1, cbp));
    assert_eq!(fates(&all, &[]), [Unexpected; 14]);
}
