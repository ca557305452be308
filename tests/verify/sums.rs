//! Who changes a figure and mends the manifest is found by the sums.

use super::{FIXTURES, Place, copy, files};
use std::path::Path;

/// Changes the first cell of a column that holds `from`.
fn cell(text: &str, column: &str, from: impl Fn(&str) -> bool, to: &str) -> String {
    let mut rows: Vec<csv::StringRecord> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    rows.extend(reader.records().map(Result::unwrap));
    let at = rows[0].iter().position(|name| name == column).unwrap();
    let row = rows.iter().skip(1).position(|row| from(&row[at])).unwrap() + 1;
    let cells: Vec<&str> =
        rows[row].iter().enumerate().map(|(n, cell)| if n == at { to } else { cell }).collect();
    rows[row] = csv::StringRecord::from(cells);
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn without_row(text: &str, row: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(at, _)| *at != row).map(|(_, line)| line).collect()
}

/// Forges a copy of the report and tells which sums are open; its files are all as the manifest says.
fn open(
    place: &Place,
    report: &str,
    file: &str,
    change: impl FnOnce(String) -> String,
) -> Vec<String> {
    let _ = std::fs::remove_dir_all(place.path("forged"));
    copy(&place.path(report), &place.path("forged"));
    place.forge("forged", file, change);
    let verified = place.verify(&["forged"]);
    assert_eq!(verified.code, 1, "{file}: {:#}", verified.said);
    let wrong = verified.wrong();
    assert!(wrong.iter().all(|(part, _)| part == "sums"), "{file}: {wrong:?}");
    wrong.into_iter().map(|(_, what)| what).collect()
}

fn is_money(cell: &str) -> bool {
    cell != "0.00" && !cell.is_empty()
}

#[test]
fn every_amount_of_an_estimate_is_held_by_a_sum() {
    let place = Place::demo();
    let amounts = [
        ("entries.csv", "duty_paid"),
        ("entries.csv", "refund_low"),
        ("entries.csv", "refund_high"),
        ("entries.csv", "interest_low"),
        ("entries.csv", "interest_high"),
        ("lines.csv", "row_duty"),
        ("lines.csv", "refund_low"),
        ("lines.csv", "refund_high"),
        ("groups.csv", "duty_paid"),
        ("groups.csv", "refund_low"),
        ("groups.csv", "refund_high"),
        ("groups.csv", "eligible_refund_low"),
        ("groups.csv", "eligible_refund_high"),
        ("groups.csv", "interest_low"),
        ("groups.csv", "interest_high"),
        ("declarations/declarations.csv", "refund_low"),
        ("declarations/declarations.csv", "refund_high"),
    ];
    for (file, column) in amounts {
        let found = open(&place, "report", file, |text| cell(&text, column, is_money, "77777.77"));
        assert!(!found.is_empty(), "{file} {column}");
    }
}

#[test]
fn every_count_and_word_of_an_estimate_is_held_by_a_sum() {
    let place = Place::demo();
    let cells = [
        ("entries.csv", "ieepa_rows", "9"),
        ("entries.csv", "status", "eligible"),
        ("entries.csv", "lane", "file-now"),
        ("entries.csv", "findings", "check-digit"),
        ("entries.csv", "unproved", "surety-paid"),
        ("entries.csv", "importer_number", "11-111111100"),
        ("entries.csv", "liquidation_state", "held"),
        ("entries.csv", "entry_number", "9Q999999999"),
        ("lines.csv", "bin", "out_of_period"),
        ("lines.csv", "entry_number", "9Q999999999"),
        ("findings.csv", "code", "check-digit"),
        ("groups.csv", "entries", "99"),
        ("groups.csv", "review_entries", "99"),
        ("groups.csv", "liquidation_date", "2020-01-01"),
        ("declarations/declarations.csv", "entries", "72"),
        ("declarations/declarations.csv", "first_deadline", "2020-01-01"),
        ("declarations/declarations.csv", "filer_code", "1XX"),
    ];
    for (file, column, to) in cells {
        let found = open(&place, "report", file, |text| cell(&text, column, |cell| cell != to, to));
        assert!(!found.is_empty(), "{file} {column}");
    }
    for file in ["entries.csv", "lines.csv", "findings.csv", "groups.csv", "rejected_rows.csv"] {
        assert!(!open(&place, "report", file, |text| without_row(&text, 2)).is_empty(), "{file}");
    }
}

#[test]
fn every_total_of_an_estimate_is_held_by_a_sum() {
    let place = Place::demo();
    for (from, what) in [
        ("\"read\": 535", "rows read = sum of the bins"),
        ("\"rejected\": 7", "rejected rows"),
        ("\"counted\": 291", "lines: rows and duty counted / out of period"),
        ("\"read\": \"341379.28\"", "duty read = sum of the bins"),
        ("\"counted\": \"266989.50\"", "duty counted = sum of the entries"),
        ("\"total\": 183", "entries"),
        ("\"eligible\": 71", "eligible / review / blocked / no refund"),
        ("\"low\": \"263481.40\"", "refund, lowest / highest"),
        ("\"high\": \"14093.03\"", "interest, lowest / highest"),
        ("\"refund_low\": \"1050.00\"", "lanes, entries and refunds"),
    ] {
        let to = from.replacen(['1', '2', '3', '7'], "8", 1);
        let open = open(&place, "report", "summary.json", |text| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, &to, 1)
        });
        assert!(open.iter().any(|open| open == what), "{from}: {open:?}");
    }
}

#[test]
fn a_group_that_differs_is_told_by_its_column_and_a_lacking_total_by_name() {
    let place = Place::demo();
    let detail = |file: &str, change: &dyn Fn(&str) -> String, what: &str| {
        open(&place, "report", file, |text| change(&text));
        place.verify(&["forged"]).of("sums", what).1
    };
    let told = detail(
        "groups.csv",
        &|text| cell(text, "interest_high", is_money, "77777.77"),
        "groups = sums of their entries",
    );
    assert!(told.contains("interest_high 77777.77, and its entries come to"), "{told}");
    let told = detail(
        "summary.json",
        &|text| text.replacen("\"low\": \"263481.40\"", "\"x\": 1", 1),
        "refund, lowest / highest",
    );
    assert!(told.contains("summary.json no figure"), "{told}");
}

#[test]
fn an_upload_file_is_held_against_the_entries_and_the_template() {
    let place = Place::demo();
    let file = "declarations/cape-9Q9-001.csv";
    let changes: [fn(String) -> String; 6] = [
        |text| without_row(&text, 1),
        |text| text.replacen("Entry Number", "Entry number", 1),
        |text| text.replace("\r\n", "\n"),
        |text| format!("\u{feff}{text}"),
        |text| text + "9Q900000000\r\n",
        |text| {
            let second = text.lines().nth(1).unwrap().to_owned();
            format!("{text}{second}\r\n")
        },
    ];
    for change in changes {
        let open = open(&place, "report", file, change);
        assert_eq!(open, ["upload files = entries to file"]);
    }
}

#[test]
fn what_was_not_written_is_named_and_not_taken_for_checked() {
    let place = Place::demo();
    let mut words = super::DEMO.to_vec();
    words[13] = "part";
    words.push("--only=groups,lines,json");
    place.done(&words);
    let verified = place.verify(&["part"]);
    verified.holds();
    let open = verified.open().join("|");
    assert!(open.contains("entries, their lines and findings, groups and upload files"), "{open}");
    assert!(open.contains("rejected rows"), "{open}");
    assert_eq!(place.verify(&["part", "--strict"]).code, 3);
    let of_lines = verified.of("sums", "lines: rows and duty counted / out of period");
    assert_eq!(of_lines, ("closes".into(), "291 / 2 / 266989.50 / 1000.00".into()));
}

#[test]
fn every_check_fixture_closes() {
    let place = Place::empty();
    let dir = Path::new(FIXTURES).join("checks");
    let mut seen = 0;
    for name in files(&dir) {
        let stem = name.strip_suffix(".csv").unwrap_or_default();
        if stem.is_empty() || stem.contains('.') {
            continue;
        }
        let (export, facts) = (dir.join(&name), dir.join(format!("{stem}.facts.csv")));
        let (export, out) = (export.to_str().unwrap(), format!("--out={stem}"));
        let mut words = vec!["analyze", export, "--as-of=2026-07-10", "--quiet", &out];
        if facts.exists() {
            words.extend(["--facts", facts.to_str().unwrap()]);
        }
        if place.run(&words).status.success() {
            seen += 1;
            place.verify(&[stem]).holds();
        }
    }
    assert!(seen > 50, "{seen}");
}

/// The story of a portfolio: estimate, two trackings, and the comparison of these.
pub fn story() -> Place {
    let place = Place::with(&["story"]);
    place.done(&["analyze", "story/2026-05", "--as-of=2026-05-15", "--quiet", "--out=estimate"]);
    let track = ["track", "--run=estimate", "--quiet", "story/2026-06"];
    place.done(&[&track[..], &["--as-of=2026-06-30", "--out=june"]].concat());
    place.done(&[&track[..], &["story/2026-07", "--as-of=2026-07-31", "--out=july"]].concat());
    place.done(&["diff", "june", "july", "--quiet", "--out=change"]);
    place
}

#[test]
fn the_sums_of_a_tracking_are_held() {
    let place = story();
    place.verify(&["july", "--strict"]).holds_wholly();
    let amounts = [
        ("tracking.csv", "expected_principal"),
        ("tracking.csv", "refund_interest"),
        ("tracking.csv", "paid_principal"),
        ("differences.csv", "amount"),
        ("differences.csv", "principal"),
        ("payments.csv", "expected"),
        ("payments.csv", "paid"),
        ("payments.csv", "difference"),
        ("payments.csv", "offset"),
        ("payments.csv", "expected_interest"),
        ("payments.csv", "refunded"),
        ("refunds.csv", "amount"),
        ("deposits.csv", "amount"),
        ("refile/declarations/declarations.csv", "refund_high"),
    ];
    for (file, column) in amounts {
        let found = open(&place, "july", file, |text| cell(&text, column, is_money, "77777.77"));
        assert!(!found.is_empty(), "{file} {column}");
    }
    for (file, column, to) in [
        ("tracking.csv", "state", "paid"),
        ("differences.csv", "cause", "offset"),
        ("refile/refile.csv", "ready", "yes"),
        ("refile/never_filed.csv", "entry_number", "9Q999999999"),
    ] {
        let found = open(&place, "july", file, |text| cell(&text, column, |cell| cell != to, to));
        assert!(!found.is_empty(), "{file} {column}");
    }
    for file in ["tracking.csv", "verdicts.csv", "payments.csv", "refunds.csv"] {
        assert!(!open(&place, "july", file, |text| without_row(&text, 2)).is_empty(), "{file}");
    }
    for (from, to) in [
        ("\"total\": \"84597.89\"", "\"total\": \"84597.90\""),
        ("\"total\": \"51170.59\"", "\"total\": \"51170.58\""),
    ] {
        let open = open(&place, "july", "summary.json", |text| text.replacen(from, to, 1));
        assert!(open.iter().any(|what| what.starts_with("expected = paid + causes")), "{open:?}");
    }
}

#[test]
fn the_sums_of_a_comparison_are_held() {
    let place = story();
    place.verify(&["change", "--strict"]).holds_wholly();
    for (file, column) in [
        ("rollforward.csv", "opening"),
        ("rollforward.csv", "paid"),
        ("rollforward.csv", "closing"),
        ("journal.csv", "debit"),
        ("journal.csv", "credit"),
        ("cash_reconciliation.csv", "period"),
        ("cash_reconciliation.csv", "later"),
    ] {
        let found = open(&place, "change", file, |text| cell(&text, column, is_money, "77777.77"));
        assert!(!found.is_empty(), "{file} {column}");
    }
    let found = open(&place, "change", "changes.csv", |text| {
        cell(&text, "entry_number", |_| true, "9Q999999999")
    });
    assert!(!found.is_empty());
    for (from, to) in [("\"60664.25\"", "\"60664.24\""), ("\"changed\": 22", "\"changed\": 21")] {
        assert!(!open(&place, "change", "summary.json", |t| t.replacen(from, to, 1)).is_empty());
    }
}
