//! Dates T17-T19.

use capeprep::assess::clocks;
use capeprep::domain::Day;
use capeprep::rulebook::Rulebook;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Days after a liquidation: the CAPE window, the 90 days of 19 USC 1501, the protest.
fn clocks_of(liquidated: &str) -> [Day; 3] {
    let windows = Rulebook::built_in().unwrap().windows;
    [windows.cape_days, 90, windows.protest_days].map(|days| day(liquidated).plus(days))
}

fn cycle_end(entered: &str) -> Day {
    day(entered).plus(Rulebook::built_in().unwrap().windows.liquidation_cycle_days)
}

#[test]
fn t17a_day_314_of_the_first_entries() {
    assert_eq!(cycle_end("2025-02-04"), day("2025-12-15"));
}

#[test]
fn t17b_day_314_of_an_april_entry() {
    assert_eq!(cycle_end("2025-04-02"), day("2026-02-10"));
}

#[test]
fn t17c_day_314_of_a_march_entry() {
    assert_eq!(cycle_end("2025-03-04"), day("2026-01-12"));
}

#[test]
fn t17d_first_friday_on_or_after_day_314() {
    for (entered, friday) in [
        ("2025-02-04", "2025-12-19"),
        ("2025-03-04", "2026-01-16"),
        ("2025-04-02", "2026-02-13"),
        ("2025-04-05", "2026-02-13"),
        ("2025-08-07", "2026-06-19"),
        ("2026-02-20", "2027-01-01"),
    ] {
        assert_eq!(cycle_end(entered).friday_on_or_after(), day(friday), "{entered}");
    }
}

#[test]
fn t18a_day_80_is_eligible() {
    let liquidated = day("2026-01-30");
    assert_eq!(day("2026-04-20").days_since(liquidated), 80);
    assert_eq!(clocks_of("2026-01-30"), ["2026-04-20", "2026-04-30", "2026-07-29"].map(day));
}

#[test]
fn t18b_day_81_is_not() {
    assert_eq!(day("2026-04-20").days_since(day("2026-01-29")), 81);
    assert!(clocks_of("2026-01-29")[0] < day("2026-04-20"));
}

#[test]
fn t18c_the_oldest_liquidations_of_a_day() {
    let windows = Rulebook::built_in().unwrap().windows;
    assert_eq!(day("2026-11-22").plus(-windows.cape_days), day("2026-09-03"));
    assert_eq!(day("2026-11-22").plus(-windows.protest_days), day("2026-05-26"));
}

#[test]
fn t19a_day_180_on_a_saturday_does_not_roll() {
    assert_eq!(clocks_of("2025-12-15")[2], day("2026-06-13"));
}

#[test]
fn t19b_a_friday_liquidation() {
    let clocks = clocks_of("2025-12-19");
    assert_eq!(clocks, ["2026-03-09", "2026-03-19", "2026-06-17"].map(day));
    // Monday, Thursday, Wednesday, after any Friday.
    assert_eq!(clocks.map(Day::days_from_monday), [0, 3, 2]);
}

#[test]
fn t19c_day_180_on_a_holiday_does_not_roll() {
    assert_eq!(clocks_of("2026-05-15")[2], day("2026-11-11"));
}

#[test]
fn t19d_day_80_on_a_holiday_does_not_roll() {
    assert_eq!(clocks_of("2026-03-06")[0], day("2026-05-25"));
}

/// The six months after a suspension is lifted begin the day after (HQ H173819).
#[test]
fn t19e_the_day_that_starts_a_clock_is_not_counted() {
    assert_eq!(day("2011-02-18").days_since(day("2010-08-18")), 184);
    assert_eq!(day("2010-08-18").plus(184), day("2011-02-18"));
}

#[test]
fn t19f_clocks_of_the_first_entries() {
    let entered = day("2025-02-04");
    assert_eq!(entered.plus(300), day("2025-12-01"));
    assert_eq!(clocks::psc_last_day(entered, day("2025-12-15")), day("2025-11-30"));
    assert_eq!(clocks::psc_last_day(entered, day("2025-12-19")), day("2025-12-01"));
    assert_eq!(clocks::deemed_liquidation(entered), day("2026-02-04"));
    assert_eq!(clocks::court_last_day(entered), day("2027-02-04"));
    assert_eq!(clocks::drawback_last_day(entered), day("2030-02-04"));
}

#[test]
fn t19g_liquidations_in_rulings_were_on_fridays() {
    for date in ["1987-02-06", "1988-07-01", "1988-08-19", "1988-10-14", "1995-02-10", "2001-07-13"]
    {
        assert_eq!(day(date).friday_on_or_after(), day(date));
    }
}

#[test]
fn t19h_delinquency_periods() {
    assert_eq!([30, 31, 60, 61, 67].map(clocks::delinquency_periods), [0, 1, 1, 2, 2]);
}
