//! The seam between bytes and records: whoever reads a chunk does it behind [`RecordReader`].
//! The `csv` crate's reading of any bytes is the law; [`CsvCrate`] is that law itself.

use super::row::Cells;
use std::io::Read;

/// What a text holds, in order.
pub enum Item<'a> {
    /// So many empty lines.
    BlankLines(u64),
    /// A record.
    Record {
        /// Its cells.
        cells: Cells<'a>,
        /// The text it was read from, with or without its line end.
        raw: &'a [u8],
    },
}

/// A text that begins with a record.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What stands between cells.
    pub delimiter: u8,
    /// Only records and empty lines that begin before this offset are wanted.
    pub stop: usize,
    /// Whether the input ends with it. If not, what may go on behind it is not read.
    pub is_last: bool,
}

impl<'a> Text<'a> {
    /// A whole input.
    pub fn whole(bytes: &'a [u8], delimiter: u8) -> Text<'a> {
        Text { bytes, delimiter, stop: bytes.len(), is_last: true }
    }

    pub(super) fn from(self, start: usize) -> Text<'a> {
        Text { bytes: &self.bytes[start..], stop: self.stop.saturating_sub(start), ..self }
    }
}

/// How far a text was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Where the first record or empty line begins that was not read.
    pub end: usize,
    /// Bytes that the fast reader left to the `csv` crate.
    pub doubtful: u64,
}

/// Reads the records of a text.
pub trait RecordReader: Sync {
    /// Hands every wanted empty line and record to `sink`, in order, and tells how far it came.
    fn read(&self, text: Text<'_>, sink: &mut dyn FnMut(Item<'_>)) -> Extent;

    /// Whether quotes are odd in number: by that it is guessed where records begin.
    fn has_odd_quotes(&self, bytes: &[u8]) -> bool {
        memchr::memchr_iter(b'"', bytes).count() % 2 == 1
    }
}

/// The reference reader.
pub struct CsvCrate;

impl RecordReader for CsvCrate {
    fn read(&self, text: Text<'_>, sink: &mut dyn FnMut(Item<'_>)) -> Extent {
        Extent { end: read_stretch(text, usize::MAX, sink), doubtful: 0 }
    }
}

/// Reads with the `csv` crate from the start of a text until at least `wanted` bytes are read and
/// a record is ended, and returns where the next record begins.
pub(super) fn read_stretch(text: Text<'_>, wanted: usize, sink: &mut dyn FnMut(Item<'_>)) -> usize {
    let Text { bytes, delimiter, stop, is_last } = text;
    let (mut reader, lead) = csv_reader(bytes, delimiter);
    let mut record = csv::ByteRecord::new();
    let mut before = 0;
    loop {
        let (blank, start) = blank_lines(text, before);
        if blank > 0 {
            sink(Item::BlankLines(blank));
        }
        // Reading from memory cannot fail; a reader that stops is at its end.
        if start >= stop
            || before >= wanted
            || !reader.read_byte_record(&mut record).unwrap_or(false)
        {
            return start;
        }
        let end = (reader.position().byte() as usize).saturating_sub(lead).min(bytes.len());
        if end == bytes.len() && !is_last {
            return start;
        }
        let raw = bytes.get(start..end).unwrap_or_default();
        sink(Item::Record { cells: Cells::Csv(&record), raw });
        before = end;
    }
}

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A `csv` reader over a text. The crate drops a byte order mark where its input begins; inside a
/// file that place is an accident of cutting, so there the mark is hidden behind an empty line.
/// (At the start of a file the header search has already passed it.) By so many bytes the positions
/// of the reader are too far.
pub(super) fn csv_reader(bytes: &[u8], delimiter: u8) -> (csv::Reader<impl Read>, usize) {
    let lead: &[u8] = if bytes.starts_with(BYTE_ORDER_MARK) { b"\n" } else { b"" };
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 16)
        .from_reader(lead.chain(bytes));
    (reader, lead.len())
}

/// Wanted empty lines between the end of one record (`at`) and the start of the next: how many,
/// and where that start is. The crate reports a record ended by CR LF as ending behind the CR.
pub(super) fn blank_lines(text: Text<'_>, at: usize) -> (u64, usize) {
    let Text { bytes, stop, is_last, .. } = text;
    let mut at = at;
    if at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut count = 0;
    while at < stop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            // A line feed may follow.
            (Some(b'\r'), None) if !is_last => break,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => break,
        }
        count += 1;
    }
    (count, at)
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
        CsvCrate.read(Text::whole(text.as_bytes(), b','), &mut |item| {
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
        CsvCrate.read(Text::whole("\u{feff}\"a,b\"\nc".as_bytes(), b','), &mut |item| {
            if let Item::Record { cells, .. } = item {
                found.push(cells.cell(0).to_vec());
            }
        });
        assert_eq!(found, ["\u{feff}\"a".as_bytes(), b"c"]);
    }
}
