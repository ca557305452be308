//! The upload files are what CBP's template wants, for each route and at the cap.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::domain::EntryNumber;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount,Liquidation Date\n";

/// One eligible entry of $10.00: filer code, serial, importer, liquidation date.
fn row(csv: &mut String, filer: &str, serial: u32, importer: &str, liquidated: &str) {
    let number = EntryNumber::with_check_digit(&format!("{filer}{serial:07}")).unwrap();
    writeln!(csv, "{number},01,{importer},06/01/2025,1,1,99030125,0,10.00,{liquidated}").unwrap();
}

/// Runs the program and returns the upload files by name.
fn declare(dir: &Path, csv: &str, options: &[&str]) -> BTreeMap<String, String> {
    let input = dir.join("in.csv");
    std::fs::write(&input, csv).unwrap();
    let out = dir.join("out");
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["analyze", "--as-of", "2026-05-15", "--only", "declarations"])
        .args(["--quiet", "--force", "--out"])
        .arg(&out)
        .arg(&input)
        .args(options)
        .assert()
        .success();
    let names: BTreeSet<PathBuf> = std::fs::read_dir(out.join("declarations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    names.iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap())).collect()
}

fn entries(file: &str) -> Vec<&str> {
    let mut lines = file.split("\r\n");
    assert_eq!(lines.next(), Some("Entry Number"));
    let entries: Vec<&str> = lines.collect();
    assert_eq!(entries.last(), Some(&""), "the last line is ended too");
    let entries = entries[..entries.len() - 1].to_vec();
    assert!(entries.iter().all(|e| e.len() == 11 && e.bytes().all(|b| b.is_ascii_alphanumeric())));
    entries
}

#[test]
fn files_are_filled_to_9_999_entries() {
    let dir = tempfile::tempdir().unwrap();
    for (count, sizes) in
        [(9_999, vec![9_999]), (10_000, vec![9_999, 1]), (19_999, vec![9_999, 9_999, 1])]
    {
        let mut csv = HEADER.to_string();
        (0..count).for_each(|n| row(&mut csv, "9Q9", n, "98-765432100", ""));
        let files = declare(dir.path(), &csv, &[]);
        let found: Vec<usize> = files
            .iter()
            .filter(|(name, _)| *name != "declarations.csv")
            .map(|(_, file)| entries(file).len())
            .collect();
        assert_eq!(found, sizes);
        assert!(files.values().all(|file| file.len() < 1_000_000), "CBP takes 1 MB");
        let all: BTreeSet<&str> = files
            .iter()
            .filter(|(name, _)| *name != "declarations.csv")
            .flat_map(|(_, file)| entries(file))
            .collect();
        assert_eq!(all.len(), count as usize, "each entry once");
    }
}

#[test]
fn the_nearest_deadline_comes_first_and_undated_entries_last() {
    let dir = tempfile::tempdir().unwrap();
    let mut csv = HEADER.to_string();
    for (serial, liquidated) in [(1, ""), (2, "05/01/2026"), (3, "03/20/2026"), (4, "")] {
        row(&mut csv, "9Q9", serial, "98-765432100", liquidated);
    }
    let files = declare(dir.path(), &csv, &[]);
    let serials: Vec<&str> =
        entries(&files["cape-9Q9-98765432100-001.csv"]).iter().map(|e| &e[9..10]).collect();
    assert_eq!(serials, ["3", "2", "1", "4"]);
    assert_eq!(
        files["declarations.csv"],
        "file,filer_code,importer_number,entries,refund_low,refund_high,first_deadline\n\
         cape-9Q9-98765432100-001.csv,9Q9,98-765432100,4,40.00,40.00,2026-06-08\n"
    );
}

/// Two filers, two importers, one entry each.
fn four() -> String {
    let mut csv = HEADER.to_string();
    for (filer, importer) in [
        ("9Q9", "98-765432100"),
        ("9Q9", "98-765432101"),
        ("ABC", "98-765432100"),
        ("ABC", "98-765432101"),
    ] {
        row(&mut csv, filer, 1 + u32::from(importer.ends_with('1')), importer, "");
    }
    csv
}

fn sizes(files: &BTreeMap<String, String>) -> Vec<(&str, usize)> {
    files
        .iter()
        .filter(|(name, _)| *name != "declarations.csv")
        .map(|(name, file)| (name.as_str(), entries(file).len()))
        .collect()
}

#[test]
fn without_a_route_files_are_cut_by_filer_and_importer() {
    let dir = tempfile::tempdir().unwrap();
    let files = declare(dir.path(), &four(), &[]);
    assert_eq!(sizes(&files).len(), 4);
}

#[test]
fn a_broker_never_mixes_filer_codes() {
    let dir = tempfile::tempdir().unwrap();
    let files = declare(dir.path(), &four(), &["--filer-code", "9Q9"]);
    assert_eq!(sizes(&files), [("cape-9Q9-001.csv", 2)]);
    let files = declare(dir.path(), &four(), &["--filer-code", "9q9", "--filer-code", "ABC"]);
    assert_eq!(sizes(&files), [("cape-9Q9-001.csv", 2), ("cape-ABC-001.csv", 2)]);
}

#[test]
fn an_importer_never_mixes_iors() {
    let dir = tempfile::tempdir().unwrap();
    let files = declare(dir.path(), &four(), &["--importer", "98765432100"]);
    assert_eq!(sizes(&files), [("cape-98765432100-001.csv", 2)]);
}

#[test]
fn importers_that_spell_alike_get_files_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let mut csv = HEADER.to_string();
    row(&mut csv, "9Q9", 1, "A.B", "");
    row(&mut csv, "9Q9", 2, "a/b", "");
    let files = declare(dir.path(), &csv, &[]);
    assert_eq!(sizes(&files), [("cape-9Q9-AB-001.csv", 1), ("cape-9Q9-ab-account2-001.csv", 1)]);
}
