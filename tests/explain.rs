//! Every figure that `explain` tells is the one that `analyze` reports, and follows from what it
//! tells beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

use assert_cmd::Command;
use capeprep::domain::visible;
use capeprep::rulebook::Rulebook;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

const AS_OF: [&str; 2] = ["--as-of", "2026-05-15"];
const DEMO: &str = "fixtures/demo";
const FACTS: [&str; 2] = ["--facts", "fixtures/demo-facts/facts.csv"];
const RATES: [&str; 2] = ["--hts-rates", "fixtures/demo-hts-rates/hts-excerpt.csv"];

fn capeprep() -> Command {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// What `explain` prints.
fn explained(words: &[&str], options: &[&str]) -> String {
    let mut command = capeprep();
    command.arg("explain").args(words).args(options).arg("--quiet");
    let out = command.assert().success().get_output().stdout.clone();
    String::from_utf8(out).unwrap()
}

/// Places read the same on every system.
fn portable(text: &str) -> String {
    text.replace('\\', "/")
}

/// The text of an entry, without the digest of the rules.
fn told(entry: &str, options: &[&str]) -> String {
    let rules = Rulebook::built_in().unwrap().version.to_string();
    let options = [AS_OF.as_slice(), options].concat();
    portable(&explained(&[entry, DEMO], &options)).replace(&rules, "[rulebook]")
}

#[test]
fn an_entry_to_file_now() {
    insta::assert_snapshot!(told("9Q941000048", &[]));
}

#[test]
fn an_entry_with_copies_that_differ() {
    insta::assert_snapshot!(told("9Q941000568", &["--filer-code", "017"]));
}

#[test]
fn an_entry_for_a_protest() {
    insta::assert_snapshot!(told("9Q941000188", &[]));
}

#[test]
fn a_floor_code_without_and_with_rates() {
    insta::assert_snapshot!("a_floor_code_without_rates", told("ZZX77000086", &[]));
    insta::assert_snapshot!("a_floor_code_with_rates", told("ZZX77000086", &RATES));
}

#[test]
fn an_entry_with_facts() {
    insta::assert_snapshot!(told("ZZX77000011", &FACTS));
}

#[test]
fn a_row_without_duty_says_what_explains_that() {
    for (entry, why) in [
        ("9Q941000436", "as an exemption or a chapter 98 number on the line explains"),
        ("9Q941000360", "as a temporary importation bears none"),
        ("9Q941000428", "nothing in the refund; 10% x"),
    ] {
        let text: Vec<String> = told(entry, &[]).split_whitespace().map(str::to_owned).collect();
        assert!(text.join(" ").contains(why), "{entry}: {why}");
    }
}

#[test]
fn a_check_that_reads_an_unknown_word_has_not_passed() {
    let text = explained(&["9Q941000493", DEMO, "--json"], &AS_OF);
    let told: Value = serde_json::from_str(&text).unwrap();
    let checks = told["checks"].as_array().unwrap();
    let outcome = |code: &str| checks.iter().find(|check| check["code"] == code).unwrap();
    assert_eq!(outcome("status-unmapped")["outcome"], "review");
    let field = outcome("status-unmapped")["detail"].as_str().unwrap().split(' ').next().unwrap();
    let reads = |check: &&Value| {
        check["evidence"].as_array().unwrap().iter().any(|evidence| evidence["field"] == field)
    };
    let readers: Vec<&Value> = checks.iter().filter(reads).collect();
    assert!(readers.len() > 1, "{field}");
    // Whether copies agree can be told without knowing what their words mean, and the type of the
    // entry tells that no AD/CVD instructions can be pending.
    let settled = ["adcvd-pending", "conflicting-header"];
    for check in readers.iter().filter(|check| check["outcome"] == "passed") {
        assert!(settled.contains(&check["code"].as_str().unwrap()), "{field}: {check}");
    }
    assert_eq!(outcome("liquidated-over-80-days")["outcome"], "unclear");
}

#[test]
fn a_group() {
    let group = ["--group", "69-100000100", "2026-05-01", DEMO];
    insta::assert_snapshot!(portable(&explained(&group, &AS_OF)));
}

/// The reports of `analyze`.
struct Reports(TempDir);

impl Reports {
    fn of(inputs: &[&str], options: &[&str]) -> Reports {
        let dir = tempfile::tempdir().unwrap();
        let mut command = capeprep();
        command.arg("analyze").args(inputs).args(options).arg("--quiet");
        command.arg("--out").arg(dir.path().join("out")).assert().success();
        Reports(dir)
    }

    fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.0.path().join("out").join(name)).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn summary(&self) -> Value {
        let text = std::fs::read_to_string(self.0.path().join("out/summary.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// The rows of a table by entry.
    fn by_entry(&self, name: &str) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        let mut by_entry: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for row in self.table(name) {
            by_entry.entry(row["entry_number"].clone()).or_default().push(row);
        }
        by_entry
    }
}

/// A value as a CSV report prints it: lists joined, all characters visible, and text that begins
/// like a formula defused.
fn printed(value: &Value) -> String {
    let text = match value {
        Value::String(text) => visible(text).into_owned(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(printed).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    };
    let is_amount = text.parse::<Decimal>().is_ok();
    match text.starts_with(['=', '+', '-', '@']) && !is_amount {
        true => format!("'{text}"),
        false => text,
    }
}

/// Every column of the row that a report has is what is told.
fn same(row: &BTreeMap<String, String>, told: &Value, context: &str) {
    for (column, cell) in row {
        assert_eq!(&printed(&told[column]), cell, "{context}: {column}");
    }
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// The stretches give the factor, and the factor the interest.
fn interest_adds_up(told: &Value, context: &str) {
    let interest = &told["interest"];
    let segments = interest["segments"].as_array().unwrap();
    let mut factor = Decimal::ONE;
    for segment in segments {
        factor *= decimal(&segment["factor"]);
        assert_eq!(factor.normalize(), decimal(&segment["cumulative_factor"]), "{context}");
    }
    for end in ["low", "high"] {
        let principal = decimal(&told["entry"][format!("refund_{end}")]);
        let exact = principal * (factor - Decimal::ONE);
        let cents = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        assert_eq!(cents, decimal(&told["entry"][format!("interest_{end}")]), "{context}: {end}");
    }
}

/// Walks every entry of these inputs: what is told of it is what the reports have.
fn walk(inputs: &[&str], options: &[&str]) -> usize {
    let reports = Reports::of(inputs, options);
    let every = explained(inputs, &[options, &["--every"]].concat());
    let all: BTreeMap<String, Value> = every
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|told| (printed(&told["entry"]["entry_number"]), told))
        .collect();
    let (lines, findings) = (reports.by_entry("lines.csv"), reports.by_entry("findings.csv"));
    let rejected = reports.by_entry("rejected_rows.csv");
    let groups = reports.table("groups.csv");
    let entries = reports.table("entries.csv");
    assert_eq!(entries.len(), all.len());
    let mut bins: BTreeMap<String, u64> = BTreeMap::new();
    for row in &entries {
        let entry = &row["entry_number"];
        let told = &all[entry];
        same(row, &told["entry"], entry);
        assert_eq!(told["status"]["value"], told["entry"]["status"]);
        assert_eq!(told["lane"]["value"], told["entry"]["lane"]);
        interest_adds_up(told, entry);
        let rows = told["rows"].as_array().unwrap();
        rows.iter().for_each(|row| *bins.entry(printed(&row["bin"])).or_default() += 1);
        let mut kept: Vec<&Value> = rows.iter().filter(|row| !row["refund"].is_null()).collect();
        assert_eq!(kept.len(), lines[entry].len(), "{entry}");
        for line in &lines[entry] {
            let is_it = |row: &&Value| {
                let refund = &row["refund"];
                (printed(&row["file"]), printed(&row["record"]), printed(&refund["hts"]))
                    == (line["file"].clone(), line["record"].clone(), line["hts"].clone())
            };
            let at = kept.iter().position(is_it).unwrap_or_else(|| panic!("{entry}: {line:?}"));
            let row = kept.swap_remove(at);
            assert_eq!(printed(&row["bin"]), line["bin"], "{entry}");
            for (column, key) in [
                ("row_duty", "duty"),
                ("row_value", "row_value"),
                ("refund_low", "refund_low"),
                ("refund_high", "refund_high"),
                ("program", "program"),
                ("kind", "kind"),
            ] {
                assert_eq!(printed(&row["refund"][key]), line[column], "{entry}: {column}");
            }
        }
        let found: Vec<Vec<String>> =
            findings.get(entry).into_iter().flatten().map(of_row).collect();
        let checks = told["checks"].as_array().unwrap().iter();
        let outcomes = ["block", "review", "info"];
        let checks = checks.filter(|check| outcomes.contains(&check["outcome"].as_str().unwrap()));
        let checks: Vec<Vec<String>> = checks
            .map(|check| {
                ["code", "severity", "cbp_label", "detail", "sources"]
                    .map(|key| printed(&check[key]))
                    .to_vec()
            })
            .collect();
        assert_eq!(found, checks, "{entry}");
        let known = rejected.get(entry).map_or(0, Vec::len);
        let told_rejected = rows.iter().filter(|row| row["bin"] == "rejected").count();
        assert_eq!(told_rejected, known, "{entry}");
        let group = &told["group"];
        let is_it = |row: &&BTreeMap<String, String>| {
            ["importer_number", "liquidation_state", "liquidation_date", "payee"]
                .iter()
                .all(|key| row[*key] == printed(&group[*key]))
        };
        same(groups.iter().find(is_it).unwrap(), group, entry);
    }
    let summary = reports.summary();
    for bin in ["counted", "duplicate", "out_of_period"] {
        let told = bins.get(bin).copied().unwrap_or_default();
        assert_eq!(summary["rows"][bin], told, "{bin}");
    }
    entries.len()
}

fn of_row(row: &BTreeMap<String, String>) -> Vec<String> {
    ["code", "severity", "cbp_label", "detail", "source"].map(|column| row[column].clone()).to_vec()
}

#[test]
fn every_entry_of_the_demo_is_told_as_reported() {
    assert!(walk(&[DEMO], &AS_OF) > 100);
}

#[test]
fn every_entry_of_the_demo_is_told_as_reported_with_facts_rates_and_parties() {
    let parties = ["--parties", "fixtures/demo-parties/parties.toml", "--filer-code", "9Q9"];
    let taxpayer = ["--taxpayer", "gatt", "--deposit-basis", "monthly-statement"];
    let options = [&AS_OF[..], &FACTS, &RATES, &parties, &taxpayer].concat();
    assert!(walk(&[DEMO], &options) > 100);
}

#[test]
fn every_entry_of_a_messy_export_is_told_as_reported() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("messy.csv");
    let sample = ["sample", "--entries", "200", "--seed", "7", "--messy", "--out"];
    capeprep().args(sample).arg(&path).assert().success();
    let path = path.to_string_lossy().into_owned();
    assert!(walk(&[&path], &AS_OF) > 150);
    // In small chunks, and by the other reader.
    let small =
        [&AS_OF[..], &["--chunk-size", "700", "--reader", "reference", "--jobs", "3"]].concat();
    let usual = explained(&[&path], &[&AS_OF[..], &["--every"]].concat());
    assert_eq!(explained(&[&path], &[&small[..], &["--every"]].concat()), usual);
}

#[test]
fn rows_of_wide_reports_are_told_with_the_record_they_stand_in() {
    let inputs = ["fixtures/checks/mixed-layouts.csv", "fixtures/checks/mixed-layouts.wide.csv"];
    let profile = ["--profile", "fixtures/checks/mixed-layouts.toml"];
    assert!(walk(&inputs, &[&AS_OF[..], &profile].concat()) > 0);
}

#[test]
fn the_entries_of_every_check_are_told_as_reported() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/checks");
    let names = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
    let names: BTreeSet<String> = names.map(|name| name.into_string().unwrap()).collect();
    let mut walked = 0;
    for name in names.iter().filter(|name| name.matches('.').count() == 1) {
        let Some(code) = name.strip_suffix(".csv") else { continue };
        let beside = format!("{code}.");
        let others = names.iter().filter(|other| other.starts_with(&beside) && *other != name);
        let facts = others.filter(|other| other.ends_with(".csv") && !other.contains(".wide."));
        let facts: Vec<String> = facts.map(|other| format!("fixtures/checks/{other}")).collect();
        let mut options = AS_OF.to_vec();
        facts.iter().for_each(|file| options.extend(["--facts", file]));
        walked += walk(&[&format!("fixtures/checks/{name}")], &options);
    }
    assert!(walked > 300, "{walked}");
}

#[test]
fn every_group_of_the_demo_is_told_as_reported() {
    let parties = ["--parties", "fixtures/demo-parties/parties.toml"];
    let options = [&AS_OF[..], &parties].concat();
    let reports = Reports::of(&[DEMO], &options);
    let mut groups: BTreeMap<(String, String), Vec<_>> = BTreeMap::new();
    for group in reports.table("groups.csv") {
        let date = match group["liquidation_date"].as_str() {
            "" => group["liquidation_state"].clone(),
            date => date.to_owned(),
        };
        groups.entry((group["importer_number"].clone(), date)).or_default().push(group);
    }
    let entries = reports.by_entry("entries.csv");
    // Two passes over the folder each, so not all of them.
    for ((importer, date), rows) in groups.iter().step_by(4) {
        let words = ["--group", importer, date, DEMO];
        let text = explained(&words, &[&options[..], &["--json"]].concat());
        let told: Value = serde_json::from_str(&text).unwrap();
        let groups = told["groups"].as_array().unwrap();
        assert_eq!(groups.len(), rows.len());
        for (row, group) in rows.iter().zip(groups) {
            same(row, group, importer);
        }
        for entry in told["entries"].as_array().unwrap() {
            let number = printed(&entry["entry"]["entry_number"]);
            same(&entries[&number][0], &entry["entry"], &number);
            interest_adds_up(entry, &number);
        }
    }
}

#[test]
fn what_cannot_be_told_is_said() {
    let refused = |words: &[&str], code: i32, expected: &str| {
        let mut command = capeprep();
        let assert = command.arg("explain").args(words).args(AS_OF).arg("--quiet").assert();
        let output = assert.code(code).get_output().clone();
        let said = String::from_utf8_lossy(&output.stderr).replace('\\', "/");
        assert!(said.contains(expected), "{words:?}: {said}");
        assert!(output.stdout.is_empty());
    };
    refused(
        &["9Q941000569", DEMO],
        1,
        "differ in one character: 9Q941000469, 9Q941000519, 9Q941000568",
    );
    refused(&["9Q941001111", DEMO], 1, "2 row(s) in the inputs, none of IEEPA numbers (8712001510");
    refused(&["AB123", DEMO], 1, "is in none of the inputs");
    refused(&[DEMO], 2, "the first word must be an entry number");
    refused(&["9Q9-4100056-8"], 2, "name the exports behind the entry number");
    refused(
        &["--group", "69-100000100", "soon", DEMO],
        2,
        "unliquidated, held, unknown, liquidated",
    );
    refused(&["--group", "69-100000100", "2026-05-01", "-"], 2, "save it to a file");
    refused(&["--group", "69-100000100", "2026-05-02", DEMO], 1, "Its groups are: 2025-11-15,");
    refused(
        &["--group", "00-000000000", "held", DEMO],
        1,
        "no payment group of IOR 00-000000000 and held",
    );
    refused(&["9Q941000568", "fixtures/nowhere.csv"], 1, "nowhere.csv");
}

#[test]
fn an_entry_of_rejected_rows_alone_is_named_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.csv");
    let header = "Entry Number,HTS,Row Duty,Entry Date,Importer Number\n";
    std::fs::write(&path, format!("{header}9Q941000568,9903.01.24,lots,2025-05-20,98-765432100\n"))
        .unwrap();
    let mut command = capeprep();
    let header_names = ["--map", "hts=HTS", "--map", "row_duty=Row Duty"];
    let assert = command.args(["explain", "9Q941000568"]).arg(&path).args(header_names).assert();
    let output = assert.code(1).get_output().clone();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("1 of them rejected") && said.contains("record 2: duty `lots`"),
        "{said}"
    );
}

#[test]
fn the_page_shows_what_the_program_prints() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.md");
    let page = std::fs::read_to_string(page).unwrap().replace("\r\n", "\n");
    let begin = "```\n$ capeprep explain 9Q941000642 fixtures/demo --as-of 2026-05-15\n";
    let (_, rest) = page.split_once(begin).expect("the worked example");
    let (shown, _) = rest.split_once("```").unwrap();
    let told = told("9Q941000642", &[]);
    for part in shown.split("...\n").filter(|part| !part.is_empty()) {
        assert!(told.contains(part), "not printed any more:\n{part}\nbut\n{told}");
    }
    // Every key of the document is on the page.
    let json = explained(&["9Q941000642", DEMO, "--json"], &AS_OF);
    let json: Value = serde_json::from_str(&json).unwrap();
    for key in json.as_object().unwrap().keys() {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}
