//! Whatever is no identifier is in the copy as it is in the report.

use super::portfolio::Reports;
use capeprep::domain::{Day, EntryNumber, ImporterNumber, undefused};
use capeprep::mask::Mask;
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

fn masked_entry(mask: &Mask, number: &str) -> String {
    EntryNumber::of_signs(number).map(|n| mask.entry(&n).to_string()).unwrap_or_default()
}

fn masked_importer(mask: &Mask, number: &str) -> String {
    let number = ImporterNumber::read(number.as_bytes());
    number.map(|number| mask.importer(&number).to_string()).unwrap_or_default()
}

/// A row of the report as the copy should have it.
fn expected(mask: &Mask, row: &Row) -> Row {
    let text = |(column, text): (&String, &String)| {
        let masked = match column.as_str() {
            "entry_number" => masked_entry(mask, text),
            "filer_code" if text.len() == 3 => mask.filer_code(text),
            "importer_number" => masked_importer(mask, text),
            "payee" => match text.strip_prefix("unknown: ") {
                None => masked_importer(mask, text),
                Some(unknown) => match unknown.strip_prefix("IOR or ") {
                    Some(party) if party != "4811 party" => {
                        format!("unknown: IOR or {}", masked_importer(mask, party))
                    }
                    _ => text.clone(),
                },
            },
            // A name that a spreadsheet would take for a formula is printed with a mark before it,
            // and a line feed as its picture.
            "importer_name" => mask.name("Importer", &undefused(text).replace('\u{240a}', "\n")),
            _ => text.clone(),
        };
        (column.clone(), masked)
    };
    row.iter().map(text).collect()
}

fn without(row: &Row, columns: &[&str]) -> Vec<(String, String)> {
    let kept = row.iter().filter(|(column, _)| !columns.contains(&column.as_str()));
    kept.map(|(column, text)| (column.clone(), text.clone())).collect()
}

fn same_rows(reports: &Reports, table: &str, left_out: &[&str]) {
    let mask = reports.mask();
    let real = reports.table(&format!("out/{table}"));
    let mut expected: Vec<_> =
        real.iter().map(|row| without(&expected(&mask, row), left_out)).collect();
    let mut found: Vec<_> = reports
        .table(&format!("masked/{table}"))
        .iter()
        .map(|row| without(row, left_out))
        .collect();
    assert!(expected.len() > 5, "{table}");
    expected.sort();
    found.sort();
    for (expected, found) in expected.iter().zip(&found) {
        assert_eq!(expected, found, "{table}");
    }
    assert_eq!(expected.len(), found.len(), "{table}");
}

#[test]
fn every_row_of_the_report_is_in_the_copy_under_its_pseudonyms() {
    for options in [&[][..], &["--filer-code", "9Q9", "--filer-code", "017"]] {
        let made;
        let reports = match options {
            [] => Reports::plain(),
            options => {
                made = Reports::of(options);
                &made
            }
        };
        // An entry type that is free text is withheld.
        same_rows(reports, "entries.csv", &["entry_type"]);
        let payees = reports.table("masked/entries.csv");
        assert!(payees.iter().any(|row| !row["payee"].is_empty()));
        same_rows(reports, "lines.csv", &["file"]);
        same_rows(reports, "findings.csv", &["detail"]);
        // Of several names of one importer a group shows that of its first entry, and pseudonyms
        // sort in another way.
        same_rows(reports, "groups.csv", &["payee", "importer_name"]);
        same_rows(reports, "rejected_rows.csv", &["file", "reason", "raw"]);
    }
}

/// The amounts and days in a text.
fn figures_in(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    let words = words.map(|word| word.trim_matches(['.', '-']));
    let is_amount = |word: &&str| word.rsplit_once('.').is_some_and(|(_, cents)| cents.len() == 2);
    let is_day = |word: &&str| word.len() == 10 && word.parse::<Day>().is_ok();
    words.filter(|word| is_amount(word) || is_day(word)).collect()
}

#[test]
fn every_finding_tells_the_same_amounts_and_days() {
    let reports = Reports::plain();
    let mask = reports.mask();
    let told = |table: &str, mask: Option<&Mask>| -> Vec<(String, String, Vec<String>)> {
        let rows = reports.table(table);
        let mut told: Vec<_> = rows
            .iter()
            .map(|row| {
                let number = row["entry_number"].as_str();
                let number = mask.map_or(number.to_owned(), |mask| masked_entry(mask, number));
                let figures = figures_in(&row["detail"]).into_iter().map(str::to_owned);
                (number, row["code"].clone(), figures.collect())
            })
            .collect();
        told.sort();
        told
    };
    let (real, masked) = (told("out/findings.csv", Some(&mask)), told("masked/findings.csv", None));
    assert!(real.iter().filter(|(_, _, figures)| !figures.is_empty()).count() > 100);
    for (real, masked) in real.iter().zip(&masked) {
        assert_eq!(real, masked);
    }
}

#[test]
fn the_totals_are_the_same_where_an_importer_submits() {
    let reports = Reports::of(&["--importer", "69-100000100"]);
    let (real, masked) = (reports.json("out/summary.json"), reports.json("masked/summary.json"));
    for key in ["rows", "duty", "entries", "lanes", "refund", "interest", "unproved", "findings"] {
        assert_eq!(real[key], masked[key], "{key}");
    }
    assert!(real["findings"]["account-mismatch"].as_u64() > Some(0));
    for key in ["warnings", "inputs"] {
        let count = |summary: &serde_json::Value| summary[key].as_array().unwrap().len();
        // The copy says what it is.
        assert!(count(&masked) > 1 && count(&masked) <= count(&real) + 1, "{key}");
    }
}

#[test]
fn one_key_gives_one_copy_and_another_key_another() {
    let reports = Reports::plain();
    reports.analyze(&["--out", "again", "--mask", "masked2", "--mask-key", "kept.key"], &[]);
    let read = |name: &str| std::fs::read(reports.path(name)).unwrap();
    for table in ["entries.csv", "groups.csv", "findings.csv", "summary.json", "readiness.csv"] {
        assert_eq!(read(&format!("masked/{table}")), read(&format!("masked2/{table}")), "{table}");
    }
    // A key of its own is made beside the copy.
    reports.analyze(&["--out", "third", "--mask", "masked3", "--jobs", "1"], &[]);
    assert!(reports.path("masked3.key").exists());
    assert_ne!(read("masked/entries.csv"), read("masked3/entries.csv"));
    assert_eq!(read("out/entries.csv"), read("third/entries.csv"));
}
