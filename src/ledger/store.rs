//! The ledger: batches committed in file order.

use super::batch::{Batch, RejectedRow};
use super::date_order::{DateOrders, DayFirst};
use super::entries::Entries;
use super::importers::Importers;
use super::numbers::Numbers;
use super::segment::{Run, decode, encode};
use super::segments::{EntryState, Segments};
use super::spill::{RunWriter, SortedRun, SpillError, SpillSpace, add_run, put_segment};
use super::{EntryKey, Tally, TextId, Texts};
use crate::intake::RecordNumbers;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Everything read so far. An entry takes 16 bytes and about 8 in the index, and its rows what
/// their segments take: see `segment`. What is more than a share of memory is written
/// out, sorted by entry number.
pub struct Ledger {
    entries: Vec<EntryState>,
    index: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
    segments: Segments,
    numbers: Numbers,
    texts: Texts,
    importers: Importers,
    space: SpillSpace,
    runs: Vec<SortedRun>,
    tally: Tally,
    /// Per input: how its rows are numbered, then rows read.
    inputs: Vec<(RecordNumbers, u64)>,
    /// Per input: what its dates show of their order.
    dates: Vec<DateOrders>,
}

/// More entries than this are not held, since an index of four bytes finds them.
const MOST_ENTRIES: usize = 1 << 31;

impl Ledger {
    /// An empty ledger for inputs whose rows are numbered so. What memory may not hold goes to
    /// `space`.
    pub fn new(inputs: impl IntoIterator<Item = RecordNumbers>, space: SpillSpace) -> Ledger {
        let inputs: Vec<_> = inputs.into_iter().map(|numbers| (numbers, 0)).collect();
        Ledger {
            dates: vec![DateOrders::default(); inputs.len()],
            entries: Vec::new(),
            index: HashTable::new(),
            hasher: Default::default(),
            segments: Segments::default(),
            numbers: Numbers::default(),
            texts: Texts::new(),
            importers: Importers::default(),
            space,
            runs: Vec::new(),
            tally: Tally::default(),
            inputs,
        }
    }

    /// Takes in a batch; batches must come in file order. Rejected rows go on to `rejected`, with
    /// the index of their input and their final record number.
    ///
    /// # Errors
    /// What `rejected` answers, or a temporary file cannot be written.
    pub fn commit<E: From<SpillError>>(
        &mut self,
        mut batch: Batch,
        mut rejected: impl FnMut(usize, &RejectedRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let (records, before) = self.inputs.get(batch.input).copied().unwrap_or_default();
        let texts = &mut self.texts;
        let ids: Vec<TextId> = batch.texts.iter().map(|(_, text)| texts.id(text)).collect();
        for importer in &batch.importers {
            self.importers.see(ids[importer.index()], &self.texts);
        }
        let ids: Vec<u8> = ids.iter().flat_map(|id| (id.index() as u32).to_le_bytes()).collect();
        self.segments.begin_batch(&batch, (before, records), &ids);
        let (mut start, mut link) = (0, Vec::new());
        for run in &batch.runs {
            let key = self.numbers.adopt(run.entry, &batch.numbers);
            let at = self.entry(key);
            self.segments.add(&mut self.entries[at], &batch.segments[start..run.end], &mut link);
            start = run.end;
        }
        for row in &mut batch.rejected {
            row.record = records.of_row(before + row.record);
            rejected(batch.input, row)?;
        }
        if let Some(dates) = self.dates.get_mut(batch.input) {
            dates.add(std::mem::take(&mut batch.dates), |row| records.of_row(before + row));
        }
        self.tally.add(&batch.tally);
        if let Some((_, read)) = self.inputs.get_mut(batch.input) {
            *read += batch.tally.read;
        }
        if self.size() > self.space.share_beside(self.texts.size())
            || self.entries.len() > MOST_ENTRIES
        {
            self.write_out()?;
        }
        Ok(())
    }

    /// Bytes in memory that grow with what is read and can be written out.
    fn size(&self) -> usize {
        let entries = self.entries.len() * size_of::<EntryState>();
        let index = self.index.capacity() * (size_of::<u32>() + 1);
        entries + index + self.segments.size()
    }

    /// Writes all entries out as a run sorted by number, and forgets them.
    fn write_out(&mut self) -> Result<(), SpillError> {
        let Ledger { entries, segments, numbers, space, .. } = self;
        entries.sort_unstable_by(|a, b| numbers.order(a.key, b.key));
        let mut writer = RunWriter::begin(space)?;
        let (mut payload, mut segment, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        let mut run = Run::default();
        for state in entries.iter() {
            payload.clear();
            segments.of(state, &mut addresses, |stored, origin| {
                // Texts and places of the batch become those of the run of the program.
                run.clear();
                decode(stored, origin, &mut run);
                segment.clear();
                encode(&run, &mut segment);
                put_segment(&mut payload, origin, &segment);
            });
            writer.put(0, state.key, &payload)?;
        }
        add_run(&mut self.runs, writer.end()?, &self.space, &self.numbers)?;
        self.entries.clear();
        self.index.clear();
        self.segments.clear();
        Ok(())
    }

    /// The totals so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Rows read of each input.
    pub fn records(&self) -> Vec<u64> {
        self.inputs.iter().map(|(_, read)| *read).collect()
    }

    /// Columns with dates that have the day first, with the index of their input.
    pub fn day_first(&self) -> impl Iterator<Item = (usize, DayFirst<'_>)> {
        self.dates
            .iter()
            .enumerate()
            .flat_map(|(input, dates)| dates.day_first().map(move |day_first| (input, day_first)))
    }

    /// The texts, to read more facts into.
    pub fn texts_mut(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// Ends reading. `importers` are spellings from other files, behind those of the exports.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn finish(
        mut self,
        importers: impl IntoIterator<Item = TextId>,
    ) -> Result<Entries, SpillError> {
        for text in importers {
            self.importers.see(text, &self.texts);
        }
        if !self.runs.is_empty() {
            self.write_out()?;
            self.segments = Segments::default();
            self.entries = Vec::new();
        }
        let Ledger { entries, segments, runs, space, numbers, texts, importers, .. } = self;
        let states = entries;
        let only_rejected = 0;
        let mut space = space;
        space.keep_beside(texts.size());
        let named_in_vain = Vec::new();
        Ok(Entries {
            states,
            segments,
            runs,
            space,
            numbers,
            texts,
            importers,
            only_rejected,
            named_in_vain,
        })
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
                entries.push(EntryState::new(key));
                (entries.len() - 1) as u32
            })
            .get();
        at as usize
    }
}

#[cfg(test)]
mod tests;
