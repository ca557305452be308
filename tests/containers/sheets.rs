//! Which sheets of a workbook are read, and how their cells are.

use crate::Case;
use crate::make::{Sheet, rows, workbook};

pub(crate) const HEADER: &[&str] = &[
    "Entry Summary Number",
    "Entry Date",
    "Importer Number",
    "HTS Number - Full",
    "Entry Summary Line Number",
    "Tariff Ordinal Number",
    "Line Tariff Goods Value Amount",
    "Line Tariff Duty Amount",
];
pub(crate) const ROW: &[&str] =
    &["9Q910000011", "05/20/2025", "98-765432100", "99030125", "1", "1", "0", "1000"];
const OTHER: &[&str] =
    &["9Q910000029", "05/20/2025", "98-765432100", "99030125", "1", "1", "0", "250"];

pub(crate) fn visible(name: &str, xml: String) -> Sheet<'_> {
    Sheet { name, state: "visible", xml }
}

fn one_sheet(xml: String) -> Vec<u8> {
    workbook(&[visible("Sheet1", xml)], "", &[])
}

#[test]
fn a_header_below_titles_and_gaps_keeps_the_row_numbers_of_the_sheet() {
    let mut xml = rows(6, &[HEADER, ROW]).replace("</sheetData>", "");
    xml = xml.replace(
        "<sheetData>",
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ES-003</t></is></c></row>",
    );
    xml += &rows(10, &[OTHER]).replace("<sheetData>", "");
    let report = Case::with("a", &one_sheet(xml)).report(&["a"], &[]);
    let lines = &report.files["lines.csv"];
    assert!(lines.contains(",a,7\n") && lines.contains(",a,10\n"), "{lines}");
    assert_eq!(report.summary()["inputs"][0]["header_record"], 6);
    assert_eq!(report.summary()["rows"]["blank"], 2);
}

#[test]
fn a_declared_size_says_nothing() {
    for declared in ["A1:ZZ1048576", "A1", "B2:A1", "A1:A1"] {
        let xml = format!("<dimension ref=\"{declared}\"/>{}", rows(1, &[HEADER, ROW]));
        let case = Case::with("a", &one_sheet(xml));
        let ended = case.analyze(&["a"], &[]);
        // What is no range at all may be refused; nothing is misread.
        if ended.code == 0 {
            assert_eq!(case.written().summary()["rows"]["read"], 1, "{declared}");
        } else {
            assert_eq!(declared, "B2:A1", "{}", ended.message);
        }
    }
}

#[test]
fn empty_rows_behind_the_last_are_nothing() {
    let empty = "<row r=\"900\"><c r=\"A900\" s=\"0\"/></row></sheetData>";
    let xml = rows(1, &[HEADER, ROW]).replace("</sheetData>", empty);
    let report = Case::with("a", &one_sheet(xml)).report(&["a"], &[]);
    assert_eq!(report.summary()["rows"]["read"], 1);
}

#[test]
fn every_visible_sheet_with_a_header_is_read_and_a_hidden_one_is_named() {
    let sheets = [
        visible("Notes", rows(1, &[&["Report date", "05/01/2026"]])),
        visible("2025", rows(1, &[HEADER, ROW])),
        Sheet { name: "Old", state: "hidden", xml: rows(1, &[HEADER, OTHER]) },
        visible("main report", rows(1, &[HEADER, OTHER, ROW])),
    ];
    let case = Case::with("a.xlsx", &workbook(&sheets, "", &[]));
    let report = case.report(&["a.xlsx"], &[]);
    let summary = report.summary();
    assert_eq!(summary["inputs"][0]["file"], "a.xlsx#main report");
    assert_eq!(summary["inputs"][1]["file"], "a.xlsx#2025");
    assert_eq!(summary["rows"]["duplicate"], 1, "sheets that overlap are counted once");
    assert_eq!(summary["refund"]["high"], "1250.00");
    assert!(report.warnings().contains("`Old` has a header row but is hidden"));
    let inspected = case.run(&["inspect", "a.xlsx"], b"");
    assert_eq!(inspected.code, 0, "{}", inspected.message);
    for says in ["a.xlsx#2025", "Sheet    main report", "not read: `Notes`.", "99030125"] {
        assert!(inspected.printed.contains(says), "{says}: {}", inspected.printed);
    }
}

#[test]
fn a_workbook_without_a_header_names_its_sheets() {
    let sheets = [
        visible("Notes", rows(1, &[&["Report date", "05/01/2026"]])),
        Sheet { name: "Data", state: "veryHidden", xml: rows(1, &[HEADER, ROW]) },
    ];
    let case = Case::with("a.xlsx", &workbook(&sheets, "", &[]));
    case.refused("a.xlsx", &["`Notes` (begins `Report date`", "`Data` (hidden"]);
}

#[test]
fn the_name_of_a_sheet_does_not_end_its_own_quotes() {
    // What is quoted is withheld where a masked copy is made.
    let notes = rows(1, &[&["<t=\"inlineStr\"><is><t>Report date</t></is>"]]);
    let named = |name| Sheet { name, state: "visible", xml: notes.clone() };
    let case = Case::with("a.xlsx", &workbook(&[named("for`Maria`only")], "", &[]));
    case.refused("a.xlsx", &["`for'Maria'only` ("]);
}

#[test]
fn a_sheet_that_goes_on_with_the_rows_of_another_is_not_lost() {
    let first = || visible("Main Report", rows(1, &[HEADER, ROW]));
    let mut wrong_digit = OTHER.to_vec();
    wrong_digit[0] = "9Q910000020";
    let mut short = OTHER.to_vec();
    short.truncate(5);
    let continued: [&[&[&str]]; 4] = [
        &[OTHER],
        &[&["9Q9-1000002-9"]],
        &[&["page 2"], &[""], &wrong_digit],
        &[&["page 2"], &short],
    ];
    for (at, continued) in continued.into_iter().enumerate() {
        let sheets = [first(), visible("Main Report (2)", rows(1 + 40 * (at % 2), continued))];
        let case = Case::with("a.xlsx", &workbook(&sheets, "", &[]));
        let says =
            ["a.xlsx: the sheet `Main Report (2)` has no header row", "those of the sheet `Main"];
        case.refused("a.xlsx", &[&says[..], &["Copy the header row", "(entry `9Q910000"]].concat());
    }
}

#[test]
fn every_other_sheet_with_something_on_it_is_named() {
    let pivot: &[&[&str]] = &[&["Row Labels", "Sum of Duty"], &["9Q910000029", "250"]];
    let sheets = [
        visible("Main Report", rows(1, &[HEADER, ROW])),
        visible("Pivot", rows(1, pivot)),
        visible("Empty", rows(1, &[])),
        visible("Below", rows(700, &[&["Report date", "05/01/2026"]])),
        Sheet { name: "Hidden", state: "hidden", xml: rows(1, &[OTHER]) },
    ];
    let report = Case::with("a.xlsx", &workbook(&sheets, "", &[])).report(&["a.xlsx"], &[]);
    let says = "a.xlsx: 2 visible sheet(s) have no header row and are not read: `Pivot`, `Below`.";
    assert!(report.warnings().contains(says), "{}", report.warnings());
    assert_eq!(report.summary()["refund"]["high"], "1000.00");
}

#[test]
fn a_formula_without_a_value_is_never_nothing() {
    let mut row = ROW.to_vec();
    row[7] = "<f>G2*0.2</f>";
    let mut second = OTHER.to_vec();
    second[7] = "<f>G3*0.2</f><v>250</v>";
    let report = Case::with("a", &one_sheet(rows(1, &[HEADER, &row, &second]))).report(&["a"], &[]);
    assert_eq!(report.summary()["rows"]["rejected"], 1);
    assert_eq!(report.summary()["refund"]["high"], "250.00");
    assert!(report.files["rejected_rows.csv"].contains("`#NO CACHED VALUE`"));
    let warnings = report.warnings();
    assert!(warnings.contains("1 cell(s)") && warnings.contains("first is H2"), "{warnings}");
}

#[test]
fn error_cells_and_truths_read_as_what_they_show() {
    let mut row = ROW.to_vec();
    row[7] = "<t=\"e\"><v>#N/A</v>";
    let mut second = OTHER.to_vec();
    second[6] = "<t=\"b\"><v>1</v>";
    let report = Case::with("a", &one_sheet(rows(1, &[HEADER, &row, &second]))).report(&["a"], &[]);
    assert!(report.files["rejected_rows.csv"].contains("duty `#N/A`"));
    assert!(report.files["findings.csv"].contains("TRUE"), "{}", report.files["findings.csv"]);
}

#[test]
fn text_that_excel_was_made_to_keep_is_unwrapped() {
    let mut row = ROW.to_vec();
    row[0] = "=\"9Q910000011\"";
    let report = Case::with("a", &one_sheet(rows(1, &[HEADER, &row]))).report(&["a"], &[]);
    assert!(report.files["entries.csv"].contains("\n9Q910000011,"));
}

#[test]
fn dates_follow_the_epoch_of_the_workbook() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf \
        numFmtId=\"10\"/></cellXfs></styleSheet>";
    for (epoch, serial) in
        [("<workbookPr/>", "45797"), ("<workbookPr date1904=\"1\"/>", "44335.25")]
    {
        let date = format!("<s=\"1\"><v>{serial}</v>");
        let header = [HEADER, &["Column 1 Current Primary Duty Rate"]].concat();
        let mut row = [ROW, &["<s=\"2\"><v>0.025</v>"]].concat();
        row[1] = &date;
        let xml = rows(1, &[&header, &row]);
        let more: &[(&str, &[u8])] = &[("xl/styles.xml", styles.as_bytes())];
        let case = Case::with("a", &workbook(&[visible("Sheet1", xml)], epoch, more));
        let report = case.report(&["a"], &[]);
        assert!(
            report.files["lines.csv"].contains(",2025-05-20,"),
            "{}",
            report.files["lines.csv"]
        );
        let inspected = case.run(&["inspect", "a"], b"");
        assert!(inspected.printed.contains("2.5%"), "{}", inspected.printed);
    }
}

#[test]
fn cells_right_of_the_last_header_are_said() {
    let row = [ROW, &["see mail"]].concat();
    let report = Case::with("a", &one_sheet(rows(1, &[HEADER, &row]))).report(&["a"], &[]);
    assert_eq!(report.summary()["rows"]["counted"], 1);
    assert!(report.warnings().contains("first is I2; they are not read"), "{}", report.warnings());
}

#[test]
fn what_lies_in_a_directory_and_is_not_taken_is_named() {
    let case = Case::new();
    case.file("in/a.xlsx", &one_sheet(rows(1, &[HEADER, ROW])));
    case.file("in/b.xls", b"x");
    case.file("in/c.zip", b"x");
    case.file("in/readme.md", b"x");
    let warnings = case.report(&["in"], &[]).warnings();
    assert!(warnings.contains("b.xls, in") && warnings.contains("c.zip"), "{warnings}");
    assert!(!warnings.contains("readme"), "{warnings}");
}

#[test]
fn facts_may_come_in_a_workbook() {
    let facts: &[&[&str]] =
        &[&["Entry Number", "Liquidation Date"], &["9Q910000011", "03/13/2026"]];
    let case = Case::with("a.xlsx", &one_sheet(rows(1, &[HEADER, ROW])));
    case.file("facts.xlsx", &one_sheet(rows(1, facts)));
    let report = case.report(&["a.xlsx"], &["--facts", "facts.xlsx"]);
    assert!(
        report.files["entries.csv"].contains(",2026-03-13,"),
        "{}",
        report.files["entries.csv"]
    );
}
