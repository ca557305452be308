//! Reports of facts: known by their headers, taken beside the exports, and what they prove.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod case;
mod complete;
mod contradictions;
mod meanings;

use capeprep::rulebook::{FactsReport, Must, Rulebook};
use case::{Case, EXPORT};
use std::path::Path;

#[test]
fn each_report_is_known_by_its_headers() {
    let case = Case::with(&[]);
    for (file, what, facts, checks) in [
        ("es-001.csv", "ES-001", "liquidation_status", "entry-type-excluded"),
        ("es-701.csv", "ES-701 courtesy notices", "liquidation_date", "liquidated-over-80-days"),
        ("es-702.csv", "ES-702 official notices", "liquidation_date", "liquidated-over-80-days"),
        ("es-022.csv", "ES-022 CAPE Entry Summary", "declared_claim", "already-declared"),
        ("claim-details.csv", "CAPE claim details", "declared_claim", "already-declared"),
        ("protests.csv", "protest list", "protest_status", "protest-open"),
        ("drawback.csv", "drawback list", "drawback", "on-drawback"),
        ("statements.csv", "statement or payment list", "payment_date", "statement-unpaid"),
    ] {
        let text = case.inspect(file);
        assert!(text.contains(&format!("Report   {what}")), "{text}");
        let (_, given) = text.split_once("Facts it gives").unwrap();
        let (given, settled) = given.split_once("Checks that it may settle").unwrap();
        assert!(given.contains(facts) && settled.contains(checks), "{text}");
        assert!(!text.contains("Unmapped") && !text.contains("Ambiguous"), "{text}");
    }
    assert!(case.inspect("es-701.csv").contains("Report date: 2026-05-10"));
}

#[test]
fn facts_settle_what_the_default_es_003_leaves_unproved() {
    let ran = Case::with(&[]).analyze(&format!(
        "{EXPORT} --facts es-701.csv --facts claim-details.csv --facts protests.csv"
    ));
    assert_eq!(ran.unproved("liquidated-over-80-days"), (10, 4));
    assert_eq!(ran.unproved("already-declared"), (10, 6));
    assert_eq!(ran.unproved("protest-open"), (10, 7));
    assert_eq!(ran.unproved("on-drawback"), (10, 10));
    assert_eq!(ran.unproved("check-digit"), (0, 0));

    let alone = Case::with(&[]).analyze(EXPORT);
    assert_eq!(alone.summary["unproved"], ran.summary["unproved_without_facts"]);
    assert_eq!(alone.summary["unproved"], alone.summary["unproved_without_facts"]);
}

#[test]
fn the_terminal_shows_before_and_after() {
    let case = Case::with(&[]);
    let arguments = format!("analyze {EXPORT} protests.csv --as-of 2026-05-15 --out out");
    let output = case.command(&arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find(|line| line.trim_start().starts_with("protest-open  ")).unwrap();
    assert!(text.contains("without -> with facts"), "{text}");
    assert!(line.contains("10 -> 7 (1 unclear)"), "{line}");
    assert!(text.contains("Unclear: the facts have a cell"), "{text}");
    assert!(text.contains("Facts  protests.csv: protest list"), "{text}");
    assert_eq!(text.matches("protests.csv").count(), 1, "{text}");
}

#[test]
fn beside_the_exports_is_as_with_facts() {
    let case = Case::with(&[]);
    let beside = case.analyze(&format!("es-701.csv {EXPORT} claim-details.csv protests.csv"));
    let given = case.analyze(&format!(
        "{EXPORT} --facts es-701.csv --facts claim-details.csv --facts protests.csv"
    ));
    assert_eq!(beside.entries, given.entries);
    assert_eq!(beside.findings, given.findings);
    assert_eq!(beside.summary["facts"], given.summary["facts"]);
    let warnings = beside.summary["warnings"].to_string();
    assert!(warnings.contains("claim-details.csv is taken as facts"), "{warnings}");
    assert_eq!(given.summary["warnings"].as_array().unwrap().len(), 0);
    for report in [&beside.summary["facts"]["files"], &beside.manifest["facts"]] {
        assert_eq!(report[0]["file"], "es-701.csv");
        assert_eq!(report[0]["report_date"], "2026-05-10");
        assert_eq!(report[1]["kind"], "CAPE claim details: which entries CBP accepted");
    }
    assert_eq!(beside.manifest["inputs"].as_array().unwrap().len(), 1);
}

#[test]
fn facts_may_come_on_standard_input() {
    let case = Case::with(&[]);
    let claims = std::fs::read_to_string(case.dir.path().join("claim-details.csv")).unwrap();
    case.command(&format!("analyze --as-of 2026-05-15 --quiet --out out {EXPORT} -"))
        .write_stdin(claims)
        .assert()
        .success();
    assert_eq!(case.ran().unproved("already-declared"), (10, 6));
}

#[test]
fn facts_alone_are_refused() {
    let message = Case::with(&[]).refused("protests.csv es-701.csv", 1);
    assert!(
        message.contains("protests.csv, es-701.csv: no tariff rows: protest list"),
        "{message}"
    );
    assert!(message.contains("columns for hts, row_duty, entry_date"), "{message}");
    assert!(message.contains("Pull ES-003"), "{message}");
}

#[test]
fn a_damaged_export_does_not_pass_for_facts() {
    let rows = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,Liquidation Status";
    for (column, says) in [
        ("HTS Number - Full", "no column for row_duty"),
        ("Line Tariff Duty Amount", "no column for hts"),
        ("Total Duty", "`Total Duty` may hold it"),
        ("Line Duty Amount", "line-level report"),
        ("Tariff Ordinal Number", "no column for hts, row_duty"),
        ("Entry Summary Line Number", "no column for hts, row_duty"),
    ] {
        let case = Case::with(&[("cut.csv", &format!("{rows},{column}\n"))]);
        let message = case.refused(&format!("{EXPORT} cut.csv"), 1);
        assert!(message.contains("cut.csv") && message.contains(says), "{column}: {message}");
    }
    let case = Case::with(&[("two.csv", "Entry Number,HTS\n9Q920000019,99030124\n")]);
    let message = case.refused(&format!("{EXPORT} two.csv"), 1);
    assert!(message.contains("no header row in the first 2 record(s)"), "{message}");
}

#[test]
fn what_may_be_tariff_rows_is_no_facts_file_either() {
    for column in ["HTS", "Total Duty", "Line Tariff Duty Amount"] {
        let text = format!("Entry Number,liquidation_date,{column}\n9Q920000019,05/02/2026,1\n");
        let case = Case::with(&[("cut.csv", &text)]);
        let message = case.refused(&format!("{EXPORT} --facts cut.csv"), 1);
        assert!(message.contains("cut.csv, record 1"), "{message}");
        assert!(message.contains(&format!("`{column}` may hold tariff numbers")), "{message}");
        let output = case.command("inspect cut.csv").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains("facts by entry number"), "{text}");
    }
    // What a known report is said to have is no such sign.
    let list =
        "Entry Number,Statement Number,Payment Date,Total Duty\n9Q920000019,1,05/02/2026,1\n";
    Case::with(&[("list.csv", list)]).analyze(&format!("{EXPORT} --facts list.csv"));
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let case = Case::with(&[]);
    let files = "es-001.csv es-022.csv claim-details.csv es-701.csv es-702.csv protests.csv \
                 drawback.csv statements.csv";
    let one = case.analyze(&format!("{EXPORT} {files} --jobs 1"));
    let four = case.analyze(&format!("{EXPORT} {files} --jobs 4 --chunk-size 50"));
    assert_eq!(one.findings, four.findings);
    assert_eq!(one.summary, four.summary);
    assert_eq!(one.entries, four.entries);
}

/// `UPDATE_DOCS=1` writes the table instead of comparing it.
#[test]
fn docs_list_every_header_of_the_reports() {
    const MARK: &str = "<!-- headers -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reports.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (prose, _) = page.split_once(MARK).unwrap();
    let rules = Rulebook::built_in().unwrap();
    let mut table = String::new();
    for report in FactsReport::ALL {
        let what = report.describe();
        table.push_str(&format!(
            "\n{what}\n\n| header | meaning | must | confidence |\n|---|---|---|---|\n"
        ));
        for header in rules.headers.reports().of(*report) {
            let (spelling, meaning) = (&header.spelling, header.meaning);
            let must = match header.must {
                Must::Yes => "must",
                Must::OneOf => "one of",
                Must::No => "",
            };
            let confidence = header.provenance.confidence;
            table.push_str(&format!("| `{spelling}` | {meaning} | {must} | {confidence} |\n"));
        }
    }
    let expected = format!("{prose}{MARK}{table}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written == expected, "docs/reports.md is out of date: run again with UPDATE_DOCS=1");
}
