use super::*;
use crate::domain::{Cents, LiquidationState};
use crate::track::hand_made::{HandMade, day};
use crate::track::{CauseAmount, Money};

fn forecast(made: &HandMade) -> CashForecast {
    let mut cash = Cash::new(&made.scene());
    made.followed().iter().for_each(|followed| cash.see(followed));
    cash.finish()
}

/// Adds all columns up: each comes to the total.
fn assert_closes(cash: &CashForecast) {
    let mut sum = cash.late;
    for week in &cash.weeks {
        assert_eq!(week.week.days_from_monday(), 0);
        sum = sum.plus(&week.sum);
        assert_eq!(week.cumulative, sum);
    }
    for (_, without) in &cash.without {
        sum = sum.plus(without);
    }
    assert_eq!([sum.p10, sum.p50, sum.p90], [cash.total; 3]);
}

/// The Monday of the only week with money in a column.
fn week_of(cash: &CashForecast, column: fn(&CashSum) -> i128) -> Day {
    let mut weeks = cash.weeks.iter().filter(|week| column(&week.sum) != 0);
    let week = weeks.next().unwrap().week;
    assert!(weeks.next().is_none());
    week
}

#[test]
fn accepted_money_comes_after_21_60_and_120_days() {
    let mut made = HandMade::on("2026-05-01");
    made.add("98-7654321", |_| ());
    made.step(State::Accepted, Some("2026-05-01"), "C1");
    let cash = forecast(&made);
    // 2026-05-22, 2026-06-30 and 2026-08-29.
    assert_eq!(week_of(&cash, |sum| sum.p10), day("2026-05-18"));
    assert_eq!(week_of(&cash, |sum| sum.p50), day("2026-06-29"));
    assert_eq!(week_of(&cash, |sum| sum.p90), day("2026-08-24"));
    assert_eq!(cash.weeks[0].week, day("2026-04-27"));
    assert_eq!(cash.total, 12_600);
    let likely = cash.weeks.iter().find(|week| week.sum.p50 != 0).unwrap();
    assert_eq!((likely.sum.p50_low, likely.sum.entries_p50), (10_500, 1));
    assert_closes(&cash);
}

#[test]
fn liquidated_money_comes_after_14_30_and_60_days_and_then_is_late() {
    let mut made = HandMade::on("2026-07-01");
    made.add("98-7654321", |_| ());
    made.step(State::Liquidated, Some("2026-06-01"), "");
    made.last().1.basis = RefundBasis::Reported;
    let cash = forecast(&made);
    // Two weeks are past; the day itself is not.
    assert_eq!((cash.late.p10, cash.late.p50, cash.late.p90), (12_600, 0, 0));
    assert_eq!(week_of(&cash, |sum| sum.p50), day("2026-06-29"));
    assert_eq!(week_of(&cash, |sum| sum.p90), day("2026-07-27"));
    assert_eq!(cash.weeks[0].sum.p50_low, 12_600, "what is known is no range");
    assert_closes(&cash);
}

#[test]
fn money_without_a_week_is_named_and_what_is_paid_is_not() {
    let mut made = HandMade::on("2026-07-01");
    made.add("98-7654321", |entry| entry.liquidation_state = LiquidationState::Held);
    made.step(State::Accepted, Some("2026-05-01"), "C1");
    made.last().1.causes[0].cause = Cause::Suspended;
    made.add("98-7654321", |_| ());
    made.step(State::Accepted, None, "C1");
    made.add("98-7654321", |_| ());
    made.step(State::Uploaded, Some("2026-05-01"), "");
    made.add("98-7654321", |_| ());
    made.step(State::Held, Some("2026-05-01"), "R1");
    made.add("98-7654321", |_| ());
    made.step(State::Returned, Some("2026-05-01"), "R1");
    for state in [State::Paid, State::Diverted, State::EntryRejected, State::FileRejected] {
        made.add("98-7654321", |_| ());
        made.step(state, Some("2026-05-01"), "R1");
    }
    made.add("98-7654321", |_| ());
    let cash = forecast(&made);
    let entries = cash.without.map(|(why, sum)| (why, sum.entries_p50));
    assert_eq!(
        entries,
        [(NoWeek::NoEstimate, 1), (NoWeek::NoDate, 2), (NoWeek::Held, 1), (NoWeek::Returned, 1)]
    );
    assert_eq!(cash.total, 5 * 12_600);
    assert!(cash.weeks.is_empty());
    assert_closes(&cash);
}

#[test]
fn every_mix_closes() {
    let mut made = HandMade::on("2026-07-01");
    for at in 0..300 {
        made.add("98-7654321", |entry| entry.interest_high = Cents(at * 7 % 100));
        let on = day("2026-04-01").plus(at as i32 % 91).to_string();
        let state = State::ALL[at as usize % State::ALL.len()];
        made.step(state, (at % 5 > 0).then_some(on.as_str()), "C1");
        if at % 3 == 0 {
            let part = Money { principal: Cents(-at), interest: Cents(1) };
            made.last().1.causes.push(CauseAmount { cause: Cause::NotPaidYet, money: part });
        }
    }
    let cash = forecast(&made);
    assert_closes(&cash);
    let open =
        [Cause::NotLiquidated, Cause::NotPaidYet, Cause::Suspended, Cause::Held, Cause::Returned];
    let causes = made.followed().into_iter().flat_map(|followed| &followed.settlement.causes);
    let expected: i128 =
        causes.filter(|part| open.contains(&part.cause)).map(|part| total(part.money)).sum();
    assert_eq!(cash.total, expected);
}
