//! What holds for any two reports.

use super::made::{Compared, Made, Recipe, compared, day, recipe};
use capeprep::changes::accounts::Accounts;
use capeprep::changes::{Cause, Differing, Kind, Movement, journal};
use capeprep::domain::FilingState;
use proptest::prelude::*;
use std::collections::BTreeMap;

const DAYS: [&str; 3] = ["2026-04-30", "2026-05-31", "2026-06-30"];

fn reports() -> impl Strategy<Value = Vec<(Vec<Recipe>, bool)>> {
    prop::collection::vec((prop::collection::vec(recipe(), 0..12), any::<bool>()), 3)
}

fn made(reports: &[(Vec<Recipe>, bool)]) -> Vec<Made> {
    let days = DAYS.iter().map(|text| day(text));
    reports.iter().zip(days).map(|((all, tracked), day)| Made::of(day, all, *tracked)).collect()
}

/// What is to come by importer, without those of whom nothing is.
fn balances(compared: &Compared<'_>, closing: bool) -> BTreeMap<String, [i128; 2]> {
    let rows = compared.roll.importers().map(|(number, part)| {
        let sums = part.parts.map(|row| if closing { row.closing } else { row.opening });
        (number.to_owned(), sums)
    });
    rows.filter(|(_, sums)| *sums != [0, 0]).collect()
}

proptest! {
    #[test]
    fn the_roll_forward_closes_and_its_causes_come_to_the_same(reports in reports()) {
        let made = made(&reports);
        let differing = Differing(vec!["exports"]);
        let compared = compared(&made[0], &made[1], &differing);
        let total = compared.roll.total();
        for (_, part) in compared.roll.importers() {
            prop_assert!(part.parts.iter().all(|row| row.closes()));
        }
        let more: i128 = total.iter().map(|row| row.closing - row.opening).sum();
        let causes: i128 = Cause::ALL.iter().map(|c| compared.totals.of(*c).receivable).sum();
        prop_assert_eq!(more, causes);
        // Duty does not grow with time.
        prop_assert_eq!(total[0].of(Movement::AccruedInterest), 0);
    }

    #[test]
    fn what_one_month_closes_with_the_next_opens_with(reports in reports()) {
        let made = made(&reports);
        let differing = Differing::default();
        let first = compared(&made[0], &made[1], &differing);
        let second = compared(&made[1], &made[2], &differing);
        prop_assert_eq!(balances(&first, true), balances(&second, false));
    }

    #[test]
    fn a_report_against_itself_changes_nothing(reports in reports()) {
        let made = made(&reports);
        let compared = compared(&made[0], &made[0], &Differing::default());
        prop_assert!(compared.seen.iter().all(|seen| seen.changes.is_empty()));
        prop_assert_eq!(compared.totals.same, made[0].portfolio.len() as u64);
        prop_assert!(compared.totals.biggest.is_empty());
        for row in compared.roll.total() {
            prop_assert_eq!(row.opening, row.closing);
            prop_assert!(Movement::ALL.iter().all(|movement| row.of(*movement) == 0));
        }
        let day = day(DAYS[0]);
        let accounts = Accounts::default();
        prop_assert_eq!(journal::lines(&compared.roll, &accounts, day, day).count(), 0);
    }

    #[test]
    fn every_entry_that_differs_is_named_in_order_and_no_other(reports in reports()) {
        let made = made(&reports);
        let compared = compared(&made[0], &made[1], &Differing(vec!["exports"]));
        let number = |seen: &capeprep::changes::Seen<'_>| {
            seen.after.or(seen.before).unwrap().entry.number.clone()
        };
        let numbers: Vec<_> = compared.seen.iter().map(number).collect();
        prop_assert!(numbers.windows(2).all(|two| two[0] < two[1]));
        let (mut new, mut gone) = (0, 0);
        for seen in &compared.seen {
            let fields: Vec<_> = seen.changes.iter().map(|change| change.field).collect();
            prop_assert!(fields.is_sorted(), "{:?}", fields);
            prop_assert!(seen.changes.iter().all(|change| change.before != change.after));
            match (seen.before, seen.after) {
                (Some(a), Some(b)) => {
                    prop_assert_eq!(seen.kind, Kind::Changed);
                    let (x, y) = (a.entry, b.entry);
                    let differs = x.status != y.status
                        || x.lane != y.lane
                        || x.refund_high != y.refund_high
                        || x.interest_high != y.interest_high
                        || x.liquidation_date != y.liquidation_date
                        || made[0].side().text(x.importer) != made[1].side().text(y.importer)
                        || a.state.zip(b.state).is_some_and(|(a, b)| a.paid != b.paid);
                    prop_assert!(!differs || !seen.changes.is_empty());
                }
                (None, _) => new += 1,
                (_, None) => gone += 1,
            }
        }
        prop_assert_eq!((new, gone), (compared.totals.new, compared.totals.gone));
    }

    #[test]
    fn debits_are_credits_and_the_receivable_moves_as_the_roll_forward(reports in reports()) {
        let made = made(&reports);
        let compared = compared(&made[0], &made[1], &Differing::default());
        let accounts = Accounts::default();
        let (from, to) = (day(DAYS[0]), day(DAYS[1]));
        let mut by_reference = BTreeMap::<String, i128>::new();
        let mut receivable = 0;
        for line in journal::lines(&compared.roll, &accounts, from, to) {
            prop_assert!(line.date == to && line.debit >= 0 && line.credit >= 0);
            prop_assert!((line.debit == 0) != (line.credit == 0));
            *by_reference.entry(line.reference).or_default() += line.debit - line.credit;
            if line.account == "IEEPA refund receivable" {
                receivable += line.debit - line.credit;
            }
        }
        prop_assert!(by_reference.values().all(|sum| *sum == 0));
        let more = compared.roll.total().iter().map(|row| row.closing - row.opening).sum::<i128>();
        prop_assert_eq!(receivable, more);
    }

    #[test]
    fn what_nothing_explains_is_said_to_be_unexplained(recipes in prop::collection::vec(recipe(), 1..8)) {
        let before = Made::of(day(DAYS[0]), &recipes, false);
        let other: Vec<Recipe> = recipes
            .iter()
            .map(|recipe| Recipe { refund: recipe.refund + 1, ..recipe.clone() })
            .collect();
        let after = Made::of(day(DAYS[0]), &other, false);
        let compared = compared(&before, &after, &Differing::default());
        for seen in &compared.seen {
            let duty = seen.changes.iter().find(|c| c.field.as_str() == "duty_paid").unwrap();
            prop_assert_eq!(duty.cause, Cause::Unexplained);
            let refund = seen.changes.iter().find(|c| c.field.as_str() == "refund_high").unwrap();
            prop_assert_eq!(refund.cause, Cause::Duty);
        }
    }
}

#[test]
fn interest_that_time_alone_added_accrues_and_the_rest_is_estimated_anew() {
    let recipe = Recipe {
        place: 1,
        importer: "69-1",
        status: capeprep::domain::EntryStatus::Eligible,
        lane: capeprep::domain::Lane::FileNow,
        deposit: Some(10),
        liquidated: None,
        refund: 1_000_000,
        odd_interest: 0,
        findings: 0,
        state: FilingState::NotFiled,
        paid: (0, 0),
        diverted: (0, 0),
        says: None,
        to_date: None,
    };
    let before = Made::of(day(DAYS[0]), std::slice::from_ref(&recipe), false);
    let later = Made::of(day(DAYS[1]), std::slice::from_ref(&recipe), false);
    let time = compared(&before, &later, &Differing(vec!["exports"]));
    let [duty, interest] = time.roll.total();
    assert_eq!((duty.opening, duty.closing), (1_000_000, 1_000_000));
    let more = interest.closing - interest.opening;
    assert!(more > 0 && interest.of(Movement::AccruedInterest) == more);
    assert!(time.seen[0].changes.iter().all(|change| change.cause == Cause::Time));
    // The same month with twice the refund: what the old one would have grown by still accrues.
    let twice = Made::of(day(DAYS[1]), &[Recipe { refund: 2_000_000, ..recipe.clone() }], false);
    let both = compared(&before, &twice, &Differing(vec!["exports"]));
    let row = both.roll.total()[1];
    assert_eq!(row.of(Movement::AccruedInterest), more);
    assert_eq!(row.of(Movement::ReEstimated), row.closing - row.opening - more);
    // Another taxpayer is no time.
    let mut other = Made::of(day(DAYS[1]), &[Recipe { odd_interest: -500, ..recipe }], false);
    other.made_with.taxpayer = capeprep::rulebook::Taxpayer::Gatt;
    let options = compared(&before, &other, &Differing::default());
    let high =
        options.seen[0].changes.iter().find(|c| c.field.as_str() == "interest_high").unwrap();
    assert_eq!(
        (high.cause, options.roll.total()[1].of(Movement::ReEstimated)),
        (Cause::Options, -500)
    );
}

#[test]
fn a_refusal_is_taken_off_and_stands_again_when_filed_again() {
    let at = |state, paid, says| Recipe {
        place: 1,
        importer: "69-1",
        status: capeprep::domain::EntryStatus::Eligible,
        lane: capeprep::domain::Lane::FileNow,
        deposit: None,
        liquidated: None,
        refund: 10_000,
        odd_interest: 500,
        findings: 0,
        state,
        paid,
        diverted: (0, 0),
        says,
        to_date: None,
    };
    let report = |recipe| Made::of(day(DAYS[0]), &[recipe], true);
    let open = Made::of(day(DAYS[0]), &[at(FilingState::NotFiled, (0, 0), None)], false);
    let refused = report(at(FilingState::EntryRejected, (0, 0), None));
    let accepted = report(at(FilingState::Accepted, (0, 0), None));
    let told = report(at(FilingState::Certified, (0, 0), Some((9_000, 450))));
    let paid = report(at(FilingState::Paid, (9_000, 450), Some((9_000, 450))));
    let moved = |x: &Made, y: &Made| {
        let compared = compared(x, y, &Differing::default());
        let [duty, interest] = compared.roll.total();
        let moved = |row: &capeprep::changes::Movements| -> Vec<(&str, i128)> {
            let all = Movement::ALL.iter().map(|m| (m.as_str(), row.of(*m)));
            all.filter(|(_, cents)| *cents != 0).collect()
        };
        (moved(&duty), duty.closing, moved(&interest), interest.closing)
    };
    let expect = |word, x, a, y, b| (vec![(word, x)], a, vec![(word, y)], b);
    assert_eq!(moved(&open, &refused), expect("rejected", -10_000, 0, -500, 0));
    assert_eq!(moved(&refused, &accepted), expect("refiled", 10_000, 10_000, 500, 500));
    assert_eq!(moved(&accepted, &told), expect("settled_difference", -1_000, 9_000, -50, 450));
    assert_eq!(moved(&told, &paid), expect("paid", -9_000, 0, -450, 0));
    // An estimate after a tracking tells nothing of it, and says so.
    assert_eq!(moved(&paid, &open), expect("not_followed", 10_000, 10_000, 500, 500));
}

/// An eligible entry of $100.00 with $5.00 of interest, as a tracking of a day shows it.
fn tracked_entry(state: FilingState, says: Option<(i64, i64)>, interest: i64) -> Recipe {
    Recipe {
        place: 1,
        importer: "69-1",
        status: capeprep::domain::EntryStatus::Eligible,
        lane: capeprep::domain::Lane::FileNow,
        deposit: None,
        liquidated: None,
        refund: 10_000,
        odd_interest: interest,
        findings: 0,
        state,
        paid: says.filter(|_| state == FilingState::Paid).unwrap_or_default(),
        diverted: (0, 0),
        says,
        to_date: None,
    }
}

fn moves_of_interest(before: &Made, after: &Made) -> Vec<(Movement, i128)> {
    let compared = compared(before, after, &Differing(vec!["estimates behind them"]));
    let [_, interest] = compared.roll.total();
    let by_cause = |cause| compared.totals.of(cause).receivable;
    let accrued = interest.of(Movement::AccruedInterest);
    assert_eq!(by_cause(Cause::Time), accrued, "time and nothing else accrues");
    let all = Movement::ALL.iter().map(|movement| (*movement, interest.of(*movement)));
    all.filter(|(_, cents)| *cents != 0).collect()
}

#[test]
fn nothing_accrues_on_a_refund_that_cbp_told_or_refused() {
    let month = |at: usize, state, says, interest| {
        Made::of(day(DAYS[at]), &[tracked_entry(state, says, interest)], true)
    };
    let told = Some((10_000, 480));
    // Each month is tracked with a new estimate, which lets the interest of every entry grow.
    let open = month(0, FilingState::Accepted, None, 500);
    let paid = month(1, FilingState::Paid, told, 560);
    let paid_later = month(2, FilingState::Paid, told, 620);
    let sent = [month(0, FilingState::Sent, told, 500), month(1, FilingState::Sent, told, 560)];
    let refused = [
        month(0, FilingState::EntryRejected, None, 500),
        month(1, FilingState::EntryRejected, None, 560),
    ];
    assert_eq!(
        moves_of_interest(&open, &paid),
        [(Movement::Paid, -480), (Movement::SettledDifference, -20)]
    );
    assert_eq!(moves_of_interest(&paid, &paid_later), []);
    assert_eq!(moves_of_interest(&sent[0], &sent[1]), []);
    assert_eq!(moves_of_interest(&sent[0], &paid), [(Movement::Paid, -480)]);
    assert_eq!(moves_of_interest(&open, &refused[1]), [(Movement::Rejected, -500)]);
    assert_eq!(moves_of_interest(&refused[0], &refused[1]), []);
    // What waits still does.
    assert_eq!(
        moves_of_interest(&open, &month(1, FilingState::Accepted, None, 560)),
        [(Movement::AccruedInterest, 60)]
    );
}

#[test]
fn interest_goes_on_while_an_entry_waits() {
    let month = |at: usize, state, says, to_date| {
        let recipe = Recipe { to_date, ..tracked_entry(state, says, 500) };
        Made::of(day(DAYS[at]), &[recipe], true)
    };
    let first = month(0, FilingState::Accepted, None, Some(500));
    let second = month(1, FilingState::Accepted, None, Some(530));
    let accrued = [(Movement::AccruedInterest, 30)];
    assert_eq!(moves_of_interest(&first, &second), accrued);
    let row = compared(&first, &second, &Differing::default()).roll.total()[1];
    assert_eq!((row.opening, row.closing), (500, 530));
    // Less than the estimate shows is no less to come before CBP tells it.
    assert_eq!(moves_of_interest(&first, &month(1, FilingState::Accepted, None, Some(490))), []);
    assert_eq!(
        moves_of_interest(&second, &month(2, FilingState::Paid, Some((10_000, 520)), Some(520))),
        [(Movement::Paid, -520), (Movement::SettledDifference, -10)]
    );
    assert_eq!(
        moves_of_interest(&second, &month(2, FilingState::EntryRejected, None, Some(560))),
        [(Movement::Rejected, -530)]
    );
}
