//! The entries in the order of the reports, block by block: from memory, or from temporary files.

use super::segment::{Cursor, Head, Origin, decode_facts, put};
use super::spill::{Merge, Record, Sorter, SpillError, merge_to_end};
use super::{Entries, EntryBuffer, EntryKey, EntryRows, TextId};
use crate::domain::EntryNumber;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// The entries with an IEEPA row in the order of the reports: by printed importer number, then
/// entry number.
pub struct ReportOrder {
    length: u64,
    source: Source,
}

enum Source {
    /// Indexes of entries, and how many of them are handed out.
    Held(Vec<u32>, usize),
    Spilled(Merge),
}

/// Entries that follow each other.
pub struct Block(Content);

enum Content {
    /// Indexes of entries.
    Held(Vec<u32>),
    /// Of each its key, the length of what was read of it, and that.
    Spilled(Vec<u8>),
}

impl ReportOrder {
    /// How many entries there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The next entries, `most` at most; `None` if all are handed out.
    ///
    /// # Errors
    /// A temporary file cannot be read.
    pub fn next_block(
        &mut self,
        entries: &Entries,
        most: usize,
    ) -> Result<Option<Block>, SpillError> {
        let merge = match &mut self.source {
            Source::Held(order, at) => {
                let block = &order[*at..order.len().min(*at + most)];
                *at += block.len();
                return Ok((!block.is_empty()).then(|| Block(Content::Held(block.to_vec()))));
            }
            Source::Spilled(merge) => merge,
        };
        let (mut block, mut record) = (Vec::new(), Record::default());
        for _ in 0..most {
            if !merge.next(&mut record, &entries.space, &entries.numbers)? {
                break;
            }
            put(&mut block, record.key.0);
            put(&mut block, record.payload.len() as u64);
            block.extend_from_slice(&record.payload);
        }
        Ok((!block.is_empty()).then_some(Block(Content::Spilled(block))))
    }
}

impl Block {
    /// Hands on its entries, one after the other.
    pub fn each(
        &self,
        entries: &Entries,
        buffer: &mut EntryBuffer,
        mut hand_on: impl FnMut(&EntryRows<'_>),
    ) {
        match &self.0 {
            Content::Held(indexes) => entries.each_held(indexes, buffer, hand_on),
            Content::Spilled(bytes) => {
                let mut cursor = Cursor::new(bytes);
                while !cursor.is_empty() {
                    let key = EntryKey(cursor.number());
                    let length = usize::try_from(cursor.number()).unwrap_or(usize::MAX);
                    hand_on(&entries.spilled(key, cursor.take(length), buffer));
                }
            }
        }
    }
}

/// The importer that facts files name for an entry; `None` for an entry that they do not name.
pub type ImporterFact<'f> = dyn Fn(&EntryNumber) -> Option<TextId> + Sync + 'f;

impl Entries {
    /// Puts the entries in the order of the reports. `fact` gives the importer that facts files
    /// name for an entry, which goes before that of its rows. Without it there are no facts files.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    pub fn in_report_order(
        &mut self,
        fact: Option<&ImporterFact<'_>>,
    ) -> Result<ReportOrder, SpillError> {
        let fact_of = |entries: &Entries, key: EntryKey| fact?(&entries.numbers.number(key));
        let ranks = self.importers.ranks(&self.texts);
        let rank = |entries: &Entries, key: EntryKey, own: TextId| {
            let importer = fact_of(entries, key).unwrap_or_default().or(own);
            let printed = entries.importers.printed(importer);
            ranks.get(printed.index()).copied().unwrap_or_default()
        };
        let is_named = |entries: &Entries, key: EntryKey| fact_of(entries, key).is_some();
        if self.runs.is_empty() {
            return Ok(self.sort_held(rank, is_named));
        }
        self.sort_spilled(rank, is_named)
    }

    fn sort_held(
        &mut self,
        rank: impl Fn(&Entries, EntryKey, TextId) -> u32 + Sync,
        is_named: impl Fn(&Entries, EntryKey) -> bool,
    ) -> ReportOrder {
        let only =
            |state: &&super::segments::EntryState| state.row_rejected() && !state.has_ieepa();
        self.only_rejected = self.states.iter().filter(only).count() as u64;
        let others = self.states.iter().filter(|state| !state.has_ieepa()).map(|state| state.key);
        self.named_in_vain = others.filter(|key| is_named(self, *key)).collect();
        let mut order: Vec<u32> = Vec::new();
        let with_ieepa = self.states.iter().enumerate().filter(|(_, state)| state.has_ieepa());
        order.extend(with_ieepa.map(|(at, _)| at as u32));
        let entries = &*self;
        let mut keyed: Vec<(u32, u32, EntryKey)> = order
            .par_iter()
            .map_init(Vec::new, |addresses, at| {
                let state = &entries.states[*at as usize];
                let mut own = TextId::BLANK;
                entries.segments.of(state, addresses, |segment, origin| {
                    first_importer(&mut own, segment, origin);
                });
                (rank(entries, state.key, own), *at, state.key)
            })
            .collect();
        keyed.par_sort_unstable_by(|(rank, _, key), (other_rank, _, other)| {
            rank.cmp(other_rank).then_with(|| self.numbers.order(*key, *other))
        });
        order.clear();
        order.extend(keyed.iter().map(|(_, at, _)| at));
        ReportOrder { length: order.len() as u64, source: Source::Held(order, 0) }
    }

    fn sort_spilled(
        &mut self,
        rank: impl Fn(&Entries, EntryKey, TextId) -> u32,
        is_named: impl Fn(&Entries, EntryKey) -> bool,
    ) -> Result<ReportOrder, SpillError> {
        let runs = std::mem::take(&mut self.runs);
        let entries = &*self;
        let (space, numbers) = (&entries.space, &entries.numbers);
        let mut by_number = merge_to_end(runs, space, numbers)?;
        let mut sorter = Sorter::default();
        let (mut length, mut only_rejected, mut named_in_vain) = (0, 0, Vec::new());
        let mut record = Record::default();
        while by_number.next(&mut record, space, numbers)? {
            let mut own = TextId::BLANK;
            let (mut has_ieepa, mut row_rejected) = (false, false);
            super::spill::segments(&record.payload, |segment, origin| {
                let head = Head::of(segment);
                has_ieepa |= head.has_ieepa();
                row_rejected |= head.marks().row_rejected;
                first_importer(&mut own, segment, origin);
            });
            if !has_ieepa {
                only_rejected += u64::from(row_rejected);
                if is_named(entries, record.key) {
                    named_in_vain.push(record.key);
                }
                continue;
            }
            length += 1;
            record.rank = rank(entries, record.key, own);
            sorter.put(&record, space, numbers)?;
        }
        let merge = sorter.sorted(space, numbers)?;
        self.only_rejected = only_rejected;
        self.named_in_vain = named_in_vain;
        Ok(ReportOrder { length, source: Source::Spilled(merge) })
    }
}

/// The first importer that the rows of an entry name.
fn first_importer(own: &mut TextId, segment: &[u8], origin: &Origin<'_>) {
    if own.is_blank() {
        decode_facts(segment, origin, |facts| *own = own.or(facts.importer));
    }
}

#[cfg(test)]
mod tests;
