//! The ledger: batches committed in file order.

use super::batch::{Batch, RejectedRow};
use super::entries::Entries;
use super::{
    BaseRow, Conflicts, Extras, HeaderFacts, Note, StoredRow, Tally, TariffRow, TextId, Texts,
};
use crate::domain::{EntryNumber, FieldSet, ImporterNumber};
use crate::rulebook::Regime;
use compact_str::CompactString;
use hashbrown::{HashMap, HashTable};
use std::hash::BuildHasher;

/// What is known of an entry besides its header facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryMarks {
    /// Its number got back a lost leading zero.
    pub repaired: bool,
    /// A row of it was rejected.
    pub row_rejected: bool,
    /// A row of it bears Section 232 duty.
    pub section_232: bool,
    /// A row of it bears Section 301 duty.
    pub section_301: bool,
    /// A row of it bears Section 201 duty.
    pub section_201: bool,
}

impl EntryMarks {
    pub(super) fn tariff_stands(&mut self, regime: Option<Regime>) {
        match regime {
            Some(Regime::Section232) => self.section_232 = true,
            Some(Regime::Section301) => self.section_301 = true,
            Some(Regime::Section201) => self.section_201 = true,
            _ => {}
        }
    }

    fn join(&mut self, other: EntryMarks) {
        self.repaired |= other.repaired;
        self.row_rejected |= other.row_rejected;
        self.section_232 |= other.section_232;
        self.section_301 |= other.section_301;
        self.section_201 |= other.section_201;
    }
}

/// An entry while the inputs are read.
pub(super) struct EntryState {
    pub(super) number: EntryNumber,
    pub(super) facts: HeaderFacts,
    pub(super) present: FieldSet,
    pub(super) marks: EntryMarks,
    pub(super) conflicts: Conflicts,
    pub(super) has_ieepa: bool,
}

/// Everything read so far. About 100 bytes an entry, 48 an IEEPA row, 40 a line.
pub struct Ledger {
    entries: Vec<EntryState>,
    index: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
    rows: Vec<StoredRow>,
    extras: Extras,
    bases: Vec<BaseRow>,
    notes: Vec<(u32, Note)>,
    texts: Texts,
    importers: Importers,
    tally: Tally,
    /// Per input: records before its first row (header and above), then records read.
    inputs: Vec<(u64, u64)>,
}

/// Inputs from this size on get their tables in one piece from the start.
const LARGE_INPUT: u64 = 256 << 20;
/// The first piece of a table. Small pieces that are outgrown leave holes behind; a piece of this
/// size is outgrown in place by the usual allocators, and costs nothing until it is used.
const FIRST_PIECE: usize = 48 << 20;

fn table<T>(input_size: u64) -> Vec<T> {
    match input_size {
        0..LARGE_INPUT => Vec::new(),
        _ => Vec::with_capacity(FIRST_PIECE / size_of::<T>()),
    }
}

impl Ledger {
    /// An empty ledger for inputs whose header rows have these record numbers, about so many bytes
    /// in all.
    pub fn new(header_records: impl IntoIterator<Item = u64>, input_size: u64) -> Ledger {
        Ledger {
            entries: table(input_size),
            index: HashTable::new(),
            hasher: Default::default(),
            rows: table(input_size),
            extras: Extras::default(),
            bases: table(input_size),
            notes: Vec::new(),
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
        let ids: Vec<TextId> = batch.texts.iter().map(|(_, text)| self.texts.id(text)).collect();
        let id = |local: TextId| ids.get(local.index()).copied().unwrap_or_default();
        let runs = std::mem::take(&mut batch.runs);
        let mut entries = Vec::with_capacity(runs.len());
        let mut facts = 0;
        for run in runs {
            let entry = self.entry(run.entry);
            entries.push(entry as u32);
            let state = &mut self.entries[entry];
            state.marks.join(run.marks);
            for read in &batch.facts[facts..run.facts_end] {
                let read = read.with_texts(id);
                self.importers.see(read.importer, &self.texts);
                if state.has_ieepa {
                    let importers = &self.importers;
                    state.facts.join(&read, &mut state.conflicts, |a, b| importers.same(a, b));
                } else {
                    state.facts = read;
                    state.has_ieepa = true;
                }
                state.present = state.present.union(batch.present);
            }
            facts = run.facts_end;
        }
        let Ledger { rows, extras, .. } = self;
        rows.extend(batch.rows.iter().map(|row| {
            extras.store(&TariffRow {
                entry: entries[row.entry as usize],
                rate: id(row.rate),
                place: super::Place::new(batch.input, base + row.place.record()),
                ..*row
            })
        }));
        self.bases.extend(batch.bases.iter().map(|row| BaseRow {
            entry: entries[row.entry as usize],
            rate: id(row.rate),
            ..*row
        }));
        self.notes.extend(
            batch
                .notes
                .iter()
                .map(|(run, note)| (entries[*run as usize], Note { text: id(note.text), ..*note })),
        );
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

    /// Sorts what was read by entry.
    pub fn finish(self) -> Entries {
        Entries::new(
            self.entries,
            self.rows,
            self.extras,
            self.bases,
            self.notes,
            self.texts,
            self.importers,
        )
    }

    fn entry(&mut self, number: EntryNumber) -> usize {
        let Ledger { entries, index, hasher, .. } = self;
        let hash = hasher.hash_one(number.as_str());
        let slot = index.entry(
            hash,
            |at| entries[*at as usize].number == number,
            |at| hasher.hash_one(entries[*at as usize].number.as_str()),
        );
        let at = *slot
            .or_insert_with(|| {
                entries.push(EntryState {
                    number,
                    facts: HeaderFacts::default(),
                    present: FieldSet::EMPTY,
                    marks: EntryMarks::default(),
                    conflicts: Conflicts::default(),
                    has_ieepa: false,
                });
                (entries.len() - 1) as u32
            })
            .get();
        at as usize
    }
}

/// Importer numbers by the form in which they are compared, each printed as first seen.
#[derive(Default)]
pub(super) struct Importers {
    printed: HashMap<CompactString, TextId, foldhash::fast::FixedState>,
    by_text: Vec<TextId>,
}

impl Importers {
    /// Remembers the spelling, if its number is new.
    pub(super) fn see(&mut self, text: TextId, texts: &Texts) {
        let at = text.index();
        if self.by_text.len() <= at {
            self.by_text.resize(at + 1, TextId::BLANK);
        }
        if text.is_blank() || !self.by_text[at].is_blank() {
            return;
        }
        let Some(number) = ImporterNumber::read(texts.text(text).as_bytes()) else {
            return;
        };
        self.by_text[at] = *self.printed.entry(number.key()).or_insert(text);
    }

    /// The first spelling of the number that this text spells.
    pub(super) fn printed(&self, text: TextId) -> TextId {
        self.by_text.get(text.index()).copied().unwrap_or_default()
    }

    fn same(&self, a: TextId, b: TextId) -> bool {
        self.printed(a) == self.printed(b)
    }
}
