//! Registry vectors 1-18, each run through the program: rows in, refund out.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Country of Origin Code,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount,Column 1 Current Primary Duty Rate\n";

/// What the program says of the one entry.
struct Outcome {
    refund: (String, String),
    duty_paid: String,
    findings: Vec<String>,
    counted: usize,
    out_of_period: usize,
}

/// Runs one line of value 10,000 with these IEEPA or other chapter 99 rows (heading, duty) and
/// this base duty and column-1 rate.
fn line(date: &str, country: &str, rows: &[(&str, &str)], base: &str, column1: &str) -> Outcome {
    let mut csv = HEADER.to_string();
    let mut row = |ordinal: usize, hts: &str, value: &str, duty: &str, rate: &str| {
        writeln!(
            csv,
            "9Q910000011,01,98-765432100,{date},1,{country},{ordinal},{hts},{value},{duty},{rate}"
        )
        .unwrap();
    };
    for (at, (heading, duty)) in rows.iter().enumerate() {
        row(at + 1, heading, "0", duty, "");
    }
    row(rows.len() + 1, "3926909985", "10000", base, column1);
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in.csv");
    let out = dir.path().join("out");
    std::fs::write(&input, csv).unwrap();
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["analyze", "--as-of", "2026-05-15", "--quiet", "--out"])
        .arg(&out)
        .arg(&input)
        .assert()
        .success();
    let read = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(out.join(name)).unwrap();
        reader.deserialize().map(|row| row.unwrap()).collect()
    };
    let entries = read("entries.csv");
    let entry = entries.first().cloned().unwrap_or_default();
    let lines = read("lines.csv");
    let bin = |bin: &str| lines.iter().filter(|line| line["bin"] == bin).count();
    let text = |column: &str| entry.get(column).cloned().unwrap_or_default();
    Outcome {
        refund: (text("refund_low"), text("refund_high")),
        duty_paid: text("duty_paid"),
        findings: text("findings").split(';').map(str::to_string).collect(),
        counted: bin("counted"),
        out_of_period: bin("out_of_period"),
    }
}

fn refund(date: &str, country: &str, rows: &[(&str, &str)]) -> String {
    let outcome = line(date, country, rows, "0", "");
    assert_eq!(outcome.refund.0, outcome.refund.1, "no range");
    for finding in ["duty-off-rate", "code-outside-its-window", "unknown-ieepa-code"] {
        assert!(!outcome.findings.iter().any(|f| f == finding), "{date} {rows:?}: {finding}");
    }
    outcome.refund.0
}

#[test]
fn vector_01_china_february_2025() {
    assert_eq!(refund("2025-02-10", "CN", &[("9903.01.20", "1000")]), "1000.00");
}

#[test]
fn vector_02_china_10_becomes_20_percent_on_march_4() {
    assert_eq!(refund("2025-03-03", "CN", &[("9903.01.20", "1000")]), "1000.00");
    assert_eq!(refund("2025-03-04", "CN", &[("9903.01.24", "2000")]), "2000.00");
}

#[test]
fn vector_03_china_april_20() {
    let rows = [("9903.01.24", "2000"), ("9903.01.63", "12500")];
    assert_eq!(refund("2025-04-20", "CN", &rows), "14500.00");
}

#[test]
fn vector_04_china_april_9() {
    let rows = [("9903.01.24", "2000"), ("9903.01.63", "8400")];
    assert_eq!(refund("2025-04-09", "CN", &rows), "10400.00");
}

#[test]
fn vector_05_china_june() {
    let rows = [("9903.01.24", "2000"), ("9903.01.25", "1000")];
    assert_eq!(refund("2025-06-01", "CN", &rows), "3000.00");
}

#[test]
fn vector_06_china_20_becomes_10_percent_on_november_10() {
    let rows = [("9903.01.24", "2000"), ("9903.01.25", "1000")];
    assert_eq!(refund("2025-11-09", "CN", &rows), "3000.00");
    let rows = [("9903.01.24", "1000"), ("9903.01.25", "1000")];
    assert_eq!(refund("2025-11-10", "CN", &rows), "2000.00");
}

#[test]
fn vector_07_canada_25_becomes_35_percent_on_august_1() {
    assert_eq!(refund("2025-07-31", "CA", &[("9903.01.10", "2500")]), "2500.00");
    assert_eq!(refund("2025-08-01", "CA", &[("9903.01.10", "3500")]), "3500.00");
    for date in ["2025-07-31", "2025-08-01"] {
        assert_eq!(refund(date, "CA", &[("9903.01.13", "1000")]), "1000.00");
    }
}

#[test]
fn vector_08_vietnam_three_headings() {
    assert_eq!(refund("2025-04-09", "VN", &[("9903.01.72", "4600")]), "4600.00");
    assert_eq!(refund("2025-04-10", "VN", &[("9903.01.25", "1000")]), "1000.00");
    assert_eq!(refund("2025-08-07", "VN", &[("9903.02.69", "2000")]), "2000.00");
}

#[test]
fn vector_09_brazil_stacks() {
    let rows = [("9903.01.77", "4000"), ("9903.02.09", "1000")];
    assert_eq!(refund("2025-09-01", "BR", &rows), "5000.00");
}

#[test]
fn vector_10_india_russia_ends_first() {
    let rows = [("9903.01.84", "2500"), ("9903.02.26", "2500")];
    assert_eq!(refund("2026-02-06", "IN", &rows), "5000.00");
    assert_eq!(refund("2026-02-07", "IN", &[("9903.02.26", "2500")]), "2500.00");
}

fn floor(heading: &str, duty: &str, base: &str, column1: &str) -> (String, String) {
    line("2025-09-01", "DE", &[(heading, duty)], base, column1).refund
}

fn both(text: &str) -> (String, String) {
    (text.to_string(), text.to_string())
}

#[test]
fn vector_11_germany_combined() {
    assert_eq!(floor("9903.02.20", "1500", "0", "2.5%"), both("1250.00"));
}

#[test]
fn vector_12_germany_column_1_free() {
    assert_eq!(floor("9903.02.20", "1500", "0", "Free"), both("1500.00"));
}

#[test]
fn vector_13_germany_split() {
    assert_eq!(floor("9903.02.20", "1250", "250", "2.5%"), both("1250.00"));
}

#[test]
fn vector_14_germany_column_1_above_the_floor() {
    assert_eq!(floor("9903.02.19", "0", "1600", "16%"), both("0.00"));
}

#[test]
fn vector_15_switzerland_still_on_the_old_code() {
    let outcome = line("2025-11-20", "CH", &[("9903.02.58", "3900")], "0", "");
    assert_eq!(outcome.refund, both("3900.00"));
    assert!(outcome.findings.contains(&"code-outside-its-window".to_string()));
}

#[test]
fn vector_16_the_last_day_of_the_period() {
    let rows = [("9903.01.25", "1000")];
    let inside = line("2026-02-23", "CN", &rows, "0", "");
    assert_eq!((inside.refund, inside.counted, inside.out_of_period), (both("1000.00"), 1, 0));
    let outside = line("2026-02-24", "CN", &rows, "0", "");
    assert_eq!((outside.refund, outside.counted, outside.out_of_period), (both("0.00"), 0, 1));
    assert!(outside.findings.contains(&"out-of-period-duty".to_string()));
}

#[test]
fn vector_17_china_with_section_301() {
    let rows = [("9903.88.03", "2500"), ("9903.01.24", "2000"), ("9903.01.25", "1000")];
    let outcome = line("2025-06-01", "CN", &rows, "0", "");
    assert_eq!((outcome.refund, outcome.duty_paid), (both("3000.00"), "3000.00".to_string()));
}

#[test]
fn vector_18_a_heading_that_does_not_exist() {
    let outcome = line("2025-06-01", "CN", &[("9903.01.35", "1000")], "0", "");
    assert_eq!(outcome.refund, ("0.00".to_string(), "1000.00".to_string()));
    assert!(outcome.findings.contains(&"unknown-ieepa-code".to_string()));
}
