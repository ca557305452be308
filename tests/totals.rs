//! What is told in short (deadlines, cautions, upload files) is the sum of entries.csv, reckoned here once
//! more from its rows.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::domain::{Cents, Day};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

type Row = BTreeMap<String, String>;
/// Entries, and the range of their refund.
type Sum = (u64, i128, i128);

/// Lanes whose entries CAPE still takes, now or when something is put right.
const CAPE: [&str; 4] = ["file-now", "review", "other-filer", "fix-then-file"];

fn run(dir: &Path, args: &[&str]) -> String {
    let output =
        Command::cargo_bin("capeprep").unwrap().current_dir(dir).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    assert!(output.status.success(), "{args:?}: {}", text(output.stderr));
    text(output.stdout)
}

/// An invented export with what exports have of odd entries, and without some of its columns.
fn export(dir: &Path, without: &[&str]) {
    let made = ["sample", "--entries", "400", "--seed", "3", "--messy", "--out", "all.csv"];
    run(dir, &made);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_path(dir.join("all.csv"))
        .unwrap();
    let mut writer =
        csv::WriterBuilder::new().flexible(true).from_path(dir.join("export.csv")).unwrap();
    let mut dropped = BTreeSet::new();
    for record in reader.byte_records().map(Result::unwrap) {
        if dropped.is_empty() && record.iter().any(|cell| cell == b"Importer Number") {
            dropped.extend(
                (0..record.len()).filter(|at| {
                    without.iter().any(|name| record.get(*at) == Some(name.as_bytes()))
                }),
            );
            assert_eq!(dropped.len(), without.len());
        }
        let kept = record.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
        writer.write_record(kept.map(|(_, cell)| cell)).unwrap();
    }
    writer.flush().unwrap();
}

fn rows(report: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(report.join("entries.csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn cents(text: &str) -> i128 {
    i128::from(Cents::read(text.as_bytes()).unwrap().0)
}

fn day(text: &str) -> Option<Day> {
    Day::read(text.as_bytes()).unwrap()
}

fn has(row: &Row, column: &str, code: &str) -> bool {
    row[column].split(';').any(|one| one.trim() == code)
}

fn add(sum: &mut Sum, row: &Row) {
    *sum = (sum.0 + 1, sum.1 + cents(&row["refund_low"]), sum.2 + cents(&row["refund_high"]));
}

fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> Sum {
    let mut all = Sum::default();
    rows.for_each(|row| add(&mut all, row));
    all
}

/// A refund as it is printed.
fn range(text: &str) -> (i128, i128) {
    let money = |text: &str| cents(text.trim().trim_start_matches('$'));
    match text.split_once(" to ") {
        Some((low, high)) => (money(low), money(high)),
        None => (money(text), money(text)),
    }
}

/// The days that the terminal shows below a title, with their sums.
fn days_told(told: &str, title: &str) -> Vec<(String, i32, Sum)> {
    let lines = told.lines().skip_while(|line| !line.starts_with(title)).skip(2);
    let lines = lines.take_while(|line| line.starts_with("  2"));
    lines
        .map(|line| {
            let mut words = line.trim().splitn(2, ' ');
            let last = words.next().unwrap().to_owned();
            let rest = words.next().unwrap().trim();
            let (left, rest) = rest.split_once(' ').unwrap();
            let (entries, refund) = rest.trim().split_once(' ').unwrap();
            let (low, high) = range(refund);
            (last, left.parse().unwrap(), (entries.parse().unwrap(), low, high))
        })
        .collect()
}

/// The same from the rows.
fn days_of<'a>(
    rows: impl Iterator<Item = &'a Row>,
    column: &str,
    as_of: &str,
) -> Vec<(String, i32, Sum)> {
    let mut days: BTreeMap<&str, Sum> = BTreeMap::new();
    for row in rows.filter(|row| !row[column].is_empty()) {
        add(days.entry(&row[column]).or_default(), row);
    }
    let as_of = day(as_of).unwrap();
    let told = days.into_iter().take(8);
    told.map(|(last, sum)| (last.to_owned(), day(last).unwrap().days_since(as_of), sum)).collect()
}

/// The words of a text, wherever its lines end.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sum as a caution says it: "18 entries in lane file-now ($500.00)".
fn refund_told((_, low, high): Sum) -> String {
    let money = |cents: i128| {
        let dollars: Vec<char> = (cents / 100).to_string().chars().rev().collect();
        let groups: Vec<String> = dollars.chunks(3).map(|three| three.iter().collect()).collect();
        let dollars: String = groups.join(",").chars().rev().collect();
        format!("${dollars}.{:02}", cents % 100)
    };
    if low == high { money(low) } else { format!("{} to {}", money(low), money(high)) }
}

#[test]
fn deadlines_are_those_of_the_entries_that_wait_for_them() {
    let dir = TempDir::new().unwrap();
    export(dir.path(), &[]);
    for as_of in ["2026-04-01", "2026-05-15", "2026-07-15"] {
        let options =
            ["--as-of", as_of, "--out", "report", "--force", "--only", "entries,declarations"];
        let alone = run(dir.path(), &[&["analyze", "export.csv"], &options[..]].concat());
        let before = rows(&dir.path().join("report"));
        // Every other entry that is to be protested has been.
        let waiting: Vec<&Row> = before.iter().filter(|row| row["lane"] == "protest").collect();
        let protested = waiting.iter().step_by(2).map(|row| &row["entry_number"]);
        let list: String =
            protested.map(|number| format!("{number},270426100001,Open,1514\r\n")).collect();
        let header = "Entry Number,Protest Number,Protest Status,Type\r\n";
        std::fs::write(dir.path().join("protests.csv"), format!("{header}{list}")).unwrap();
        let facts = ["analyze", "export.csv", "--facts", "protests.csv"];
        let with_protests = run(dir.path(), &[&facts, &options[..]].concat());
        let after = rows(&dir.path().join("report"));

        for (told, rows) in [(&alone, &before), (&with_protests, &after)] {
            let cape = rows.iter().filter(|row| CAPE.contains(&row["lane"].as_str()));
            assert_eq!(
                days_told(told, "Next CAPE deadlines"),
                days_of(cape, "cape_deadline", as_of),
                "{as_of}"
            );
            let protest = rows
                .iter()
                .filter(|row| row["lane"] == "protest" && !has(row, "findings", "protest-open"));
            assert_eq!(
                days_told(told, "Next protest deadlines"),
                days_of(protest, "protest_deadline", as_of),
                "{as_of}"
            );
        }
        let filed =
            |rows: &[Row]| rows.iter().filter(|row| has(row, "findings", "protest-open")).count();
        assert!(
            filed(&after) > filed(&before) && !days_told(&with_protests, "Next protest").is_empty()
        );
    }
}

#[test]
fn entries_whose_80_days_are_not_known_are_told_with_what_is_probably_past() {
    let dir = TempDir::new().unwrap();
    export(dir.path(), &["Liquidation Date", "Liquidation Status"]);
    let mut as_of = "2026-05-15".to_owned();
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        let options =
            ["--as-of", &as_of, "--out", "report", "--force", "--only", "entries,declarations"];
        let told = run(dir.path(), &[&["analyze", "export.csv"], &options[..]].concat());
        let rows = rows(&dir.path().join("report"));
        let untimed: Vec<&Row> = rows
            .iter()
            .filter(|row| {
                row["lane"] == "file-now" && has(row, "unproved", "liquidated-over-80-days")
            })
            .collect();
        let last_day = |row: &Row| day(&row["projected_liquidation"]).map(|day| day.plus(80));
        let is_past = |row: &&Row| last_day(row) < day(&as_of) && last_day(row).is_some();
        let past = sum(untimed.iter().copied().filter(is_past));
        let entries = untimed.len();
        let (subject, verb) =
            (format!("{entries} entries"), if past.0 == 1 { "is" } else { "are" });
        let of_them = match past.0 {
            0 => String::new(),
            past_entries => format!(
                " If they liquidated on the usual cycle, {past_entries} of them {verb} already past \
                 day 80 ({}).",
                refund_told(past)
            ),
        };
        let caution = format!(
            "The 80-day test was not run for {subject} in lane file-now: no liquidation date is \
             known.{of_them} Bring"
        );
        assert!(on_one_line(&told).contains(&caution), "{caution}\n{told}");
        seen.insert(past.0);
        // Then on a last day itself, which is not past yet, and on the day after it.
        let mut days: Vec<Day> = untimed.iter().filter_map(|row| last_day(row)).collect();
        days.sort();
        let middle = days[days.len() / 2];
        as_of = match day(&as_of) == Some(middle) {
            true => middle.plus(1).to_string(),
            false => middle.to_string(),
        };
    }
    assert!(seen.len() > 2, "{seen:?}");
}

#[test]
fn entries_said_to_be_open_long_after_the_usual_cycle_are_told() {
    let dir = TempDir::new().unwrap();
    export(dir.path(), &[]);
    let mut told_of = 0;
    for as_of in ["2026-05-15", "2026-10-01", "2027-01-15"] {
        let options =
            ["--as-of", as_of, "--out", "report", "--force", "--only", "entries,declarations"];
        let told = run(dir.path(), &[&["analyze", "export.csv"], &options[..]].concat());
        let rows = rows(&dir.path().join("report"));
        let is_past = |row: &Row| {
            day(&row["projected_liquidation"]).is_some_and(|d| d.plus(80) < day(as_of).unwrap())
        };
        let overdue = sum(rows.iter().filter(|row| {
            row["lane"] == "file-now"
                && !has(row, "unproved", "liquidated-over-80-days")
                && row["liquidation_state"] == "unliquidated"
                && is_past(row)
        }));
        let told = on_one_line(&told);
        match overdue.0 {
            0 => assert!(!told.contains("said not to be liquidated"), "{told}"),
            entries => {
                let (noun, verb) = if entries == 1 { ("entry", "is") } else { ("entries", "are") };
                let caution = format!(
                    "{entries} {noun} in lane file-now ({}) {verb} said not to be liquidated",
                    refund_told(overdue)
                );
                assert!(told.contains(&caution), "{caution}\n{told}");
                told_of += 1;
            }
        }
    }
    assert!(told_of > 0);
}

#[test]
fn upload_files_hold_the_entries_of_the_lanes_asked_for_and_no_other() {
    let dir = TempDir::new().unwrap();
    export(dir.path(), &[]);
    for (more, lanes) in
        [(&[][..], &["file-now"][..]), (&["--include-review"], &["file-now", "review"])]
    {
        let options = [
            "--as-of",
            "2026-05-15",
            "--out",
            "report",
            "--force",
            "--only",
            "entries,declarations",
        ];
        run(dir.path(), &[&["analyze", "export.csv"], &options[..], more].concat());
        let report = dir.path().join("report");
        let mut uploaded = BTreeSet::new();
        for file in std::fs::read_dir(report.join("declarations")).unwrap() {
            let path = file.unwrap().path();
            if path.ends_with("declarations.csv") {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            for number in text.lines().skip(1) {
                assert!(uploaded.insert(number.to_owned()), "{number} twice");
            }
        }
        let rows = rows(&report);
        let wanted: BTreeSet<String> = rows
            .iter()
            .filter(|row| lanes.contains(&row["lane"].as_str()) && cents(&row["refund_high"]) > 0)
            .map(|row| row["entry_number"].clone())
            .collect();
        let differing: Vec<_> = uploaded.symmetric_difference(&wanted).collect();
        assert!(differing.is_empty(), "{lanes:?}: {differing:?}");
        assert!(lanes.iter().all(|lane| rows.iter().any(|row| row["lane"] == *lane)));
    }
}
