//! The workbook of a tracking: its sheets are the tables, with types; its totals are formulas; no
//! text of the data becomes one.

use super::TABLES;
use crate::report::Staging;
use crate::report::tracking::example::{Case, Example};
use crate::report::tracking::{RefundEntryRows, write_workbook};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

fn bytes(case: Case, text: &str, groups: usize) -> (Example, Vec<u8>) {
    let mut example = Example::new(case, text, groups);
    let told = example.told();
    let other = Staging::begin(&example.dir.path().join("other"), false, false).unwrap();
    let mut staging = std::mem::replace(&mut example.staging, other);
    write_workbook(&example.tracking(), &told, &mut staging).unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut staging.reopen("report.xlsx").unwrap(), &mut bytes).unwrap();
    example.staging = staging;
    (example, bytes)
}

fn sheet(book: &[u8], name: &str) -> Range<Data> {
    Xlsx::new(Cursor::new(book)).unwrap().worksheet_range(name).unwrap()
}

fn label_row(sheet: &Range<Data>, label: &str) -> usize {
    let found = sheet.rows().position(|row| row[0] == Data::String(label.to_owned()));
    found.expect(label)
}

#[test]
fn every_table_is_a_sheet_with_types_and_totals() {
    let (example, book) = bytes(Case::Mixed, "Fictive Imports", 7);
    let opened = Xlsx::new(Cursor::new(&book[..])).unwrap();
    let mut expected = vec!["Summary"];
    expected.extend(TABLES.iter().map(|table| table.plan.name));
    expected.push("Method");
    assert_eq!(opened.sheet_names(), expected);
    for table in TABLES.iter().filter(|t| example.staging.written().contains_key(t.file)) {
        let cells = sheet(&book, table.plan.name);
        let text = example.text(table.file);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(cells.height() - 2, rows.records().count(), "{}", table.plan.name);
    }
    let payments = sheet(&book, "Payments");
    assert_eq!(payments.get((0, 3)), Some(&Data::Float(14.0)));
    assert_eq!(payments.get((1, 0)), Some(&Data::String("Payee".to_owned())));
    assert!(matches!(payments.get((2, 2)), Some(Data::DateTime(_))));
    assert_eq!(payments.get((2, 7)), Some(&Data::Float(4200.0)));
    let cash = sheet(&book, "Cash");
    assert!(matches!(cash.get((2, 0)), Some(Data::String(_))));
}

#[test]
fn what_is_missing_adds_up_in_the_summary() {
    for case in [Case::Mixed, Case::NoReport, Case::AllPaid] {
        let (example, book) = bytes(case, "Fictive Imports", 7);
        let summary = sheet(&book, "Summary");
        let row = label_row(&summary, "Expected less paid and all causes: nothing");
        for column in 2..5 {
            assert_eq!(summary.get((row, column)), Some(&Data::Float(0.0)));
        }
        let states = label_row(&summary, "All states");
        let entries = example.tracking().standing.total.entries;
        assert_eq!(summary.get((states, 1)).unwrap().to_string(), entries.to_string());
    }
}

#[test]
fn no_text_is_a_formula_and_none_misleads() {
    for worst in ["=cmd|'/C calc'!A0", "@SUM(A1)", "<b>&\"", "a\u{202e}b\u{7}c"] {
        let (_, book) = bytes(Case::Mixed, worst, 3);
        let mut opened = Xlsx::new(Cursor::new(&book[..])).unwrap();
        for name in opened.sheet_names() {
            let formulas = opened.worksheet_formula(&name).unwrap();
            assert!(
                formulas.cells().all(|(_, _, text)| !text.contains("calc") && !text.contains('@'))
            );
        }
        let expected = super::super::text::harmless(worst).into_owned();
        assert_eq!(sheet(&book, "Payments").get((2, 0)), Some(&Data::String(expected)));
    }
}

#[test]
fn many_groups_are_all_in_the_sheet_and_the_same_bytes_come_again() {
    let (_, book) = bytes(Case::Mixed, "Fictive Imports", 6_000);
    assert_eq!(sheet(&book, "Payments").height(), 6_002);
    let (_, again) = bytes(Case::Mixed, "Fictive Imports", 6_000);
    assert!(book == again);
}

#[test]
fn rows_beyond_a_sheet_are_left_out_with_a_word_where_a_sheet_does_not_go_on() {
    let mut example = Example::new(Case::Mixed, "Fictive Imports", 7);
    let mut table = format!("{}\n", RefundEntryRows::HEADER);
    for at in 0..9 {
        table += &format!("R{at},9Q900000039,12-345678900,10.00,1.00,reported,10.00,1.00\n");
    }
    example.staging.write("refund_entries.csv", table.as_bytes()).unwrap();
    let mut book = Cursor::new(Vec::new());
    let told = example.told();
    super::make(&example.tracking(), &told, &example.staging, 6, &mut book).unwrap();
    let cells = sheet(book.get_ref(), "Refund entries");
    assert_eq!(cells.height(), 2 + 6);
    assert!(cells.get((0, 0)).unwrap().to_string().contains("refund_entries.csv has all"));
    // The others go on in a next sheet.
    assert_eq!(sheet(book.get_ref(), "Payments 2").height(), 2 + 1);
}
