//! What is told of single entries, where an assessment turns: a day before and after, with a fact and
//! without, an amount that is one too many. The figures are reckoned by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use capeprep::domain::{Day, EntryNumber};
use capeprep::rulebook::Rulebook;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

const HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount";
/// $1,000.00 of the reciprocal duty.
const ROW: &str = "9Q910000011,01,98-765432100,05/20/2025,1,1,99030125,0,1000.00";

type Row = BTreeMap<String, String>;

/// An export with one more column.
fn export(column: &str, cell: &str) -> String {
    format!("{HEADER},{column}\n{ROW},{cell}\n")
}

/// A report of this export, with this facts file, if any.
struct Report {
    dir: TempDir,
    ended: Output,
}

impl Report {
    fn of(export: &str, facts: &str, options: &str) -> Report {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("export.csv"), export).unwrap();
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(dir.path());
        command.args(["analyze", "export.csv", "--quiet", "--skip=xlsx,html,ics", "--out", "out"]);
        if !facts.is_empty() {
            std::fs::write(dir.path().join("facts.csv"), facts).unwrap();
            command.args(["--facts", "facts.csv"]);
        }
        let ended = command.args(options.split_whitespace()).output().unwrap();
        Report { dir, ended }
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.ended.stderr).into_owned()
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        assert!(self.ended.status.success(), "{}", self.said());
        self.dir.path().join("out").join(name)
    }

    fn entries(&self) -> Vec<Row> {
        rows(&self.path("entries.csv"))
    }

    fn entry(&self, column: &str) -> String {
        self.entries()[0][column].clone()
    }

    fn finding(&self, code: &str) -> String {
        let found = rows(&self.path("findings.csv"));
        found.iter().find(|row| row["code"] == code).map(|row| row["detail"].clone()).unwrap()
    }

    fn summary(&self) -> Value {
        let text = std::fs::read_to_string(self.path("summary.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

fn rows(path: &Path) -> Vec<Row> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn what_facts_settle_is_told_beside_what_stays_open_without_them() {
    let export = format!("{HEADER}\n{ROW}\n{}\n", ROW.replace("9Q910000011", "9Q910000029"));
    let facts = "Entry Number,liquidation_date\n9Q910000011,04/03/2026\n";
    let summary = Report::of(&export, facts, "--as-of 2026-05-15").summary();
    let open = |key: &str| summary[key]["liquidated-over-80-days"].clone();
    assert_eq!(open("unproved"), 1, "of the entry without a fact");
    assert_eq!(open("unproved_without_facts"), 2);
}

#[test]
fn interest_runs_to_the_liquidation_to_come_of_what_can_be_filed_and_to_the_day_of_the_rest() {
    let interest = |drawback: &str, days: u32| {
        let options = format!("--as-of 2026-05-15 --processing-days {days}");
        let facts = format!("Entry Number,drawback\n9Q910000011,{drawback}\n");
        let report = Report::of(&export("Payment Date", "06/03/2025"), &facts, &options);
        (report.entry("status"), report.entry("interest_high"))
    };
    let (open, blocked) = ("eligible".to_owned(), "blocked".to_owned());
    // 27 days of 2025Q2, 184 of 2025Q3 and Q4, 90 of 2026Q1 and 44 of 2026Q2, then 45 more.
    assert_eq!(interest("N", 0), (open.clone(), TO_THE_DAY.to_owned()));
    assert_eq!(interest("N", 45), (open, "63.75".to_owned()));
    assert_eq!(interest("Y", 0), (blocked.clone(), TO_THE_DAY.to_owned()));
    assert_eq!(interest("Y", 45), (blocked, TO_THE_DAY.to_owned()));
    // What is paid at liquidation only is eligible, and nobody knows when it liquidates.
    let suspended = |days: u32| {
        let export = format!(
            "{HEADER},Entry Summary Date,Liquidation Status\n\
             9Q902600018,01,98-765432100,02/10/2026,1,1,99030124,0,1000.00,02/24/2026,Suspended\n"
        );
        let options = format!("--as-of 2026-05-15 --processing-days {days}");
        let report = Report::of(&export, "", &options);
        assert!(report.entry("findings").contains("paid-at-liquidation"));
        report.entry("interest_high")
    };
    assert_eq!(suspended(0), suspended(45));
}

/// $1,000.00 from 2025-06-03 to 2026-05-15.
const TO_THE_DAY: &str = "57.22";

#[test]
fn rates_are_extrapolated_from_the_first_day_without_a_published_one() {
    let last = Rulebook::built_in().unwrap().interest.last_published_day();
    let next = last.plus(1).to_string();
    let from = |as_of: Day, days: i32| {
        let options = format!("--as-of {as_of} --processing-days {days}");
        let report = Report::of(&export("Payment Date", "06/03/2025"), "", &options);
        report.summary()["rates_extrapolated_from"].clone()
    };
    assert_eq!(from(last.plus(-1), 0), Value::Null);
    assert_eq!(from(last, 0), Value::Null);
    assert_eq!(from(last, 1), next);
    assert_eq!(from(last.plus(-30), 300), next);
    // Paid on the last day itself, an entry bears no interest, and none is reckoned by such a rate.
    let late = last.plus(20).to_string();
    let options = format!("--as-of {late} --processing-days 0");
    let paid = Report::of(&export("Payment Date", &late), "", &options);
    assert_eq!(paid.summary()["rates_extrapolated_from"], Value::Null);
    assert_eq!(paid.entry("interest_high"), "0.00");
}

#[test]
fn the_interest_of_a_range_is_a_range() {
    let export = format!(
        "{HEADER},Country of Origin Code,Payment Date\n\
         9Q910000011,01,98-765432100,09/02/2025,1,1,99030220,0,1500.00,DE,09/16/2025\n\
         9Q910000011,01,98-765432100,09/02/2025,1,2,8481803090,10000,0,DE,09/16/2025\n"
    );
    let report = Report::of(&export, "", "--as-of 2026-05-15");
    let told = ["refund_low", "refund_high", "interest_low", "interest_high"];
    assert_eq!(told.map(|column| report.entry(column)), ["0.00", "1500.00", "0.00", "68.33"]);
    assert!(report.finding("floor-combined").contains("column-1 rate not known"));
    // A rate that facts tell is told as theirs.
    let facts = "Entry Number,Column 1 Current Primary Duty Rate\n9Q910000011,2.5%\n";
    let report = Report::of(&export, facts, "--as-of 2026-05-15");
    assert_eq!(told.map(|column| report.entry(column)), ["1250.00", "1250.00", "56.94", "56.94"]);
    let told = report.finding("floor-combined");
    assert!(told.contains("2.5% of 10000.00, rate from --facts"), "{told}");
}

#[test]
fn interest_that_is_no_amount_any_more_is_refused_and_not_left_out() {
    let mut export = format!("{HEADER},Payment Date\n");
    for at in 0..3000 {
        let line = at % 999 + 1;
        let start = "9Q910000011,01,98-765432100,05/20/2025";
        writeln!(export, "{start},{line},{at},99030125,0,999999999999.99,01/02/1900").unwrap();
    }
    let report = Report::of(&export, "", "--as-of 2026-05-15");
    assert_eq!(report.ended.status.code(), Some(1));
    let says = "entry 9Q910000011: its amounts add up to more than 92 quadrillion dollars";
    assert!(report.said().contains(says), "{}", report.said());
    assert!(!report.dir.path().join("out").exists());
}

#[test]
fn a_statement_that_is_not_paid_yet_gives_the_day_it_is_due_and_no_day_of_payment() {
    let export = export("Payment Date", "06/03/2025");
    let paid_on =
        |facts: &str| Report::of(&export, facts, "--as-of 2026-05-15").entry("payment_date");
    let statement = |day: &str, status: &str| {
        let header = "Entry Number,Statement Number,Payment Date,Amount,Status";
        paid_on(&format!("{header}\n9Q910000011,25170A001,{day},2530.00,{status}\n"))
    };
    assert_eq!(statement("05/16/2026", ""), "2025-06-03", "of the export");
    assert_eq!(statement("05/16/2026", "Paid"), "2026-05-16", "as the list says");
    assert_eq!(statement("05/15/2026", ""), "2026-05-15", "that day has come");
    // Who brings it as a fact says that it is one.
    assert_eq!(paid_on("Entry Number,payment_date\n9Q910000011,05/16/2026\n"), "2026-05-16");
}

#[test]
fn every_word_of_a_status_that_is_in_no_list_is_named() {
    let columns = "Liquidation Status,Control Status,Summary Status,Protest Status";
    let report =
        Report::of(&export(columns, "Sleeping,Dozing,Napping,Resting"), "", "--as-of 2026-05-15");
    assert_eq!(
        report.finding("status-unmapped"),
        "liquidation_status `sleeping`; summary_status `napping`; control_status `dozing`; \
         protest_status `resting`: not among the words of the rules"
    );
}

#[test]
fn a_refusal_for_adcvd_is_past_only_where_a_cell_answers_it() {
    let facts = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
        =\"9Q910000011\",=\"100000000001\",Failed,Entry Summary Pending Liquidation or Not \
        Liquidated and Has Suspension Record\n";
    for (entry_type, told, is_open) in [
        ("03", ",,", true),
        ("03", ",,Unliquidated", true),
        ("03", "N,,", false),
        ("03", ",04/03/2026,", false),
        ("03", ",,Liquidated", false),
        ("03", ",,Suspended", false),
        ("01", ",,", false),
        ("", ",,", true),
    ] {
        let columns = "Suspension Indicator,Liquidation Date,Liquidation Status";
        let export = export(columns, told).replace("11,01,", &format!("11,{entry_type},"));
        let report = Report::of(&export, facts, "--as-of 2026-05-15");
        let unproved = report.entry("unproved");
        let has = unproved.split(';').any(|code| code == "adcvd-pending");
        assert_eq!(has, is_open, "type `{entry_type}`, `{told}`: {unproved}");
    }
}

#[test]
fn a_refusal_is_past_from_the_day_on_which_cbp_refuses_for_it_no_more() {
    let facts = "ENTRY_NUMBER,CLAIM_NUMBER,STATUS,ERROR_DESCRIPTION\n\
        =\"9Q910000011\",=\"100000000001\",Failed,ENTRY SUMMARY FLAGGED FOR RECON\n";
    let told = |as_of: &str, code: &str| {
        let export = export("Reconciliation Indicator", "Y");
        Report::of(&export, facts, &format!("--as-of {as_of}")).finding(code)
    };
    let before = told("2026-06-28", "refused-before");
    assert!(before.ends_with("(facts.csv, record 2); see recon-before-phase-2"), "{before}");
    let on_it = told("2026-06-29", "refusal-past");
    let says = "(facts.csv, record 2); no reason any more since 2026-06-29";
    assert!(on_it.ends_with(says), "{on_it}");
}

/// What `explain --json` says of the entry of an export.
fn explained(export: &str) -> Value {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("export.csv"), export).unwrap();
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(dir.path()).args(["explain", "9Q910000011", "export.csv", "--json"]);
    let ended = command.args(["--as-of", "2026-05-15"]).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    serde_json::from_slice(&ended.stdout).unwrap()
}

#[test]
fn every_refund_names_the_value_and_the_duty_it_was_held_against() {
    let start = "9Q910000011,01,98-765432100,09/02/2025";
    // The goods row has no value: that of the heading's own row counts, and is told.
    let zero = explained(&format!(
        "{HEADER}\n{start},1,1,99030125,10000,0\n{start},1,2,3926909985,0,530.00\n"
    ));
    let refund = &zero["rows"][0]["refund"];
    assert_eq!((&refund["value"], &refund["recomputed"]), (&"10000.00".into(), &"1000.00".into()));
    assert!(zero.to_string().contains("doubtful for zero-duty-on-duty-code"), "{zero}");

    let floors = explained(&format!(
        "{HEADER},Country of Origin Code,Column 1 Current Primary Duty Rate\n\
         {start},1,1,99030220,0,1400.00,DE,\n{start},1,2,8481803090,10000,0,DE,2.5%\n\
         {start},2,1,99030220,0,1250.00,DE,\n{start},2,2,8481803090,20000,250.00,DE,2.5%\n"
    ));
    let told = ["rule", "value", "expected_duty", "refund_high"];
    let told = |row: usize| told.map(|key| floors["rows"][row]["refund"][key].clone());
    assert_eq!(told(0), ["floor_combined", "10000.00", "1500.00", "1150.00"]);
    assert_eq!(told(2)[..2], ["floor_split", "20000.00"]);
}

#[test]
fn a_duty_taken_back_under_a_heading_that_is_not_known_lowers_the_refund() {
    let export = format!(
        "{HEADER}\n{ROW}\n{}\n",
        ROW.replace(",1,1,99030125", ",2,1,99030135").replace("1000.00", "-100.00")
    );
    let report = Report::of(&export, "", "--as-of 2026-05-15");
    let told = ["duty_paid", "refund_low", "refund_high"].map(|column| report.entry(column));
    assert_eq!(told, ["900.00", "900.00", "900.00"]);
}

/// The page of an export, its cells without their marks.
fn page(export: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("export.csv"), export).unwrap();
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.current_dir(dir.path()).args(["analyze", "export.csv", "--as-of", "2026-05-15"]);
    command.args(["--quiet", "--only=html", "--out", "out"]).assert().success();
    std::fs::read_to_string(dir.path().join("out/report.html")).unwrap()
}

fn numbered(at: u32) -> String {
    EntryNumber::with_check_digit(&format!("9Q92{at:06}")).unwrap().to_string()
}

/// The words of the table below this title, cell by cell.
fn table<'p>(page: &'p str, title: &str) -> Vec<Vec<&'p str>> {
    let (_, rest) = page.split_once(&format!("<caption>{title}")).unwrap();
    let (table, _) = rest.split_once("</table>").unwrap();
    let rows = table.split("<tr").skip(1);
    let words = |row: &'p str| {
        let cells = row.split('>').filter_map(|part| part.split_once('<'));
        cells.map(|(text, _)| text).filter(|text| !text.trim().is_empty()).collect()
    };
    rows.map(words).collect()
}

#[test]
fn what_is_raised_to_zero_and_what_has_no_country_stand_in_the_tables_of_the_page() {
    let row = |at, duty: &str, country: &str| {
        let number = numbered(at);
        format!("{number},01,98-765432100,05/20/2025,1,1,99030125,0,{duty},{country}\n")
    };
    let rows = [row(1, "-100.00", "CN"), row(2, "-50.00", ""), row(3, "1000.00", "")];
    let page = page(&format!("{HEADER},Country of Origin Code\n{}", rows.concat()));
    let countries = table(&page, "Counted rows by country of origin");
    let told = |name: &str| countries.iter().find(|row| row[0] == name).unwrap()[1..].to_vec();
    assert_eq!(told("CN"), ["1", "-$100.00", "-$100.00", "-$100.00"]);
    assert_eq!(told("not given"), ["2", "$950.00", "$950.00", "$950.00"]);
    let raised = told("entries below zero, raised to zero");
    assert_eq!(raised, ["0", "$0.00", "$150.00", "$150.00"]);
    assert_eq!(told("total"), ["3", "$850.00", "$1,000.00", "$1,000.00"]);
}

#[test]
fn the_ten_biggest_entries_of_a_finding_are_named_whatever_their_order() {
    // Twelve entries with a value where none may stand, the smallest first and one of the middle last.
    let amounts = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 7];
    let rows = amounts.map(|amount| {
        let number = numbered(amount);
        format!("{number},01,98-765432100,05/20/2025,1,1,99030125,10000,{amount}00.00\n")
    });
    let named = |rows: &[String]| {
        let page = page(&format!("{HEADER}\n{}", rows.concat()));
        let (_, rest) = page.split_once("value-on-chapter-99").unwrap();
        let (rest, _) = rest.split_once("date-basis-assumed").unwrap();
        let all = (1..=12).rev().map(|amount| (amount, rest.find(&numbered(amount))));
        let mut all: Vec<_> = all.filter_map(|(amount, at)| Some((at?, amount))).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, amount)| amount).collect::<Vec<u32>>()
    };
    let biggest: Vec<u32> = (3..=12).rev().collect();
    assert_eq!(named(&rows), biggest);
    let mut turned = rows.clone();
    turned.reverse();
    assert_eq!(named(&turned), biggest);
    assert_eq!(named(&turned[turned.len() - 3..]), [3, 2, 1], "fewer than ten");
}
