//! How the bytes of an input stand for files. Files are parted by a byte 0x1C (the file separator of
//! ASCII); the first letter of each says what it is, so that inputs can be read and written by hand.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A file of an input.
pub struct Packed {
    /// Its letter.
    pub letter: u8,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// So many files are made of an input at most.
const FILES: usize = 8;

/// The files of an input.
pub fn files(data: &[u8]) -> Vec<Packed> {
    let parts = data.split(|byte| *byte == 0x1C).take(FILES).enumerate();
    parts
        .filter_map(|(at, part)| part.split_first().map(|(first, rest)| file(at, *first, rest)))
        .collect()
}

/// `g` gzip, `G` gzip as it stands, `z` a zip archive with two members, `Z` a zip archive or a
/// workbook as it stands, `u` UTF-16, `w` a workbook with these cells, `f` facts, `h` the tariff,
/// `p` the parties file, `m` a mapping profile; any other letter is plain text.
fn file(at: usize, letter: u8, rest: &[u8]) -> Packed {
    let (ending, bytes) = match letter {
        b'g' => (".csv.gz", gzip(rest)),
        b'G' => (".csv.gz", rest.to_vec()),
        b'z' => {
            let half = rest.iter().position(|byte| *byte == 0x1D).unwrap_or(rest.len());
            let (one, two) = rest.split_at(half);
            let two = two.get(1..).unwrap_or_default();
            (".zip", zip(&[("a/one.csv", one), ("two.csv", two)]))
        }
        b'Z' => (".xlsx", rest.to_vec()),
        b'u' => (".csv", utf16(rest)),
        b'w' => (".xlsx", workbook(rest)),
        b'p' | b'm' => (".toml", rest.to_vec()),
        _ => (".csv", rest.to_vec()),
    };
    Packed { letter, name: format!("{at}{ending}"), bytes }
}

/// Packed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

/// An archive with these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(*name, stored).expect("a name");
        out.write_all(bytes).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

/// UTF-16 with a mark.
pub fn utf16(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook whose one sheet has the cells of a CSV text.
pub fn workbook(text: &[u8]) -> Vec<u8> {
    let mut xml = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        xml += "<row>";
        for cell in &record {
            let text = String::from_utf8_lossy(cell);
            let text: String = text.chars().filter(|c| *c >= ' ').collect();
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let is_number =
                !text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit());
            xml += &match is_number {
                true => format!("<c><v>{text}</v></c>"),
                false => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            };
        }
        xml += "</row>";
    }
    xml += "</sheetData></worksheet>";
    of_parts(&[xml.as_bytes()])
}

/// A workbook of these parts, in the order of [`PARTS`]; what is missing is plain.
pub fn of_parts(parts: &[&[u8]]) -> Vec<u8> {
    let plain = [
        b"<worksheet/>".to_vec(),
        format!("<sst xmlns=\"{MAIN}\"></sst>").into_bytes(),
        format!("<styleSheet xmlns=\"{MAIN}\"></styleSheet>").into_bytes(),
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
             <sheet name=\"Main Report\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        )
        .into_bytes(),
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" \
             Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
             <Relationship Id=\"rId2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>\
             <Relationship Id=\"rId3\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
             </Relationships>"
        )
        .into_bytes(),
    ];
    let root = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut members: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", root.as_bytes())];
    for (at, name) in PARTS.into_iter().enumerate() {
        let given = parts.get(at).filter(|part| !part.is_empty());
        members.push((name, given.copied().unwrap_or(&plain[at])));
    }
    zip(&members)
}

/// The parts of a workbook that are read.
pub const PARTS: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];
