use super::*;
use crate::domain::Cents;
use crate::track::CauseAmount;
use crate::track::hand_made::{HandMade, checks, day};

fn clocks(made: &HandMade) -> Vec<Clock> {
    let mut clocks = Clocks::new(&made.scene());
    made.followed().iter().for_each(|followed| clocks.see(followed));
    clocks.finish()
}

/// Kind, due day and days left of each clock.
fn dues(made: &HandMade) -> Vec<(ClockKind, Option<String>, Option<i32>)> {
    let all = clocks(made).into_iter();
    all.map(|c| (c.kind, c.due.map(|day| day.to_string()), c.days_left)).collect()
}

fn due(kind: ClockKind, day: &str, left: i32) -> (ClockKind, Option<String>, Option<i32>) {
    (kind, Some(day.to_owned()), Some(left))
}

#[test]
fn accepted_entries_have_45_and_90_days() {
    for (as_of, left) in [("2026-06-15", 0), ("2026-06-16", -1)] {
        let mut made = HandMade::on(as_of);
        made.add("98-7654321", |_| ());
        made.step(State::Accepted, Some("2026-05-01"), "C1");
        made.add("98-7654321", |_| ());
        made.step(State::Accepted, Some("2026-05-01"), "C1");
        made.step(State::LinesRemoved, Some("2026-05-20"), "C1");
        let expected = [
            due(ClockKind::Liquidation, "2026-06-15", left),
            due(ClockKind::Refund, "2026-07-30", left + 45),
        ];
        assert_eq!(dues(&made), expected);
        let all = clocks(&made);
        assert!(all.iter().all(|clock| clock.entries == 2 && clock.amount == 2 * 12_600));
        assert_eq!(all[0].is_over(), left < 0);
    }
}

#[test]
fn what_waits_for_its_liquidation_has_no_clock() {
    let mut made = HandMade::on("2026-12-01");
    made.add("98-7654321", |entry| entry.liquidation_state = LiquidationState::Held);
    made.step(State::Accepted, Some("2026-05-01"), "C1");
    made.add("98-7654321", |entry| entry.found = checks(&["paid-at-liquidation"]));
    made.step(State::Accepted, Some("2026-05-01"), "C1");
    assert_eq!(dues(&made), [(ClockKind::WaitsForLiquidation, None, None)]);
    // Once it is liquidated, it is to be paid.
    made.step(State::Liquidated, Some("2026-11-01"), "");
    let payment = due(ClockKind::Payment, "2026-12-01", 0);
    assert!(dues(&made).contains(&payment) && dues(&made).len() == 3);
}

#[test]
fn a_payment_is_due_30_days_after_the_liquidation() {
    for (as_of, left, periods) in
        [("2026-07-01", 0, 0), ("2026-07-02", -1, 1), ("2026-08-01", -31, 2)]
    {
        let mut made = HandMade::on(as_of);
        made.add("98-7654321", |_| ());
        made.step(State::Accepted, Some("2026-05-01"), "C1");
        made.step(State::Liquidated, Some("2026-06-01"), "");
        let all = clocks(&made);
        let payment = all.iter().find(|clock| clock.kind == ClockKind::Payment).unwrap();
        assert_eq!((payment.days_left, payment.delinquency_periods), (Some(left), Some(periods)));
        // The days of the whole way run on.
        assert!(dues(&made).iter().any(|clock| clock.0 == ClockKind::Refund));
        assert!(dues(&made).contains(&due(ClockKind::Protest, "2026-11-28", 180 - 30 + left)));
    }
}

#[test]
fn held_and_returned_refunds_run_since_the_first_report_of_it() {
    let mut made = HandMade::on("2026-07-10");
    made.add("98-7654321", |_| ());
    made.step(State::Held, Some("2026-06-20"), "R1");
    made.step(State::Held, Some("2026-07-01"), "R1");
    made.add("98-7654321", |entry| entry.refund_high = Cents(5_000));
    made.step(State::Held, Some("2026-06-01"), "R2");
    made.step(State::Sent, Some("2026-06-11"), "R2");
    made.step(State::Returned, Some("2026-06-21"), "R2");
    let all = clocks(&made);
    let rows: Vec<_> = all.iter().map(|c| (c.kind, c.from, c.amount, c.entries)).collect();
    assert_eq!(
        rows,
        [
            (ClockKind::Held, Some(day("2026-06-20")), 12_600, 1),
            (ClockKind::Returned, Some(day("2026-06-21")), 5_600, 1),
        ]
    );
}

#[test]
fn a_dispute_has_a_protest_clock_of_its_own() {
    let mut made = HandMade::on("2026-07-10");
    made.add("98-7654321", |_| ());
    made.step(State::Liquidated, Some("2026-06-01"), "");
    made.step(State::Paid, Some("2026-06-20"), "R1");
    let cause = |cause, principal| CauseAmount {
        cause,
        money: Money { principal: Cents(principal), interest: Cents(-1) },
    };
    // The end of the interest and a debt are no matter of the liquidation.
    made.last().1.causes = vec![cause(Cause::InterestEnd, 100), cause(Cause::Offset, 200)];
    assert_eq!(dues(&made), [due(ClockKind::Protest, "2026-11-28", 141)]);
    made.last().1.causes.extend([cause(Cause::DutiesNetted, 300), cause(Cause::Unknown, -900)]);
    assert_eq!(dues(&made), [due(ClockKind::ProtestDisputed, "2026-11-28", 141)]);
    assert_eq!(clocks(&made)[0].amount, 299);
    // What rounding can explain is no dispute.
    made.last().1.causes = vec![cause(Cause::Unknown, 6)];
    assert_eq!(dues(&made), [due(ClockKind::Protest, "2026-11-28", 141)]);
}

#[test]
fn what_cape_does_not_have_runs_out_by_day_80_and_day_180() {
    let mut made = HandMade::on("2026-05-20");
    made.add("98-7654321", |entry| entry.liquidation_date = Some(day("2026-03-01")));
    made.refused("Invalid HTS", None);
    made.add("98-7654321", |entry| entry.liquidation_date = Some(day("2026-02-01")));
    made.add("98-7654321", |entry| entry.liquidation_date = Some(day("2025-02-01")));
    made.add("98-7654321", |_| ());
    let expected = [
        due(ClockKind::CapeRejected, "2026-05-20", 0),
        due(ClockKind::ProtestRejected, "2026-08-28", 100),
        due(ClockKind::ProtestNotFiled, "2026-07-31", 72),
    ];
    assert_eq!(dues(&made), expected);
    assert!(clocks(&made).iter().all(|clock| clock.basis == FromBasis::Estimate));
    // A liquidation in the ordinary cycle that a report tells.
    made.last().0.ordinary_liquidation = Some(day("2026-05-01"));
    assert!(dues(&made).contains(&due(ClockKind::CapeNotFiled, "2026-07-20", 61)));
}

#[test]
fn a_day_of_a_report_is_known_as_such() {
    let mut made = HandMade::on("2026-05-20");
    let file = made.report(Some("2026-05-04"));
    for on in ["2026-05-01", "2026-05-04"] {
        made.add("98-7654321", |_| ());
        made.step_in(file, State::Accepted, Some(on), "C1");
    }
    made.add("98-7654321", |_| ());
    made.step(State::Accepted, None, "C1");
    // Acceptance itself has no day; what follows it has.
    made.add("98-7654321", |_| ());
    made.step(State::LinesRemoved, Some("2026-05-02"), "C1");
    // Another entry of the claim dates it.
    made.add("98-7654321", |_| ());
    made.step(State::Accepted, None, "C1");
    made.last().0.accepted_on = Some(day("2026-05-03"));
    let all = clocks(&made);
    let bases: Vec<_> = all
        .iter()
        .filter(|clock| clock.kind == ClockKind::Liquidation)
        .map(|clock| clock.basis)
        .collect();
    use FromBasis::{LaterEvent, ReportDate, Stated, Unknown};
    assert_eq!(bases, [Stated, LaterEvent, LaterEvent, ReportDate, Unknown]);
}

#[test]
fn memory_is_by_party_and_day_not_by_entry() {
    let mut made = HandMade::on("2026-05-20");
    for at in 0..200 {
        made.add(if at % 2 == 0 { "98-7654321" } else { "98-1234567" }, |_| ());
        made.step(State::Accepted, Some("2026-05-01"), "C1");
    }
    assert_eq!(clocks(&made).len(), 4);
}
