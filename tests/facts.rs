//! Facts by entry number: laid over the exports cell by cell, and never lost in silence.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::collections::BTreeMap;

const EXPORT: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,Line Tariff Duty Amount,\
    Liquidation Date,Liquidation Status\n\
    9Q910000011,01,98-765432100,05/20/2025,1,1,99030125,1000.00,04/01/2026,Liquidated\n";

/// What a run with these facts files leaves: the row of the one entry, and the summary.
fn run(facts: &[&str]) -> (BTreeMap<String, String>, serde_json::Value) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    std::fs::write(dir.path().join("export.csv"), EXPORT).unwrap();
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(dir.path());
    command.args(["analyze", "export.csv", "--as-of", "2026-05-15", "--quiet", "--out", "out"]);
    for (at, text) in facts.iter().enumerate() {
        let name = format!("facts-{at}.csv");
        std::fs::write(dir.path().join(&name), text).unwrap();
        command.args(["--facts", &name]);
    }
    command.assert().success();
    let mut reader = csv::Reader::from_path(out.join("entries.csv")).unwrap();
    let entry = reader.deserialize().next().unwrap().unwrap();
    let summary = std::fs::read_to_string(out.join("summary.json")).unwrap();
    (entry, serde_json::from_str(&summary).unwrap())
}

#[test]
fn the_later_file_wins_cell_by_cell_and_a_blank_overrides_nothing() {
    let (entry, _) = run(&[
        "Entry Number,liquidation_date,importer_number\n9Q910000011,04/02/2026,11-111111100\n",
        "Entry Number,liquidation_date,importer_number\n9Q910000011,04/03/2026,\n",
    ]);
    assert_eq!(entry["liquidation_date"], "2026-04-03");
    assert_eq!(entry["importer_number"], "11-111111100");
}

#[test]
fn a_good_fact_replaces_an_unreadable_one() {
    let bad = "Entry Number,liquidation_date\n9Q910000011,rubbish\n";
    let good = "Entry Number,liquidation_date\n9Q910000011,04/03/2026\n";
    let (entry, _) = run(&[bad]);
    assert!(entry["findings"].contains("unreadable-value"));
    let (entry, _) = run(&[bad, good]);
    assert!(!entry["findings"].contains("unreadable-value"));
}

#[test]
fn facts_of_entries_that_no_export_holds_are_named() {
    let (_, summary) =
        run(&["Entry Number,drawback\n9Q910000011,N\n9Q910000029,Y\n9Q9-1000003-7,Y\n"]);
    let warnings = summary["warnings"].to_string();
    let said = "Of the 3 entries named in the facts files, 2 are in no export: 9Q910000029, \
        9Q910000037. Their facts are not used; check the numbers.";
    assert!(warnings.contains(said), "{warnings}");
    assert_eq!(summary["facts"]["used"], 1);
    let (_, summary) = run(&["Entry Number,drawback\n9Q910000029,Y\n"]);
    let said = "Of the 1 entry named in the facts files, 1 is in no export: 9Q910000029. Its";
    assert!(summary["warnings"].to_string().contains(said), "{summary}");
}

#[test]
fn entries_of_the_export_without_an_ieepa_row_are_no_strangers() {
    let more = "9Q910000029,01,98-765432100,05/20/2025,1,1,3926909985,100.00,,\n\
        9Q910000037,01,98-765432100,05/20/2025,1,1,99038803,100.00,,\n";
    let dir = tempfile::tempdir().unwrap();
    let facts = "Entry Number,drawback\n9Q910000011,N\n9Q910000029,Y\n9Q910000037,Y\n";
    std::fs::write(dir.path().join("facts.csv"), facts).unwrap();
    // In memory, and through temporary files.
    for (rows, options) in [(1, ""), (30_000, "--max-memory 43M --jobs 1 --chunk-size 100")] {
        let export = format!("{EXPORT}{}", more.repeat(rows));
        std::fs::write(dir.path().join("export.csv"), export).unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(dir.path());
        command.args(["analyze", "export.csv", "--facts", "facts.csv", "--quiet", "--force"]);
        command.args(["--out", "out"]).args(options.split_whitespace()).assert().success();
        let summary = std::fs::read_to_string(dir.path().join("out/summary.json")).unwrap();
        let said = "Of the 3 entries named in the facts files, 2 have rows in the exports and no \
            IEEPA row: nothing to refund";
        assert!(summary.contains(said), "{summary}");
        assert!(!summary.contains("in no export"), "{summary}");
        let manifest = std::fs::read_to_string(dir.path().join("out/manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["spilled_bytes"].as_u64().unwrap() > 0, rows > 1);
    }
}

#[test]
fn facts_rows_that_cannot_be_used_are_said() {
    let (_, summary) = run(&["Entry Number,drawback\n9Q9?,Y\n9Q910000011,N,too many\n"]);
    let warnings = summary["warnings"].to_string();
    assert!(warnings.contains("2 row(s) of the facts files could not be used"), "{warnings}");
    assert!(summary["facts"]["unused_rows"][0].as_str().unwrap().contains("`9Q9?`"));
}

#[test]
fn a_fact_moves_no_row_out_of_the_period() {
    let (entry, _) = run(&["Entry Number,entry_date\n9Q910000011,03/01/2026\n"]);
    assert_eq!(entry["refund_high"], "1000.00");
    assert_eq!(entry["entry_date"], "2026-03-01");
}

#[test]
fn a_claim_file_does_not_declare_what_failed() {
    let claims = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
        =\"9Q910000011\",=\"100000000001\",Failed,PROTEST ON ENTRY\n";
    let (entry, _) = run(&[claims]);
    assert!(entry["findings"].contains("refused-before"));
    assert!(!entry["findings"].contains("already-declared"));
    assert!(!entry["unproved"].contains("already-declared"));
}

#[test]
fn a_claim_column_in_a_file_of_no_known_shape_is_not_guessed() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("export.csv"), EXPORT).unwrap();
    let claims = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS\n9Q910000011,100000000001,Failed\n";
    std::fs::write(dir.path().join("claims.csv"), claims).unwrap();
    let output = Command::cargo_bin("capeprep")
        .unwrap()
        .current_dir(dir.path())
        .args(["analyze", "export.csv", "--facts", "claims.csv", "--out", "out", "--quiet"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("`CLAIM_NUMBER` may be declared_claim, but"), "{message}");
}
