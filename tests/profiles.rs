//! Mapping profiles: a broker's own columns, and wide reports with several tariff numbers in a row.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::path::Path;

const LONG: &str = "\
Entry Number,Entry Date,Importer Number,Line Number,Tariff Ordinal,HTS,Duty Amount,Goods Value
9Q910000011,05/20/2025,98-765432100,1,1,3926909985,530.00,10000
9Q910000011,05/20/2025,98-765432100,1,2,99030124,2000.00,
9Q910000011,05/20/2025,98-765432100,1,3,99030125,1000.00,
9Q910000029,09/02/2025,98-765432100,1,1,8481803090,0,5000
9Q910000029,09/02/2025,98-765432100,1,2,,,
9Q910000029,09/02/2025,98-765432100,1,3,99030225,\"1,000.00\",
";

const WIDE: &str = "\
Customs report of a forwarder;;;;;;;;;
Entry-No New;Entry Date;Importer Number;Line Item;HTSUS-Nr.;Duty Amount;Goods Value;9903.01.24a;\
9903.01.25 / 9903.02.25;Summe TAX
9Q910000011;05/20/2025;98-765432100;1;3926909985;530.00;10000;2000.00;1000.00;3530
9Q910000029;09/02/2025;98-765432100;1;8481803090;0;5000;-;0;1000
";

const PROFILE: &str = "\
description = \"Forwarder's pivot\"
ignore = [\"9903.01.25 / 9903.02.25\"]
[map]
line_number = \"Line Item\"
[[tariff]]
hts_column = \"HTSUS-Nr.\"
duty_column = \"Duty Amount\"
value_column = \"Goods Value\"
[[tariff]]
hts = \"9903.01.24\"
duty_column = \"9903.01.24a\"
[[tariff]]
hts = \"9903.01.25\"
duty_column = \"9903.01.25 / 9903.02.25\"
";

fn capeprep(dir: &Path) -> Command {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(dir).env("CAPEPREP_PROFILES", dir.join("profiles"));
    command
}

fn analyze(dir: &Path, input: &str, out: &str, more: &[&str]) -> std::process::Output {
    capeprep(dir)
        .args(["analyze", input, "--out", out, "--as-of", "2026-05-15", "--quiet"])
        .args(more)
        .output()
        .unwrap()
}

fn read(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap()
}

#[test]
fn a_wide_report_with_a_profile_gives_what_its_long_form_gives() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let wide = WIDE.replace("9903.01.25 / 9903.02.25", "9903.01.25");
    let long = LONG.replace("9Q910000029,09/02/2025,98-765432100,1,3,99030225,\"1,000.00\",\n", "");
    let profile = PROFILE
        .replace("9903.01.25 / 9903.02.25", "9903.01.25")
        .replace("ignore = [\"9903.01.25\"]\n", "");
    std::fs::write(dir.join("wide.csv"), wide).unwrap();
    std::fs::write(dir.join("long.csv"), long).unwrap();
    std::fs::write(dir.join("pivot.toml"), profile).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(analyze(dir, "long.csv", "l", &[]).status.success());
    for file in ["groups.csv", "entries.csv", "findings.csv", "declarations/declarations.csv"] {
        assert_eq!(read(dir, &format!("w/{file}")), read(dir, &format!("l/{file}")), "{file}");
    }
    // Each row leads back to the record of the report it stands in.
    let lines = read(dir, "w/lines.csv");
    let records: Vec<&str> = lines.lines().skip(1).filter_map(|l| l.rsplit(',').next()).collect();
    assert_eq!(records, ["3", "3"], "{lines}");
    let summary: serde_json::Value = serde_json::from_str(&read(dir, "w/summary.json")).unwrap();
    assert_eq!(summary["inputs"][0]["records"], 2);
    assert_eq!(summary["rows"]["read"], 6);
    assert_eq!(summary["duty"]["counted"], "3000.00");
    let manifest: serde_json::Value = serde_json::from_str(&read(dir, "w/manifest.json")).unwrap();
    assert_eq!(manifest["options"]["profile"]["map"]["line_number"], "Line Item");
}

#[test]
fn a_tariff_column_the_profile_does_not_name_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("wide.csv"), WIDE).unwrap();
    let cut = PROFILE.find("[[tariff]]\nhts = \"9903.01.25\"").unwrap();
    let profile = PROFILE[..cut].replace("ignore = [\"9903.01.25 / 9903.02.25\"]\n", "");
    std::fs::write(dir.join("pivot.toml"), &profile).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    let message = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1));
    assert!(message.contains("`9903.01.25 / 9903.02.25`"), "{message}");
    // Left out on purpose, it is left out.
    let profile = PROFILE[..cut].to_string();
    std::fs::write(dir.join("pivot.toml"), profile).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn damaged_rows_of_a_wide_report_are_rejected_with_their_record() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let damaged = "9Q910000011;05/20/2025;98-765432100;2;3926909985;530.00;10000;N/A;;\n\n\
                   9Q910000037;05/20/2025;x\n";
    std::fs::write(dir.join("wide.csv"), format!("{WIDE}{damaged}")).unwrap();
    std::fs::write(dir.join("pivot.toml"), PROFILE).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let rejected = read(dir, "w/rejected_rows.csv");
    let lines: Vec<&str> = rejected.lines().skip(1).collect();
    assert!(lines[0].starts_with("wide.csv,5,9Q910000011,duty `N/A` of an IEEPA row"), "{lines:?}");
    assert!(lines[1].starts_with("wide.csv,7,9Q910000037,"), "{lines:?}");
    assert!(lines[1].contains("3 fields where the header of the report has 10"), "{lines:?}");
}

#[test]
fn a_quote_that_is_never_closed_is_no_whole_row_of_a_wide_report() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let row = WIDE.lines().nth(2).unwrap();
    let open = format!("{WIDE}{}\n{row}\n", row.replace(";3530", ";\"3530"));
    std::fs::write(dir.join("wide.csv"), open).unwrap();
    std::fs::write(dir.join("pivot.toml"), PROFILE).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let rejected = read(dir, "w/rejected_rows.csv");
    let expected = "wide.csv,5,9Q910000011,a quote is opened and never closed";
    assert!(rejected.contains(expected), "{rejected}");
    let summary: serde_json::Value = serde_json::from_str(&read(dir, "w/summary.json")).unwrap();
    assert_eq!(summary["rows"]["rejected"], 1);
}

#[test]
fn a_saved_profile_is_used_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let broker = LONG.replace("Duty Amount", "Duty");
    std::fs::write(dir.join("broker.csv"), &broker).unwrap();
    let save = ["inspect", "broker.csv", "--map", "row_duty=Duty", "--save-profile", "broker"];
    let saved = capeprep(dir).args(save).output().unwrap();
    assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
    assert!(read(dir, "profiles/broker.toml").contains("row_duty = \"Duty\""));
    assert_eq!(analyze(dir, "broker.csv", "without", &[]).status.code(), Some(1));
    let ended = analyze(dir, "broker.csv", "with", &["--profile", "broker"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    // What is there is not replaced.
    let again = capeprep(dir).args(save).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
    // --map wins over the profile.
    let map = ["--profile", "broker", "--map", "row_duty=Goods Value"];
    let ended = analyze(dir, "broker.csv", "mapped", &map);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_ne!(read(dir, "mapped/entries.csv"), read(dir, "with/entries.csv"));
}

#[test]
fn a_first_profile_of_a_wide_report_names_its_columns() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("wide.csv"), WIDE).unwrap();
    let saved =
        capeprep(dir).args(["inspect", "wide.csv", "--save-profile", "pivot"]).output().unwrap();
    assert_eq!(saved.status.code(), Some(1), "the report itself is refused");
    let profile = read(dir, "profiles/pivot.toml");
    for text in
        ["hts = \"99030124\"", "duty_column = \"9903.01.24a\"", "hts_column = \"HTSUS-Nr.\""]
    {
        assert!(profile.contains(text), "{profile}");
    }
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn no_profile_of_another_file_is_saved_for_a_first_one_that_cannot_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("first.csv"), "nothing\nof use\n").unwrap();
    std::fs::write(dir.join("second.csv"), LONG).unwrap();
    let save = ["inspect", "first.csv", "second.csv", "--save-profile", "mine"];
    let ended = capeprep(dir).args(save).output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(!dir.join("profiles/mine.toml").exists());
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(said.contains("No profile is saved"), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn what_stands_although_something_failed_after_it_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("long.csv"), LONG).unwrap();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let ended = std::process::Command::new(assert_cmd::cargo::cargo_bin!("capeprep"))
        .args(["inspect", "long.csv", "--save-profile", "./mine.toml"])
        .current_dir(dir)
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("cannot write to standard output"), "{said}");
    assert!(said.contains("mine.toml is in place all the same, and whole"), "{said}");
    assert!(read(dir, "mine.toml").contains("row_duty"));
}

#[test]
fn mistakes_in_a_profile_are_named_with_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("long.csv"), LONG).unwrap();
    std::fs::write(dir.join("bad.toml"), "[map]\nhts = 7\n").unwrap();
    let ended = analyze(dir, "long.csv", "x", &["--profile", "bad.toml"]);
    assert_eq!(ended.status.code(), Some(1));
    let message = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(message.contains("bad.toml, line 2, column 7"), "{message}");
    let ended = analyze(dir, "long.csv", "x", &["--profile", "nobody"]);
    assert!(String::from_utf8_lossy(&ended.stderr).contains("inspect --save-profile nobody"));
}

#[test]
fn the_profile_of_the_documentation_can_be_used() {
    let docs = include_str!("../docs/profiles.md");
    let profile = docs.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("p.toml"), profile).unwrap();
    let wide = "Entry-No New,Line Item,HTSUS-Nr.,Duty,Value,9903.01.25,Summe 9903.01,Entry Date,\
        Importer No\n9Q910000011,1,3926909985,530,10000,1000,1000,05/20/2025,98-765432100\n";
    std::fs::write(dir.join("w.csv"), wide).unwrap();
    let ended = analyze(dir, "w.csv", "w", &["--profile", "p.toml"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(read(dir, "w/lines.csv").contains("99030125"), "{}", read(dir, "w/lines.csv"));
}

#[test]
fn a_wide_report_is_read_from_any_container_and_by_any_number_of_threads() {
    use std::io::Write as _;
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("pivot.toml"), PROFILE).unwrap();
    let row = WIDE.lines().nth(2).unwrap();
    let text = format!("{WIDE}{}", format!("{row}\n").repeat(500));
    std::fs::write(dir.join("in"), &text).unwrap();
    let profile = ["--profile", "pivot.toml"];
    assert!(
        analyze(dir, "in", "plain", &[&profile[..], &["--jobs", "1"]].concat()).status.success()
    );
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (at, bytes) in
        [gzip.finish().unwrap(), [&[0xFF, 0xFE], &utf16[..]].concat()].iter().enumerate()
    {
        std::fs::write(dir.join("in"), bytes).unwrap();
        let out = format!("other{at}");
        let ended = analyze(dir, "in", &out, &[&profile[..], &["--chunk-size", "77"]].concat());
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        for file in ["entries.csv", "lines.csv", "groups.csv", "findings.csv"] {
            let (one, other) = (format!("plain/{file}"), format!("{out}/{file}"));
            assert_eq!(read(dir, &one), read(dir, &other), "{file}");
        }
    }
}

#[test]
fn an_option_may_name_a_column_of_a_wide_report() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("wide.csv"), WIDE).unwrap();
    let profile = PROFILE.replace("[map]\nline_number = \"Line Item\"\n", "");
    std::fs::write(dir.join("pivot.toml"), profile).unwrap();
    let map = ["--profile", "pivot.toml", "--map", "line_number=Line Item"];
    let ended = analyze(dir, "wide.csv", "w", &map);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn a_first_profile_of_a_portal_report_pairs_numbers_with_their_duty() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let portal = "Entry Number,Entry Date,Importer Number,Line No,HTS 1 Underlying Classification,\
        HTS 1 Underlying Classification Duty,301 Classification,301 Classification Duty,\
        MTB Classification\n\
        9Q910000011,05/20/2025,98-765432100,1,3926909985,530,99030125,1000,\n";
    std::fs::write(dir.join("portal.csv"), portal).unwrap();
    let saved =
        capeprep(dir).args(["inspect", "portal.csv", "--save-profile", "portal"]).output().unwrap();
    let shown = String::from_utf8(saved.stdout).unwrap();
    assert!(shown.contains("A [[tariff]] lacks the column of its duty"), "{shown}");
    let profile = read(dir, "profiles/portal.toml");
    assert!(profile.contains("# To do: "), "{profile}");
    // As it is it cannot be used: a duty has no column.
    let ended = analyze(dir, "portal.csv", "o", &["--profile", "portal"]);
    let message = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(message.contains("name the column of the duty here"), "{message}");
    let start = profile.find("[[tariff]]\nhts_column = \"MTB").unwrap();
    let mended = format!("ignore = [\"MTB Classification\"]\n{}", &profile[..start]);
    std::fs::write(dir.join("profiles/portal.toml"), mended).unwrap();
    let ended = analyze(dir, "portal.csv", "o", &["--profile", "portal"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let summary: serde_json::Value = serde_json::from_str(&read(dir, "o/summary.json")).unwrap();
    assert_eq!(summary["duty"]["read"], "1530.00");
    assert_eq!(summary["refund"]["high"], "1000.00");
}

#[test]
fn a_profile_that_does_not_fit_says_which_column_it_misses() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("wide.csv"), WIDE).unwrap();
    std::fs::write(dir.join("pivot.toml"), PROFILE.replace("9903.01.24a", "9903.01.24b")).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    let message = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(message.contains("it has no column `9903.01.24b`"), "{message}");
}

#[test]
fn an_entry_in_a_wide_report_and_in_another_export_is_for_a_person() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("wide.csv"), WIDE).unwrap();
    // ACE puts the goods last; the profile puts them first.
    let long = LONG.replace(",1,1,3926", ",1,9,3926").replace(",1,2,9903", ",1,1,9903");
    std::fs::write(dir.join("long.csv"), long).unwrap();
    std::fs::write(dir.join("pivot.toml"), PROFILE).unwrap();
    let ended = analyze(dir, "wide.csv", "both", &["--profile", "pivot.toml", "long.csv"]);
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let findings = read(dir, "both/findings.csv");
    assert!(findings.contains("9Q910000011,mixed-layouts,review"), "{findings}");
    assert!(read(dir, "both/summary.json").contains("wide.csv is a wide report: rows of it"));
    let shown =
        capeprep(dir).args(["inspect", "wide.csv", "--profile", "pivot.toml"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    for text in ["10 columns, semicolon separated", "3 rows of each record", "`Summe TAX`"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

#[test]
fn a_second_tariff_number_in_the_row_is_not_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let refused = |headers: &str, cells: &str, says: &str| {
        let text = format!(
            "Entry Number,Entry Date,Importer Number,HTS Number,Duty Amount,{headers}\n\
             9Q910000011,05/20/2025,98-765432100,3926909985,530,{cells}\n"
        );
        std::fs::write(dir.join("in.csv"), text).unwrap();
        let ended = analyze(dir, "in.csv", "o", &[]);
        let message = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(1), "{headers}: {message}");
        assert!(message.contains("this is a wide report"), "{message}");
        assert!(message.contains(says), "{says} is not in: {message}");
    };
    let several = "(one of several tariff numbers or duties of a row)";
    refused("HTS 2,Duty 2", "9903.01.24,777", several);
    refused("HTS Number - Full (2),Line Tariff Duty Amount (2)", ",", several);
    // Where the header tells nothing the cells do.
    let cells = "`Chapter 99 Code` (its cells hold IEEPA tariff numbers)";
    refused("Chapter 99 Code,Chapter 99 Duty", "9903.01.24,777", cells);
    // A column that marks the rows of IEEPA numbers makes no report wide.
    let marked: Vec<String> = LONG
        .lines()
        .map(|line| match line.split(',').nth(5) {
            Some("HTS") => format!("{line},IEEPA mark"),
            Some(hts) if hts.starts_with("9903") => format!("{line},{hts}"),
            _ => format!("{line},"),
        })
        .collect();
    std::fs::write(dir.join("in.csv"), marked.join("\n")).unwrap();
    assert!(analyze(dir, "in.csv", "marked", &[]).status.success());
    // What is not read is said.
    let text = LONG.replace("Goods Value", "Other Duty");
    std::fs::write(dir.join("in.csv"), text).unwrap();
    assert!(analyze(dir, "in.csv", "o", &[]).status.success());
    assert!(read(dir, "o/summary.json").contains("the unknown column(s) `Other Duty`"));
}

#[test]
fn a_column_of_the_profile_that_stands_twice_is_not_read_once() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let row = WIDE.lines().nth(2).unwrap();
    let text = format!("{};9903.01.24A\n{row};30\n", WIDE.lines().nth(1).unwrap());
    std::fs::write(dir.join("wide.csv"), text).unwrap();
    std::fs::write(dir.join("pivot.toml"), PROFILE).unwrap();
    let ended = analyze(dir, "wide.csv", "w", &["--profile", "pivot.toml"]);
    let message = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(message.contains("it has two columns `9903.01.24a`"), "{message}");
}
