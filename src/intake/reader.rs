//! The seam between bytes and records: whoever reads a chunk does it behind [`RecordReader`].
//! The `csv` crate's reading of any bytes is the law; [`CsvCrate`] is that law itself.

use super::row::Cells;
use std::io::Read;

/// What a chunk holds, in order.
pub enum Item<'a> {
    /// So many empty lines.
    BlankLines(u64),
    /// A record.
    Record {
        /// Its cells.
        cells: &'a dyn Cells,
        /// The text it was read from, without its line end.
        raw: &'a [u8],
    },
}

/// Reads the records of a chunk that begins and ends at record boundaries.
pub trait RecordReader: Sync {
    /// Hands every empty line and every record of `chunk` to `sink`, in order.
    fn read(&self, chunk: &[u8], delimiter: u8, sink: &mut dyn FnMut(Item<'_>));
}

/// The reference reader.
pub struct CsvCrate;

impl RecordReader for CsvCrate {
    fn read(&self, chunk: &[u8], delimiter: u8, sink: &mut dyn FnMut(Item<'_>)) {
        read_stretch(chunk, delimiter, usize::MAX, sink);
    }
}

/// Reads with the `csv` crate from the start of `chunk` until at least `wanted` bytes are read and
/// a record is ended, and returns where the next record begins.
pub(super) fn read_stretch(
    chunk: &[u8],
    delimiter: u8,
    wanted: usize,
    sink: &mut dyn FnMut(Item<'_>),
) -> usize {
    let lead = usize::from(chunk.starts_with(BYTE_ORDER_MARK));
    let mut reader = csv_reader(chunk, delimiter);
    let mut record = csv::ByteRecord::new();
    let mut before = 0;
    // Reading from memory cannot fail; a reader that stops is at its end.
    while before < wanted && reader.read_byte_record(&mut record).unwrap_or(false) {
        let (blank, start) = blank_lines(chunk, before);
        if blank > 0 {
            sink(Item::BlankLines(blank));
        }
        let end = (reader.position().byte() as usize).saturating_sub(lead).min(chunk.len());
        sink(Item::Record { cells: &record, raw: chunk.get(start..end).unwrap_or_default() });
        before = end;
    }
    let (blank, start) = blank_lines(chunk, before);
    if blank > 0 {
        sink(Item::BlankLines(blank));
    }
    start
}

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A `csv` reader over a chunk. The crate drops a byte order mark where its input begins; inside a
/// file that place is an accident of chunking, so there the mark is hidden behind an empty line.
/// (At the start of a file the header search has already passed it.)
pub(super) fn csv_reader(chunk: &[u8], delimiter: u8) -> csv::Reader<impl Read> {
    let lead: &[u8] = if chunk.starts_with(BYTE_ORDER_MARK) { b"\n" } else { b"" };
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 16)
        .from_reader(lead.chain(chunk))
}

/// Empty lines between the end of one record (`at`) and the start of the next: how many, and
/// where that start is. The crate reports a record ended by CR LF as ending behind the CR.
pub(super) fn blank_lines(chunk: &[u8], at: usize) -> (u64, usize) {
    let mut at = at;
    if at > 0 && chunk[at - 1] == b'\r' && chunk.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut count = 0;
    loop {
        match (chunk.get(at), chunk.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return (count, at),
        }
        count += 1;
    }
}

/// A record's text without the line end behind it.
pub(super) fn without_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        CsvCrate.read(text.as_bytes(), b',', &mut |item| {
            out.push(match item {
                Item::BlankLines(n) => format!("blank {n}"),
                Item::Record { cells, raw } => format!(
                    "{} of {:?}",
                    cells.count(),
                    String::from_utf8_lossy(without_line_end(raw))
                ),
            });
        });
        out
    }

    #[test]
    fn every_empty_line_is_counted() {
        assert_eq!(
            items("\n\r\na,b\r\n\r\n\n\"x\ny\",z\rq\n\n"),
            [
                "blank 2",
                "2 of \"a,b\"",
                "blank 2",
                "2 of \"\\\"x\\ny\\\",z\"",
                "1 of \"q\"",
                "blank 1"
            ]
        );
        assert_eq!(items(""), [""; 0]);
        assert_eq!(items("a,b"), ["2 of \"a,b\""]);
    }

    #[test]
    fn a_byte_order_mark_inside_a_file_is_data() {
        let mut found = Vec::new();
        CsvCrate.read("\u{feff}\"a,b\"\nc".as_bytes(), b',', &mut |item| {
            if let Item::Record { cells, .. } = item {
                found.push(cells.cell(0).to_vec());
            }
        });
        assert_eq!(found, ["\u{feff}\"a".as_bytes(), b"c"]);
    }
}
