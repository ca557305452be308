//! The fast reader. It finds separators, quotes and line ends 64 bytes at a time as bit masks, and
//! reads only what it can prove to be read by the `csv` crate in the same way; at a doubt the `csv`
//! crate takes over for a stretch.
//!
//! What is proved, block by block: a quote that opens follows a separator, a line end or the start
//! of the chunk; one that closes is followed by a separator, a line end or the end, or is one of a
//! doubled pair; outside quotes a carriage return stands only before a line feed. In that subset
//! "inside quotes" is the parity of the quotes before, and records end at line feeds outside.

mod masks;

use super::reader::{Item, RecordReader, read_stretch};
use super::row::Cells;
use masks::{BLOCK, Masks};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far the `csv` crate reads at a doubt before the fast reader tries again: doubts come in
/// flocks, and starting a reader costs about as much as reading this.
const STRETCH: usize = 4 << 10;

/// The fast reader, with a count of what it left to the `csv` crate.
#[derive(Default)]
pub struct FastReader {
    doubtful: AtomicU64,
}

impl FastReader {
    /// Bytes read by the `csv` crate because their reading could not be proved.
    pub fn doubtful_bytes(&self) -> u64 {
        self.doubtful.load(Ordering::Relaxed)
    }
}

impl RecordReader for FastReader {
    fn read(&self, chunk: &[u8], delimiter: u8, sink: &mut dyn FnMut(Item<'_>)) {
        let mut rest = chunk;
        while let Some(doubt) = Scan::new(rest, delimiter).run(sink) {
            rest = &rest[doubt..];
            let read = read_stretch(rest, delimiter, STRETCH, sink);
            self.doubtful.fetch_add(read as u64, Ordering::Relaxed);
            rest = &rest[read..];
        }
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Where the current record begins.
    record: usize,
    /// Where each of its fields ends, as far as they are known.
    ends: Vec<u32>,
    undoubled: Undoubled,
    /// Whether the current record may hold a doubled quote.
    doubled: bool,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8], delimiter: u8) -> Scan<'a> {
        Scan {
            bytes,
            delimiter,
            record: 0,
            ends: Vec::with_capacity(64),
            undoubled: Undoubled::default(),
            doubled: false,
        }
    }

    /// Reads to the end, or to the start of the first record in doubt, which is returned.
    fn run(&mut self, sink: &mut dyn FnMut(Item<'_>)) -> Option<usize> {
        let bytes = self.bytes;
        if u32::try_from(bytes.len()).is_err() {
            return Some(0);
        }
        let mut inside = false;
        // What stands before the block: the start of the chunk counts as a line end.
        let mut after_separator = true;
        let mut after_quote = false;
        let mut at = 0;
        while at < bytes.len() {
            let block = &bytes[at..bytes.len().min(at + BLOCK)];
            let masks = Masks::of(block, self.delimiter);
            let next = bytes.get(at + BLOCK).copied();
            let quoted = masks.inside_quotes(inside);
            if masks.is_doubtful(quoted, after_separator, after_quote, next, self.delimiter) {
                return Some(self.record);
            }
            // A doubled pair may belong to any record of the block; looking at more is harmless.
            let doubled = masks.has_doubled(quoted, after_quote);
            self.doubled |= doubled;
            self.block(masks.ends(quoted), masks.line_feeds, at, doubled, sink);
            let last = 1 << (BLOCK - 1);
            inside = quoted & last != 0;
            after_separator = (masks.separators | masks.line_feeds) & last != 0 && !inside;
            after_quote = masks.quotes & last != 0;
            at += BLOCK;
        }
        if inside {
            return Some(self.record);
        }
        if self.record < bytes.len() {
            self.ends.push(bytes.len() as u32);
            self.emit(bytes.len(), sink);
        }
        None
    }

    /// Ends fields and records at the marked places of a block.
    fn block(
        &mut self,
        ends: u64,
        line_feeds: u64,
        at: usize,
        doubled: bool,
        sink: &mut dyn FnMut(Item<'_>),
    ) {
        let mut rest = ends;
        while rest != 0 {
            let place = at + rest.trailing_zeros() as usize;
            let bit = rest & rest.wrapping_neg();
            rest ^= bit;
            if line_feeds & bit == 0 {
                self.ends.push(place as u32);
                continue;
            }
            let line = &self.bytes[self.record..place];
            let line_end = place - usize::from(line.last() == Some(&b'\r'));
            if self.ends.is_empty() && line_end == self.record {
                sink(Item::BlankLines(1));
            } else {
                self.ends.push(line_end as u32);
                self.emit(place + 1, sink);
            }
            self.ends.clear();
            self.record = place + 1;
            self.doubled = doubled;
        }
    }

    fn emit(&mut self, end: usize, sink: &mut dyn FnMut(Item<'_>)) {
        let raw = &self.bytes[self.record..end];
        let mut record =
            Record { bytes: self.bytes, start: self.record, ends: &self.ends, undoubled: None };
        if self.doubled {
            self.undoubled.of(&record);
            record.undoubled = Some(&self.undoubled);
        }
        sink(Item::Record { cells: &record, raw });
    }
}

/// The cells of a scanned record. Only those that are asked for are located.
struct Record<'a> {
    bytes: &'a [u8],
    start: usize,
    ends: &'a [u32],
    undoubled: Option<&'a Undoubled>,
}

impl Record<'_> {
    /// The content of a field, with its quotes taken off and doubled ones as they stand.
    fn content(&self, index: usize) -> &[u8] {
        let Some(end) = self.ends.get(index) else { return b"" };
        let start = match index {
            0 => self.start,
            _ => self.ends[index - 1] as usize + 1,
        };
        match &self.bytes[start..*end as usize] {
            [b'"', content @ .., b'"'] => content,
            content => content,
        }
    }
}

impl Cells for Record<'_> {
    fn count(&self) -> usize {
        self.ends.len()
    }

    fn cell(&self, index: usize) -> &[u8] {
        match self.undoubled.and_then(|undoubled| undoubled.cell(index)) {
            Some(cell) => cell,
            None => self.content(index),
        }
    }
}

/// The fields of a record that hold doubled quotes, undoubled.
#[derive(Default)]
struct Undoubled {
    fields: Vec<(usize, Range<usize>)>,
    buffer: Vec<u8>,
}

impl Undoubled {
    fn of(&mut self, record: &Record<'_>) {
        self.fields.clear();
        self.buffer.clear();
        for index in 0..record.ends.len() {
            let content = record.content(index);
            // In the proved subset only quoted fields hold quotes, and all of them are doubled.
            if memchr::memchr(b'"', content).is_none() {
                continue;
            }
            let start = self.buffer.len();
            let mut after_quote = false;
            for byte in content {
                after_quote = *byte == b'"' && !after_quote;
                if !after_quote {
                    self.buffer.push(*byte);
                }
            }
            self.fields.push((index, start..self.buffer.len()));
        }
    }

    fn cell(&self, index: usize) -> Option<&[u8]> {
        let (_, range) = self.fields.iter().find(|(field, _)| *field == index)?;
        self.buffer.get(range.clone())
    }
}

#[cfg(test)]
mod tests;
