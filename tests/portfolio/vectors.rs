//! The published test vectors of the reference, each against the oracle, so that the oracle itself
//! is known to be right where a right answer is known.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::oracle::calendar::{
    growth, interest, monthly_statement, plus, projected_liquidation, round_to_cent,
};
use crate::oracle::checks::Codes;
use crate::oracle::registry::Registry;
use crate::oracle::rows::Source;
use crate::oracle::values::{check_digit, entry_number};
use crate::oracle::{AssessedEntry, DepositBasis, Options, Route, Taxpayer, assess};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO date")
}

fn amount(text: &str) -> Decimal {
    text.parse().expect("an amount")
}

fn options() -> Options {
    Options {
        as_of: day("2026-11-22"),
        route: Route::Unknown,
        taxpayer: Taxpayer::Corporate,
        deposit_basis: DepositBasis::Summary,
        processing_days: 45,
        include_review: false,
    }
}

/// One entry of one line: rows of tariff number, value, duty, column-1 rate.
fn single_entry(entry_date: &str, rows: &[(&str, &str, &str, &str)]) -> AssessedEntry {
    let mut text = String::from(
        "Entry Number,Importer Number,Entry Date,Line Number,Tariff Ordinal,HTS,Row Value,Row Duty,Column1 Rate\n",
    );
    for (place, (number, value, duty, rate)) in rows.iter().enumerate() {
        let ordinal = place + 1;
        text.push_str(&format!(
            "9Q910000011,98-765432100,{entry_date},1,{ordinal},{number},{value},{duty},{rate}\n"
        ));
    }
    let source = Source { name: "vector.csv".into(), bytes: text.into_bytes() };
    let assessment = assess(&Registry::load(), &[source], &[], None, &options());
    assessment.entries.into_iter().next().expect("one entry")
}

/// Asserts the refund of IEEPA rows at the registered rate on a value of 10,000.
fn assert_refund(entry_date: &str, rows: &[(&str, &str)], refund: &str) {
    let mut all: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|(number, duty)| (*number, "0", *duty, "")).collect();
    all.push(("3926909985", "10000", "0", ""));
    let entry = single_entry(entry_date, &all);
    assert_eq!(entry.refund_low, amount(refund), "{entry_date} {rows:?}");
    assert_eq!(entry.refund_high, amount(refund), "{entry_date} {rows:?}");
    assert!(
        !entry.findings.contains("duty-off-rate"),
        "{entry_date} {rows:?}: {:?}",
        entry.findings
    );
    assert!(!entry.findings.contains("code-outside-its-window"), "{entry_date} {rows:?}");
}

#[test]
fn registry_vectors_1_to_10_follow_the_dated_rates() {
    assert_refund("2025-02-10", &[("99030120", "1000")], "1000");
    assert_refund("2025-03-03", &[("99030120", "1000")], "1000");
    assert_refund("2025-03-04", &[("99030124", "2000")], "2000");
    assert_refund("2025-04-20", &[("99030124", "2000"), ("99030163", "12500")], "14500");
    assert_refund("2025-04-09", &[("99030124", "2000"), ("99030163", "8400")], "10400");
    assert_refund("2025-06-01", &[("99030124", "2000"), ("99030125", "1000")], "3000");
    assert_refund("2025-11-09", &[("99030124", "2000"), ("99030125", "1000")], "3000");
    assert_refund("2025-11-10", &[("99030124", "1000"), ("99030125", "1000")], "2000");
    assert_refund("2025-07-31", &[("99030110", "2500")], "2500");
    assert_refund("2025-08-01", &[("99030110", "3500")], "3500");
    assert_refund("2025-07-31", &[("99030113", "1000")], "1000");
    assert_refund("2025-08-01", &[("99030113", "1000")], "1000");
    assert_refund("2025-04-09", &[("99030172", "4600")], "4600");
    assert_refund("2025-04-10", &[("99030125", "1000")], "1000");
    assert_refund("2025-08-07", &[("99030269", "2000")], "2000");
    assert_refund("2025-09-01", &[("99030177", "4000"), ("99030209", "1000")], "5000");
    assert_refund("2026-02-06", &[("99030184", "2500"), ("99030226", "2500")], "5000");
    assert_refund("2026-02-07", &[("99030226", "2500")], "2500");
}

#[test]
fn registry_vectors_11_to_14_take_column_one_off_a_combined_floor_row() {
    let floor = |code: &str, duty: &str, base_duty: &str, rate: &str| {
        let entry = single_entry(
            "2025-09-02",
            &[(code, "0", duty, ""), ("8481803090", "10000", base_duty, rate)],
        );
        (entry.refund_low, entry.refund_high)
    };
    let both = |text: &str| (amount(text), amount(text));
    assert_eq!(floor("99030220", "1500", "0", "2.5%"), both("1250"));
    assert_eq!(floor("99030220", "1500", "0", "Free"), both("1500"));
    assert_eq!(floor("99030220", "1250", "250", "2.5%"), both("1250"));
    assert_eq!(floor("99030219", "0", "1600", "16%"), both("0"));
    // Without the rate: a range.
    assert_eq!(floor("99030220", "1500", "0", ""), (amount("0"), amount("1500")));
}

#[test]
fn registry_vector_15_flags_an_old_code_and_keeps_its_duty() {
    let entry = single_entry(
        "2025-11-20",
        &[("99030258", "0", "3900", ""), ("3926909985", "10000", "0", "")],
    );
    assert_eq!(entry.refund_high, amount("3900"));
    assert!(entry.findings.contains("code-outside-its-window"));
}

#[test]
fn registry_vector_16_ends_the_period_with_2026_02_23() {
    let rows = [("99030124", "0", "1000", "")];
    assert_eq!(single_entry("2026-02-23", &rows).refund_high, amount("1000"));
    let out = single_entry("2026-02-24", &rows);
    assert_eq!(out.refund_high, amount("0"));
    assert!(out.findings.contains("out-of-period-duty"));
}

#[test]
fn registry_vectors_17_and_18_leave_section_301_out_and_flag_unknown_codes() {
    let entry = single_entry(
        "2025-06-01",
        &[
            ("99038803", "0", "2500", ""),
            ("99030124", "0", "2000", ""),
            ("99030125", "0", "1000", ""),
        ],
    );
    assert_eq!(entry.refund_high, amount("3000"));
    assert!(entry.findings.contains("net-bill-risk"));
    let unknown = single_entry("2025-06-01", &[("99030135", "0", "700", "")]);
    assert_eq!((unknown.refund_low, unknown.refund_high), (amount("0"), amount("700")));
    assert!(unknown.findings.contains("unknown-ieepa-code"));
}

#[test]
fn interest_vectors_t9_to_t16() {
    let vectors = [
        ("600", "2025-01-01", "2025-12-01", ["33.86", "39.69", "25.22"]),
        ("100000", "2025-03-21", "2026-05-14", ["7000.76", "8235.93", "5174.32"]),
        ("250000", "2025-05-21", "2026-06-11", ["15850.85", "18676.75", "11667.51"]),
        ("1000000", "2025-02-18", "2026-12-10", ["111812.38", "132095.68", "82065.78"]),
        ("12345.67", "2025-08-21", "2026-07-23", ["668.53", "788.86", "490.08"]),
        ("84.20", "2025-11-24", "2026-05-19", ["2.36", "2.77", "1.73"]),
        ("1000000", "2026-03-31", "2026-04-01", ["136.99", "164.38", "95.89"]),
        ("100000", "2026-03-31", "2026-06-30", ["1254.29", "1507.01", "876.38"]),
        ("100000", "2026-03-01", "2026-04-30", ["908.14", "1074.13", "659.66"]),
        ("10000", "2024-12-01", "2025-01-31", ["108.92", "125.80", "83.64"]),
        ("100", "2025-07-01", "2025-07-01", ["0", "0", "0"]),
    ];
    for (principal, start, end, expected) in vectors {
        let taxpayers = [Taxpayer::Corporate, Taxpayer::NonCorporate, Taxpayer::Gatt];
        for (taxpayer, figure) in taxpayers.into_iter().zip(expected) {
            let found = interest(amount(principal), taxpayer, day(start), day(end));
            assert_eq!(found, amount(figure), "{principal} {start} {end} {taxpayer:?}");
        }
    }
    for (start, figure) in
        [("2025-08-07", "2308.54"), ("2025-08-21", "2192.33"), ("2025-09-22", "1927.70")]
    {
        let found = interest(amount("48250"), Taxpayer::Corporate, day(start), day("2026-05-28"));
        assert_eq!(found, amount(figure), "{start}");
    }
    assert_eq!(growth(Taxpayer::Corporate, day("2025-08-07"), day("2025-08-06")), Decimal::ZERO);
}

#[test]
fn computed_monthly_statement_dates() {
    let dates = [
        ("2025-02-04", "2025-03-21"),
        ("2025-03-15", "2025-04-21"),
        ("2025-04-30", "2025-05-21"),
        ("2025-05-01", "2025-06-23"),
        ("2025-06-10", "2025-07-22"),
        ("2025-07-10", "2025-08-21"),
        ("2025-08-07", "2025-09-22"),
        ("2025-09-10", "2025-10-22"),
        ("2025-10-10", "2025-11-24"),
        ("2025-11-10", "2025-12-19"),
        ("2025-12-31", "2026-01-23"),
        ("2026-01-02", "2026-02-23"),
        ("2026-02-23", "2026-03-20"),
    ];
    for (entered, paid) in dates {
        assert_eq!(monthly_statement(day(entered)), day(paid), "{entered}");
    }
}

#[test]
fn date_vectors_t17_to_t19() {
    assert_eq!(plus(day("2025-02-04"), 314), day("2025-12-15"));
    assert_eq!(plus(day("2025-04-02"), 314), day("2026-02-10"));
    assert_eq!(plus(day("2025-03-04"), 314), day("2026-01-12"));
    let fridays = [
        ("2025-02-04", "2025-12-19"),
        ("2025-03-04", "2026-01-16"),
        ("2025-04-02", "2026-02-13"),
        ("2025-04-05", "2026-02-13"),
        ("2025-08-07", "2026-06-19"),
        ("2026-02-20", "2027-01-01"),
    ];
    for (entered, friday) in fridays {
        assert_eq!(projected_liquidation(day(entered)), day(friday), "{entered}");
    }
    assert_eq!((day("2026-04-20") - day("2026-01-30")).num_days(), 80);
    assert_eq!(plus(day("2025-12-15"), 180), day("2026-06-13"));
    assert_eq!(plus(day("2025-12-19"), 80), day("2026-03-09"));
    assert_eq!(plus(day("2025-12-19"), 180), day("2026-06-17"));
    assert_eq!(plus(day("2026-05-15"), 180), day("2026-11-11"));
    assert_eq!(plus(day("2026-03-06"), 80), day("2026-05-25"));
}

#[test]
fn money_vector_t20_rounds_half_up() {
    let vectors = [
        ("12345", "14.5", "1790.03"),
        ("1001", "2.5", "25.03"),
        ("1450", "12.25", "177.63"),
        ("333", "15", "49.95"),
    ];
    for (value, percent, duty) in vectors {
        assert_eq!(
            round_to_cent(amount(value) * amount(percent) / Decimal::ONE_HUNDRED),
            amount(duty)
        );
    }
}

#[test]
fn check_digits_of_the_reference() {
    let numbers = [
        ("ABC1234567", 6),
        ("SP70000001", 4),
        ("9999999999", 0),
        ("9Q91000001", 1),
        ("1E50000123", 3),
    ];
    for (first_ten, digit) in numbers {
        assert_eq!(check_digit(first_ten), digit, "{first_ten}");
    }
    assert_eq!(entry_number("1700023458"), Some(("01700023458".to_string(), true)));
    assert_eq!(entry_number("9q9-1000001-1"), Some(("9Q910000011".to_string(), false)));
}

#[test]
fn a_clean_entry_has_no_finding() {
    let entry = single_entry(
        "2025-06-01",
        &[("99030124", "0", "2000", ""), ("3926909985", "10000", "530", "")],
    );
    assert_eq!(entry.findings, Codes::from(["date-basis-assumed"]));
    assert_eq!((entry.status, entry.lane), ("eligible", "file-now"));
}
