//! The segments of all entries, in memory.

use super::EntryKey;
use super::arena::{Address, Arena};
use super::batch::Batch;
use super::segment::{Cursor, Head, Origin, first_text, put};
use crate::domain::FieldSet;
use crate::intake::RecordNumbers;
use std::hint::black_box;

/// An entry while the inputs are read: its number, and where its last segment stands.
#[derive(Clone, Copy)]
pub(super) struct EntryState {
    pub(super) key: EntryKey,
    /// Address of the last segment plus one, with the two marks below.
    last: u64,
}

const HAS_IEEPA: u64 = 1 << 63;
const ROW_REJECTED: u64 = 1 << 62;
const ADDRESS: u64 = ROW_REJECTED - 1;

impl EntryState {
    /// An entry without segments.
    pub(super) fn new(key: EntryKey) -> EntryState {
        EntryState { key, last: 0 }
    }

    fn last(&self) -> Option<Address> {
        (self.last & ADDRESS).checked_sub(1)
    }

    /// Whether it has an IEEPA row, and so a place in the reports.
    pub(super) fn has_ieepa(&self) -> bool {
        self.last & HAS_IEEPA != 0
    }

    /// Whether a row of it was rejected.
    pub(super) fn row_rejected(&self) -> bool {
        self.last & ROW_REJECTED != 0
    }

    fn add(&mut self, head: &Head, address: Address) {
        self.last = self.last & !ADDRESS | (address + 1) & ADDRESS;
        if head.has_ieepa() {
            self.last |= HAS_IEEPA;
        }
        if head.marks().row_rejected {
            self.last |= ROW_REJECTED;
        }
    }
}

/// What the segments of a batch share.
struct BatchTable {
    /// Address of its texts; its segments stand behind it.
    texts: Address,
    input: usize,
    rows_before: u64,
    records: RecordNumbers,
    present: FieldSet,
}

/// The segments of all entries. Those of one entry are linked, the later to the earlier.
#[derive(Default)]
pub(super) struct Segments {
    arena: Arena,
    batches: Vec<BatchTable>,
}

impl Segments {
    /// Bytes they take.
    pub(super) fn size(&self) -> usize {
        self.arena.size() + self.batches.len() * size_of::<BatchTable>()
    }

    /// Empties them; their memory is used again.
    pub(super) fn clear(&mut self) {
        self.arena.clear();
        self.batches.clear();
    }

    /// The segments that are added next are of this batch; `ids` are its texts.
    pub(super) fn begin_batch(&mut self, batch: &Batch, place: (u64, RecordNumbers), ids: &[u8]) {
        let texts = self.arena.next(ids.len());
        self.arena.append(ids);
        let (input, present) = (batch.input, batch.present);
        self.batches.push(BatchTable {
            texts,
            input,
            rows_before: place.0,
            records: place.1,
            present,
        });
    }

    /// Adds a segment to an entry; `link` is a buffer.
    pub(super) fn add(&mut self, state: &mut EntryState, segment: &[u8], link: &mut Vec<u8>) {
        const LONGEST_LINK: usize = 10;
        let address = self.arena.next(LONGEST_LINK + segment.len());
        link.clear();
        put(link, state.last().map_or(0, |earlier| address - earlier));
        self.arena.append(link);
        self.arena.append(segment);
        state.add(&Head::of(segment), address);
    }

    /// The segments of an entry in file order; `found` is a buffer.
    pub(super) fn of<'a>(
        &'a self,
        state: &EntryState,
        found: &mut Vec<Address>,
        mut put: impl FnMut(&'a [u8], &Origin<'a>),
    ) {
        found.clear();
        let mut next = state.last();
        while let Some(address) = next {
            found.push(address);
            let link = Cursor::new(self.arena.from(address)).number();
            next = address.checked_sub(link).filter(|_| link > 0);
        }
        for address in found.iter().rev() {
            let mut cursor = Cursor::new(self.arena.from(*address));
            cursor.number();
            put(cursor.rest(), &self.origin(*address));
        }
    }

    /// Reads a little of what [`Segments::of`] will need of each entry. They stand anywhere in
    /// memory, and reads that do not wait for each other are fetched at the same time.
    pub(super) fn fetch(&self, states: &[EntryState]) {
        let last = |state: &EntryState| Some(self.arena.from(state.last()?));
        let first_bytes = states.iter().filter_map(|state| last(state)?.first().copied());
        black_box(first_bytes.fold(0, u8::wrapping_add));
        let texts = states.iter().map(|state| {
            let address = state.last()?;
            let mut cursor = Cursor::new(self.arena.from(address));
            cursor.number();
            Some(first_text(cursor.rest(), &self.origin(address)).index())
        });
        black_box(texts.flatten().fold(0, usize::wrapping_add));
    }

    fn origin(&self, address: Address) -> Origin<'_> {
        let at = self.batches.partition_point(|batch| batch.texts <= address);
        let Some(batch) = at.checked_sub(1).and_then(|at| self.batches.get(at)) else {
            return Origin::default();
        };
        Origin {
            input: batch.input,
            rows_before: batch.rows_before,
            records: batch.records,
            present: batch.present,
            texts: Some(self.arena.from(batch.texts)),
        }
    }
}

#[cfg(test)]
mod tests;
