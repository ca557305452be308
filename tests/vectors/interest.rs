//! Interest T1-T16. T1-T8 were published by the IRS, the Department of Labor and a public test
//! suite; T9-T16 were derived with 50-digit arithmetic.

use capeprep::assess::interest::{compounded, growth, interest};
use capeprep::domain::{Cents, Day};
use capeprep::rulebook::{Rulebook, Taxpayer};
use rust_decimal::{Decimal, RoundingStrategy};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn nine_places(factor: Decimal) -> String {
    format!("{:.9}", factor.round_dp_with_strategy(9, RoundingStrategy::MidpointAwayFromZero))
}

fn dollars(text: &str) -> Cents {
    Cents::read(text.as_bytes()).unwrap()
}

fn published(taxpayer: Taxpayer, start: &str, end: &str) -> Decimal {
    let rules = Rulebook::built_in().unwrap();
    growth(day(start), day(end), &rules.interest, taxpayer).unwrap()
}

/// Principal, first and last day; corporate, non-corporate and GATT interest.
fn check(principal: &str, start: &str, end: &str, expected: [&str; 3]) {
    let taxpayers = [Taxpayer::Corporate, Taxpayer::NonCorporate, Taxpayer::Gatt];
    for (taxpayer, expected) in taxpayers.into_iter().zip(expected) {
        let found = interest(dollars(principal), published(taxpayer, start, end)).unwrap();
        assert_eq!(found.to_string(), expected, "{taxpayer:?}");
    }
}

#[test]
fn t1_corporate_history_2005_to_2008() {
    let factor = published(Taxpayer::Corporate, "2005-03-15", "2008-08-29");
    assert_eq!(nine_places(factor), "0.234758469");
    assert_eq!(interest(dollars("10000"), factor).unwrap().to_string(), "2347.58");
}

#[test]
fn t2_gatt_history_2005_to_2008() {
    let factor = published(Taxpayer::Gatt, "2005-03-15", "2008-08-29");
    assert_eq!(nine_places(factor), "0.172345026");
    assert_eq!(interest(dollars("90000"), factor).unwrap().to_string(), "15511.05");
}

#[test]
fn t3_115_days_at_3_percent() {
    let factor = published(Taxpayer::NonCorporate, "2013-03-15", "2013-07-08");
    assert_eq!(nine_places(factor), "0.009496474");
    assert_eq!(interest(dollars("20000"), factor).unwrap().to_string(), "189.93");
}

#[test]
fn t4_9_days_at_3_percent() {
    let factor = published(Taxpayer::NonCorporate, "2013-07-08", "2013-07-17");
    assert_eq!(nine_places(factor), "0.000739969");
    assert_eq!(interest(dollars("20189.93"), factor).unwrap().to_string(), "14.94");
}

#[test]
fn t5_624_days_at_3_percent() {
    let factor = published(Taxpayer::NonCorporate, "2013-07-17", "2015-04-02");
    assert_eq!(nine_places(factor), "0.052623441");
    assert_eq!(interest(dollars("80346.91"), factor).unwrap().to_string(), "4228.13");
}

#[test]
fn t6_a_tiny_rate() {
    let factors = [1, 30, 40].map(|days| nine_places(compounded(11, days, 365) - Decimal::ONE));
    assert_eq!(factors, ["0.000003014", "0.000090415", "0.000120555"]);
}

#[test]
fn t7_92_days_of_a_leap_year_at_4_percent() {
    assert_eq!(nine_places(compounded(400, 92, 366) - Decimal::ONE), "0.010104808");
}

#[test]
fn t8_year_lengths() {
    for (principal, basis_points, days, year, expected) in [
        ("10000", 700, 90, 365, "174.08"),
        ("10000", 700, 90, 366, "173.60"),
        ("10000", 700, 365, 365, "725.01"),
        ("10000", 700, 366, 366, "725.01"),
        ("50000", 800, 92, 365, "1018.34"),
        ("25000", 600, 31, 366, "127.36"),
    ] {
        let factor = compounded(basis_points, days, year) - Decimal::ONE;
        assert_eq!(interest(dollars(principal), factor).unwrap().to_string(), expected);
    }
}

#[test]
fn t9_the_shape_of_19_cfr_24_36() {
    check("600", "2025-01-01", "2025-12-01", ["33.86", "39.69", "25.22"]);
}

#[test]
fn t10_across_the_5_percent_quarter() {
    check("100000", "2025-03-21", "2026-05-14", ["7000.76", "8235.93", "5174.32"]);
}

#[test]
fn t11() {
    check("250000", "2025-05-21", "2026-06-11", ["15850.85", "18676.75", "11667.51"]);
}

#[test]
fn t12() {
    check("1000000", "2025-02-18", "2026-12-10", ["111812.38", "132095.68", "82065.78"]);
}

#[test]
fn t13() {
    check("12345.67", "2025-08-21", "2026-07-23", ["668.53", "788.86", "490.08"]);
}

#[test]
fn t14() {
    check("84.20", "2025-11-24", "2026-05-19", ["2.36", "2.77", "1.73"]);
}

#[test]
fn t15a_the_first_day_of_a_quarter_is_at_its_rate() {
    check("1000000", "2026-03-31", "2026-04-01", ["136.99", "164.38", "95.89"]);
}

#[test]
fn t15b_a_whole_quarter() {
    check("100000", "2026-03-31", "2026-06-30", ["1254.29", "1507.01", "876.38"]);
}

#[test]
fn t15c_two_quarters() {
    check("100000", "2026-03-01", "2026-04-30", ["908.14", "1074.13", "659.66"]);
}

#[test]
fn t15d_out_of_a_leap_year() {
    check("10000", "2024-12-01", "2025-01-31", ["108.92", "125.80", "83.64"]);
}

#[test]
fn t15e_no_days_no_interest() {
    check("100", "2025-07-01", "2025-07-01", ["0.00", "0.00", "0.00"]);
    check("100", "2025-07-02", "2025-07-01", ["0.00", "0.00", "0.00"]);
}

#[test]
fn t16_the_deposit_date_decides() {
    for (start, expected) in
        [("2025-08-07", "2308.54"), ("2025-08-21", "2192.33"), ("2025-09-22", "1927.70")]
    {
        let factor = published(Taxpayer::Corporate, start, "2026-05-28");
        assert_eq!(interest(dollars("48250"), factor).unwrap().to_string(), expected);
    }
    let rules = Rulebook::built_in().unwrap();
    let month = day("2025-08-07").next_month();
    assert_eq!(rules.holidays.nth_working_day_of_month(month, 15), day("2025-09-22"));
}

/// Flat 6 %, simple interest by quarter, and rounding every day are the usual wrong answers.
#[test]
fn t10_wrong_answers_are_not_ours() {
    let found =
        interest(dollars("100000"), published(Taxpayer::Corporate, "2025-03-21", "2026-05-14"))
            .unwrap();
    for wrong in ["7129.81", "6767.12", "7000.74"] {
        assert_ne!(found.to_string(), wrong);
    }
}
