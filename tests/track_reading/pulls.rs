//! A later pull of ES-003.

use crate::read::{Read, fixture, portfolio, read, read_with};
use capeprep::domain::Cents;
use capeprep::track::RowBins;
use std::path::{Path, PathBuf};

fn shown(found: &Read) -> Vec<(&str, u32, Cents, Cents)> {
    let rows = found.said.later.iter().map(|row| {
        let number = found.portfolio.get(row.entry).unwrap().number.as_str();
        (number, row.ieepa_rows, row.ieepa_duty, row.other_duty)
    });
    rows.collect()
}

const EXPECTED: [(&str, u32, Cents, Cents); 3] = [
    // Its IEEPA rows are gone; the copy of a row counts once.
    ("9Q910000011", 0, Cents(0), Cents(303_000)),
    ("9Q910000029", 1, Cents(75_000), Cents(0)),
    // 9Q910000037 is left out: a number that cannot be read may be an IEEPA one.
    // An IEEPA row whose duty cannot be read is still there.
    ("9Q910000045", 1, Cents(0), Cents(0)),
];

#[test]
fn a_later_pull_shows_whose_ieepa_rows_are_gone() {
    let found = read(&[fixture("es-003-later.csv")]).unwrap();
    assert_eq!(shown(&found), EXPECTED);
    assert_eq!(found.said.later[0].place.record, 2);
    let expected =
        RowBins { read: 8, used: 1, other: 4, unreadable: 2, stranger: 1, ..RowBins::default() };
    assert_eq!(found.bins(), expected);
    let reasons = [(7, "HTS number `?` is not digits"), (8, "duty `what` is no amount")];
    assert_eq!(found.reasons(), reasons);
}

#[test]
fn slices_of_a_pull_count_a_row_once_whatever_the_order_and_the_threads() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixture("es-003-later.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let lines: Vec<&str> = rows.lines().collect();
    // The slices overlap by two rows; the copy in the second claims more.
    let first = [header, &lines[..5].join("\n")].join("\n");
    let second = [header, &lines[3..].join("\n").replace("$750.00", "$751.00")].join("\n");
    let path = |name: &str, text: &str| -> PathBuf {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let files = [path("a.csv", &first), path("b.csv", &second)];
    let turned = [files[1].clone(), files[0].clone()];
    for (files, jobs, chunk) in [(&files, 1, 1 << 20), (&turned, 1, 1 << 20), (&files, 3, 64)] {
        let found = read_with(files, portfolio(), jobs, chunk).unwrap();
        assert_eq!(shown(&found), EXPECTED);
    }
}

#[test]
fn pulls_of_different_days_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixture("es-003-later.csv")).unwrap();
    let mut files = Vec::new();
    for (name, date, with) in
        [("a.csv", "06/01/2026", "99030124"), ("b.csv", "07/01/2026", "99038803")]
    {
        let path = dir.path().join(name);
        let rows = text.replacen("99038803", with, 1);
        std::fs::write(&path, format!("Report Date: {date}\n{rows}")).unwrap();
        files.push(path);
    }
    let found = read(&files).unwrap();
    let of_first: Vec<_> = shown(&found).into_iter().filter(|row| row.0 == "9Q910000011").collect();
    assert_eq!(of_first.iter().map(|row| row.1).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(found.said.later.iter().map(|row| row.place.file).max(), Some(1));
}

const HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Entry Date,\
    Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,Line Tariff Duty Amount";

/// Rows of ES-003 in short: entry, ordinal, HTS number, duty.
fn pull(dir: &Path, name: &str, rows: &[(&str, u32, &str, &str)]) -> PathBuf {
    let row = |(entry, ordinal, hts, duty): &(&str, u32, &str, &str)| {
        format!("{entry},01,98-765432100,09/02/2025,1,{ordinal},{hts},{duty}\n")
    };
    let path = dir.join(name);
    let rows: String = rows.iter().map(row).collect();
    std::fs::write(&path, format!("{HEADER}\n{rows}")).unwrap();
    path
}

const WITH: (&str, u32, &str, &str) = ("9Q910000011", 1, "99030124", "100.00");
const BESIDE: (&str, u32, &str, &str) = ("9Q910000011", 2, "3926909985", "5.00");
const OTHER: (&str, u32, &str, &str) = ("9Q910000029", 1, "99030124", "7.00");

#[test]
fn undated_files_are_told_apart_where_only_one_has_the_ieepa_rows_of_an_entry() {
    let dir = tempfile::tempdir().unwrap();
    let older = pull(dir.path(), "a.csv", &[WITH, BESIDE, OTHER]);
    let newer = pull(dir.path(), "b.csv", &[BESIDE, OTHER]);
    for files in [[older.clone(), newer.clone()], [newer, older]] {
        let found = read(&files).unwrap();
        let mut rows = shown(&found);
        rows.sort_unstable();
        let five = Cents(500);
        assert_eq!(
            rows,
            [
                ("9Q910000011", 0, Cents(0), five),
                ("9Q910000011", 1, Cents(10_000), five),
                ("9Q910000029", 1, Cents(700), Cents(0)),
            ]
        );
        for pull in &found.said.later {
            let name = &found.said.file(pull.place).unwrap().name;
            assert!(pull.ieepa_rows == 1 || name.ends_with("b.csv"), "{name}");
        }
        let doubts = &found.said.pull_doubts;
        assert_eq!((doubts.shared, doubts.undecided, doubts.undated.len()), (2, 1, 2));
    }
}

#[test]
fn a_pull_without_an_ieepa_row_of_any_entry_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let stranger = ("1E500001233", 1, "99030124", "1.00");
    let filtered = pull(dir.path(), "a.csv", &[BESIDE]);
    let whole = pull(dir.path(), "b.csv", &[BESIDE, stranger]);
    let doubts = |file: &PathBuf| read(std::slice::from_ref(file)).unwrap().said.pull_doubts;
    assert_eq!(doubts(&filtered).without_ieepa.len(), 1);
    // The rows of an entry that nobody asked about will do.
    assert!(doubts(&whole).without_ieepa.is_empty());
    let both = read(&[filtered, whole]).unwrap().said.pull_doubts;
    assert_eq!(both.without_ieepa.into_iter().collect::<Vec<_>>(), [0]);
}
