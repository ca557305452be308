//! Each cause on its own.

use super::world::{World, causes, day, some};
use capeprep::assess::checks::CheckSet;
use capeprep::assess::checks::duty::floor_combined::FLOOR_COMBINED;
use capeprep::assess::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use capeprep::assess::checks::payment::net_bill_risk::NET_BILL_RISK;
use capeprep::domain::{Cents, Day, LiquidationState};
use capeprep::earlier::EarlierEntry;
use capeprep::rulebook::Taxpayer;
use capeprep::track::challenge::{Bases, Basis, DayCount, Fit};
use capeprep::track::payments::{ExplainInterest, GroupStatus};
use capeprep::track::{Cause, LaterPull, Money, RefundBasis, RefundStatus, State};

const IOR: &str = "98-765432100";
const LIQUIDATED: &str = "2026-06-18";

#[test]
fn by_the_state_alone_the_whole_is_of_one_cause() {
    for (state, held, cause) in [
        (State::NotFiled, false, Cause::NotFiled),
        (State::FileRejected, false, Cause::FileRejected),
        (State::EntryRejected, true, Cause::EntryRejected),
        (State::Uploaded, false, Cause::NotLiquidated),
        (State::Accepted, false, Cause::NotLiquidated),
        (State::LinesRemoved, true, Cause::Suspended),
        (State::Liquidated, false, Cause::NotPaidYet),
        (State::Sent, false, Cause::NotPaidYet),
        (State::Held, false, Cause::Held),
        (State::Diverted, false, Cause::Offset),
        (State::Returned, false, Cause::Returned),
        (State::Paid, false, Cause::Unknown),
    ] {
        let mut world = World::new();
        let id = world.entry_with(IOR, 100_000, |entry| {
            if held {
                entry.liquidation_state = LiquidationState::Held;
            }
        });
        world.state(id, state, "");
        let interest = world.portfolio.get(id).unwrap().interest_high.0;
        world.run(|ran| {
            let settled = &ran.settlements[0];
            assert_eq!(causes(settled), [(cause, 100_000, interest)], "{state}");
            assert_eq!((settled.paid, settled.basis), (Money::default(), RefundBasis::None));
        });
    }
    let mut world = World::new();
    let found = CheckSet::of(&[&PAID_AT_LIQUIDATION]);
    let id = world.entry_with(IOR, 100_000, |entry| entry.found = found);
    world.state(id, State::Accepted, "");
    world.run(|ran| assert_eq!(ran.settlements[0].causes[0].cause, Cause::Suspended));
}

#[test]
fn interest_that_ends_on_another_day() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    let paid = world.to(100_000, LIQUIDATED);
    world.share(id, "700001", (100_000, paid)).status = RefundStatus::Issued;
    let expected = world.portfolio.get(id).unwrap().interest_high.0;
    world.run(|ran| {
        assert_eq!(causes(&ran.settlements[0]), [(Cause::InterestEnd, 0, expected - paid)]);
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Matched);
        assert_eq!(ran.book.groups[0].date, some(LIQUIDATED));
        assert_eq!(ran.settlements[0].basis, RefundBasis::Reported);
    });
}

struct Always(Fit);

impl ExplainInterest for Always {
    fn explain(&mut self, _: &EarlierEntry, _: Cents, _: Day, _: Cents) -> Option<Fit> {
        Some(self.0)
    }
}

#[test]
fn interest_that_starts_on_another_day_and_bears_another_rate() {
    let mut world = World::new();
    let id = world.entry(IOR, 100_000);
    world.state(id, State::Paid, LIQUIDATED);
    let (start, end) = (day("2025-07-22"), day(LIQUIDATED));
    let paid = world.interest_of(Cents(100_000), start, end, Taxpayer::NonCorporate);
    world.share(id, "700001", (100_000, paid.0 + 1)).status = RefundStatus::Issued;
    let fit = Fit {
        basis: Basis::MonthlyStatement,
        bases: Bases::default(),
        start,
        taxpayer: Taxpayer::NonCorporate,
        day_count: DayCount::AfterDeposit,
        interest: paid,
    };
    let expected = world.portfolio.get(id).unwrap().interest_high.0;
    let by_end = world.to(100_000, LIQUIDATED);
    let by_start = world.interest(Cents(100_000), start, end).0;
    world.run_with(Always(fit), |ran| {
        let found = causes(&ran.settlements[0]);
        assert_eq!(
            found,
            [
                (Cause::InterestEnd, 0, expected - by_end),
                (Cause::InterestStart, 0, by_end - by_start),
                (Cause::InterestRate, 0, by_start - paid.0),
                (Cause::Unknown, 0, -1),
            ]
        );
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Differs);
    });
}

/// An entry with a refund of less duty than expected, with its interest.
fn short(found: CheckSet, low: i64, paid: i64, later: &[(u32, i64, i64)]) -> Vec<(Cause, i64)> {
    let mut world = World::new();
    let id = world.entry_with(IOR, 100_000, |entry| {
        entry.found = found;
        entry.refund_low = Cents(low);
    });
    world.state(id, State::Paid, LIQUIDATED);
    let interest = world.to(paid, LIQUIDATED);
    world.share(id, "700001", (paid, interest)).status = RefundStatus::Issued;
    for (at, (ieepa_rows, ieepa, other)) in later.iter().enumerate() {
        world.said.later.push(LaterPull {
            entry: id,
            ieepa_rows: *ieepa_rows,
            ieepa_duty: Cents(*ieepa),
            other_duty: Cents(*other),
            place: super::world::place(at as u32, 2),
        });
    }
    world.run(|ran| {
        let settled = &ran.settlements[0];
        assert_eq!(settled.paid.principal.0, paid);
        let duty = causes(settled).into_iter().filter(|(_, principal, _)| *principal != 0);
        // Interest goes with the duty it is on; only its end is left apart.
        let interest = causes(settled).iter().all(|(cause, principal, interest)| {
            *cause == Cause::InterestEnd || interest.signum() == principal.signum()
        });
        assert!(interest, "{settled:?}");
        duty.map(|(cause, principal, _)| (cause, principal)).collect()
    })
}

#[test]
fn duty_that_is_short_is_taken_up_cause_after_cause() {
    let (none, floor) = (CheckSet::default(), CheckSet::of(&[&FLOOR_COMBINED]));
    let netted = CheckSet::of(&[&NET_BILL_RISK]);
    assert_eq!(short(none, 100_000, 90_000, &[]), [(Cause::Unknown, 10_000)]);
    assert_eq!(short(none, 60_000, 90_000, &[]), [(Cause::Unknown, 10_000)]);
    assert_eq!(short(floor, 60_000, 90_000, &[]), [(Cause::FloorShare, 10_000)]);
    assert_eq!(
        short(floor, 60_000, 50_000, &[]),
        [(Cause::FloorShare, 40_000), (Cause::Unknown, 10_000)]
    );
    assert_eq!(short(netted, 100_000, 90_000, &[]), [(Cause::DutiesNetted, 10_000)]);
    assert_eq!(
        short(floor.union(netted), 95_000, 90_000, &[]),
        [(Cause::FloorShare, 5_000), (Cause::DutiesNetted, 5_000)]
    );
    // A later pull that still has IEEPA rows shows a correction; one without proves nothing.
    assert_eq!(
        short(none, 100_000, 90_000, &[(1, 93_000, 0)]),
        [(Cause::PscChange, 7_000), (Cause::Unknown, 3_000)]
    );
    assert_eq!(short(none, 100_000, 90_000, &[(0, 0, 0)]), [(Cause::Unknown, 10_000)]);
    assert_eq!(short(none, 100_000, 120_000, &[(1, 130_000, 0)]), [(Cause::PscChange, -20_000)]);
    assert_eq!(short(none, 100_000, 120_000, &[]), [(Cause::Unknown, -20_000)]);
    // Other duties rose from one pull to the next.
    assert_eq!(
        short(none, 100_000, 90_000, &[(1, 100_000, 5_000), (0, 0, 9_000)]),
        [(Cause::DutiesNetted, 4_000), (Cause::Unknown, 6_000)]
    );
}

#[test]
fn money_that_is_known_and_did_not_arrive() {
    for (status, cause) in [
        (RefundStatus::Certified, Cause::NotPaidYet),
        (RefundStatus::Sent, Cause::NotPaidYet),
        (RefundStatus::None, Cause::NotPaidYet),
        (RefundStatus::Held, Cause::Held),
        (RefundStatus::Returned, Cause::Returned),
        (RefundStatus::Diverted, Cause::Offset),
        (RefundStatus::Unknown, Cause::Unknown),
    ] {
        let mut world = World::new();
        let id = world.entry(IOR, 100_000);
        world.state(id, State::Liquidated, LIQUIDATED);
        let interest = world.to(100_000, LIQUIDATED);
        world.share(id, "700001", (100_000, interest)).status = status;
        let expected = world.portfolio.get(id).unwrap().interest_high.0;
        world.run(|ran| {
            let mut found = causes(&ran.settlements[0]);
            found.sort_by_key(|(one, ..)| *one == Cause::InterestEnd);
            let end = expected - interest;
            let all = [(cause, 100_000, interest), (Cause::InterestEnd, 0, end)];
            assert_eq!(found, all, "{status}");
            assert_eq!(ran.settlements[0].refund.principal.0, 100_000);
        });
    }
}

#[test]
fn a_refund_diverted_in_part_is_shared_over_its_entries_to_the_cent() {
    let mut world = World::new();
    let mut total = 0;
    for principal in [10_001, 20_003, 33_333] {
        let id = world.entry(IOR, principal);
        world.state(id, State::Diverted, LIQUIDATED);
        let interest = world.to(principal, LIQUIDATED);
        world.share(id, "700001", (principal, interest));
        total += principal + interest;
    }
    let row = world.refund("700001", IOR, "2026-07-01", total);
    (row.status, row.diverted) = (RefundStatus::Diverted, Some(Cents(1_000)));
    world.run(|ran| {
        let offset = ran.book.total.cause(Cause::Offset).unwrap();
        assert_eq!((offset.entries, offset.sum.total()), (3, 1_000));
        assert_eq!(ran.book.total.paid.total(), i128::from(total) - 1_000);
        assert!(ran.settlements.iter().all(|settled| settled.paid.principal.0 > 0));
    });
    // The bank shows how much was kept where no report does.
    world.said.refunds[0].diverted = None;
    world.deposit("2026-07-05", total - 777, "CBP 700001");
    world.run(|ran| {
        assert_eq!(ran.book.total.cause(Cause::Offset).unwrap().sum.total(), 777);
        assert_eq!(ran.book.groups[0].deposited, i128::from(total) - 777);
    });
    // Without the word nobody knows why.
    world.said.refunds[0].status = RefundStatus::Issued;
    world.run(|ran| {
        assert_eq!(ran.book.total.cause(Cause::Unknown).unwrap().sum.total(), 777);
    });
}

#[test]
fn a_refund_known_as_a_whole_is_shared_out() {
    let mut world = World::new();
    let mut total = 0;
    let principals = [10_000, 20_000, 33_333];
    for principal in principals {
        let id = world.entry(IOR, principal);
        world.state(id, State::Liquidated, LIQUIDATED);
        total += principal + world.to(principal, LIQUIDATED);
    }
    world.refund("700001", "98 765432100", "2026-07-01", total).liquidated = some(LIQUIDATED);
    world.run(|ran| {
        for (settled, principal) in ran.settlements.iter().zip(principals) {
            assert_eq!(settled.basis, RefundBasis::Allocated);
            assert_eq!(settled.paid.principal.0, principal);
        }
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Matched);
    });
    // A few cents off fall on the last; all is within the tolerance.
    world.said.refunds[0].amount = Some(Cents(total + 3));
    world.run(|ran| {
        assert_eq!(causes(&ran.settlements[2]).last(), Some(&(Cause::Unknown, 0, -3)));
        assert_eq!(ran.book.groups[0].status(), GroupStatus::MatchedWithinInterest);
    });
    // Far off, each takes its proportion.
    world.said.refunds[0].amount = Some(Cents(total / 2));
    world.run(|ran| {
        assert_eq!(ran.book.total.paid.total(), i128::from(total / 2));
        assert_eq!(ran.book.groups[0].status(), GroupStatus::Differs);
        let half = ran.settlements.iter().zip(principals);
        assert!(half.into_iter().all(|(s, p)| (s.paid.principal.0 - p / 2).abs() < 3));
    });
    // Without the liquidation date the amount finds its group; a wrong amount finds none.
    world.said.refunds[0].liquidated = None;
    world.run(|ran| {
        assert_eq!(ran.book.groups.len(), 2);
        assert_eq!(ran.book.groups[1].status(), GroupStatus::Unexpected);
        assert_eq!(ran.book.closing.refunds_outside, i128::from(total / 2));
    });
    world.said.refunds[0].amount = Some(Cents(total));
    world.run(|ran| assert_eq!(ran.book.groups[0].status(), GroupStatus::Matched));
}
