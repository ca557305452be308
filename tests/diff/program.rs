//! `capeprep diff` on the demo folder at two days, and with and without facts.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo-facts/facts.csv");

pub struct Place(TempDir);

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program here, which must end with this code; says what it printed, on both ways.
    pub fn run(&self, arguments: &[&str], code: i32) -> (String, String) {
        let mut command = Command::cargo_bin("capeprep").unwrap();
        let done = command.args(arguments).current_dir(self.0.path()).assert().code(code);
        let output = done.get_output();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        // The manifest tells the hour, so its SHA-256 is another every time.
        let said = text(&output.stdout);
        let said = said.split("SHA-256 of manifest.json").next().unwrap_or_default().to_owned();
        (said, text(&output.stderr))
    }

    pub fn analyze(&self, out: &str, as_of: &str, options: &[&str]) {
        let skip = "html,xlsx,ics,lines,declarations,findings,groups";
        let fixed = ["analyze", DEMO, "--as-of", as_of, "--quiet", "--skip", skip, "--out", out];
        self.run(&[&fixed[..], options].concat(), 0);
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    pub fn rows(&self, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
        let text = self.text(name);
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
    }
}

pub fn cents(text: &str) -> i128 {
    text.replace('.', "").parse().unwrap()
}

fn files(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut files: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    files.sort();
    files
}

#[test]
fn a_month_changes_what_its_clocks_change() {
    let place = Place::new();
    place.analyze("may", "2026-05-15", &[]);
    place.analyze("june", "2026-06-15", &[]);
    let (said, _) = place.run(&["diff", "may", "june", "--out", "changes"], 0);
    insta::assert_snapshot!("a_month", said);
    let all = ["changes.csv", "journal.csv", "manifest.json", "rollforward.csv", "summary.json"];
    assert_eq!(files(&place.path("changes")), all);
    insta::assert_snapshot!("roll_forward_of_a_month", place.text("changes/rollforward.csv"));
    let text = place.text("changes/changes.csv");
    let sent: String = text
        .lines()
        .filter(|line| !line.contains(",interest_"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!("changes_of_a_month", sent);

    // The sums are those that the two reports show.
    let summary = place.json("changes/summary.json");
    for (report, end) in [("may", "opening"), ("june", "closing")] {
        let estimate = place.json(&format!("{report}/summary.json"));
        for (component, total) in [("principal", "refund"), ("interest", "interest")] {
            assert_eq!(summary["rollforward"][component][end], estimate[total]["high"]);
        }
    }
    // Rows that repeat what a report says do so to the letter.
    let then = place.rows("may/entries.csv");
    for row in place.rows("changes/changes.csv") {
        let was = then.iter().find(|entry| entry["entry_number"] == row["entry_number"]).unwrap();
        if !matches!(row["field"].as_str(), "findings" | "unproved") {
            assert_eq!(was[&row["field"]], row["before"], "{row:?}");
        }
    }
    let manifest = place.json("changes/manifest.json");
    assert_eq!(manifest["command"], "diff");
    assert_eq!(manifest["compared"][0]["as_of"], "2026-05-15");
    assert_eq!(manifest["outputs"].as_array().unwrap().len(), 4);
}

#[test]
fn facts_change_what_they_settle() {
    let place = Place::new();
    place.analyze("without", "2026-05-15", &[]);
    place.analyze("with", "2026-05-15", &["--facts", FACTS]);
    let (said, _) = place.run(&["diff", "without", "with", "--out", "changes"], 0);
    insta::assert_snapshot!("with_facts", said);
    let rows = place.rows("changes/changes.csv");
    assert!(rows.iter().all(|row| !matches!(&*row["caused_by"], "time" | "unexplained")));
    assert!(rows.is_sorted_by_key(|row| row["entry_number"].clone()));
    let (json, _) = place.run(&["diff", "without", "with", "--json"], 0);
    assert_eq!(json, place.text("changes/summary.json"));
    // Its figures come to what is posted.
    let journal = place.rows("changes/journal.csv");
    let sum = |column: &str| -> i128 {
        let cells = journal.iter().map(|line| &line[column]).filter(|cell| !cell.is_empty());
        cells.map(|cell| cents(cell)).sum()
    };
    assert!(sum("debit") > 0 && sum("debit") == sum("credit"));
}

#[test]
fn without_out_nothing_is_written_and_nothing_changed_is_no_failure() {
    let place = Place::new();
    place.analyze("may", "2026-05-15", &[]);
    let (said, _) = place.run(&["diff", "may", "may"], 0);
    assert!(said.contains("Nothing changed."), "{said}");
    assert_eq!(place.run(&["diff", "may", "may", "--quiet"], 0).0, "");
    assert_eq!(files(place.0.path()), ["may"]);
}

#[test]
fn accounts_are_those_of_the_file() {
    let place = Place::new();
    place.analyze("may", "2026-05-15", &[]);
    place.analyze("june", "2026-06-15", &[]);
    let accounts = "movement,component,account\nreceivable,,1410 Refunds\naccrued_interest,,7010\n";
    std::fs::write(place.path("accounts.csv"), accounts).unwrap();
    let fixed = ["diff", "may", "june", "--quiet", "--accounts", "accounts.csv", "--out"];
    place.run(&[&fixed[..], &["changes"]].concat(), 0);
    let journal = place.rows("changes/journal.csv");
    assert!(journal.iter().any(|line| line["account"] == "1410 Refunds"));
    assert!(journal.iter().any(|line| line["account"] == "7010"));
    assert!(journal.iter().all(|line| line["account"] != "IEEPA refund receivable"));
    std::fs::write(place.path("accounts.csv"), "movement,component,account\nspent,,1\n").unwrap();
    let (_, error) = place.run(&[&fixed[..], &["other"]].concat(), 1);
    assert!(error.contains("accounts.csv: record 2, column movement: \"spent\""), "{error}");
    assert!(!place.path("other").exists());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let place = Place::new();
    place.analyze("may", "2026-05-15", &["--mask", "masked"]);
    place.analyze("june", "2026-06-15", &[]);
    let (_, error) = place.run(&["diff", "june", "may"], 2);
    assert!(error.contains("name the earlier report first"), "{error}");
    for two in [["masked", "june"], ["may", "masked"]] {
        let (_, error) = place.run(&["diff", two[0], two[1]], 1);
        assert!(error.contains("masked is a masked copy"), "{error}");
    }
    // Copies of one key name the same entries.
    place.run(&["diff", "masked", "masked", "--quiet", "--out", "copies"], 0);
    assert_eq!(place.json("copies/manifest.json")["options"]["masked"], true);
    place.run(&["diff", "may", "june", "--quiet", "--out", "changes"], 0);
    let (_, error) = place.run(&["diff", "changes", "june"], 1);
    assert!(error.contains("capeprep diff"), "{error}");
    let (_, error) = place.run(&["diff", "may", "june", "--out", "changes"], 1);
    assert!(error.contains("not empty"), "{error}");
    place.run(&["diff", "may", "june", "--quiet", "--out", "changes", "--force"], 0);
    // A report is no place for a comparison, forced or not, nor is anything above one.
    for out in ["may", "june", "."] {
        place.run(&["diff", "may", "june", "--out", out, "--force"], 1);
    }
    place.analyze("july", "2026-07-15", &[]);
    let (_, error) = place.run(&["diff", "may", "june", "--out", "july", "--force"], 1);
    assert!(error.contains("capeprep analyze"), "{error}");
    assert!(place.path("july/entries.csv").exists());
    // A report that was changed by hand proves nothing.
    std::fs::write(place.path("june/entries.csv"), "entry_number\n").unwrap();
    let (_, error) = place.run(&["diff", "may", "june"], 1);
    assert!(error.contains("entries.csv"), "{error}");
}
