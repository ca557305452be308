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

/// The lists of all filers, and of which file each row is.
fn lists(dir: &Path) -> Vec<(String, BTreeMap<String, String>)> {
    let names = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names.retain(|name| name.starts_with("request_entries"));
    let of = |name: String| rows(dir, &name).into_iter().map(move |row| (name.clone(), row));
    names.into_iter().flat_map(of).collect()
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
    let listed = lists(&dir.path().join("ask"));
    let mut expected: Vec<(String, (String, BTreeSet<String>))> = Vec::new();
    let mut sums: BTreeMap<(String, String), (u64, i64, i64)> = BTreeMap::new();
    let settled = ["declared", "court", "none"];
    let open = reported.iter().filter(|entry| {
        entry["refund_high"] != "0.00" && !settled.contains(&entry["lane"].as_str())
    });
    for entry in open {
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
        let list = format!("request_entries-{}.csv", entry["filer_code"]);
        expected.push((list, (entry["entry_number"].clone(), missing)));
    }
    let codes = |row: &BTreeMap<String, String>| -> BTreeSet<String> {
        row["missing"].split(';').map(str::to_string).collect()
    };
    let found: Vec<_> = listed
        .iter()
        .map(|(list, row)| (list.clone(), (row["entry_number"].clone(), codes(row))))
        .collect();
    // In the order of entries.csv, filer by filer.
    expected.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(found, expected);
    assert!(expected.iter().any(|(_, (_, missing))| missing.contains("floor-combined")));
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
        // A rate of the facts would count for every line of its entry.
        assert!(!mail.contains("column1_rate"), "{mail}");
        let list = format!("request_entries-{filer}.csv");
        assert!(mail.contains(&list), "{mail}");
        assert!(rows(&ask, &list).iter().all(|row| row["filer_code"] == *filer), "{list}");
    }
    // Nothing that holds entries of all.
    assert!(!ask.join("request_entries.csv").exists());
    for (_, row) in lists(&ask) {
        assert!(filers.contains(&row["filer_code"]), "{row:?}");
    }
}

#[test]
fn the_answer_settles_everything() {
    let dir = asked();
    let ask = dir.path().join("ask");
    let columns: BTreeSet<String> = rows(&ask, "request.csv")
        .iter()
        .flat_map(|row| row["columns"].split(';').map(str::to_string).collect::<Vec<_>>())
        .filter(|column| !column.is_empty())
        .collect();
    let answer = |column: &String| match column.as_str() {
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
    for (_, row) in lists(&ask) {
        facts.push_str(&format!("{},{}\n", row["entry_number"], cells.join(",")));
    }
    std::fs::write(dir.path().join("facts.csv"), facts).unwrap();
    let mut tariff = "HTS Number,Indent,General Rate of Duty,Special Rate of Duty\n".to_string();
    let mut export = csv::Reader::from_path(dir.path().join("in.csv")).unwrap();
    let at = export.headers().unwrap().iter().position(|h| h == "HTS Number - Full").unwrap();
    let numbers = export.records().map(|row| row.unwrap()[at].replace('.', ""));
    for number in numbers.filter(|number| !number.starts_with("99")).collect::<BTreeSet<_>>() {
        tariff.push_str(&format!("{number},4,2.5%,\n"));
    }
    std::fs::write(dir.path().join("hts.csv"), tariff).unwrap();
    let day = ["--as-of", "2026-05-15", "--facts", "facts.csv", "--hts-rates", "hts.csv"];
    let printed =
        succeed(dir.path(), &[&["inspect", "in.csv", "--request", "again"], &day[..]].concat());
    assert!(printed.starts_with("Nothing to ask"), "{printed}");
    assert_eq!(rows(&dir.path().join("again"), "request.csv"), Rows::new());
    assert_eq!(lists(&dir.path().join("again")), []);
}

/// Past day 180, declared, of another importer, and two filers to ask.
const MIXED: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    HTS Number - Full,Line Tariff Duty Amount,Liquidation Date,declared_claim\n\
    9Q910000011,01,98-765432100,05/20/2025,99030125,10.00,10/01/2025,\n\
    9Q910000029,01,98-765432100,05/20/2025,99030125,20.00,,100000000001\n\
    9Q910000037,01,69-100000100,05/20/2025,99030125,40.00,,\n\
    9Q910000045,01,98-765432100,05/20/2025,99030125,80.00,,\n\
    ZZX77000011,01,98-765432100,05/20/2025,99030125,160.00,,\n";

/// What is printed of these, the files of the directory, and how many entries they list.
fn mixed(options: &[&str]) -> (String, Vec<String>, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("in.csv"), MIXED).unwrap();
    let said = ["inspect", "in.csv", "--request", "ask", "--as-of", "2026-05-15"];
    let printed = succeed(dir.path(), &[&said[..], options].concat());
    let listed = lists(&dir.path().join("ask")).into_iter();
    let listed = listed.map(|(_, row)| row["entry_number"].clone()).collect();
    (printed.split_whitespace().collect::<Vec<_>>().join(" "), listed, dir)
}

#[test]
fn what_no_answer_changes_is_not_asked() {
    let (printed, listed, _dir) = mixed(&[]);
    assert_eq!(listed, ["9Q910000037", "9Q910000045", "ZZX77000011"]);
    let said = "no answer changes their lane (declared or court): 2 entries.";
    assert!(printed.contains(said), "{printed}");
    let (printed, listed, _dir) = mixed(&["--importer", "98765432100"]);
    assert_eq!(listed, ["9Q910000045", "ZZX77000011"]);
    let said = "their importer is none of --importer: 1 entry.";
    assert!(printed.contains(said), "{printed}");
}

#[test]
fn a_broker_writes_no_letter_to_itself() {
    let (printed, listed, dir) = mixed(&["--filer-code", "9q9"]);
    assert_eq!(listed.len(), 3);
    let ask = dir.path().join("ask");
    assert!(!ask.join("request-9Q9.txt").exists() && ask.join("request-ZZX.txt").exists());
    let own = "request_entries-9Q9.csv 2 entries, refund $120.00: own records, so no letter";
    assert!(printed.contains(own), "{printed}");
    for row in rows(&ask, "request.csv") {
        let ask = if row["filer_code"] == "9Q9" { "own records" } else { "filer" };
        assert_eq!(row["ask"], ask);
    }
}

#[test]
fn any_number_of_filers_gets_a_list_each() {
    let dir = tempfile::tempdir().unwrap();
    let (header, _) = MIXED.split_once('\n').unwrap();
    let filers: Vec<String> = (100..250).map(|filer| filer.to_string()).collect();
    let row = |filer| format!("{filer}10000011,01,\"=98,76\",05/20/2025,99030125,10.00,,\n");
    let rows: String = filers.iter().rev().map(row).collect();
    std::fs::write(dir.path().join("in.csv"), format!("{header}\n{rows}")).unwrap();
    succeed(dir.path(), &["inspect", "in.csv", "--request", "ask", "--as-of", "2026-05-15"]);
    let listed = lists(&dir.path().join("ask"));
    let found: Vec<&str> = listed.iter().map(|(_, row)| row["filer_code"].as_str()).collect();
    assert_eq!(found, filers);
    for (name, row) in &listed {
        assert_eq!(*name, format!("request_entries-{}.csv", row["filer_code"]));
        assert_eq!(row["importer_number"], "'=98,76");
    }
}

#[test]
fn the_same_files_again_and_nothing_is_overwritten() {
    let dir = asked();
    let day = ["--as-of", "2026-05-15"];
    let again = ["inspect", "in.csv", "--request", "again"];
    let printed = succeed(dir.path(), &[&again, &day[..]].concat());
    assert!(printed.contains("attach to each letter the list of the same filer"), "{printed}");
    assert!(printed.contains("with --hts-rates"), "{printed}");
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
