//! The story of `fixtures/story`: thirty entries from the first export to paid.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

mod turned;

use assert_cmd::Command;
use capeprep::track::{Cause, State};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story");
const MONTHS: [&str; 3] = ["2026-06", "2026-07", "2026-08"];

type Table = Vec<BTreeMap<String, String>>;

/// The estimate of the story, and what was tracked of it.
struct Story {
    dir: TempDir,
}

impl Story {
    fn begin() -> Story {
        let dir = tempfile::tempdir().unwrap();
        Command::cargo_bin("capeprep")
            .unwrap()
            .args(["analyze", &format!("{STORY}/2026-05"), "--as-of", "2026-05-15", "--quiet"])
            .arg("--out")
            .arg(dir.path().join("run"))
            .assert()
            .success();
        Story { dir }
    }

    fn track(&self, out: &str, as_of: &str, reports: &[PathBuf], options: &[&str]) -> PathBuf {
        let out = self.dir.path().join(out);
        Command::cargo_bin("capeprep")
            .unwrap()
            .args(["track", "--as-of", as_of, "--quiet"])
            .args(options)
            .arg("--run")
            .arg(self.dir.path().join("run"))
            .arg("--out")
            .arg(&out)
            .args(reports)
            .assert()
            .success();
        out
    }

    fn told() -> (Story, PathBuf) {
        let story = Story::begin();
        let out = story.track("tracked", "2026-08-15", &months(3), &[]);
        (story, out)
    }
}

fn months(count: usize) -> Vec<PathBuf> {
    MONTHS[..count].iter().map(|month| Path::new(STORY).join(month)).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table(path: &Path) -> Table {
    let text = text(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&text(path)).unwrap()
}

fn cents(cell: &str) -> i128 {
    let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap();
    assert_eq!(part.len(), 2, "{cell}");
    sign * (whole.parse::<i128>().unwrap() * 100 + part.parse::<i128>().unwrap())
}

/// Of each entry of the story: its state and the causes of its difference.
const ENDS: [(&str, State, &[Cause]); 30] = [
    ("9Q950000012", State::Paid, &[Cause::InterestEnd]),
    ("9Q950000020", State::Paid, &[Cause::FloorShare, Cause::InterestEnd]),
    ("9Q950000038", State::Paid, &[Cause::PscChange, Cause::InterestEnd]),
    ("9Q950000046", State::Paid, &[Cause::DutiesNetted, Cause::InterestEnd]),
    ("9Q950000053", State::Paid, &[Cause::InterestEnd, Cause::InterestStart]),
    ("9Q950000061", State::Paid, &[Cause::InterestEnd, Cause::InterestRate]),
    ("9Q950000079", State::Paid, &[Cause::InterestEnd, Cause::Unknown]),
    ("9Q950000087", State::Paid, &[Cause::InterestEnd, Cause::Unknown]),
    ("9Q950000095", State::Held, &[Cause::InterestEnd, Cause::Held]),
    ("9Q950000103", State::Returned, &[Cause::InterestEnd, Cause::Returned]),
    ("9Q950000111", State::Reissued, &[Cause::InterestEnd]),
    ("9Q950000129", State::Diverted, &[Cause::InterestEnd, Cause::Offset]),
    ("9Q950000137", State::Paid, &[Cause::InterestEnd, Cause::Offset]),
    ("9Q950000145", State::Certified, &[Cause::NotPaidYet, Cause::InterestEnd]),
    ("9Q950000152", State::Sent, &[Cause::NotPaidYet, Cause::InterestEnd]),
    ("9Q950000160", State::Liquidated, &[Cause::NotPaidYet]),
    ("9Q950000178", State::Accepted, &[Cause::NotLiquidated]),
    ("9Q950000186", State::LinesRemoved, &[Cause::NotLiquidated]),
    ("9Q950000194", State::LinesRemoved, &[Cause::Suspended]),
    ("9Q950000202", State::Uploaded, &[Cause::NotLiquidated]),
    ("4F750000211", State::FileRejected, &[Cause::FileRejected]),
    ("9Q950000228", State::EntryRejected, &[Cause::EntryRejected]),
    ("9Q950000236", State::EntryRejected, &[Cause::EntryRejected]),
    ("9Q950000244", State::Paid, &[Cause::InterestEnd]),
    ("9Q950000251", State::EntryRejected, &[Cause::EntryRejected]),
    ("9Q950000269", State::LinesRemoved, &[Cause::NotLiquidated]),
    ("9Q950000277", State::EntryRejected, &[Cause::EntryRejected]),
    ("9Q950000285", State::NotFiled, &[Cause::NotFiled]),
    ("9Q950000293", State::LinesRemoved, &[Cause::NotLiquidated]),
    ("9Q950000301", State::Paid, &[Cause::InterestEnd]),
];

#[test]
fn every_entry_ends_where_the_story_says() {
    let (_story, out) = Story::told();
    let rows = table(&out.join("tracking.csv"));
    assert_eq!(rows.len(), ENDS.len());
    for row in rows {
        let number = &row["entry_number"];
        let (_, state, causes) = ENDS.iter().find(|(of, ..)| of == number).unwrap();
        assert_eq!(row["state"], state.as_str(), "{number}: {row:?}");
        let mut wanted: Vec<&str> = causes.iter().map(|cause| cause.as_str()).collect();
        let mut found: Vec<&str> = row["causes"].split(';').collect();
        wanted.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, wanted, "{number}: {row:?}");
    }
}

#[test]
fn every_state_and_every_cause_is_met() {
    let states: BTreeSet<State> = ENDS.iter().map(|(_, state, _)| *state).collect();
    let causes: BTreeSet<Cause> =
        ENDS.iter().flat_map(|(.., causes)| causes.iter().copied()).collect();
    assert_eq!(states, State::ALL.iter().copied().collect());
    assert_eq!(causes, Cause::ALL.iter().copied().collect());
}

#[test]
fn every_group_adds_up_to_the_cent() {
    let (story, out) = Story::told();
    let groups = table(&out.join("payments.csv"));
    let mut expected = 0;
    for group in &groups {
        if group["expected"].is_empty() {
            continue;
        }
        let causes: i128 =
            Cause::ALL.iter().map(|cause| cents(&group[&cause.as_str().replace('-', "_")])).sum();
        assert_eq!(cents(&group["expected"]), cents(&group["paid"]) + causes, "{group:?}");
        expected += cents(&group["expected"]);
    }
    let estimate = json(&story.dir.path().join("run/summary.json"));
    let high = |what: &str| cents(estimate[what]["high"].as_str().unwrap());
    assert_eq!(expected, high("refund") + high("interest"));
}

/// Reports of later months prove what was so in June; their money had not moved yet.
#[test]
fn money_of_later_days_is_left_out() {
    let story = Story::begin();
    let june = story.track("june", "2026-06-30", &months(1), &[]);
    let all = story.track("all", "2026-06-30", &months(3), &[]);
    let money = |out: &Path| -> Vec<Vec<String>> {
        let columns = [
            "payee",
            "liquidation_date",
            "entries",
            "paid_entries",
            "expected",
            "refunded",
            "paid",
            "deposited",
            "difference",
            "status",
            "refund_numbers",
            "deposits",
        ];
        let rows = table(&out.join("payments.csv"));
        rows.iter().map(|row| columns.iter().map(|name| row[*name].clone()).collect()).collect()
    };
    assert_eq!(money(&all), money(&june));
    let told = json(&all.join("summary.json"));
    let paid = cents(told["paid"]["total"].as_str().unwrap());
    assert_eq!(paid, cents(told["states"]["paid"]["paid"].as_str().unwrap()));
    assert_eq!(paid, 1_460_968);
    let ahead = table(&all.join("deposits.csv"));
    let ahead = ahead.iter().filter(|row| row["how_matched"] == "ahead");
    let ahead: i128 = ahead.map(|row| cents(&row["amount"])).sum();
    assert_eq!(cents(told["deposits"]["ahead"]["amount"].as_str().unwrap()), ahead);
    let note = told["remarks"][0].as_str().unwrap();
    assert!(note.contains("bank credits of $43,784.00"), "{note}");
}

#[test]
fn what_cbp_paid_is_challenged_by_date_and_rate() {
    let (_story, out) = Story::told();
    let rows = table(&out.join("interest.csv"));
    let of = |number: &str| rows.iter().find(|row| row["entry_number"] == number).unwrap();
    let fit = |number: &str| {
        let row = of(number);
        (row["verdict"].as_str(), row["basis"].clone(), row["taxpayer"].clone())
    };
    let monthly = fit("9Q950000053");
    assert_eq!(monthly.0, "explained");
    assert!(monthly.1.contains("monthly-statement"), "{monthly:?}");
    assert_eq!(fit("9Q950000061").2, "non-corporate");
    assert_eq!(fit("9Q950000087").0, "unexplained");
    assert!(!of("9Q950000087")["implied_start"].is_empty());
}

#[test]
fn only_what_may_go_again_is_in_the_upload_files() {
    let (_story, out) = Story::told();
    let mut listed = BTreeSet::new();
    for file in std::fs::read_dir(out.join("refile/declarations")).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().unwrap() != "declarations.csv" {
            listed.extend(text(&path).lines().skip(1).map(str::to_owned));
        }
    }
    // Refused under a label that CBP gave up, and under one that asks for nothing.
    assert!(listed.contains("9Q950000236"), "{listed:?}");
    for (number, state, _) in ENDS {
        if !matches!(state, State::EntryRejected | State::FileRejected) {
            assert!(!listed.contains(number), "{number}");
        }
    }
    // A protest is still open, or day 80 has passed.
    assert!(!listed.contains("9Q950000228") && !listed.contains("9Q950000251"));
}

#[test]
fn money_that_belongs_to_nothing_is_named() {
    let (_story, out) = Story::told();
    let deposits = table(&out.join("deposits.csv"));
    let odd: Vec<_> = deposits.iter().filter(|row| row["amount"] == "777.77").collect();
    assert_eq!(odd.len(), 1);
    assert!(odd[0].values().any(|cell| cell == "unexpected"), "{odd:?}");
    let strangers = table(&out.join("strangers.csv"));
    assert!(strangers.iter().all(|row| row["entry_number"] == "9Q959000013"));
    assert!(!strangers.is_empty());
}

/// The bytes of every file but the manifest.
fn bytes(out: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else if path.file_name().is_some_and(|name| name != "manifest.json") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(out, out, &mut files);
    files
}

#[test]
fn neither_threads_nor_the_order_of_reports_change_a_byte() {
    let story = Story::begin();
    let one = story.track("one", "2026-08-15", &months(3), &["--jobs", "1"]);
    let mut turned = months(3);
    turned.reverse();
    let other = story.track("other", "2026-08-15", &turned, &["--jobs", "2"]);
    let (one, other) = (bytes(&one), bytes(&other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, content) in &one {
        assert!(other[name] == *content, "{name}");
    }
}

#[test]
fn a_report_given_twice_counts_once() {
    let story = Story::begin();
    let once = story.track("once", "2026-08-15", &months(3), &[]);
    let copied = story.dir.path().join("copies");
    std::fs::create_dir(&copied).unwrap();
    for name in ["ES-022 2026-07-31.csv", "REV-603 2026-07-31.csv", "REV-615 2026-07-31.csv"] {
        let from = Path::new(STORY).join("2026-07").join(name);
        std::fs::copy(from, copied.join(format!("copy of {name}"))).unwrap();
    }
    let mut reports = months(3);
    reports.push(copied);
    let twice = story.track("twice", "2026-08-15", &reports, &[]);
    for name in ["payments.csv", "differences.csv", "cash.csv"] {
        assert_eq!(text(&once.join(name)), text(&twice.join(name)), "{name}");
    }
}

#[test]
fn what_was_estimated_must_be_as_it_was_written() {
    let story = Story::begin();
    let entries = story.dir.path().join("run/entries.csv");
    let changed = text(&entries).replacen("10000.00", "90000.00", 1);
    std::fs::write(&entries, changed).unwrap();
    let out = story.dir.path().join("tracked");
    let refused = Command::cargo_bin("capeprep")
        .unwrap()
        .args(["track", "--as-of", "2026-08-15", "--run"])
        .arg(story.dir.path().join("run"))
        .arg("--out")
        .arg(&out)
        .args(months(1))
        .assert()
        .code(1);
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("entries.csv"), "{said}");
    assert!(!out.exists());
}
