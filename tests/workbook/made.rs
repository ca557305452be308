//! Reports made for these tests, and how their cells are read.

use assert_cmd::Command;
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use capeprep::domain::Day;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo");
/// The rows with the totals and the head.
pub(crate) const HEAD_ROWS: usize = 2;

/// The reports of one run.
pub(crate) struct Reports {
    dir: TempDir,
}

impl Reports {
    pub(crate) fn of(input: &Path, options: &[&str]) -> Reports {
        Reports::only(input, "xlsx,json,groups,entries,findings", options)
    }

    pub(crate) fn only(input: &Path, outputs: &str, options: &[&str]) -> Reports {
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

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("out").join(name)
    }

    pub(crate) fn summary(&self) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.path("summary.json")).unwrap()).unwrap()
    }

    pub(crate) fn sheet(&self, name: &str) -> Range<Data> {
        let mut book: Xlsx<_> = open_workbook(self.path("report.xlsx")).unwrap();
        book.worksheet_range(name).unwrap()
    }

    /// The rows of a CSV report, the header first.
    pub(crate) fn csv(&self, name: &str) -> Vec<Vec<String>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_path(self.path(name)).unwrap();
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// Every cell of a sheet is the cell of the CSV report: dates are dates and money is numbers.
    pub(crate) fn assert_same(&self, sheet: &str, csv: &str) {
        self.assert_rows(sheet, self.csv(csv));
    }

    pub(crate) fn assert_rows(&self, sheet: &str, rows: Vec<Vec<String>>) {
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
pub(crate) fn printed(cell: &Data, head: &str) -> String {
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
pub(crate) fn undefused(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

/// A portfolio of invented entries with every kind of fault.
pub(crate) fn messy() -> (TempDir, PathBuf) {
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

pub(crate) fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

/// The sum over a column of a sheet, in cents, and the total that stands above it.
pub(crate) fn sums(sheet: &Range<Data>, title: &str) -> (i64, i64) {
    let heads = (0..sheet.width()).map(|column| sheet.get((1, column)).unwrap().to_string());
    let column = heads.into_iter().position(|head| head == title).unwrap();
    let cents_of = |row: usize| match sheet.get((row, column)) {
        Some(Data::Float(number)) => cents(&format!("{number:.2}")),
        Some(Data::Int(number)) => number * 100,
        other => panic!("{other:?} in {title}"),
    };
    ((HEAD_ROWS..sheet.height()).map(cents_of).sum(), cents_of(0))
}

/// A sample with the columns of the default layout: nothing is known of liquidations.
pub(crate) fn default_layout() -> (TempDir, PathBuf) {
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

/// A member of the workbook.
pub(crate) fn member(reports: &Reports, name: &str) -> String {
    let file = std::fs::File::open(reports.path("report.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}
