//! `--hts-rates`: the tariff closes the range of floor rows, says how far, and never widens it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const HTS_HEADER: &str = "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,\
    Special Rate of Duty,Column 2 Rate of Duty,Quota Quantity,Additional Duties\n";
const EXPORT_HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Country of Origin Code,Line SPI Code,Tariff Ordinal Number,\
    HTS Number - Full,Line Tariff Goods Value Amount,Line Tariff Duty Amount,\
    Column 1 Current Primary Duty Rate\n";

/// A line of a floor code: the heading and its duty; number, value, duty and rate cell of the base
/// row; the preference claimed.
struct Line<'a> {
    floor: (&'a str, &'a str),
    base: (&'a str, &'a str, &'a str, &'a str),
    spi: &'a str,
}

/// Combined filing of $10,000 with 15 %.
const COMBINED: Line<'_> =
    Line { floor: ("99030220", "1500"), base: ("8481803090", "10000", "0", ""), spi: "" };

fn export(lines: &[Line<'_>]) -> String {
    let mut csv = EXPORT_HEADER.to_string();
    for (at, line) in lines.iter().enumerate() {
        let Line { floor: (code, paid), base: (number, value, duty, rate), spi } = line;
        let start = format!("9Q910000011,01,98-765432100,2025-09-02,{},DE,{spi}", at + 1);
        writeln!(csv, "{start},1,{code},0,{paid},").unwrap();
        if !number.is_empty() {
            writeln!(csv, "{start},2,{number},{value},{duty},{rate}").unwrap();
        }
    }
    csv
}

/// What a run says: refund of the one entry, what its floor rows say, and the summary.
struct Outcome {
    refund: (String, String),
    finding: String,
    summary: Value,
    manifest: Value,
}

fn run(lines: &[Line<'_>], tariff: Option<&str>) -> Outcome {
    run_on(&export(lines), tariff)
}

fn run_on(export: &str, tariff: Option<&str>) -> Outcome {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("in.csv"), export).unwrap();
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(dir.path());
    command.args(["analyze", "in.csv", "--as-of", "2026-05-15", "--quiet", "--out", "out"]);
    if let Some(tariff) = tariff {
        std::fs::write(dir.path().join("hts.csv"), format!("{HTS_HEADER}{tariff}")).unwrap();
        command.args(["--hts-rates", "hts.csv"]);
    }
    command.assert().success();
    let out = dir.path().join("out");
    let entry = rows(&out.join("entries.csv")).remove(0);
    let mut findings = rows(&out.join("findings.csv"));
    findings.retain(|row| row["code"] == "floor-combined");
    Outcome {
        refund: (entry["refund_low"].clone(), entry["refund_high"].clone()),
        finding: findings.first().map(|row| row["detail"].clone()).unwrap_or_default(),
        summary: json(&out.join("summary.json")),
        manifest: json(&out.join("manifest.json")),
    }
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn range(low: &str, high: &str) -> (String, String) {
    (low.to_string(), high.to_string())
}

#[test]
fn vectors_11_to_14_by_the_tariff_instead_of_the_export() {
    let tariff =
        |rate: &str| format!("8481.80.30,3,Valves,,{rate},,,,\n8481.80.30.90,4,Other,,,,,,\n");
    let split =
        Line { floor: ("99030220", "1250"), base: ("8481803090", "10000", "250", ""), spi: "" };
    let none =
        Line { floor: ("99030219", "0"), base: ("8481803090", "10000", "1600", ""), spi: "" };
    for (line, rate, without, with) in [
        (COMBINED, "2.5%", range("0.00", "1500.00"), range("1250.00", "1250.00")),
        (COMBINED, "Free", range("0.00", "1500.00"), range("1500.00", "1500.00")),
        (split, "2.5%", range("1250.00", "1250.00"), range("1250.00", "1250.00")),
        (none, "16%", range("0.00", "0.00"), range("0.00", "0.00")),
    ] {
        let lines = [line];
        assert_eq!(run(&lines, None).refund, without);
        assert_eq!(run(&lines, Some(&tariff(rate))).refund, with, "{rate}");
    }
}

#[test]
fn facts_and_export_come_before_the_tariff() {
    let tariff = "8481.80.30,3,Valves,,5.6%,,,,\n";
    let known = Line { base: ("8481803090", "10000", "0", "2.5%"), ..COMBINED };
    let outcome = run(&[known], Some(tariff));
    assert_eq!(outcome.refund, range("1250.00", "1250.00"));
    assert!(outcome.finding.contains("rate from the export"), "{}", outcome.finding);
    assert_eq!(outcome.summary["hts_rates"]["rows_resolved"], 0);
    // What the export says first decides, even where it is no rate.
    let odd = Line { base: ("8481803090", "10000", "0", "3.7 cents/kg"), ..COMBINED };
    let outcome = run(&[odd], Some(tariff));
    assert_eq!(outcome.refund, range("0.00", "1500.00"));
    assert!(outcome.finding.contains("`3.7 cents/kg`: no ad valorem rate"), "{}", outcome.finding);
}

#[test]
fn one_rate_of_the_facts_for_two_numbers_is_said() {
    let finding = |second| {
        let dir = tempfile::tempdir().unwrap();
        let other = Line { base: (second, "10000", "0", ""), ..COMBINED };
        std::fs::write(dir.path().join("in.csv"), export(&[COMBINED, other])).unwrap();
        let facts = "Entry Number,column1_rate\n9Q910000011,2.5%\n";
        std::fs::write(dir.path().join("facts.csv"), facts).unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(dir.path());
        command.args(["analyze", "in.csv", "--as-of", "2026-05-15", "--quiet", "--out", "out"]);
        command.args(["--facts", "facts.csv"]).assert().success();
        let findings = rows(&dir.path().join("out/findings.csv"));
        findings.iter().find(|row| row["code"] == "floor-combined").unwrap()["detail"].clone()
    };
    let two = finding("8471300100");
    let said = "one rate of the facts file for base numbers 8481.80.30 and 8471.30.01) is 1250.00";
    assert!(two.contains(said), "{two}");
    let same = finding("8481803010");
    assert!(same.contains("rate from --facts) is") && !same.contains("one rate"), "{same}");
}

#[test]
fn every_reason_for_a_range_is_said_and_counted() {
    let tariff = "8481.80.30,3,Valves,,5.6%,,,,\n\
        8471.30.01,3,Computers,,3.4c/kg + 8.5%,,,,\n\
        9403.60.80,3,old,,2%,,,,\n\
        9403.60.80,3,new,,3%,,,,\n";
    let of = |number, value| Line { base: (number, value, "0", ""), ..COMBINED };
    let lines = [
        COMBINED,
        of("8471300100", "10000"),
        of("9403608081", "10000"),
        of("0101210010", "10000"),
        of("848180", "10000"),
        of("", ""),
        of("8481803090", "0"),
    ];
    let outcome = run(&lines, Some(tariff));
    for said in [
        "9903.02.20 on line 1: 1500.00 less column 1 (5.6% of 10000.00, rate of 8481.80.30 in hts.csv \
         record 2) is 940.00",
        "column 1 of 8471.30.01 is `3.4c/kg + 8.5%` in hts.csv record 3: no ad valorem rate, so \
         between 0.00 and 1500.00 comes back",
        "column 1 of 9403.60.80 is both `2%` and `3%` in hts.csv record 4 and 5",
        "0101.21.00 is not in hts.csv",
        "on line 5: the line has no row of chapters 1-97 with eight digits",
    ] {
        assert!(outcome.finding.contains(said), "{said}\n{}", outcome.finding);
    }
    assert_eq!(outcome.refund, range("940.00", "9940.00"));
    let summary = &outcome.summary["hts_rates"];
    assert_eq!((&summary["rows_resolved"], &summary["rows_still_a_range"]), (&1.into(), &6.into()));
    let because = &summary["still_a_range_because"];
    let count = |why: &str| because[why].as_u64().unwrap();
    assert_eq!((count("no_ad_valorem_rate"), count("two_rates")), (1, 1));
    assert_eq!((count("no_such_number"), count("no_number_on_line")), (1, 2));
    assert_eq!(count("no_goods_value"), 1);
    assert_eq!(summary["narrowed_by"], "1500.00");
    for place in [summary, &outcome.manifest["hts_rates"]] {
        assert_eq!((&place["file"], &place["lines"]), (&"hts.csv".into(), &4.into()));
        assert_eq!(place["sha256"].as_str().unwrap().len(), 64);
    }
    assert_eq!(run(&lines, None).summary["hts_rates"], Value::Null);
}

#[test]
fn a_claimed_preference_leaves_a_range_between_general_and_special() {
    let tariff = "8481.80.30,3,Valves,,5.6%,\"Free (A+,KR) 1.6% (JP)\",,,\n";
    let line = |code, spi| Line { floor: (code, "1500"), spi, ..COMBINED };
    for (code, spi, refund) in [
        ("99030280", "", range("940.00", "940.00")),
        ("99030280", "KR", range("940.00", "1500.00")),
        ("99030273", "jp", range("940.00", "1340.00")),
        // Where only the general rate comes off, a preference changes nothing.
        ("99030220", "KR", range("940.00", "940.00")),
        ("99030280", "A+", range("940.00", "940.00")),
    ] {
        let outcome = run(&[line(code, spi)], Some(tariff));
        assert_eq!(outcome.refund, refund, "{code} {spi}: {}", outcome.finding);
        let preference = u64::from(outcome.refund.0 != outcome.refund.1);
        let because = &outcome.summary["hts_rates"]["still_a_range_because"];
        assert_eq!(because["preference_claimed"], preference);
        assert_eq!(outcome.finding.contains("is not settled"), preference == 1);
    }
    // The row of the goods may claim it, or that of the floor code alone.
    for row in [1, 2] {
        let claims = |csv: &str| {
            let mut rows: Vec<String> = csv.lines().map(str::to_owned).collect();
            rows[row] = rows[row].replace(",DE,,", ",DE,KR,");
            rows.join("\n")
        };
        let text = claims(&export(&[line("99030280", "")]));
        assert_eq!(run_on(&text, Some(tariff)).refund, range("940.00", "1500.00"), "{text}");
    }
    // A number without that preference has the general rate only.
    let tariff = "8481.80.30,3,Valves,,5.6%,Free (A+),,,\n";
    assert_eq!(run(&[line("99030280", "KR")], Some(tariff)).refund, range("940.00", "940.00"));
}

#[test]
fn the_demo_range_narrows_and_the_summary_says_by_how_much() {
    let analyze = |more: &[&str]| {
        let dir = tempfile::tempdir().unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(ROOT);
        command.args(["analyze", "fixtures/demo", "--as-of", "2026-05-15", "--no-progress"]);
        let out = command.args(more).arg("--out").arg(dir.path()).output().unwrap();
        assert!(out.status.success());
        let mut files = BTreeMap::new();
        for name in ["entries.csv", "groups.csv", "findings.csv", "lines.csv", "summary.json"] {
            files.insert(name, std::fs::read_to_string(dir.path().join(name)).unwrap());
        }
        let summary: Value = serde_json::from_str(&files["summary.json"]).unwrap();
        (String::from_utf8(out.stdout).unwrap(), summary, files)
    };
    let cents = |summary: &Value, end: &str| {
        summary["refund"][end].as_str().unwrap().replace('.', "").parse::<i64>().unwrap()
    };
    let (_, without, _) = analyze(&[]);
    let csv = "fixtures/demo-hts-rates/hts-excerpt.csv";
    let (printed, with, files) = analyze(&["--hts-rates", csv, "--jobs", "1"]);
    let said = format!(
        "--hts-rates {csv} narrowed the range by $2,130.00 on 2 rows; 2 rows stay a range \
         (compound or specific rate 1, no number of chapters 1-97 on the line 1). It must be the \
         edition in force on the entry dates."
    );
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(printed.contains(&said), "{printed}");
    let (low, high) = (cents(&with, "low"), cents(&with, "high"));
    let (lowest, highest) = (cents(&without, "low"), cents(&without, "high"));
    assert!(lowest <= low && low <= high && high <= highest);
    assert_eq!((highest - lowest) - (high - low), 213_000);
    assert_eq!(with["hts_rates"]["narrowed_by"], "2130.00");
    for more in [&["--jobs", "2", "--chunk-size", "700"][..], &["--max-memory", "64M"]] {
        let (_, _, again) = analyze(&[&["--hts-rates", csv][..], more].concat());
        assert!(files == again, "{more:?}");
    }
    // The other form of the same tariff gives the same money.
    let other = "fixtures/demo-hts-rates/hts-excerpt.json";
    let (_, json, again) = analyze(&["--hts-rates", other]);
    assert_eq!((&json["refund"], &json["interest"]), (&with["refund"], &with["interest"]));
    assert!(again["lines.csv"] == files["lines.csv"]);
}

#[test]
fn a_file_that_is_no_tariff_stops_the_run_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("in.csv"), export(&[COMBINED])).unwrap();
    let refused = |text: &str| {
        std::fs::write(dir.path().join("hts.csv"), text).unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(dir.path());
        command.args(["analyze", "in.csv", "--hts-rates", "hts.csv", "--out", "out"]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(!dir.path().join("out").exists());
        String::from_utf8(output.stderr).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(refused("").contains("hts.csv: the file is empty"));
    assert!(refused("a,b\n1,2\n").contains("no column for `HTS Number`, `Indent`"));
    assert!(refused("[{\"htsno\": \"8481\"").contains("not readable as JSON: EOF"));
    assert!(refused(HTS_HEADER).contains("none of its 0 tariff line(s) has a rate"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn with_rates_the_refund_lies_within_the_range_without(
        lines in prop::collection::vec(
            (prop::sample::select(vec!["99030220", "99030273", "99030280", "99030283"]),
             -200i64..3000, prop::sample::select(vec!["8481803090", "8471300100", "9403608081", ""]),
             0i64..20_000, prop::sample::select(vec!["", "KR", "JP"])), 1..6),
        rates in prop::collection::vec(
            prop::sample::select(vec!["Free", "2.5%", "14%", "40%", "3c/kg", ""]), 3),
        special in prop::sample::select(vec!["", "Free (KR,JP)", "20% (KR) 1c/kg (JP)"]),
    ) {
        let texts: Vec<_> = lines.iter().map(|l| (l.1.to_string(), l.3.to_string())).collect();
        let lines: Vec<Line<'_>> = lines.iter().zip(&texts).map(|(line, (duty, value))| Line {
            floor: (line.0, duty),
            base: (line.2, value, "0", ""),
            spi: line.4,
        }).collect();
        let numbers = ["8481.80.30", "8471.30.01", "9403.60.80"];
        let mut tariff = "0101.21.00,2,Horses,,Free,,,,\n".to_string();
        for (number, rate) in numbers.iter().zip(&rates) {
            writeln!(tariff, "{number},3,x,,{rate},\"{special}\",,,").unwrap();
        }
        let (with, without) = (run(&lines, Some(&tariff)), run(&lines, None));
        let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
        let (low, high) = (cents(&with.refund.0), cents(&with.refund.1));
        let (lowest, highest) = (cents(&without.refund.0), cents(&without.refund.1));
        prop_assert!(lowest <= low && low <= high && high <= highest);
        let narrowed = cents(with.summary["hts_rates"]["narrowed_by"].as_str().unwrap());
        prop_assert_eq!(narrowed, (highest - lowest) - (high - low));
    }
}
