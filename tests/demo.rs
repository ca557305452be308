//! The folder of the README: what it must hold, and what the program makes of it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::assess::checks;
use capeprep::domain::{EntryStatus, Lane, LiquidationState, Severity};
use capeprep::rulebook::{Kind, Rulebook};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo-facts/facts.csv");

/// Raised only when the user says who submits.
const ROUTE_CHECKS: [&str; 2] = ["account-mismatch", "filer-code-mismatch"];

/// Raised only where there are facts files; the exports of the folder have no payment to come.
const FACTS_CHECKS: [&str; 8] = [
    "conflicting-facts",
    "fact-over-export",
    "facts-row-unread",
    "mixed-layouts",
    "older-fact-overruled",
    "payment-date-ahead",
    "refusal-past",
    "refused-before",
];

/// The reports of one run.
struct Reports {
    dir: TempDir,
}

impl Reports {
    fn of(options: &[&str]) -> Reports {
        let dir = tempfile::tempdir().unwrap();
        Command::cargo_bin("capeprep")
            .unwrap()
            .args(["analyze", DEMO, "--as-of", "2026-05-15", "--quiet"])
            .args(options)
            .arg("--out")
            .arg(dir.path().join("out"))
            .assert()
            .success();
        Reports { dir }
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join("out").join(name)).unwrap()
    }

    /// The rows of a table by column.
    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    /// The distinct texts of a column.
    fn column(&self, table: &str, column: &str) -> BTreeSet<String> {
        let rows = self.table(table);
        rows.into_iter().map(|mut row| row.remove(column).unwrap()).collect()
    }

    fn summary(&self) -> Value {
        serde_json::from_str(&self.text("summary.json")).unwrap()
    }
}

fn texts<'a>(of: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    of.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_lane_status_and_state_is_there() {
    let reports = Reports::of(&[]);
    let lanes = Lane::ALL.iter().filter(|lane| **lane != Lane::OtherFiler);
    assert_eq!(reports.column("entries.csv", "lane"), texts(lanes.map(|l| l.as_str())));
    let statuses = EntryStatus::ALL.iter().map(|s| s.as_str());
    assert_eq!(reports.column("entries.csv", "status"), texts(statuses));
    let states = LiquidationState::ALL.iter().map(|s| s.as_str());
    assert_eq!(reports.column("entries.csv", "liquidation_state"), texts(states));
}

#[test]
fn every_program_kind_and_bin_is_there() {
    let rules = Rulebook::built_in().unwrap();
    let reports = Reports::of(&[]);
    let mut programs = reports.column("lines.csv", "program");
    // A heading the registry does not have is of no program and no kind.
    assert!(programs.remove(""));
    // The headings of the aircraft agreement are not IEEPA ones, so no IEEPA row can name them.
    let export = std::fs::read_to_string(Path::new(DEMO).join("ES-003 2025-06 to 2025-10.csv"));
    assert!(export.unwrap().contains(",99039601,"));
    programs.insert("aircraft-agreement".to_owned());
    assert_eq!(programs, texts(rules.registry.programs().map(|p| p.name.as_str())));
    let mut kinds = reports.column("lines.csv", "kind");
    kinds.remove("");
    assert_eq!(kinds, texts(Kind::ALL.iter().map(|k| k.as_str())));
    for bin in ["blank", "rejected", "other", "duplicate", "out_of_period", "counted"] {
        assert!(reports.summary()["rows"][bin].as_u64().unwrap() > 0, "{bin}");
    }
    assert!(reports.summary()["rows"]["other_unreadable"].as_u64().unwrap() > 0);
}

#[test]
fn every_check_that_needs_no_option_finds_something() {
    let reports = Reports::of(&[]);
    let found = reports.column("findings.csv", "code");
    let needs_option = |code: &str| ROUTE_CHECKS.contains(&code) || FACTS_CHECKS.contains(&code);
    let all = checks::ALL.iter().map(|check| check.code);
    assert_eq!(found, texts(all.filter(|code| !needs_option(code))));
    let severities = Severity::ALL.iter().map(|s| s.as_str());
    assert_eq!(reports.column("findings.csv", "severity"), texts(severities));
    let entries = reports.table("entries.csv");
    let share = |column: &str| entries.iter().filter(|e| !e[column].is_empty()).count();
    assert!(share("unproved") > 0 && share("findings") < entries.len());
}

#[test]
fn the_filer_route_and_the_facts_change_lanes() {
    let plain = Reports::of(&[]);
    let broker = ["--filer-code", "9Q9", "--filer-code", "017", "--facts", FACTS];
    let reports = Reports::of(&broker);
    let lanes = Lane::ALL.iter().map(|lane| lane.as_str());
    assert_eq!(reports.column("entries.csv", "lane"), texts(lanes));
    let unproved = |reports: &Reports, entry: &str| {
        let rows = reports.table("entries.csv");
        let row = rows.into_iter().find(|row| row["entry_number"] == entry).unwrap();
        (row["unproved"].clone(), row["liquidation_state"].clone())
    };
    // Broker B's export says nothing of liquidation, the facts do.
    let (codes, state) = unproved(&plain, "ZZX77000045");
    assert!(codes.contains("liquidated-over-80-days") && state == "unknown");
    let (codes, state) = unproved(&reports, "ZZX77000045");
    assert!(!codes.contains("liquidated-over-80-days") && state == "liquidated");

    let importer = Reports::of(&["--importer", "69-100000100"]);
    assert!(importer.column("entries.csv", "lane").contains("other-filer"));
    assert!(importer.column("findings.csv", "code").contains("account-mismatch"));
}

#[test]
fn the_ledger_closes() {
    let summary = Reports::of(&[]).summary();
    let count = |bin: &str| summary["rows"][bin].as_u64().unwrap();
    let bins = ["blank", "rejected", "other", "duplicate", "out_of_period", "counted"];
    assert_eq!(count("read"), bins.iter().map(|bin| count(bin)).sum::<u64>());
    let cents = |bin: &str| {
        let amount = summary["duty"][bin].as_str().unwrap();
        amount.replace('.', "").parse::<i64>().unwrap()
    };
    let bins = ["other", "duplicate", "out_of_period", "counted"];
    assert_eq!(cents("read"), bins.iter().map(|bin| cents(bin)).sum::<i64>());
}

/// The lists in the folder's README against the reports.
#[test]
fn the_guide_names_entries_that_are_there() {
    let guide = std::fs::read_to_string(Path::new(DEMO).join("README.md")).unwrap();
    let reported = Reports::of(&[]).column("entries.csv", "entry_number");
    let mut listed = 0;
    for line in guide.lines() {
        let Some((entry, text)) = line.strip_prefix("| `").and_then(|l| l.split_once("` | "))
        else {
            continue;
        };
        listed += 1;
        let entry = if text.contains("a digit is missing") { &entry[..10] } else { entry };
        let expected = !text.contains("not in the reports");
        assert_eq!(reported.contains(entry), expected, "{line}");
    }
    assert!(listed > 120, "{listed}");
}

#[test]
fn the_payment_groups() {
    insta::assert_snapshot!(Reports::of(&[]).text("groups.csv"));
}

#[test]
fn the_totals() {
    let summary = Reports::of(&[]).summary();
    let totals = [
        "as_of",
        "rates_extrapolated_from",
        "rows",
        "duty",
        "entries",
        "lanes",
        "refund",
        "interest",
        "unproved",
    ];
    let totals: BTreeMap<&str, &Value> =
        totals.into_iter().map(|name| (name, &summary[name])).collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json!(totals)).unwrap());
}

#[test]
fn outputs_are_chosen_by_naming_them_or_by_leaving_some_out() {
    let files = |options: &[&str]| {
        let reports = Reports::of(options);
        let entries = std::fs::read_dir(reports.dir.path().join("out")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<BTreeSet<_>>()
    };
    let all = files(&[]);
    let left = files(&["--skip", "xlsx,html,declarations"]);
    let gone: Vec<&String> = all.difference(&left).collect();
    assert_eq!(gone, ["declarations", "report.html", "report.xlsx"]);
    assert!(left.is_subset(&all));
    let chosen = files(&["--only", "groups,html", "--skip", "html"]);
    assert_eq!(chosen.iter().collect::<Vec<_>>(), ["groups.csv", "manifest.json"]);
}
