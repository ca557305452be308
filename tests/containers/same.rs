//! One portfolio in many containers: every file of the report is the same, byte for byte.

use crate::Case;
use crate::make::{cells, delimited, gzip, sample, text_workbook, typed_workbook, utf16, zip};

/// Runs on `content` under a name that says nothing, and on `expected` under the same name.
fn same(what: &str, content: &[u8], expected: &[u8]) {
    let expected = Case::with("export", expected).report(&["export"], &[]).without_inputs();
    for jobs in ["1", "3"] {
        let found = Case::with("export", content).report(&["export"], &["--jobs", jobs]);
        let found = found.without_inputs();
        assert!(
            found == expected,
            "{what} on {jobs} thread(s): {:?}",
            differing(&found, &expected)
        );
    }
}

fn differing(found: &crate::Report, expected: &crate::Report) -> Vec<String> {
    let names =
        expected.files.keys().filter(|name| found.files.get(*name) != expected.files.get(*name));
    names
        .map(|name| {
            let found = found.files.get(name).map(String::as_str).unwrap_or_default();
            let mut lines = found.lines().zip(expected.files[name].lines());
            format!("{name}: {:?}", lines.find(|(a, b)| a != b))
        })
        .collect()
}

#[test]
fn text_in_every_encoding_and_packing() {
    let csv = String::from_utf8_lossy(&sample(300, true)).into_owned().into_bytes();
    for big in [false, true] {
        for mark in [false, true] {
            same("UTF-16", &utf16(&csv, big, mark), &csv);
        }
    }
    let half = csv.len() / 2;
    same("gzip", &gzip(&csv), &csv);
    same("gzip of two members", &[gzip(&csv[..half]), gzip(&csv[half..])].concat(), &csv);
    same("UTF-16 in gzip", &gzip(&utf16(&csv, false, true)), &csv);
    same("zip", &zip(&[("es003.csv", &csv)]), &csv);
    same("gzip in zip", &zip(&[("deep/es003.csv.gz", &gzip(&csv))]), &csv);
}

#[test]
fn every_delimiter() {
    let rows = cells(&sample(100, false));
    let csv = delimited(&rows, b',');
    for delimiter in [b'\t', b';', b'|'] {
        same("delimiter", &delimited(&rows, delimiter), &csv);
        same("delimiter in gzip", &gzip(&delimited(&rows, delimiter)), &csv);
    }
    same("unicode text of Excel", &utf16(&delimited(&rows, b'\t'), false, true), &csv);
}

/// What a sheet can hold of a damaged export: rows as wide as the header, without empty lines.
fn as_a_sheet_holds_it(csv: &[u8]) -> Vec<Vec<String>> {
    let mut rows = cells(csv);
    let header = rows.iter().position(|row| row.len() > 10).unwrap();
    rows.drain(..header);
    let width = rows[0].len();
    rows.retain(|row| row.len() == width && row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[test]
fn a_workbook_of_text_cells() {
    let rows = as_a_sheet_holds_it(&sample(300, true));
    let (workbook, csv) = (text_workbook(&rows), delimited(&rows, b','));
    same("workbook", &workbook, &csv);
    same("workbook in gzip", &gzip(&workbook), &csv);
    same("workbook in zip", &zip(&[("es003.xlsx", &workbook)]), &csv);
}

#[test]
fn a_workbook_of_dates_and_amounts() {
    let csv = sample(300, false);
    same("typed workbook", &typed_workbook(&cells(&csv)), &csv);
}

#[test]
fn standard_input_is_read_in_every_packing() {
    let csv = sample(60, false);
    let run = |input: &[u8]| {
        let case = Case::new();
        let args =
            ["analyze", "--quiet", "--as-of=2026-05-15", "--out=out", "--skip=html,xlsx", "-"];
        let ended = case.run(&args, input);
        assert_eq!(ended.code, 0, "{}", ended.message);
        case.written().without_inputs()
    };
    let expected = run(&csv);
    let workbook = text_workbook(&cells(&csv));
    for (what, input) in [
        ("gzip", gzip(&csv)),
        ("UTF-16", utf16(&csv, true, true)),
        ("zip", zip(&[("a.csv", &csv)])),
        ("workbook", workbook.clone()),
        ("workbook in gzip", gzip(&workbook)),
    ] {
        assert!(run(&input) == expected, "{what}");
    }
}

#[test]
fn several_members_and_sheets_are_inputs_of_their_own() {
    let rows = cells(&sample(200, false));
    let part = |from: usize, to: usize| {
        let mut part = vec![rows[0].clone()];
        part.extend_from_slice(&rows[from..to]);
        part
    };
    let middle = rows.len() / 2;
    let (one, two) = (part(1, middle), part(middle - 20, rows.len()));
    let folder = Case::new();
    folder.file("a.csv", &delimited(&one, b','));
    folder.file("b.csv", &delimited(&two, b','));
    let expected = folder.report(&["a.csv", "b.csv"], &[]);
    let archive = zip(&[
        ("b.csv.gz", &gzip(&delimited(&two, b','))),
        ("__MACOSX/._a.csv", b"x"),
        ("a.xlsx", &text_workbook(&one)),
        ("notes.pdf", b"%PDF"),
    ]);
    let case = Case::with("all.zip", &archive);
    let found = case.report(&["all.zip"], &["--jobs", "2"]);
    for name in ["entries.csv", "groups.csv", "findings.csv"] {
        assert_eq!(found.files[name], expected.files[name], "{name}");
    }
    let inputs = &found.summary()["inputs"];
    assert_eq!(inputs[0]["file"], "all.zip#a.xlsx");
    assert_eq!(inputs[0]["sheet"], "Main Report");
    assert_eq!(inputs[1]["file"], "all.zip#b.csv.gz");
    assert_eq!(inputs[1]["member"], "b.csv.gz");
    assert_eq!(inputs[0]["sha256"], inputs[1]["sha256"]);
    assert_eq!(inputs[0]["bytes"], archive.len());
    let warnings = found.warnings();
    assert!(warnings.contains("`notes.pdf`") && !warnings.contains("MACOSX"), "{warnings}");
    assert!(!warnings.contains("same content"), "{warnings}");
}

#[test]
fn plain_csv_of_excel_on_windows_reads_as_the_same_text_in_utf_8() {
    let header = "Entry Summary Number,Entry Date,Importer Number,Importer Name,HTS Number - Full,\
        Entry Summary Line Number,Tariff Ordinal Number,Line Tariff Duty Amount\n";
    let rows = |name: &str, space: &str| {
        format!(
            "{header}9Q910000011,05/20/2025,98-765432100,{name},99030125,1,1,{space}$1000.00{space}\n\
             9Q910000029,05/20/2025,98-765432100,{name},99030125,1,1,{name}\n"
        )
    };
    let utf_8 = rows("Caf\u{e9} M\u{fc}ller \u{20ac}", "\u{a0}");
    // One byte a character.
    let windows: Vec<u8> = utf_8
        .chars()
        .map(|c| if c == '\u{20ac}' { 0x80 } else { u8::try_from(u32::from(c)).unwrap() })
        .collect();
    same("Windows-1252", &windows, utf_8.as_bytes());
    let report = Case::with("a", &windows).report(&["a"], &[]);
    assert!(report.files["entries.csv"].contains("Caf\u{e9} M\u{fc}ller \u{20ac}"));
    assert_eq!(report.summary()["duty"]["counted"], "1000.00");
}

#[test]
fn no_cutting_and_no_number_of_threads_changes_what_is_decoded() {
    let rows = cells(&sample(40, false));
    let case = Case::new();
    let csv = delimited(&rows, b',');
    case.file("in/a.csv.gz", &gzip(&csv));
    case.file("in/b.xlsx", &text_workbook(&rows[..rows.len() / 2]));
    case.file("in/c.txt", &utf16(&csv, false, true));
    case.file("in/d.csv", &csv);
    let report = |more: &[&str]| case.report(&["in"], more).files;
    let mut expected = report(&["--jobs", "1"]);
    expected.remove("manifest.json");
    for more in [
        &["--jobs", "4"][..],
        &["--chunk-size", "97"],
        &["--reader", "reference"],
        &["--jobs", "2", "--max-memory", "64M"],
    ] {
        let mut found = report(more);
        found.remove("manifest.json");
        assert!(found == expected, "{more:?}");
    }
}

/// Every workbook in an archive is unpacked to a temporary file; they share one.
#[cfg(unix)]
#[test]
fn more_packed_workbooks_are_read_than_files_may_be_open() {
    use crate::make::{rows, workbook};
    use crate::sheets::{HEADER, ROW, visible};
    let workbook = workbook(&[visible("Sheet1", rows(1, &[HEADER, ROW]))], "", &[]);
    let names: Vec<String> = (0..60).map(|number| format!("{number}.xlsx")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &workbook[..])).collect();
    let case = Case::with("in/many.zip", &zip(&members));
    for name in &names {
        case.file(&format!("in/{name}.gz"), &gzip(&workbook));
    }
    let program = assert_cmd::cargo::cargo_bin("capeprep");
    let command = format!(
        "ulimit -n 40 && exec '{}' analyze --quiet --skip=html,xlsx --out=out in in/many.zip",
        program.display()
    );
    let status = std::process::Command::new("sh")
        .args(["-c", &command])
        .current_dir(case.path())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(case.written().summary()["rows"]["read"], 120);
}
