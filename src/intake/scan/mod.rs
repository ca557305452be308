//! The fast reader. It finds separators, quotes and line ends 64 bytes at a time as bit masks, and
//! reads only what it can prove to be read by the `csv` crate in the same way; at a doubt the `csv`
//! crate takes over for a stretch.
//!
//! What is proved, block by block: a quote that opens follows a separator, a line end or the start
//! of the text; one that closes is followed by a separator, a line end or the end, or is one of a
//! doubled pair; outside quotes a carriage return stands only before a line feed. In that subset
//! "inside quotes" is the parity of the quotes before, and records end at line feeds outside.
//!
//! The way through it: `simd` (masks of a block) - `masks` (what they mean) - `index` (where
//! fields and records of a window end) - [`Record`].

mod index;
mod masks;
mod record;
mod simd;

use super::reader::{Extent, Item, RecordReader, Text, read_stretch};
use super::row::Cells;
use index::{Index, Indexing, OddQuotes, Window};
use record::Undoubled;
use simd::Level;

pub use record::Record;

/// How far the `csv` crate reads at a doubt before the fast reader tries again: doubts come in
/// flocks, and starting a reader costs about as much as reading this.
const STRETCH: usize = 4 << 10;
/// Bytes indexed at once. Text and index stay in the first-level cache.
const WINDOW: usize = 16 << 10;

/// The fast reader.
pub struct FastReader {
    level: Level,
}

impl Default for FastReader {
    fn default() -> FastReader {
        FastReader::all().pop().unwrap_or_else(FastReader::portable)
    }
}

impl FastReader {
    /// A reader that uses nothing but what every processor can do.
    pub fn portable() -> FastReader {
        FastReader { level: Level::Baseline }
    }

    /// A reader for every way this processor knows, the best last. All read the same.
    pub fn all() -> Vec<FastReader> {
        let reader = |level| FastReader { level };
        Level::all().into_iter().map(reader).collect()
    }
}

impl RecordReader for FastReader {
    fn read(&self, text: Text<'_>, sink: &mut dyn FnMut(Item<'_>)) -> Extent {
        let mut scan = Scan::default();
        let (mut at, mut doubtful) = (0, 0);
        loop {
            let rest = text.from(at);
            match scan.run(self.level, rest, sink) {
                Outcome::Read(read) => return Extent { end: at + read, doubtful },
                Outcome::Doubt(start) => at += start,
            }
            let read = read_stretch(text.from(at), STRETCH, sink);
            doubtful += read as u64;
            at += read;
            if read == 0 || at >= text.stop {
                return Extent { end: at, doubtful };
            }
        }
    }

    fn has_odd_quotes(&self, bytes: &[u8]) -> bool {
        self.level.run(OddQuotes(bytes))
    }
}

enum Outcome {
    /// All that was wanted is read, up to here.
    Read(usize),
    /// The record that begins here is in doubt.
    Doubt(usize),
}

/// Space for scanning.
#[derive(Default)]
struct Scan {
    index: Index,
    undoubled: Undoubled,
}

impl Scan {
    fn run(&mut self, level: Level, text: Text<'_>, sink: &mut dyn FnMut(Item<'_>)) -> Outcome {
        let Text { bytes, delimiter, stop, is_last } = text;
        if u32::try_from(bytes.len()).is_err() {
            return Outcome::Doubt(0);
        }
        self.index.reset();
        let mut record = 0;
        let mut start = 0;
        while start < bytes.len() && record < stop {
            let end = bytes.len().min(start + WINDOW);
            let window = Window { bytes, start, end, delimiter, is_last };
            level.run(Indexing(window, &mut self.index));
            record = self.emit(text, record, sink);
            if self.index.doubt && record < stop {
                return Outcome::Doubt(record);
            }
            start = end;
        }
        if record >= stop || record == bytes.len() || !is_last {
            return Outcome::Read(record);
        }
        if self.index.before.inside != 0 {
            return Outcome::Doubt(record);
        }
        let Scan { index, undoubled } = self;
        index.push_end(bytes.len() as u32);
        let ends = &index.ends[..index.count];
        hand_out(
            Record { bytes, start: record, ends, undoubled: None },
            bytes.len(),
            index,
            undoubled,
            sink,
        );
        Outcome::Read(bytes.len())
    }

    /// Hands out the records that end in the window, and returns where the next begins.
    fn emit(&mut self, text: Text<'_>, record: usize, sink: &mut dyn FnMut(Item<'_>)) -> usize {
        let Text { bytes, stop, .. } = text;
        let Scan { index, undoubled } = self;
        let mut start = record;
        let mut first = 0;
        for at in 0..index.record_count {
            if start >= stop {
                break;
            }
            let behind = index.records[at] as usize;
            let feed = index.ends[behind - 1] as usize;
            let returned = feed > start && bytes[feed - 1] == b'\r';
            let line_end = feed - usize::from(returned);
            if behind - first == 1 && line_end == start {
                sink(Item::BlankLines(1));
            } else {
                index.ends[behind - 1] = line_end as u32;
                let ends = &index.ends[first..behind];
                let record = Record { bytes, start, ends, undoubled: None };
                hand_out(record, feed + 1, index, undoubled, sink);
            }
            start = feed + 1;
            first = behind;
        }
        index.keep_from(first, start);
        start
    }
}

/// Hands out a record whose text ends at `end`.
#[inline]
fn hand_out(
    record: Record<'_>,
    end: usize,
    index: &Index,
    undoubled: &mut Undoubled,
    sink: &mut dyn FnMut(Item<'_>),
) {
    let raw = &record.bytes[record.start..end];
    if !index.has_doubled(record.start, end) {
        return sink(Item::Record { cells: Cells::Scanned(&record), raw });
    }
    undoubled.of(&record);
    let record = Record { undoubled: Some(undoubled), ..record };
    sink(Item::Record { cells: Cells::Scanned(&record), raw });
}

#[cfg(test)]
mod tests;
