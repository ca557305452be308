//! The workbook says what the CSV reports and the summary say, cell by cell and to the cent.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may panic")]

mod made;
mod said;
mod worst;

use calamine::{Data, Reader, Xlsx, open_workbook};
use made::{DEMO, HEAD_ROWS, Reports, cents, messy, printed, sums};
use std::path::{Path, PathBuf};

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
