//! What the sheets say of the figures, and of what is not known.

use crate::made::{DEMO, HEAD_ROWS, Reports, cents, default_layout, member, messy, printed, sums};
use calamine::{Data, Reader, Xlsx, open_workbook};
use capeprep::domain::EntryNumber;
use std::path::Path;

#[test]
fn the_headline_says_what_is_not_known() {
    let (_kept, default) = default_layout();
    for input in [Path::new(DEMO), &default] {
        let reports = Reports::of(input, &[]);
        let entries = reports.csv("entries.csv");
        let heads = entries[0].clone();
        let of = |row: &[String], head: &str| {
            row[heads.iter().position(|other| other == head).unwrap()].clone()
        };
        let overview = reports.sheet("Summary");
        let check = |label: &str, holds: &dyn Fn(&[String]) -> bool| {
            let rows: Vec<&Vec<String>> = entries[1..].iter().filter(|row| holds(row)).collect();
            let sum = |head| rows.iter().map(|row| cents(&of(row, head))).sum::<i64>();
            let row = overview.rows().find(|row| row[0] == Data::String(label.to_owned()));
            let row = row.unwrap_or_else(|| panic!("{label}"));
            assert_eq!(row[1].to_string(), rows.len().to_string(), "{label}");
            assert_eq!(cents(&printed(&row[2], "refund")), sum("refund_low"), "{label}");
            assert_eq!(cents(&printed(&row[3], "refund")), sum("refund_high"), "{label}");
            rows.len()
        };
        let is_ready = |row: &[String]| of(row, "lane") == "file-now";
        let is_proved = |row: &[String]| of(row, "unproved").is_empty();
        check("Of the refund, ready to file today", &is_ready);
        check("- with every block check run", &|row| is_ready(row) && is_proved(row));
        check("- with checks not run", &|row| is_ready(row) && !is_proved(row));
        check("Of all, with checks not run", &|row| !is_proved(row));
        check("Entries with any of them, each once", &|row| !is_proved(row));
        if input == default {
            let undated = |row: &[String]| !["none", "declared"].contains(&&*of(row, "lane"));
            assert!(check("No liquidation date is known", &undated) > 0);
            check("Reaches day 80 next", &|_| false);
        }
    }
}

#[test]
fn the_duty_of_rejected_rows_is_blank_and_the_ledger_closes() {
    let (_kept, messy) = messy();
    let overview = Reports::of(&messy, &[]).sheet("Summary");
    let row = |label: &str| {
        overview.rows().find(|row| row[0] == Data::String(label.to_owned())).unwrap().to_vec()
    };
    let rejected = row("rejected");
    assert_ne!(rejected[1].to_string(), "0");
    assert_eq!(rejected[2], Data::Empty);
    assert!(rejected[3].to_string().contains("rejected_rows.csv"));
    let rest = ["other", "duplicate", "out of period", "counted"];
    let sum = rest.iter().map(|bin| cents(&printed(&row(bin)[2], "duty"))).sum::<i64>();
    assert_eq!(cents(&printed(&row("All bins")[2], "duty")), sum);
    assert_eq!(cents(&printed(&row("Rows read")[2], "duty")), sum);
    assert_eq!(printed(&row("Difference")[2], "duty"), "0.00");
}

#[test]
fn every_bar_of_a_chart_has_its_name() {
    let reports = Reports::of(Path::new(DEMO), &[]);
    for chart in 1..=6 {
        let chart = member(&reports, &format!("xl/charts/chart{chart}.xml"));
        // Names that stand, or amounts beside bars that lie.
        let stands = chart.contains("<c:barDir val=\"col\"/>");
        assert_eq!(chart.contains("rot=\"-5400000\""), stands);
        assert_eq!(chart.contains("<c:showVal val=\"1\"/>"), !stands);
    }
    let overview = reports.sheet("Summary");
    let labels: Vec<String> = overview.rows().map(|row| row[0].to_string()).collect();
    for label in ["File now (file-now)", "Review, then file (review)", "Baseline 10%"] {
        assert!(labels.iter().any(|other| other == label), "{label}");
    }
    let program = overview.rows().find(|row| row[0] == *"Baseline 10%").unwrap();
    assert_eq!(program[5].to_string(), "reciprocal-baseline");
}

#[test]
fn entries_with_an_open_protest_are_told_apart_on_deadlines() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("protests.csv");
    let header = "Entry Summary Number,Entry Summary Line Number,Tariff Ordinal Number,\
                  HTS Number - Full,Entry Date,Line Tariff Goods Value Amount,\
                  Line Tariff Duty Amount,Importer Number,Liquidation Date,Liquidation Status,\
                  Protest Status\n";
    let mut text = header.to_owned();
    // Liquidated 103 days ago, or ten; with a protest and without.
    for (at, protest) in ["Open", "", "Open", "", "Open", "Denied"].iter().enumerate() {
        let number = EntryNumber::with_check_digit(&format!("XY1{:07}", 1_000_000 + at)).unwrap();
        let liquidated = if at < 4 { "02/01/2026" } else { "05/05/2026" };
        text.push_str(&format!(
            "{},1,1,99030124,05/20/2025,1000.00,{}.00,12-3456700,{liquidated},Liquidated,{protest}\n",
            number.as_str(),
            200 + at,
        ));
    }
    std::fs::write(&file, text).unwrap();
    let reports = Reports::of(&file, &[]);
    let entries = reports.csv("entries.csv");
    let at = |head: &str| entries[0].iter().position(|other| other == head).unwrap();
    let (lane, findings, refund) = (at("lane"), at("findings"), at("refund_high"));
    let (date, projected) = (at("liquidation_date"), at("projected_liquidation"));
    let timed = entries[1..].iter().filter(|row| {
        let waits =
            ["file-now", "review", "other-filer", "fix-then-file", "protest", "later-phase"];
        let has_clock = !row[date].is_empty() || !row[projected].is_empty();
        waits.contains(&&*row[lane]) && has_clock && cents(&row[refund]) > 0
    });
    let has_protest = |row: &&Vec<String>| {
        ["protest", "later-phase"].contains(&&*row[lane])
            && row[findings].split(';').any(|code| code == "protest-open")
    };
    let (open, left): (Vec<_>, Vec<_>) = timed.partition(has_protest);
    assert!(!open.is_empty());
    let sheet = reports.sheet("Deadlines");
    for (of, rows) in [("with protest already open", open), ("for protest", left)] {
        let count = i64::try_from(rows.len()).unwrap() * 100;
        assert_eq!(sums(&sheet, &format!("Entries {of}")), (count, count), "{of}");
        let refund = rows.iter().map(|row| cents(&row[refund])).sum::<i64>();
        assert_eq!(sums(&sheet, &format!("Refund high {of}")), (refund, refund), "{of}");
    }
}

#[test]
fn a_group_without_importer_number_has_no_name_and_is_cautioned() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("nobody.csv");
    let header = "Entry Summary Number,Entry Summary Line Number,Tariff Ordinal Number,\
                  HTS Number - Full,Entry Date,Line Tariff Goods Value Amount,\
                  Line Tariff Duty Amount,Importer Number,Importer Name\n";
    let mut text = header.to_owned();
    for (at, (importer, name)) in
        [("", "One Inc"), ("", "Other Inc"), ("12-3456700", "Named Inc")].iter().enumerate()
    {
        let number = EntryNumber::with_check_digit(&format!("XY1{:07}", 1_000_000 + at)).unwrap();
        let number = number.as_str();
        text.push_str(&format!(
            "{number},1,1,99030124,05/20/2025,1000.00,200.00,{importer},{name}\n"
        ));
    }
    std::fs::write(&file, text).unwrap();
    let reports = Reports::of(&file, &[]);
    reports.assert_same("Groups", "groups.csv");
    let names: Vec<String> =
        reports.csv("groups.csv")[1..].iter().map(|row| row[1].clone()).collect();
    assert_eq!(names, ["", "Named Inc"]);
    let overview = reports.sheet("Summary");
    let caution = "2 entries without importer number ($400.00), in 1 row of sheet Groups";
    assert!(overview.rows().any(|row| row[0].to_string().starts_with(caution)));
}

#[test]
fn rates_are_percentages() {
    let method = Reports::of(Path::new(DEMO), &[]).sheet("Method");
    let day = Data::String("2025-04-01".to_owned());
    let row = method.rows().find(|row| row[0] == day).unwrap();
    assert_eq!(row[1], Data::Float(0.06));
}

#[test]
fn without_an_entry_the_sheets_say_so_and_no_sum_adds_itself() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("none.csv");
    let header = "Entry Summary Number,Entry Summary Line Number,Tariff Ordinal Number,\
                  HTS Number - Full,Entry Date,Line Tariff Goods Value Amount,\
                  Line Tariff Duty Amount,Importer Number\n";
    let row = "XY110000000,1,1,8501.10.2000,05/20/2025,1000.00,50.00,12-3456700\n";
    std::fs::write(&file, format!("{header}{row}")).unwrap();
    let reports = Reports::of(&file, &[]);
    let text = reports.sheet("Entries").get((HEAD_ROWS, 0)).unwrap().to_string();
    assert_eq!(text, "No entry has an IEEPA row that counts.");
    let mut book: Xlsx<_> = open_workbook(reports.path("report.xlsx")).unwrap();
    let formulas = book.worksheet_formula("Summary").unwrap();
    let first = formulas.start().unwrap().0;
    for (row, _, formula) in formulas.used_cells().filter(|(.., f)| f.starts_with("SUM(")) {
        let last: usize = formula
            .trim_end_matches(')')
            .rsplit(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(last < first as usize + row + 1, "{formula}");
    }
}

#[test]
fn only_an_entry_without_a_check_left_to_run_is_green() {
    let reports = Reports::of(Path::new(DEMO), &[]);
    let styles = member(&reports, "xl/styles.xml");
    let rules = styles.split("<dxf>").skip(1);
    let green: Vec<String> = rules
        .enumerate()
        .filter(|(_, rule)| rule.contains("FFC6EFCE") || rule.contains("FF006100"))
        .map(|(id, _)| format!("dxfId=\"{id}\""))
        .collect();
    assert_eq!(green.len(), 1);
    for sheet in 1..=8 {
        let cells = member(&reports, &format!("xl/worksheets/sheet{sheet}.xml"));
        let rules = cells.split("<cfRule").skip(1).filter(|rule| rule.contains(&green[0]));
        let rules: Vec<&str> = rules.collect();
        // Sheets: Summary, Groups, Entries, ...
        assert_eq!(rules.len(), usize::from(sheet == 3), "sheet {sheet}");
        for rule in rules {
            assert!(rule.contains("AND($R3=\"file-now\",$T3=\"\")"), "{rule}");
            assert!(rule.contains("priority=\"1\""), "{rule}");
        }
    }
    for chart in 1..=6 {
        assert!(!member(&reports, &format!("xl/charts/chart{chart}.xml")).contains("006100"));
    }
}
