//! The workbook says what the CSV reports and the summary say, cell by cell and to the cent.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use capeprep::domain::{Day, EntryNumber};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
/// The rows with the totals and the head.
const HEAD_ROWS: usize = 2;

/// The reports of one run.
struct Reports {
    dir: TempDir,
}

impl Reports {
    fn of(input: &Path, options: &[&str]) -> Reports {
        Reports::only(input, "xlsx,json,groups,entries,findings", options)
    }

    fn only(input: &Path, outputs: &str, options: &[&str]) -> Reports {
        let dir = tempfile::tempdir().unwrap();
        Command::cargo_bin("capeprep")
            .unwrap()
            .arg("analyze")
            .arg(input)
            .args(["--as-of", "2026-05-15", "--quiet"])
            .args(["--only", outputs])
            .args(options)
            .arg("--out")
            .arg(dir.path().join("out"))
            .assert()
            .success();
        Reports { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("out").join(name)
    }

    fn summary(&self) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.path("summary.json")).unwrap()).unwrap()
    }

    fn sheet(&self, name: &str) -> Range<Data> {
        let mut book: Xlsx<_> = open_workbook(self.path("report.xlsx")).unwrap();
        book.worksheet_range(name).unwrap()
    }

    /// The rows of a CSV report, the header first.
    fn csv(&self, name: &str) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_path(self.path(name)).unwrap();
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Every cell of a sheet is the cell of the CSV report: dates are dates and money is numbers.
    fn assert_same(&self, sheet: &str, csv: &str) {
        self.assert_rows(sheet, self.csv(csv));
    }

    fn assert_rows(&self, sheet: &str, rows: Vec<Vec<String>>) {
        let cells = self.sheet(sheet);
        assert_eq!(cells.height(), rows.len() + HEAD_ROWS - 1, "{sheet}");
        let heads: Vec<&str> = rows[0].iter().map(String::as_str).collect();
        for (column, head) in heads.iter().enumerate() {
            let title = cells.get((1, column)).unwrap().to_string();
            assert_eq!(title.to_lowercase().replace(' ', "_"), *head, "{sheet}");
        }
        for (at, row) in rows.iter().enumerate().skip(1) {
            for (column, text) in row.iter().enumerate() {
                let cell = cells.get((at + HEAD_ROWS - 1, column)).unwrap_or(&Data::Empty);
                let place = format!("{sheet}, row {at}, {}", heads[column]);
                assert_eq!(printed(cell, heads[column]), undefused(text), "{place}");
            }
        }
    }
}

/// A cell as the CSV report prints it.
fn printed(cell: &Data, head: &str) -> String {
    let is_money = ["duty", "refund", "interest"].iter().any(|word| head.contains(word));
    match cell {
        Data::Empty => String::new(),
        Data::DateTime(day) => Day::from_1900(day.as_f64() as u32 - 2).to_string(),
        Data::Float(number) if is_money && !head.ends_with("entries") => format!("{number:.2}"),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} in {head}"),
    }
}

/// The text of a CSV cell without the apostrophe that keeps it from being a formula.
fn undefused(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

/// A portfolio of invented entries with every kind of fault.
fn messy() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("messy.csv");
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["sample", "--entries", "500", "--seed", "7", "--messy", "--out"])
        .arg(&file)
        .assert()
        .success();
    (dir, file)
}

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// The sum over a column of a sheet, in cents, and the total that stands above it.
fn sums(sheet: &Range<Data>, title: &str) -> (i64, i64) {
    let heads = (0..sheet.width()).map(|column| sheet.get((1, column)).unwrap().to_string());
    let column = heads.into_iter().position(|head| head == title).unwrap();
    let cents_of = |row: usize| match sheet.get((row, column)) {
        Some(Data::Float(number)) => cents(&format!("{number:.2}")),
        Some(Data::Int(number)) => number * 100,
        other => panic!("{other:?} in {title}"),
    };
    ((HEAD_ROWS..sheet.height()).map(cents_of).sum(), cents_of(0))
}

#[test]
fn every_cell_is_that_of_the_csv_report() {
    let (_kept, messy) = messy();
    for input in [Path::new(DEMO), &messy] {
        let reports = Reports::of(input, &[]);
        reports.assert_same("Groups", "groups.csv");
        reports.assert_same("Entries", "entries.csv");
        reports.assert_same("Findings", "findings.csv");
    }
}

#[test]
fn totals_added_up_from_the_cells_are_those_of_the_summary() {
    let (_kept, messy) = messy();
    for input in [Path::new(DEMO), &messy] {
        let reports = Reports::of(input, &[]);
        let summary = reports.summary();
        let figures = [
            ("Refund low", &summary["refund"]["low"]),
            ("Refund high", &summary["refund"]["high"]),
            ("Interest low", &summary["interest"]["low"]),
            ("Interest high", &summary["interest"]["high"]),
            ("Duty paid", &summary["duty"]["counted"]),
        ];
        for name in ["Groups", "Entries", "Who may file"] {
            let sheet = reports.sheet(name);
            for (title, figure) in figures {
                let expected = cents(figure.as_str().unwrap());
                assert_eq!(sums(&sheet, title), (expected, expected), "{name}, {title}");
            }
        }
        let overview = reports.sheet("Summary");
        let row_of = |label: &str| {
            let is_it = |row: &&[Data]| row[0] == Data::String(label.to_owned());
            overview.rows().find(is_it).unwrap().to_vec()
        };
        for (lane, expected) in summary["lanes"].as_object().unwrap() {
            let is_it = |row: &&[Data]| row[0].to_string().ends_with(&format!(" ({lane})"));
            let row = overview.rows().find(is_it).unwrap();
            assert_eq!(row[1].to_string(), expected["entries"].to_string(), "{lane}");
            assert_eq!(printed(&row[3], "refund"), expected["refund_high"].as_str().unwrap());
        }
        for bin in ["blank", "rejected", "other", "duplicate", "out of period", "counted"] {
            let expected = &summary["rows"][bin.replace(' ', "_")];
            assert_eq!(row_of(bin)[1].to_string(), expected.to_string(), "{bin}");
        }
    }
}

/// A sample with the columns of the default layout: nothing is known of liquidations.
fn default_layout() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("default.csv");
    Command::cargo_bin("capeprep")
        .unwrap()
        .args(["sample", "--entries", "300", "--seed", "5", "--default-layout", "--out"])
        .arg(&file)
        .assert()
        .success();
    (dir, file)
}

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
    let caution = "2 entries without importer number ($400.00) stand in 1 row of sheet Groups";
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
fn the_set_up_is_that_of_the_csv_report_or_the_sheet_says_what_to_bring() {
    let parties = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo-parties/parties.toml");
    let with = Reports::only(Path::new(DEMO), "xlsx,readiness", &["--parties", parties]);
    let mut rows = with.csv("readiness.csv");
    let entries = rows[0].iter().position(|head| head == "entries").unwrap();
    // Steps that hold up no entry stand last, otherwise as in the CSV report.
    rows[1..].sort_by_key(|row| row[entries] == "0");
    with.assert_rows("Readiness", rows);
    let without = Reports::of(Path::new(DEMO), &[]);
    let text = without.sheet("Readiness").get((HEAD_ROWS, 0)).unwrap().to_string();
    assert!(text.contains("--parties") && text.contains("docs/parties.md"), "{text}");
    assert!(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/parties.md")).exists());
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
fn the_same_bytes_for_any_number_of_threads() {
    let (_kept, messy) = messy();
    let of = |jobs| {
        let reports = Reports::of(&messy, &["--jobs", jobs]);
        std::fs::read(reports.path("report.xlsx")).unwrap()
    };
    let one = of("1");
    assert!(one == of("2") && one == of("2"), "not the same bytes");
}

#[test]
fn nothing_but_the_workbook_is_left_and_nothing_at_all_if_it_was_not_asked_for() {
    let reports = Reports::of(Path::new(DEMO), &[]);
    let files = std::fs::read_dir(reports.path("")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let named: Vec<String> = names.filter(|name| name.starts_with("report")).collect();
    assert_eq!(named, ["report.xlsx"]);
    let without = Reports::only(Path::new(DEMO), "json", &[]);
    assert!(!without.path("report.xlsx").exists());
}

#[test]
fn the_masked_workbook_tells_no_importer_and_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let (copy, key) = (dir.path().join("masked"), dir.path().join("key"));
    let options = ["--mask", copy.to_str().unwrap(), "--mask-key", key.to_str().unwrap()];
    let reports = Reports::of(Path::new(DEMO), &options);
    let text = |path: PathBuf| {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let sheets = book.worksheets();
        let cells = sheets.iter().flat_map(|(_, sheet)| sheet.used_cells());
        cells.map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>().join("\n")
    };
    let (plain, masked) = (text(reports.path("report.xlsx")), text(copy.join("report.xlsx")));
    for secret in ["Imaginary Teapot", "69-100000100", "9Q9", "fixtures", "ES-003 2025-02"] {
        assert!(plain.contains(secret), "{secret}");
        assert!(!masked.contains(secret), "{secret}");
    }
}

/// A member of the workbook.
fn member(reports: &Reports, name: &str) -> String {
    let file = std::fs::File::open(reports.path("report.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
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

#[test]
fn the_worst_text_does_no_harm() {
    let names = [
        "=cmd|' /C calc'!A0".to_owned(),
        "<script>alert(1)</script> & \"quoted\" 'so'".to_owned(),
        "evil\u{202e}gpj.exe \u{2066}x".to_owned(),
        "n".repeat(300),
        "m".repeat(40_000),
        "a\u{1}b\u{b}c\u{7f}d".to_owned(),
        "@SUM(A1)\tx".to_owned(),
        "_x0041_ _x000D_".to_owned(),
        "_x000d__x0041_x005F_ __xFFFF_ _x00e_ _xé00D_".to_owned(),
    ];
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("worst.csv");
    let mut writer = csv::Writer::from_path(&file).unwrap();
    writer
        .write_record([
            "Entry Summary Number",
            "Entry Summary Line Number",
            "Tariff Ordinal Number",
            "HTS Number - Full",
            "Entry Date",
            "Line Tariff Goods Value Amount",
            "Line Tariff Duty Amount",
            "Importer Number",
            "Importer Name",
        ])
        .unwrap();
    for (at, name) in names.iter().enumerate() {
        let importer = format!("12-34567{at:02}00");
        let number = EntryNumber::with_check_digit(&format!("XY1{:07}", 1_000_000 + at)).unwrap();
        writer
            .write_record([
                number.as_str(),
                "1",
                "1",
                "99030124",
                "05/20/2025",
                "1000.00",
                "200.00",
                &importer,
                name,
            ])
            .unwrap();
    }
    writer.flush().unwrap();
    drop(writer);
    let reports = Reports::of(&file, &[]);
    let sheet = reports.sheet("Entries");
    let shown: Vec<String> =
        (HEAD_ROWS..sheet.height()).map(|row| sheet.get((row, 3)).unwrap().to_string()).collect();
    assert_eq!(shown.len(), names.len());
    assert_eq!(shown[0], names[0]);
    assert_eq!(shown[1], names[1]);
    assert_eq!(shown[2], "evil\u{fffd}gpj.exe \u{fffd}x");
    assert_eq!(shown[3], names[3]);
    assert_eq!(shown[4].encode_utf16().count(), 32_767);
    assert!(shown[4].ends_with("[cut: a cell holds 32,767 characters]"));
    assert_eq!(shown[5], "a\u{fffd}b\u{fffd}c\u{fffd}d");
    assert_eq!(shown[6], names[6]);
    assert_eq!(shown[7..], names[7..]);
    // Excel reads `_x0041_` in a string as A, and `_x005F_` as the underline it begins with.
    let cells = member(&reports, "xl/worksheets/sheet3.xml");
    assert!(cells.contains(">_x005F_x0041_ _x005F_x000D_<"));
    assert!(
        cells.contains(">_x005F_x000d__x005F_x0041_x005F_x005F_ __x005F_xFFFF_ _x00e_ _xé00D_<")
    );
    // No cell with text is a formula.
    let mut book: Xlsx<_> = open_workbook(reports.path("report.xlsx")).unwrap();
    for name in ["Entries", "Groups", "Findings", "Who may file"] {
        let formulas = book.worksheet_formula(name).unwrap();
        for (_, _, formula) in formulas.used_cells() {
            assert!(formula.is_empty() || formula.starts_with("SUBTOTAL(109,"), "{formula}");
        }
    }
}
