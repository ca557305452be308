//! Exports to measure on: the invented one, and the same rows as other programs write them.

use capeprep::rulebook::Rulebook;
use capeprep::sample::{SampleOptions, write};
use csv::{ByteRecord, QuoteStyle, Terminator, WriterBuilder};

/// About 4 MB: more than the cache of a core holds.
const ENTRIES: u64 = 2_000;
const TEXTILE: usize = 16;
/// One row in so many has other rows pasted into a cell.
const PASTED_EVERY: usize = 20;
const PASTED: &[u8] = b"see \"old\" file:\n09923744875,01,9903.01.25,$1.00\n09923744875,02\n";

/// The export as `capeprep sample` writes it: quotes only around amounts with a comma.
pub fn as_written() -> Vec<u8> {
    let options = SampleOptions { entries: ENTRIES, seed: 7, messy: false, default_layout: false };
    let mut export = Vec::new();
    write(&options, &Rulebook::built_in().unwrap(), &mut export, &mut |_, _| {}).unwrap();
    export
}

/// The kinds of text, by name.
pub fn kinds() -> Vec<(&'static str, Vec<u8>)> {
    let export = as_written();
    let lf = Terminator::Any(b'\n');
    let same = |_: usize, _: usize, cell: &[u8]| cell.to_vec();
    let bare = |_: usize, _: usize, cell: &[u8]| {
        cell.iter().copied().filter(|byte| !matches!(byte, b',' | b'"')).collect()
    };
    let pasted = |row: usize, at: usize, cell: &[u8]| {
        if at == TEXTILE && row.is_multiple_of(PASTED_EVERY) {
            PASTED.to_vec()
        } else {
            cell.to_vec()
        }
    };
    vec![
        ("unquoted", rewritten(&export, QuoteStyle::Necessary, lf, bare)),
        ("all_quoted", rewritten(&export, QuoteStyle::Always, lf, same)),
        ("crlf", rewritten(&export, QuoteStyle::Necessary, Terminator::CRLF, same)),
        ("pasted_rows", rewritten(&export, QuoteStyle::Necessary, lf, pasted)),
        ("as_written", export),
    ]
}

fn rewritten(
    export: &[u8],
    style: QuoteStyle,
    terminator: Terminator,
    cell: impl Fn(usize, usize, &[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().quote_style(style).terminator(terminator).from_writer(Vec::new());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(export);
    for (row, record) in reader.byte_records().enumerate() {
        let record = record.unwrap();
        let cells = record.iter().enumerate();
        let changed: ByteRecord = cells
            .map(|(at, text)| if row > 0 { cell(row, at, text) } else { text.to_vec() })
            .collect();
        writer.write_byte_record(&changed).unwrap();
    }
    writer.into_inner().unwrap()
}
