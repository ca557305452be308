//! Working days, quarters and phases.

use super::{day, rules};
use crate::domain::Day;
use crate::rulebook::{Confidence, InterestRates, Taxpayer};
use rust_decimal::Decimal;

#[test]
fn monthly_statements_are_paid_on_the_published_days() {
    let rules = rules();
    let nth = rules.windows.monthly_statement_working_day;
    for (entry, paid) in [
        ("2025-02-10", "2025-03-21"),
        ("2025-03-31", "2025-04-21"),
        ("2025-04-01", "2025-05-21"),
        ("2025-05-15", "2025-06-23"),
        ("2025-06-15", "2025-07-22"),
        ("2025-07-15", "2025-08-21"),
        ("2025-08-15", "2025-09-22"),
        ("2025-09-15", "2025-10-22"),
        ("2025-10-15", "2025-11-24"),
        ("2025-11-15", "2025-12-19"),
        ("2025-12-31", "2026-01-23"),
        ("2026-01-15", "2026-02-23"),
        ("2026-02-15", "2026-03-20"),
    ] {
        let month = day(entry).next_month();
        let found = rules.holidays.nth_working_day_of_month(month, nth);
        assert_eq!(found, day(paid), "entry {entry}");
    }
}

#[test]
fn working_days_are_weekdays_that_are_no_holiday() {
    let rules = rules();
    for (date, working) in [
        ("2025-07-04", false),
        ("2026-07-03", false),
        ("2027-12-31", false),
        ("2025-11-28", true),
        ("2025-11-29", false),
        ("2030-12-25", true), // no holiday of 2030 is known
    ] {
        assert_eq!(rules.holidays.is_working_day(day(date)), working, "{date}");
    }
    assert_eq!(rules.holidays.iter().count(), 34);
}

#[test]
fn quarters_are_those_published() {
    let rates = rules().interest;
    let on = |date: &str| {
        [Taxpayer::Corporate, Taxpayer::NonCorporate, Taxpayer::Gatt]
            .map(|taxpayer| rates.rate_on(day(date), taxpayer).0)
    };
    assert_eq!(on("2024-12-31"), [700, 800, 550]);
    assert_eq!(on("2025-01-01"), [600, 700, 450]);
    assert_eq!(on("2026-03-31"), [600, 700, 450]);
    assert_eq!(on("2026-04-01"), [500, 600, 350]);
    assert_eq!(on("2026-07-01"), [600, 700, 450]);
    assert_eq!(on("2004-04-01"), [400, 500, 250]);
    assert_eq!(on("2016-03-31"), [200, 300, 50]);
    assert_eq!(on("2023-10-01"), [700, 800, 550]);
    assert_eq!(rates.quarters().len(), 91);
    let first = &rates.quarters()[0];
    assert_eq!(first.gatt_confidence, Confidence::Inference);
}

#[test]
fn past_the_table_the_last_rate_goes_on_and_says_so() {
    let rates = rules().interest;
    assert_eq!(rates.last_published_day(), day("2026-12-31"));
    let on = |date: &str| rates.rate_on(day(date), Taxpayer::Corporate);
    assert_eq!(on("2026-12-31"), (600, true));
    assert_eq!(on("2027-01-01"), (600, false));
    assert_eq!(on("2030-06-01"), (600, false));
    assert_eq!(on("2004-03-31"), (400, false));
}

/// Growth from the day after `start` to `end`, day by day.
fn growth(rates: &InterestRates, taxpayer: Taxpayer, start: Day, end: Day) -> Decimal {
    let mut factor = Decimal::ONE;
    let mut date = start;
    while date < end {
        date = date.plus(1);
        let year = Decimal::from(10_000 * date.days_in_year());
        factor *= Decimal::ONE + Decimal::from(rates.rate_on(date, taxpayer).0) / year;
    }
    (factor - Decimal::ONE).round_dp(9)
}

/// T1 and T2: factors that the IRS prints, over the history of 2005 to 2008.
#[test]
fn the_history_gives_the_published_factors() {
    let rates = rules().interest;
    let (start, end) = (day("2005-03-15"), day("2008-08-29"));
    let of = |taxpayer| growth(&rates, taxpayer, start, end).to_string();
    assert_eq!(of(Taxpayer::Corporate), "0.234758469");
    assert_eq!(of(Taxpayer::Gatt), "0.172345026");
}

#[test]
fn phase_2_takes_recon_flags() {
    let phases = rules().phases;
    assert!(!phases.takes_recon_flags(day("2026-06-28")));
    assert!(phases.takes_recon_flags(day("2026-06-29")));
    let names: Vec<_> = phases.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["phase-1", "phase-2", "phase-3"]);
}
