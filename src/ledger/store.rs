//! The ledger: batches committed in file order.

use super::arena::{Address, Arena};
use super::batch::{Batch, RejectedRow};
use super::entries::Entries;
use super::importers::Importers;
use super::numbers::Numbers;
use super::segment::{Cursor, Head, Origin, put};
use super::{EntryKey, Tally, TextId, Texts};
use crate::domain::FieldSet;
use hashbrown::HashTable;
use std::hash::BuildHasher;

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
    records_before: u64,
    present: FieldSet,
}

/// The segments of all entries. Those of one entry are linked, the later to the earlier.
#[derive(Default)]
pub(super) struct Segments {
    arena: Arena,
    batches: Vec<BatchTable>,
}

impl Segments {
    fn begin_batch(&mut self, batch: &Batch, records_before: u64, ids: &[u8]) {
        let texts = self.arena.next(ids.len());
        self.arena.append(ids);
        let (input, present) = (batch.input, batch.present);
        self.batches.push(BatchTable { texts, input, records_before, present });
    }

    fn add(&mut self, state: &mut EntryState, segment: &[u8], link: &mut Vec<u8>) {
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

    fn origin(&self, address: Address) -> Origin<'_> {
        let at = self.batches.partition_point(|batch| batch.texts <= address);
        let Some(batch) = at.checked_sub(1).and_then(|at| self.batches.get(at)) else {
            return Origin::default();
        };
        Origin {
            input: batch.input,
            records_before: batch.records_before,
            present: batch.present,
            texts: Some(self.arena.from(batch.texts)),
        }
    }
}

/// Everything read so far. An entry takes 16 bytes and about 8 in the index, and its rows what
/// their segments take: see [`super::segment`].
pub struct Ledger {
    entries: Vec<EntryState>,
    index: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
    segments: Segments,
    numbers: Numbers,
    texts: Texts,
    importers: Importers,
    tally: Tally,
    /// Per input: records before its first row (header and above), then records read.
    inputs: Vec<(u64, u64)>,
}

impl Ledger {
    /// An empty ledger for inputs whose header rows have these record numbers.
    pub fn new(header_records: impl IntoIterator<Item = u64>) -> Ledger {
        Ledger {
            entries: Vec::new(),
            index: HashTable::new(),
            hasher: Default::default(),
            segments: Segments::default(),
            numbers: Numbers::default(),
            texts: Texts::new(),
            importers: Importers::default(),
            tally: Tally::default(),
            inputs: header_records.into_iter().map(|header| (header, 0)).collect(),
        }
    }

    /// Takes in a batch; batches must come in file order. Rejected rows go on to `rejected`, with
    /// the index of their input and their final record number.
    ///
    /// # Errors
    /// What `rejected` answers.
    pub fn commit<E>(
        &mut self,
        mut batch: Batch,
        mut rejected: impl FnMut(usize, &RejectedRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let (header, read) = self.inputs.get(batch.input).copied().unwrap_or_default();
        let base = header + read;
        let texts = &mut self.texts;
        let ids: Vec<TextId> = batch.texts.iter().map(|(_, text)| texts.id(text)).collect();
        for importer in &batch.importers {
            self.importers.see(ids[importer.index()], &self.texts);
        }
        let ids: Vec<u8> = ids.iter().flat_map(|id| (id.index() as u32).to_le_bytes()).collect();
        self.segments.begin_batch(&batch, base, &ids);
        let (mut start, mut link) = (0, Vec::new());
        for run in &batch.runs {
            let key = self.numbers.adopt(run.entry, &batch.numbers);
            let at = self.entry(key);
            self.segments.add(&mut self.entries[at], &batch.segments[start..run.end], &mut link);
            start = run.end;
        }
        for row in &mut batch.rejected {
            row.record += base;
            rejected(batch.input, row)?;
        }
        self.tally.add(&batch.tally);
        if let Some((_, read)) = self.inputs.get_mut(batch.input) {
            *read += batch.tally.read;
        }
        Ok(())
    }

    /// The totals so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Records read of each input.
    pub fn records(&self) -> Vec<u64> {
        self.inputs.iter().map(|(_, read)| *read).collect()
    }

    /// The texts, to read more facts into.
    pub fn texts_mut(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// Ends reading. `importers` are spellings from other files, behind those of the exports.
    pub fn finish(mut self, importers: impl IntoIterator<Item = TextId>) -> Entries {
        for text in importers {
            self.importers.see(text, &self.texts);
        }
        Entries::new(self.entries, self.segments, self.numbers, self.texts, self.importers)
    }

    fn entry(&mut self, key: EntryKey) -> usize {
        let Ledger { entries, index, hasher, .. } = self;
        let slot = index.entry(
            hasher.hash_one(key.0),
            |at| entries[*at as usize].key == key,
            |at| hasher.hash_one(entries[*at as usize].key.0),
        );
        let at = *slot
            .or_insert_with(|| {
                entries.push(EntryState { key, last: 0 });
                (entries.len() - 1) as u32
            })
            .get();
        at as usize
    }
}
