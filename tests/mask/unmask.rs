//! Back from pseudonyms, with the key.

use super::portfolio::Reports;
use assert_cmd::Command;
use predicates::str::contains;
use std::collections::BTreeSet;

fn unmask(reports: &Reports, key: &str, pseudonyms: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.arg("unmask").arg("--key").arg(reports.path(key)).args(pseudonyms).assert()
}

#[test]
fn the_key_turns_the_numbers_of_a_copy_back() {
    let reports = Reports::plain();
    let rows = reports.table("masked/entries.csv");
    let masked: Vec<&str> = rows.iter().map(|row| row["entry_number"].as_str()).collect();
    let assert = unmask(reports, "kept.key", &masked);
    let out = String::from_utf8(assert.success().get_output().stdout.clone()).unwrap();
    let found: BTreeSet<&str> = out
        .lines()
        .filter(|line| line.contains("entry number,"))
        .filter_map(|line| line.rsplit_once(','))
        .map(|(_, number)| number)
        .collect();
    let real = reports.table("out/entries.csv");
    let real: BTreeSet<&str> = real.iter().map(|row| row["entry_number"].as_str()).collect();
    assert_eq!(found, real);

    let mask = reports.mask();
    let importer = capeprep::domain::ImporterNumber::read(b"69-100000100").unwrap();
    let importer = mask.importer(&importer).to_string();
    let filer = mask.filer_code("9Q9");
    // Without a suffix it has no form of an importer number, and is one all the same.
    let short = capeprep::domain::ImporterNumber::read(b"69-1000001").unwrap();
    let short = mask.importer(&short).to_string();
    unmask(reports, "kept.key", &[&importer, &filer, &short])
        .success()
        .stdout(contains(",importer number,69-100000100\n"))
        .stdout(contains(",importer number,69-1000001\n"))
        .stdout(contains(",filer code,9Q9\n"));
}

#[test]
fn what_cannot_be_turned_back_is_said() {
    let reports = Reports::plain();
    unmask(reports, "kept.key", &["Importer 7K2QM4PX9A!"]).code(2).stderr(contains("names"));
    // What can be turned back is told all the same.
    unmask(reports, "kept.key", &["no!", "9Q910000011"])
        .code(2)
        .stdout(contains("9Q910000011,entry number,"));
    unmask(reports, "no.key", &["9Q910000011"]).code(1).stderr(contains("there is no key file"));
}
