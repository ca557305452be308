//! `inspect --request`: asks each filer for just what is missing, and the answer settles it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::assess::checks;
use capeprep::domain::Field;
use capeprep::rulebook::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// What the user says with an option, and no filer can tell.
const ROUTE_CHECKS: [&str; 2] = ["account-mismatch", "filer-code-mismatch"];

fn capeprep(dir: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::cargo_bin("capeprep").unwrap().current_dir(dir).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn succeed(dir: &Path, args: &[&str]) -> String {
    let (code, out, error) = capeprep(dir, args);
    assert_eq!(code, Some(0), "{error}");
    out
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(dir: &Path, name: &str) -> Rows {
    let mut reader = csv::Reader::from_path(dir.join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// A sample with the default columns, judged and asked about.
fn asked() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let sample = ["sample", "--entries", "300", "--seed", "7", "--default-layout", "--out"];
    succeed(dir.path(), &[&sample[..], &["in.csv", "--no-progress"]].concat());
    let day = ["--as-of", "2026-05-15"];
    succeed(dir.path(), &[&["inspect", "in.csv", "--request", "ask"], &day[..]].concat());
    succeed(dir.path(), &[&["analyze", "in.csv", "--out", "out", "--quiet"], &day[..]].concat());
    dir
}

#[test]
fn a_default_es_003_lacks_what_the_request_asks_for() {
    let dir = asked();
    let reported = rows(&dir.path().join("out"), "entries.csv");
    let listed = rows(&dir.path().join("ask"), "request_entries.csv");
    let mut expected: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut sums: BTreeMap<(String, String), (u64, i64, i64)> = BTreeMap::new();
    for entry in reported.iter().filter(|entry| entry["refund_high"] != "0.00") {
        let mut missing: BTreeSet<String> = entry["unproved"]
            .split(';')
            .filter(|code| !code.is_empty() && !ROUTE_CHECKS.contains(code))
            .map(str::to_string)
            .collect();
        if entry["findings"].contains("floor-combined")
            && entry["refund_low"] != entry["refund_high"]
        {
            missing.insert("floor-combined".to_string());
        }
        for code in &missing {
            let sum = sums.entry((entry["filer_code"].clone(), code.clone())).or_default();
            let (low, high) = (cents(&entry["refund_low"]), cents(&entry["refund_high"]));
            *sum = (sum.0 + 1, sum.1 + low, sum.2 + high);
        }
        expected.push((entry["entry_number"].clone(), missing));
    }
    let codes = |row: &BTreeMap<String, String>| -> BTreeSet<String> {
        row["missing"].split(';').map(str::to_string).collect()
    };
    let found: Vec<_> =
        listed.iter().map(|row| (row["entry_number"].clone(), codes(row))).collect();
    assert_eq!(found, expected);
    assert!(expected.iter().any(|(_, missing)| missing.contains("floor-combined")));
    let asked: BTreeMap<_, _> = rows(&dir.path().join("ask"), "request.csv")
        .into_iter()
        .map(|row| {
            let key = (row["filer_code"].clone(), row["check"].clone());
            let count = row["entries"].parse::<u64>().unwrap();
            (key, (count, cents(&row["refund_low"]), cents(&row["refund_high"])))
        })
        .collect();
    assert_eq!(asked, sums);
}

#[test]
fn each_filer_has_a_mail_of_its_own() {
    let dir = asked();
    let ask = dir.path().join("ask");
    let filers: BTreeSet<String> = rows(&ask, "request.csv")
        .into_iter()
        .map(|mut row| row.remove("filer_code").unwrap())
        .collect();
    assert!(filers.len() > 1);
    for filer in &filers {
        let mail = std::fs::read_to_string(ask.join(format!("request-{filer}.txt"))).unwrap();
        assert!(mail.starts_with(&format!("To: the filer of entries that begin with {filer}\n")));
        for said in ["Liquidation Date", "Column: drawback", "read as: on no claim", "Thank you"] {
            assert!(mail.contains(said), "{said}\n{mail}");
        }
        for other in filers.iter().filter(|other| *other != filer) {
            assert!(!mail.contains(&format!("code {other}")), "{mail}");
        }
        // Asked for once, although four checks need it with others.
        assert_eq!(mail.matches("flagged for reconciliation").count(), 1, "{mail}");
        assert!(mail.lines().all(|line| line.chars().count() <= 100));
    }
}

#[test]
fn the_answer_settles_everything() {
    let dir = asked();
    let ask = dir.path().join("ask");
    let columns: BTreeSet<String> = rows(&ask, "request.csv")
        .iter()
        .flat_map(|row| row["columns"].split(';').map(str::to_string).collect::<Vec<_>>())
        .collect();
    let answer = |column: &String| match column.as_str() {
        "column1_rate" => "2.5%",
        "liquidation_date" => "",
        "liquidation_status" => "unliquidated",
        "summary_status" => "accepted",
        "control_status" => "CBP",
        "protest_status" => "none",
        "payment_date" => "2025-12-01",
        "statement_paid" => "Y",
        "entry_type" => "01",
        _ => "N",
    };
    let header: Vec<&str> = columns.iter().map(String::as_str).collect();
    let cells: Vec<&str> = columns.iter().map(answer).collect();
    let mut facts = format!("Entry Number,{}\n", header.join(","));
    for row in rows(&ask, "request_entries.csv") {
        facts.push_str(&format!("{},{}\n", row["entry_number"], cells.join(",")));
    }
    std::fs::write(dir.path().join("facts.csv"), facts).unwrap();
    let day = ["--as-of", "2026-05-15", "--facts", "facts.csv"];
    let printed =
        succeed(dir.path(), &[&["inspect", "in.csv", "--request", "again"], &day[..]].concat());
    assert!(printed.starts_with("Nothing to ask"), "{printed}");
    assert_eq!(rows(&dir.path().join("again"), "request_entries.csv"), Rows::new());
}

#[test]
fn the_same_files_again_and_nothing_is_overwritten() {
    let dir = asked();
    let day = ["--as-of", "2026-05-15"];
    let again = ["inspect", "in.csv", "--request", "again"];
    let printed = succeed(dir.path(), &[&again, &day[..]].concat());
    assert!(printed.contains("give each of them its own rows only"), "{printed}");
    for entry in std::fs::read_dir(dir.path().join("ask")).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |dir_name: &str| std::fs::read(dir.path().join(dir_name).join(&name)).unwrap();
        assert!(read("ask") == read("again"), "{name:?}");
    }
    let (code, _, error) = capeprep(dir.path(), &[&again, &day[..]].concat());
    assert_eq!(code, Some(1));
    assert!(error.contains("again is not empty. Name a new directory with --request."), "{error}");
    let (code, _, error) = capeprep(dir.path(), &["inspect", "in.csv", "--as-of", "2026-05-15"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("--request <DIR>"), "{error}");
}

#[test]
fn the_rules_have_words_for_every_check_that_data_settles() {
    let rules = Rulebook::built_in().unwrap();
    let asks: BTreeMap<&str, &[Field]> =
        rules.requests.iter().map(|ask| (ask.check.as_str(), ask.columns.as_slice())).collect();
    let settled = checks::ALL.iter().filter(|check| {
        check.settle.is_some() && !ROUTE_CHECKS.contains(&check.code)
            || check.code == "floor-combined"
    });
    let mut codes = BTreeSet::new();
    for check in settled {
        let columns = asks.get(check.code).unwrap_or_else(|| panic!("{} has no words", check.code));
        assert!(columns.iter().all(|column| check.fields.contains(column)), "{}", check.code);
        codes.insert(check.code);
    }
    assert_eq!(asks.keys().copied().collect::<BTreeSet<_>>(), codes);
}
