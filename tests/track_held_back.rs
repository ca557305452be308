//! What keeps an entry out of the upload files of `capeprep track`, on the estimate of
//! `fixtures/story`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/story");
/// The entry that the cases are about.
const ENTRY: &str = "9Q950000236";
const REFUSED: &str = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
    9Q950000236,100,Failed,Unexpected Error-try Again\n";
const ES_022: &str = "CAPE Entry Summary Report\nReport Date: 08/14/2026\n\
    Claim Number,Claim Status,Importer Number,Entry Summary Number,Liquidation Date,\
    Refund Amount,Interest Amount,Refund Number,Refund Date,Refund Status\n";

struct Case {
    dir: TempDir,
}

/// What was written of a case.
struct Told {
    out: PathBuf,
    terminal: String,
}

impl Case {
    fn begin() -> Case {
        let dir = tempfile::tempdir().unwrap();
        capeprep(&["analyze", &format!("{STORY}/2026-05"), "--as-of", "2026-05-15"])
            .args(["--quiet", "--out"])
            .arg(dir.path().join("run"))
            .assert()
            .success();
        Case { dir }
    }

    /// Tracks these reports alone.
    fn track(&self, reports: &[(&str, &str)]) -> Told {
        let here = tempfile::tempdir_in(self.dir.path()).unwrap().keep();
        for (name, text) in reports {
            std::fs::write(here.join(name), text).unwrap();
        }
        let out = here.join("out");
        let mut command = capeprep(&["track", "--as-of", "2026-08-15", "--no-progress"]);
        command.arg("--run").arg(self.dir.path().join("run")).arg("--out").arg(&out);
        let done = command.args(reports.iter().map(|(name, _)| here.join(name))).assert().success();
        let printed = String::from_utf8(done.get_output().stdout.clone()).unwrap();
        Told { out, terminal: printed.split_whitespace().collect::<Vec<_>>().join(" ") }
    }
}

impl Told {
    /// The folders of upload files that hold an entry.
    fn uploads(&self, entry: &str) -> Vec<&str> {
        let folders = ["declarations", "never_filed_declarations"];
        let holds = |folder: &&str| {
            let Ok(files) = std::fs::read_dir(self.out.join("refile").join(folder)) else {
                return false;
            };
            let mut files = files.map(|file| file.unwrap().path());
            files.any(|file| text(&file).contains(entry))
        };
        folders.into_iter().filter(holds).collect()
    }

    fn text(&self, name: &str) -> String {
        text(&self.out.join(name))
    }

    /// The line of an entry.
    fn line(&self, name: &str, entry: &str) -> String {
        let text = self.text(name);
        let line = text.lines().find(|line| line.contains(entry));
        line.unwrap_or_else(|| panic!("{entry} is not in {name}")).to_owned()
    }
}

fn capeprep(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.args(arguments);
    command
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn an_entry_of_an_unreadable_row_is_not_offered() {
    let case = Case::begin();
    // The refusal alone lets it go again.
    let refused = case.track(&[("c.csv", REFUSED)]);
    assert_eq!(refused.uploads(ENTRY), ["declarations"]);
    let header = |text: &str| format!("Report Date: 08/14/2026\n{text}\n");
    let es_022 = |row: &str| ("e.csv", format!("{ES_022}{row}\n"));
    let rev_615 = |row: &str| {
        let head = "Refund Number,Refund Date,Entry Summary Number,Refund Amount,Interest Amount,\
                    Total Refund Amount,Refund Status";
        ("r.csv", format!("REV-615\n{}{row}\n", header(head)))
    };
    let es_701 = |row: &str| {
        let head = "Entry Summary Number,Liquidation Date,Refund Amount,Interest Amount";
        ("l.csv", format!("Courtesy Notices of Liquidation\n{}{row}\n", header(head)))
    };
    for (name, report) in [
        es_022("101,Accepted,98-7,9Q950000236,06/18/2026,8OO.00,39.00,R1,06/24/2026,Transmitted"),
        es_022("101,Accepted,98-7,9Q950000236,06/18/2026,800.00,39.OO,R1,06/24/2026,Transmitted"),
        es_022("101,Accepted,98-7,9Q950000236,soon,800.00,39.00,R1,06/24/2026,Transmitted"),
        es_022("101,Accepted,98-7,9Q950000236,06/18/2026,800.00,39.00,R1,soon,Transmitted"),
        rev_615("R1,06/24/2026,9Q950000236,8OO.00,39.00,839.00,Transmitted"),
        rev_615("R1,soon,9Q950000236,800.00,39.00,839.00,Transmitted"),
        es_701("9Q950000236,06/18/2026,8OO.00,39.00"),
        es_701("9Q950000236,soon,800.00,39.00"),
    ] {
        for reports in [vec![(name, report.as_str())], vec![("c.csv", REFUSED), (name, &report)]] {
            let told = case.track(&reports);
            assert!(told.uploads(ENTRY).is_empty(), "{report}");
            let table = ["never_filed.csv", "refile.csv"][reports.len() - 1];
            let line = told.line(&format!("refile/{table}"), ENTRY);
            assert!(line.contains("a row that names it could not be read"), "{line}");
            let listed = told.line("rejected_rows.csv", ENTRY);
            assert!(listed.ends_with(",no"), "{listed}");
            assert!(told.terminal.contains("rejected_rows.csv lists them"), "{}", told.terminal);
        }
    }
}

#[test]
fn rows_that_may_hide_entries_hold_back_all_that_was_never_filed() {
    let case = Case::begin();
    let head = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION";
    for rows in [
        // A quote that swallows the rest of the file.
        "9Q950000012,100,\"Failed,x\n9Q950000236,100,Accepted,\n9Q950000020,100,Accepted,",
        // A number that a spreadsheet damaged, or that is missing.
        "9.95E+10,100,Accepted,",
        ",100,Accepted,",
        // Two rows on one line.
        "9Q950000012,100,Accepted,9Q950000236,100,Accepted,",
    ] {
        let told = case.track(&[("c.csv", &format!("{head}\n{rows}\n"))]);
        assert!(told.uploads(ENTRY).is_empty(), "{rows}");
        let never = told.line("refile/never_filed.csv", ENTRY);
        assert!(never.contains("rows that could not be read may name it"), "{never}");
        assert!(told.text("rejected_rows.csv").lines().skip(1).all(|line| line.ends_with(",yes")));
        assert!(told.terminal.contains("nothing is offered as never filed"), "{}", told.terminal);
        assert!(told.text("report.html").contains("nothing is offered as never filed"));
        assert!(told.text("summary.json").contains("\"unreadable_hiding\": 1"));
    }
    // What was refused stays, with the caution where its upload is named.
    let told = case.track(&[("c.csv", &format!("{REFUSED}9.95E+10,100,Accepted,\n"))]);
    assert_eq!(told.uploads(ENTRY), ["declarations"]);
    assert!(told.terminal.contains("first read rejected_rows.csv, then upload"));
    // A remark at the end of a report hides nothing.
    let told = case.track(&[("c.csv", &format!("{head}\n9Q950000012,100,Accepted,\nEnd\n"))]);
    assert_eq!(told.uploads(ENTRY), ["never_filed_declarations"]);
}

#[test]
fn a_file_that_was_refused_in_part_leaves_the_rest_pending() {
    let case = Case::begin();
    let rows = "Entry Number,Status,Error\n9Q950000236,In Process,\n9Q950000020,Uploaded,\n\
        9Q950000038,Accepted,\n9Q950000046,Failed initial validation,Duplicate Entry Number\n";
    let told = case.track(&[("v.csv", rows)]);
    assert!(told.uploads(ENTRY).is_empty() && told.uploads("9Q950000020").is_empty());
    assert!(told.line("tracking.csv", ENTRY).contains(",uploaded,"));
}

#[test]
fn an_announced_refund_keeps_an_entry_back() {
    let case = Case::begin();
    let notice = |amounts: &str| {
        format!(
            "Courtesy Notices of Liquidation\nReport Date: 08/14/2026\nEntry Summary Number,\
             Liquidation Date,Refund Amount,Interest Amount\n9Q950000236,08/20/2026,{amounts}\n"
        )
    };
    let told = case.track(&[("c.csv", REFUSED), ("l.csv", &notice("800.00,39.00"))]);
    assert!(told.uploads(ENTRY).is_empty());
    let line = told.line("refile/refile.csv", ENTRY);
    assert!(line.contains("a report shows it as liquidated"), "{line}");
    // The ordinary liquidation of an entry that was refused changes nothing.
    let told = case.track(&[("c.csv", REFUSED), ("l.csv", &notice(","))]);
    assert_eq!(told.uploads(ENTRY), ["declarations"]);
}

#[test]
fn numbers_that_a_spreadsheet_rounded_join_no_refunds() {
    let case = Case::begin();
    let rows = "1E+11,Accepted,98-7,9Q950000236,06/18/2026,800.00,39.00,1.23E+11,06/24/2026,Sent\n\
        1E+11,Accepted,98-7,9Q950000020,06/18/2026,500.00,20.00,1.23E+11,06/24/2026,Sent\n";
    let told = case.track(&[("e.csv", &format!("{ES_022}{rows}"))]);
    assert!(!told.text("refunds.csv").contains("E+11"));
    assert!(told.terminal.contains("4 such numbers are taken as blank in this file"));
}

#[test]
fn nothing_is_written_into_a_report_that_is_read() {
    let case = Case::begin();
    let run = case.dir.path().join("run");
    let report = case.dir.path().join("c.csv");
    std::fs::write(&report, REFUSED).unwrap();
    let mut track = capeprep(&["track", "--as-of", "2026-08-15", "--quiet"]);
    track.arg("--run").arg(&run).arg("--out").arg(run.join("tracked")).arg(&report);
    track.assert().failure();
    let mut diff = capeprep(&["diff", "--quiet"]);
    diff.args([&run, &run]).arg("--out").arg(run.join("a/b")).assert().failure();
    assert!(!run.join("tracked").exists() && !run.join("a").exists());
}
