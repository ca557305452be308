//! One fixture a check, run through the program.
//!
//! `fixtures/checks/<code>.csv` is a small export whose entries show the finding or narrowly miss
//! it. The tables in `blocks`, `reviews` and `infos` say what each entry must come out as; what
//! else the program says of it is held by a snapshot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

/// Makes a test of each check: `name { "options" "lines" ... }`, one line an entry.
macro_rules! cases {
    ($($name:ident { $($options:literal $lines:literal)+ })+) => {
        pub const CODES: &[&str] = &[$(stringify!($name)),+];
        $(
            #[test]
            fn $name() {
                crate::try_check(stringify!($name), &[$(($options, $lines)),+]);
            }
        )+
    };
}
pub(crate) use cases;

mod blocks;
mod infos;
mod reviews;

use assert_cmd::Command;
use capeprep::assess::checks;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The columns of `entries.csv` that a snapshot holds.
const KEY_COLUMNS: &[&str] = &[
    "entry_number",
    "liquidation_state",
    "days_since_liquidation",
    "duty_paid",
    "refund_low",
    "refund_high",
    "recomputed_duty",
    "status",
    "lane",
    "findings",
];

type Table = Vec<BTreeMap<String, String>>;

fn try_check(name: &str, runs: &[(&str, &str)]) {
    let code = name.replace('_', "-");
    let check = checks::with_code(&code).expect("a check with this code");
    let mut wrong = String::new();
    let mut snapshot = String::new();
    for (options, lines) in runs {
        let (entries, findings) = analyze(Path::new(&fixture(&code)), options);
        let found: Vec<_> = findings.iter().filter(|row| row["code"] == code).collect();
        for row in &found {
            assert_eq!(row["severity"], check.severity.as_str());
            assert_eq!(row["cbp_label"], check.label.unwrap_or_default());
            assert_eq!(row["source"], check.sources.join(";"));
        }
        let named: BTreeSet<&str> = found.iter().map(|row| row["entry_number"].as_str()).collect();
        let mut missing: BTreeSet<&str> =
            entries.iter().map(|entry| entry["entry_number"].as_str()).collect();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [number, verdict, status, lane, ..] = words[..] else {
                panic!("{line}: entry, verdict, status, lane are needed")
            };
            missing.remove(number);
            let Some(entry) = entries.iter().find(|entry| entry["entry_number"] == number) else {
                let _ = writeln!(wrong, "{options}\n  {line}\n  is not in entries.csv");
                continue;
            };
            let lists = |column: &str| entry[column].split(';').any(|listed| listed == code);
            assert_eq!(lists("findings"), named.contains(number), "{number}");
            let is = match (lists("findings"), lists("unproved")) {
                (true, false) => "found",
                (false, true) => "unproved",
                (false, false) => "clear",
                (true, true) => "found and unproved",
            };
            if (is, &*entry["status"], &*entry["lane"]) != (verdict, status, lane) {
                let (status, lane, all) = (&entry["status"], &entry["lane"], &entry["findings"]);
                let _ = writeln!(wrong, "{options}\n  {line}\n  is {is} {status} {lane} ({all})");
            }
        }
        // Entries of the shared export are listed only where they say something.
        missing.retain(|number| !number.starts_with("9Q9000"));
        assert!(missing.is_empty(), "{options}: {missing:?} are in no line of the table");
        describe(&mut snapshot, options, &entries, &findings);
    }
    assert!(wrong.is_empty(), "{code}\n{wrong}");
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("check-{code}"), snapshot);
    });
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(code: &str) -> String {
    format!("fixtures/checks/{code}.csv")
}

/// Runs the program on an export, from the root of the repository, and reads `entries.csv` and
/// `findings.csv`.
fn analyze(input: &Path, options: &str) -> (Table, Table) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let out = directory.path().join("out");
    Command::cargo_bin("capeprep")
        .expect("the program")
        .current_dir(root())
        .arg("analyze")
        .arg(input)
        .args(["--quiet", "--only", "entries,findings", "--out"])
        .arg(&out)
        .args(options.split_whitespace())
        .assert()
        .success();
    (read(&out.join("entries.csv")), read(&out.join("findings.csv")))
}

fn read(path: &Path) -> Table {
    let mut reader = csv::Reader::from_path(path).expect("a table that the program wrote");
    reader.deserialize().map(|row| row.expect("a row of it")).collect()
}

/// What the program says, without what it says of every entry alike: checks unproved on all of
/// them stand on one line.
fn describe(text: &mut String, options: &str, entries: &Table, findings: &Table) {
    let unproved = |entry: &BTreeMap<String, String>| -> BTreeSet<String> {
        entry["unproved"].split(';').map(str::to_owned).collect()
    };
    let on_all = entries.iter().map(unproved).reduce(|all, next| &all & &next).unwrap_or_default();
    let joined = |codes: &BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(";");
    let _ = writeln!(text, "{options}\n\n  {},more unproved", KEY_COLUMNS.join(","));
    for entry in entries {
        let cells: Vec<&str> = KEY_COLUMNS.iter().map(|column| entry[*column].as_str()).collect();
        let more = &unproved(entry) - &on_all;
        let _ = writeln!(text, "  {},{}", cells.join(","), joined(&more));
    }
    let _ = writeln!(text, "  unproved on all: {}\n", joined(&on_all));
    for finding in findings {
        let (number, code) = (&finding["entry_number"], &finding["code"]);
        let _ = writeln!(text, "  {number} {code}: {}", finding["detail"]);
    }
    text.push('\n');
}

#[test]
fn every_check_has_a_fixture() {
    let tables = [blocks::CODES, reviews::CODES, infos::CODES].concat();
    let mut tested: Vec<String> = tables.iter().map(|name| name.replace('_', "-")).collect();
    tested.sort_unstable();
    let all: Vec<&str> = checks::ALL.iter().map(|check| check.code).collect();
    assert_eq!(tested, all);
}

/// A detail names no file and no record, so an export may come in pieces.
#[test]
fn details_do_not_depend_on_how_the_export_is_cut() {
    for check in checks::ALL {
        let fixture = fixture(check.code);
        let export = fs::read_to_string(root().join(&fixture)).expect("the fixture");
        let (header, rows) = export.split_once('\n').expect("a header row");
        let rows: Vec<&str> = rows.lines().collect();
        let pieces = tempfile::tempdir().expect("a temporary directory");
        for (name, rows) in ["a.csv", "b.csv", "c.csv"].iter().zip(rows.chunks(rows.len() / 3 + 1))
        {
            let piece = format!("{header}\n{}\n", rows.join("\n"));
            fs::write(pieces.path().join(name), piece).expect("a writable directory");
        }
        let whole = analyze(Path::new(&fixture), "--as-of 2026-11-22");
        assert_eq!(analyze(pieces.path(), "--as-of 2026-11-22"), whole, "{}", check.code);
    }
}

/// `UPDATE_DOCS=1` writes the page instead of comparing it.
#[test]
fn docs_list_every_check() {
    let path = root().join("docs/checks.md");
    let page = checks::page_of_all();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(root().join("docs")).unwrap();
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == written, "docs/checks.md is out of date: run again with UPDATE_DOCS=1");
}
