//! Upload files of any portfolio, byte by byte as CBP's template wants them.

use capeprep::domain::EntryNumber;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

const HEADER: &str = "entry_number,importer_number,hts,row_duty,entry_date,line_number,\
    tariff_ordinal,liquidation_date,entry_type,protest_status,declared_claim,importer_name\n";

/// One entry: filer, importer, number of its kind.
type Entry = (usize, usize, usize);

const FILERS: [&str; 3] = ["9Q9", "ZZX", "017"];
const IMPORTERS: [&str; 6] =
    ["98-765432100", "98-765432101", "123-45-6789", "../x", "CON", "\u{1b}[2Jé=1"];
/// Duty, entry date, liquidation date, type, protest, earlier claim, and what makes a row no row.
const KINDS: [[&str; 6]; 12] = [
    ["10.00", "05/20/2025", "", "01", "", ""],
    ["10.00", "05/20/2025", "05/01/2026", "01", "", ""],
    ["12.34", "05/20/2025", "04/10/2026", "11", "", ""],
    ["10.00", "05/20/2025", "01/02/2026", "01", "", ""],
    ["10.00", "05/20/2025", "03/01/2025", "01", "", ""],
    ["10.00", "05/20/2025", "", "08", "", ""],
    ["10.00", "05/20/2025", "", "01", "Open", ""],
    ["10.00", "05/20/2025", "", "01", "", "100000000001"],
    ["0.00", "05/20/2025", "", "01", "", ""],
    ["=1+1", "05/20/2025", "", "01", "", ""],
    ["10.00", "soon", "", "01", "", ""],
    ["10.00", "05/20/2027", "", "01", "", ""],
];

fn export(entries: &[Entry]) -> String {
    let mut csv = HEADER.to_owned();
    for (at, (filer, importer, kind)) in entries.iter().enumerate() {
        let number = format!("{}{at:07}", FILERS[filer % FILERS.len()]);
        let number = EntryNumber::with_check_digit(&number).unwrap();
        let importer = IMPORTERS[importer % IMPORTERS.len()];
        let [duty, date, liquidated, form, protest, claim] = KINDS[kind % KINDS.len()];
        writeln!(
            csv,
            "{number},{importer},99030124,{duty},{date},1,1,{liquidated},{form},{protest},{claim},"
        )
        .unwrap();
    }
    csv
}

/// Makes the upload files and looks at each byte; returns how many entries stand in each.
fn declared(entries: &[Entry], options: &[&str]) -> BTreeMap<String, usize> {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("in.csv"), dir.path().join("out"));
    std::fs::write(&input, export(entries)).unwrap();
    let mut command = assert_cmd::Command::cargo_bin("capeprep").unwrap();
    command.args(["analyze", "--as-of", "2026-05-15", "--only", "declarations,entries,rejected"]);
    command.args(["--quiet", "--out"]).arg(&out).arg(&input).args(options).assert().success();

    let rows = table(&out.join("entries.csv"));
    let lanes: &[&str] = match options.contains(&"--include-review") {
        true => &["file-now", "review"],
        false => &["file-now"],
    };
    let wanted: BTreeSet<&str> = rows
        .iter()
        .filter(|row| lanes.contains(&row["lane"].as_str()) && row["refund_high"] != "0.00")
        .map(|row| row["entry_number"].as_str())
        .collect();
    let of_entry: BTreeMap<&str, (&str, &str)> = rows
        .iter()
        .map(|row| {
            (row["entry_number"].as_str(), (&row["filer_code"][..], &row["importer_number"][..]))
        })
        .collect();
    let rejected: BTreeSet<String> = table(&out.join("rejected_rows.csv"))
        .iter()
        .map(|row| row["entry_number"].clone())
        .collect();
    let index = table(&out.join("declarations/declarations.csv"));
    let mut declared = BTreeSet::new();
    let mut sizes = BTreeMap::new();
    for row in &index {
        let name = row["file"].clone();
        let safe = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        assert!(name.starts_with("cape-") && name.ends_with(".csv") && name.len() < 70);
        assert!(name.chars().all(safe), "{name}");
        assert!(!name.contains("6789"), "{name}: no number of a person in a file name");
        let bytes = std::fs::read(out.join("declarations").join(&name)).unwrap();
        let numbers = numbers(&bytes, &name);
        assert_eq!(numbers.len().to_string(), row["entries"], "{name}");
        let mut accounts = BTreeSet::new();
        for number in &numbers {
            assert!(declared.insert(number.clone()), "{number} stands in two files");
            assert!(!rejected.contains(number), "{number} is of a rejected row");
            accounts.insert(of_entry[number.as_str()]);
        }
        if options.contains(&"--filer-code") {
            accounts = accounts.into_iter().map(|(filer, _)| (filer, "")).collect();
        }
        if options.contains(&"--importer") {
            accounts = accounts.into_iter().map(|(_, importer)| ("", importer)).collect();
        }
        assert_eq!(accounts.len(), 1, "{name}: {accounts:?}");
        sizes.insert(name, numbers.len());
    }
    let declared: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
    assert_eq!(declared, wanted, "each entry to be filed stands in one file");
    // Nothing else lies there, and no two names are one where case does not count.
    let there = std::fs::read_dir(out.join("declarations")).unwrap().count();
    assert_eq!(there, sizes.len() + 1);
    let folded: BTreeSet<String> = sizes.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), sizes.len());
    sizes
}

/// The entry numbers of an upload file: a header, then 11 characters a line, each line ended by CRLF
/// and nothing behind the last.
fn numbers(bytes: &[u8], name: &str) -> Vec<String> {
    let body = bytes.strip_prefix(b"Entry Number\r\n").expect("the header of the template, no BOM");
    assert!(bytes.len() <= 1_000_000 && body.len().is_multiple_of(13), "{name}");
    let lines: Vec<&[u8]> = body.chunks(13).collect();
    assert!((1..=9_999).contains(&lines.len()), "{name}: {} entries", lines.len());
    let number = |line: &&[u8]| {
        let (number, end) = line.split_at(11);
        assert!(end == b"\r\n" && number.iter().all(u8::is_ascii_alphanumeric), "{name}");
        String::from_utf8(number.to_vec()).unwrap()
    };
    lines.iter().map(number).collect()
}

fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn upload_files_of_any_portfolio_are_what_the_template_wants() {
    let entries = prop::collection::vec((0..3usize, 0..6usize, 0..12usize), 1..60);
    let options = prop::sample::select(vec![
        vec![],
        vec!["--include-review"],
        vec!["--filer-code", "9Q9", "--filer-code", "017"],
        vec!["--importer", "98765432100", "--importer", "123-45-6789"],
    ]);
    let config = Config { cases: 16, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    )
    .run(&(entries, options), |(entries, options)| {
        declared(&entries, &options);
        Ok(())
    })
    .unwrap();
    // Twice the cap and more; tests/declarations.rs has the cap itself and one more.
    let entries: Vec<Entry> = (0..20_001).map(|at| (0, 0, at % 3)).collect();
    let sizes = declared(&entries, &[]);
    assert_eq!(sizes.values().copied().collect::<Vec<_>>(), [9_999, 9_999, 3]);
}
