//! What the bank shows of refunds: credits that are missing, and what it sent back.

use super::world::{World, place, some};
use capeprep::domain::Cents;
use capeprep::track::links::{DepositFate, HowMatched};

use capeprep::track::{RefundStatus, State};

const IOR: &str = "98-765432100";
const OTHER: &str = "98-765432101";
const LIQUIDATED: &str = "2026-06-18";

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

#[test]
fn reports_that_name_different_payees_of_a_refund_are_told() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    let payee = world.text("12-345678900");
    world.share(id, "700001", (100_000, 0)).payee = payee;
    let name = world.text("A BROKER");
    world.said.payee_names.push((payee, name));
    let row = world.refund("700001", "98 765432100", "2026-07-01", 100_000);
    row.place = place(1, 9);
    world.refund("700001", IOR, "2026-07-01", 100_000).place = place(1, 10);
    world.run(|ran| {
        let found = ran.links.other_payees(capeprep::track::RefundId(0));
        let text = |id| ran.scene.said.texts.text(id);
        let found: Vec<_> = found.iter().map(|d| (text(d.kept), text(d.other))).collect();
        assert_eq!(found, [(IOR, "12-345678900")], "one payee spelled in two ways is one");
        let group = ran.payments.payee(ran.book.groups[0].payee.unwrap()).unwrap();
        assert_eq!((group.printed.as_str(), group.name.as_str()), ("12-345678900", "A BROKER"));
    });
}

#[test]
fn what_was_kept_is_at_most_the_refund_where_nothing_says_how_much() {
    let basis = |change: fn(&mut World)| {
        let mut world = World::new();
        world.refund("7000123", IOR, "2026-07-01", 50_000).status = RefundStatus::Diverted;
        change(&mut world);
        world.run(|ran| ran.links.offset_basis(capeprep::track::RefundId(0)).map(|b| b.as_str()))
    };
    assert_eq!(basis(|_| {}), Some("at-most"));
    assert_eq!(basis(|world| world.said.refunds[0].diverted = Some(Cents(20))), Some("told"));
    let arrived = basis(|world| {
        world.deposit("2026-07-05", 20_000, "7000123");
    });
    assert_eq!(arrived, Some("bank"));
    let nothing_came = basis(|world| {
        world.deposit("2026-06-05", 1, "SALES");
        world.deposit("2026-07-25", 2, "SALES");
    });
    assert_eq!(nothing_came, Some("bank"));
    assert_eq!(basis(|world| world.said.refunds[0].status = RefundStatus::Issued), None);
}

#[test]
fn a_group_that_a_refund_may_be_of_is_a_hint_and_no_match() {
    let hint = |on: &str, amount: i64, payee: &str| {
        let mut world = World::new();
        for date in ["2026-05-18", LIQUIDATED] {
            let id = world.entry(IOR, 100_000);
            world.state(id, State::Liquidated, date);
        }
        world.refund("7000123", payee, on, amount);
        world.run(|ran| {
            let id = capeprep::track::RefundId(0);
            assert!(ran.payments.joined(id).unwrap().groups.is_empty());
            let hints = capeprep::track::payments::Hints::new(&ran.book);
            hints.of(ran.payments, id).map(|hint| hint.date.to_string())
        })
    };
    assert_eq!(hint("2026-06-24", 90_000, "98 765432100").as_deref(), Some(LIQUIDATED));
    assert_eq!(hint("2026-06-17", 90_000, IOR).as_deref(), Some("2026-05-18"));
    assert_eq!(hint("2026-07-19", 90_000, IOR), None);
    assert_eq!(hint("2026-06-24", 900_000, IOR), None);
    assert_eq!(hint("2026-06-24", 90_000, OTHER), None);
}

#[test]
fn a_line_that_is_more_than_the_refund_it_names_is_of_several_or_of_none() {
    let fates = |line: i64| {
        let mut world = World::new();
        for (number, amount) in [("7000123", 83_900), ("7000124", 156_100)] {
            let id = world.entry(IOR, amount);
            world.state(id, State::Paid, LIQUIDATED);
            world.share(id, number, (amount, 0)).liquidated = some(LIQUIDATED);
            world.refund(number, IOR, "2026-07-01", amount);
        }
        world.deposit("2026-07-03", line, "CBP 7000123");
        world.run(|ran| (ran.links.deposit_fates()[0], ran.book.total.paid.total()))
    };
    let (fate, paid) = fates(240_000);
    assert!(matches!(fate, DepositFate::Matched(HowMatched::Sum, _)), "{fate:?}");
    assert_eq!(paid, 240_000);
    // By CBP's word alone both are paid, and none gets more than it comes to.
    assert_eq!(fates(200_000), (DepositFate::Ambiguous, 240_000));
}
