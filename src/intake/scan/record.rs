//! A scanned record: its fields are located, and their content is taken when it is asked for.

use std::ops::Range;

/// The cells of a scanned record.
pub struct Record<'a> {
    pub(super) bytes: &'a [u8],
    /// Where it begins.
    pub(super) start: usize,
    /// Where each field ends.
    pub(super) ends: &'a [u32],
    /// The fields that hold doubled quotes; `None` if there are none.
    pub(super) undoubled: Option<&'a Undoubled>,
}

impl Record<'_> {
    /// How many cells there are.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The cell at `index`, unquoted; empty past the end.
    #[inline]
    pub fn cell(&self, index: usize) -> &[u8] {
        match self.undoubled.and_then(|undoubled| undoubled.cell(index)) {
            Some(cell) => cell,
            None => self.content(index),
        }
    }

    /// The text from the start of one cell to the end of another, as it stands in the file.
    #[inline]
    pub fn span(&self, first: usize, last: usize) -> &[u8] {
        match self.ends.get(last) {
            Some(end) => &self.bytes[self.field_start(first)..*end as usize],
            None => b"",
        }
    }

    fn field_start(&self, index: usize) -> usize {
        match index {
            0 => self.start,
            _ => self.ends[index - 1] as usize + 1,
        }
    }

    /// The content of a field, with its quotes taken off and doubled ones as they stand.
    #[inline]
    fn content(&self, index: usize) -> &[u8] {
        match self.span(index, index) {
            [b'"', content @ .., b'"'] => content,
            content => content,
        }
    }
}

/// The fields of a record that hold doubled quotes, undoubled.
#[derive(Default)]
pub(super) struct Undoubled {
    fields: Vec<(usize, Range<usize>)>,
    buffer: Vec<u8>,
}

impl Undoubled {
    pub(super) fn of(&mut self, record: &Record<'_>) {
        self.fields.clear();
        self.buffer.clear();
        for index in 0..record.count() {
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
