//! Reports of facts: known by their headers, taken beside the exports, and what they prove.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod complete;

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// The ES-003 of the fixtures: CBP's default columns, ten entries.
const EXPORT: &str = "es-003.csv";

/// A run with files of `fixtures/reports`, or with files of its own, in a directory of its own.
struct Case {
    dir: TempDir,
}

impl Case {
    fn with(own: &[(&str, &str)]) -> Case {
        let dir = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reports");
        for file in std::fs::read_dir(fixtures).unwrap() {
            let path = file.unwrap().path();
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
        for (name, text) in own {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        Case { dir }
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(self.dir.path()).args(arguments.split_whitespace());
        command
    }

    fn analyze(&self, arguments: &str) -> Ran {
        let _ = std::fs::remove_dir_all(self.dir.path().join("out"));
        self.command(&format!("analyze --as-of 2026-05-15 --quiet --out out {arguments}"))
            .assert()
            .success();
        self.ran()
    }

    fn ran(&self) -> Ran {
        let out = self.dir.path().join("out");
        let mut reader = csv::Reader::from_path(out.join("entries.csv")).unwrap();
        let rows = reader.deserialize().map(|row| row.unwrap());
        let entries = rows.map(|row: BTreeMap<String, String>| (row["entry_number"].clone(), row));
        let json = |name: &str| {
            serde_json::from_str(&std::fs::read_to_string(out.join(name)).unwrap()).unwrap()
        };
        Ran {
            entries: entries.collect(),
            findings: std::fs::read_to_string(out.join("findings.csv")).unwrap(),
            summary: json("summary.json"),
            manifest: json("manifest.json"),
        }
    }

    /// What the program says when it refuses.
    fn refused(&self, arguments: &str, code: i32) -> String {
        let output =
            self.command(&format!("analyze --quiet --out out {arguments}")).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        String::from_utf8(output.stderr).unwrap()
    }

    fn inspect(&self, file: &str) -> String {
        let output = self.command(&format!("inspect {file}")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{file}");
        String::from_utf8(output.stdout).unwrap()
    }
}

struct Ran {
    entries: BTreeMap<String, BTreeMap<String, String>>,
    findings: String,
    summary: Value,
    manifest: Value,
}

impl Ran {
    /// Whether a check found something, found nothing or could not be run.
    fn says(&self, entry: &str, check: &str) -> &'static str {
        let row = &self.entries[entry];
        let lists = |column: &str| row[column].split(';').any(|code| code == check);
        match (lists("findings"), lists("unproved")) {
            (true, _) => "found",
            (false, true) => "unproved",
            (false, false) => "clear",
        }
    }

    fn verdicts(&self, check: &str, expected: &[(&str, &str)]) {
        for (entry, verdict) in expected {
            assert_eq!(self.says(entry, check), *verdict, "{entry} {check}");
        }
    }

    /// What a check says of an entry.
    fn detail(&self, entry: &str, check: &str) -> String {
        let mut reader = csv::Reader::from_reader(self.findings.as_bytes());
        let rows = reader.records().map(|row| row.unwrap());
        let mut found = rows.filter(|row| &row[0] == entry && &row[1] == check);
        found.next().map(|row| row[4].to_owned()).unwrap_or_default()
    }

    /// How many entries a check is unproved for, without and with the facts.
    fn unproved(&self, check: &str) -> (u64, u64) {
        let count = |key: &str| self.summary[key][check].as_u64().unwrap_or(0);
        (count("unproved_without_facts"), count("unproved"))
    }
}

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
fn what_was_named_beside_the_exports_comes_before_facts_files() {
    let case = Case::with(&[
        ("own.csv", "Entry Number,liquidation_date\n9Q920000019,05/02/2026\n"),
        ("given.csv", "Entry Number,liquidation_date\n9Q920000019,05/03/2026\n"),
    ]);
    let ran = case.analyze(&format!("--facts given.csv own.csv {EXPORT}"));
    assert_eq!(ran.entries["9Q920000019"]["liquidation_date"], "2026-05-03");
    assert_eq!(
        ran.detail("9Q920000019", "conflicting-facts"),
        "liquidation_date: `2026-05-03` (given.csv, record 2) is used, not `2026-05-02` (own.csv, \
         record 2); see which is right"
    );
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
fn claims_that_were_accepted_once_declare_an_entry() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} claim-details.csv"));
    ran.verdicts(
        "already-declared",
        &[
            ("9Q920000019", "found"),
            // Failed on one claim, accepted on a later one.
            ("9Q920000043", "found"),
            ("9Q920000027", "clear"),
            ("9Q920000068", "unproved"),
        ],
    );
    assert_eq!(
        ran.detail("9Q920000027", "refused-before"),
        "CBP refused this entry on claim 100000000001: PROTEST ON ENTRY (claim-details.csv, record \
         3); see protest-open"
    );
    // A word that nobody knows is not taken for clear.
    assert_eq!(ran.entries["9Q920000050"]["status"], "review");
    let detail = ran.detail("9Q920000050", "status-unmapped");
    assert!(detail.starts_with("claim 100000000002 `In Process` (claim-details.csv, record 6)"));
}

#[test]
fn es_022_declares_what_it_refunds() {
    let case = Case::with(&[]);
    let ran = case.analyze(&format!("{EXPORT} es-022.csv"));
    ran.verdicts(
        "already-declared",
        &[("9Q920000019", "found"), ("9Q920000043", "found"), ("9Q920000068", "clear")],
    );
    assert_eq!(ran.entries["9Q920000019"]["liquidation_date"], "2026-05-01");
    ran.verdicts("refused-before", &[("9Q920000068", "found")]);
    // Accepted in part, and no refund yet: only Claim Details tell.
    let detail = ran.detail("9Q920000027", "status-unmapped");
    assert!(detail.contains("`Accepted with Error(s)`"), "{detail}");
    assert!(detail.contains("Claim Details of the claim say"), "{detail}");
    for order in ["es-022.csv claim-details.csv", "claim-details.csv es-022.csv"] {
        let ran = case.analyze(&format!("{EXPORT} {order}"));
        ran.verdicts(
            "status-unmapped",
            &[("9Q920000019", "clear"), ("9Q920000027", "clear"), ("9Q920000050", "found")],
        );
        assert!(!ran.findings.contains("conflicting-facts"));
    }
}

#[test]
fn of_several_protests_the_open_one_counts() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} protests.csv"));
    ran.verdicts(
        "protest-open",
        &[("9Q920000027", "found"), ("9Q920000043", "clear"), ("9Q920000050", "unproved")],
    );
    assert_eq!(
        ran.detail("9Q920000027", "protest-open"),
        "protest status `open` of 270426100002 (protests.csv, record 3)"
    );
    // A number without a status: on file, and its state not known.
    assert_eq!(ran.says("9Q920000035", "status-unmapped"), "found");
    assert_eq!(ran.entries["9Q920000035"]["status"], "review");
    assert!(!ran.findings.contains("conflicting-facts"));
}

#[test]
fn a_drawback_claim_holds_the_entries_that_it_names() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} drawback.csv"));
    ran.verdicts(
        "on-drawback",
        &[
            ("9Q920000076", "found"),
            // Withdrawn: clear of the block, and a person looks.
            ("9Q920000084", "clear"),
            // Listed without a claim: a person looks here, too.
            ("9Q920000092", "clear"),
            ("9Q920000100", "unproved"),
        ],
    );
    assert_eq!(ran.entries["9Q920000084"]["status"], "review");
    let detail = ran.detail("9Q920000084", "status-unmapped");
    assert!(detail.contains("AA600000020 `Withdrawn`"), "{detail}");
    assert_eq!(ran.entries["9Q920000092"]["status"], "review");
    let detail = ran.detail("9Q920000092", "status-unmapped");
    assert!(detail.starts_with("listed without the number of a drawback claim"), "{detail}");
}

#[test]
fn each_statement_of_an_entry_must_be_paid() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} statements.csv"));
    ran.verdicts(
        "statement-unpaid",
        &[
            ("9Q920000019", "clear"),
            ("9Q920000027", "clear"),
            ("9Q920000035", "found"),
            ("9Q920000043", "found"),
            ("9Q920000050", "unproved"),
        ],
    );
    assert_eq!(
        ran.detail("9Q920000043", "statement-unpaid"),
        "statement 25200A009 is not paid (statements.csv, record 6)"
    );
    assert_eq!(ran.entries["9Q920000019"]["deposit_date"], "2025-06-10");
    assert_eq!(ran.says("9Q920000050", "status-unmapped"), "found");
}

#[test]
fn a_payment_to_come_is_no_payment() {
    let list = "Entry Number,Statement Number,Payment Date,Amount,Status\n\
        9Q920000019,25170A001,05/15/2026,2530.00,\n\
        9Q920000027,25170A002,05/16/2026,2530.00,\n\
        9Q920000035,25170A003,05/16/2026,2530.00,Paid\n";
    let case = Case::with(&[("list.csv", list)]);
    let (alone, ran) = (case.analyze(EXPORT), case.analyze(&format!("{EXPORT} list.csv")));
    ran.verdicts(
        "statement-unpaid",
        &[("9Q920000019", "clear"), ("9Q920000027", "unproved"), ("9Q920000035", "clear")],
    );
    assert_eq!(ran.entries["9Q920000019"]["deposit_date"], "2026-05-15");
    for entry in ["9Q920000027", "9Q920000035"] {
        let column = "deposit_date";
        assert_eq!(ran.entries[entry][column], alone.entries[entry][column]);
    }
}

#[test]
fn dated_reports_are_told_apart_by_their_dates() {
    let case = Case::with(&[]);
    for order in ["es-701.csv es-702.csv", "es-702.csv es-701.csv"] {
        let ran = case.analyze(&format!("{EXPORT} {order}"));
        assert_eq!(ran.entries["9Q920000068"]["liquidation_date"], "2026-05-08");
        ran.verdicts("older-fact-overruled", &[("9Q920000068", "found"), ("9Q920000076", "clear")]);
        assert!(!ran.findings.contains("conflicting-facts"), "{order}");
    }
}

#[test]
fn without_dates_the_later_file_counts_and_a_person_looks() {
    let undated = "Entry Summary Number,Liquidation Date,Official Notice Date\n\
        9Q920000068,05/08/2026,05/08/2026\n";
    let ran = Case::with(&[("undated.csv", undated)])
        .analyze(&format!("{EXPORT} undated.csv es-701.csv"));
    assert_eq!(ran.entries["9Q920000068"]["liquidation_date"], "2026-04-24");
    assert_eq!(ran.entries["9Q920000068"]["status"], "review");
    assert_eq!(
        ran.detail("9Q920000068", "conflicting-facts"),
        "liquidation_date: `2026-04-24` (es-701.csv, record 9) is used, not `2026-05-08` \
         (undated.csv, record 2); see which is right"
    );
}

#[test]
fn findings_name_the_file_and_record_of_a_fact() {
    let ran = Case::with(&[]).analyze(&format!("{EXPORT} es-701.csv"));
    assert_eq!(
        ran.detail("9Q920000035", "liquidated-over-80-days"),
        "liquidated 2026-01-16, 119 days before 2026-05-15 (es-701.csv, record 6); CAPE takes 80"
    );
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
