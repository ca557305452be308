//! The same export in every container and encoding an analyst may hold.

use capeprep::rulebook::Rulebook;
use capeprep::sample::{SampleOptions, write};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// An invented export; with `messy`, damaged as real ones are.
pub(crate) fn sample(entries: u64, messy: bool) -> Vec<u8> {
    let options = SampleOptions { entries, seed: 7, messy, default_layout: false };
    let mut out = Vec::new();
    write(&options, &Rulebook::built_in().unwrap(), &mut out, &mut |_, _| {}).unwrap();
    out
}

/// The cells of a CSV text.
pub(crate) fn cells(csv: &[u8]) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv)
        .byte_records()
        .map(|r| r.unwrap().iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect())
        .collect()
}

/// Cells as CSV with another delimiter.
pub(crate) fn delimited(cells: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    cells.iter().for_each(|row| out.write_record(row).unwrap());
    out.into_inner().unwrap()
}

pub(crate) fn utf16(text: &[u8], big: bool, mark: bool) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let mark = if mark { "\u{feff}" } else { "" };
    let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    mark.encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A workbook of text cells in one sheet.
pub(crate) fn text_workbook(cells: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Main Report").unwrap();
    for (row, cells) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A workbook as people make one by hand: dates are dates, amounts are amounts.
pub(crate) fn typed_workbook(cells: &[Vec<String>]) -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format};
    let day = Format::new().set_num_format("mm/dd/yyyy");
    let money = Format::new().set_num_format("$#,##0.00");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Report").unwrap();
    let header = &cells[0];
    for (row, cells) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(cells) {
            let header = &header[usize::from(column)];
            let plain = cell.replace(['$', ','], "");
            if row > 0 && header.ends_with("Date") && !cell.is_empty() {
                let parts: Vec<u16> = cell.split('/').map(|p| p.parse().unwrap()).collect();
                let (month, date) = (parts[0] as u8, parts[1] as u8);
                let date = ExcelDateTime::from_ymd(parts[2], month, date).unwrap();
                sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
            } else if row > 0 && header.ends_with("Amount") && plain.parse::<f64>().is_ok() {
                let amount: f64 = plain.parse().unwrap();
                sheet.write_number_with_format(row, column, amount, &money).unwrap();
            } else if row > 0 && header.contains("Line Number") && !cell.is_empty() {
                sheet.write_number(row, column, cell.parse::<u32>().unwrap()).unwrap();
            } else {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A sheet of a workbook written by hand: name, state, and the XML inside `<worksheet>`.
pub(crate) struct Sheet<'a> {
    pub name: &'a str,
    pub state: &'a str,
    pub xml: String,
}

/// A workbook written by hand, part by part; `more` are further parts.
pub(crate) fn workbook(sheets: &[Sheet<'_>], properties: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), b"<Types/>".to_vec()),
        (
            "_rels/.rels".into(),
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )
            .into_bytes(),
        ),
    ];
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, Sheet { name, state, xml }) in (1..).zip(sheets) {
        list += &format!(
            "<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"s{number}\"/>"
        );
        relations += &format!(
            "<Relationship Id=\"s{number}\" Type=\"{OFFICE}/worksheet\" \
             Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let xml = format!("<worksheet xmlns=\"{MAIN}\">{xml}</worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), xml.into_bytes()));
    }
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">{properties}<sheets>{list}</sheets>\
         </workbook>"
    );
    let relations = format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>");
    parts.push(("xl/workbook.xml".into(), workbook.into_bytes()));
    parts.push(("xl/_rels/workbook.xml.rels".into(), relations.into_bytes()));
    parts.extend(more.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())));
    let parts: Vec<_> = parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    zip(&parts)
}

/// The rows of a sheet from `first` (from 1) on, each cell as text or, where it begins with `<`,
/// as the XML inside `<c>`.
pub(crate) fn rows(first: usize, rows: &[&[&str]]) -> String {
    let mut xml = String::from("<sheetData>");
    for (row, cells) in (first..).zip(rows) {
        xml += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..='Z').zip(*cells) {
            xml += &match cell.strip_prefix('<') {
                _ if cell.is_empty() => String::new(),
                // The attributes come before the first `>`.
                Some(rest) if !rest.starts_with(['f', 'v']) => {
                    format!("<c r=\"{column}{row}\" {rest}</c>")
                }
                Some(_) => format!("<c r=\"{column}{row}\">{cell}</c>"),
                None => format!(
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                    cell.replace('&', "&amp;").replace('<', "&lt;")
                ),
            };
        }
        xml += "</row>";
    }
    xml + "</sheetData>"
}
