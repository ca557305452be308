//! From the file to its lines.

use super::lines::{Column, MOST_LINES, RawLine, RawLines};
use super::{HtsRatesError, json};
use crate::domain::{clean_cell, quoted};
use crate::files;
use std::io::ErrorKind;
use std::path::Path;

/// Four times what the whole tariff takes.
const LIMIT_MIB: u64 = 64;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes of the file.
///
/// # Errors
/// It cannot be read, or is larger than any tariff.
pub(super) fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, HtsRatesError> {
    let io = |error| HtsRatesError::Io { path: path.to_path_buf(), error };
    files::whole(path, LIMIT_MIB << 20).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => {
            HtsRatesError::TooLarge { name: name.to_string(), limit: LIMIT_MIB }
        }
        _ => io(error),
    })
}

/// The lines in these bytes, as CSV or as JSON.
///
/// # Errors
/// They are neither, or not a tariff.
pub(super) fn lines(bytes: &[u8], name: &str) -> Result<RawLines, HtsRatesError> {
    let name = || name.to_string();
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii();
    let unsupported = |found| Err(HtsRatesError::Unsupported { name: name(), found });
    match text {
        [] => Err(HtsRatesError::Empty { name: name() }),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => unsupported("an Excel workbook or a zip file"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => unsupported("an old Excel workbook"),
        [0x1F, 0x8B, ..] => unsupported("a gzip file"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => unsupported("UTF-16 text"),
        [b'%', b'P', b'D', b'F', ..] => unsupported("a PDF"),
        [b'<', ..] => unsupported("a web page"),
        _ if text.iter().take(4096).any(|byte| *byte == 0) => unsupported("binary data"),
        [b'[' | b'{', ..] => {
            let found =
                json::read(text).map_err(|error| HtsRatesError::Json { name: name(), error })?;
            if found.read.is_too_long() {
                return Err(HtsRatesError::TooManyLines { name: name(), limit: MOST_LINES });
            }
            let has = |column| found.keys.iter().any(|key| Column::named(key) == Some(column));
            check(has, found.keys.iter().map(String::as_str), &name())?;
            Ok(found.read)
        }
        _ => csv_lines(text, &name()),
    }
}

/// Columns that are named in a message at most.
const NAMED: usize = 16;

fn check<'k>(
    has: impl Fn(Column) -> bool,
    found: impl Iterator<Item = &'k str>,
    name: &str,
) -> Result<(), HtsRatesError> {
    let missing = Column::missing(has);
    if missing.is_empty() {
        return Ok(());
    }
    let found: Vec<String> = found.take(NAMED).map(quoted).collect();
    let found = if found.is_empty() { "nothing".to_string() } else { found.join(", ") };
    Err(HtsRatesError::MissingColumns { name: name.to_string(), missing, found })
}

/// The separator under which the first line has most known columns: spreadsheets of some
/// countries save CSV with semicolons.
fn separator(text: &[u8]) -> u8 {
    let known = |separator: &u8| {
        let mut reader = reader(text, *separator);
        let mut header = csv::ByteRecord::new();
        match reader.read_byte_record(&mut header) {
            Ok(true) => header.iter().filter(|cell| named(cell).is_some()).count(),
            _ => 0,
        }
    };
    // Of equals the last wins.
    [b'\t', b';', b','].into_iter().max_by_key(known).unwrap_or(b',')
}

fn named(cell: &[u8]) -> Option<Column> {
    Column::named(&String::from_utf8_lossy(cell))
}

fn reader(text: &[u8], separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text)
}

fn csv_lines(text: &[u8], name: &str) -> Result<RawLines, HtsRatesError> {
    let mut reader = reader(text, separator(text));
    let (mut record, mut at) = (csv::ByteRecord::new(), 0u64);
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut read = RawLines::default();
    // Reading bytes from memory cannot fail: any bytes are records.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        at += 1;
        if at == 1 {
            columns = record.iter().map(named).collect();
            let first = record.iter().take(NAMED);
            let headers: Vec<String> =
                first.map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            let has = |column| columns.contains(&Some(column));
            check(has, headers.iter().map(String::as_str), name)?;
            continue;
        }
        if record.len() != columns.len() {
            read.broken += 1;
            continue;
        }
        let mut line = RawLine { record: at, ..RawLine::default() };
        for (column, cell) in columns.iter().zip(&record) {
            if let Some(column) = column {
                *line.cell(*column) = String::from_utf8_lossy(clean_cell(cell)).into_owned();
            }
        }
        if !read.push(line) {
            return Err(HtsRatesError::TooManyLines { name: name.to_string(), limit: MOST_LINES });
        }
    }
    Ok(read)
}
