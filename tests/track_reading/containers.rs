//! The same reports in the containers in which they come.

use crate::read::{Read, cents, fixture, text};
use capeprep::rulebook::FactsReport;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn same_as_603(found: &Read) {
    assert_eq!(found.said.files[0].report, Some(FactsReport::Rev603));
    assert_eq!(found.said.refunds.len(), 4);
    assert_eq!(found.said.refunds[0].amount, cents("3212.40"));
    assert_eq!(found.said.refunds[0].place.record, 7);
    assert_eq!(found.bins().other, 1);
}

#[test]
fn a_header_in_row_6_of_a_sheet_beside_a_list_of_parameters() {
    let csv = std::fs::read(fixture("rev-603.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&*csv);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let parameters = workbook.add_worksheet().set_name("Parameters").unwrap();
    parameters.write_string(3, 0, "Report Parameters:").unwrap();
    let sheet = workbook.add_worksheet().set_name("Report").unwrap();
    for (row, record) in reader.records().enumerate() {
        for (column, cell) in record.unwrap().iter().enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let found = text("rev-603.xlsx", &bytes).unwrap();
    same_as_603(&found);
    assert!(found.warnings.iter().any(|warning| warning.contains("`Parameters`")));
}

#[test]
fn packed_with_gzip_and_with_other_delimiters() {
    let csv = std::fs::read(fixture("rev-603.csv")).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&csv).unwrap();
    same_as_603(&text("rev-603.csv.gz", &packed.finish().unwrap()).unwrap());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&*csv);
    let mut writer = csv::WriterBuilder::new().flexible(true).delimiter(b'\t').from_writer(vec![]);
    reader.records().for_each(|record| writer.write_record(&record.unwrap()).unwrap());
    let tabs = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let utf16: Vec<u8> =
        format!("\u{feff}{tabs}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    same_as_603(&text("rev-603.txt", &utf16).unwrap());
}
