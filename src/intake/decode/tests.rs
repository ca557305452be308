//! Workbooks made to burst, against limits that are small enough to be reached.

use super::super::IntakeError;
use super::archive::members;
use super::limits::{LIMITS, Limits};
use super::origin::Origin;
use super::sheet::{SheetRows, Stretch, of_calamine};
use super::workbook_file::WorkbookFile;
use calamine::{Reader, Xlsx};
use proptest::prelude::*;
use std::io::Write;
use std::sync::Arc;

/// A workbook whose only text is of this length, in its cell or in the shared list.
fn workbook(length: usize, shared: bool) -> Vec<u8> {
    let text = "x".repeat(length);
    let cell = format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    changed(&|xml| {
        if shared {
            return xml.replace("short", &text);
        }
        let Some((before, after)) = xml.split_once("<c r") else { return xml };
        format!("{before}{cell}{}", after.split_once("</c>").unwrap().1)
    })
}

/// A workbook with a text in its first cell and a style of percentages, each part changed.
fn changed(change: &dyn Fn(String) -> String) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let percentage = rust_xlsxwriter::Format::new().set_num_format("0.0%");
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "short").unwrap();
    sheet.write_number_with_format(1, 0, 0.5, &percentage).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut part, &mut xml).unwrap();
        let xml = change(xml);
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(xml.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Reads all cells of the first sheet.
fn read(bytes: &[u8], limits: Limits) -> Result<Vec<u8>, IntakeError> {
    let origin = Origin::spool("a", bytes, None)?;
    let members = members(&origin, limits)?;
    let file = WorkbookFile::new(&origin, "a", &members, limits, &Arc::default())?;
    let watch = file.watch();
    let mut xlsx = Xlsx::new(file).map_err(|error| of_calamine("a", error, &watch))?;
    let sheet = xlsx.sheet_names().remove(0);
    let cells = xlsx.worksheet_cells_reader(&sheet);
    let mut cells = cells.map_err(|error| of_calamine("a", error, &watch))?;
    let rows = SheetRows::new(Stretch { first: 0, width: None });
    rows.read(&mut cells, &watch, "a", |_, _| Ok(false)).map(|(text, _)| text)
}

#[test]
fn a_text_that_never_ends_is_not_held_in_memory() {
    const LENGTH: usize = 1 << 20;
    let small = Limits { held_part: 1 << 19, between_cells: 1 << 19, ..LIMITS };
    for (shared, says) in [(false, "sheet1.xml comes to more than"), (true, "sharedStrings.xml")] {
        let bytes = workbook(LENGTH, shared);
        assert_eq!(read(&bytes, LIMITS).unwrap().len(), LENGTH + "\n50%\n".len());
        let error = read(&bytes, small).unwrap_err().to_string();
        assert!(error.starts_with("a: ") && error.contains(says), "{error}");
    }
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let small = Limits { floor: 1 << 16, ..LIMITS };
    let error = read(&workbook(4 << 20, true), small).unwrap_err().to_string();
    assert!(error.contains("more than 200 times its size"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What Excel shows of a cell depends on that cell alone, wherever a block ends and whatever
    /// formulas stand around it.
    #[test]
    fn formulas_and_percentages_read_the_same_wherever_blocks_end(
        cells in proptest::collection::vec((0..4usize, 0..5usize), 1..60),
        block in 1..400usize,
    ) {
        const STYLES: [&str; 4] = ["", " s=\"0\"", " s=\"1\"", " s=\"1\""];
        const FORMULAS: [(&str, &str, &str); 5] = [
            ("<v>0.025</v>", "0.025", "2.5%"),
            ("<f>A1/40</f><v>0.025</v>", "0.025", "2.5%"),
            ("<f t=\"shared\" si=\"0\"/>", "#NO CACHED VALUE", "#NO CACHED VALUE"),
            ("<f>IF(A1&lt;2,\"c\",1)</f>", "#NO CACHED VALUE", "#NO CACHED VALUE"),
            ("", "", ""),
        ];
        let (mut rows, mut expected) = (String::new(), String::new());
        for (row, (style, formula)) in (1..).zip(&cells) {
            let (xml, plain, percentage) = FORMULAS[*formula];
            rows += &format!("<row><c r=\"A{row}\"><v>1</v></c><c{}>{xml}</c></row>", STYLES[*style]);
            let shown = if *style > 1 { percentage } else { plain };
            expected += &if shown.is_empty() { "1\n".to_string() } else { format!("1,{shown}\n") };
        }
        let bytes = changed(&|xml| match xml.split_once("<sheetData>") {
            Some((before, after)) => {
                let after = after.split_once("</sheetData>").unwrap().1;
                format!("{before}<sheetData>{rows}</sheetData>{after}")
            }
            None => xml,
        });
        let text = read(&bytes, Limits { block, ..LIMITS }).unwrap();
        prop_assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
