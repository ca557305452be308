//! All entries with IEEPA rows, each with everything that was read of it.

use super::arena::Address;
use super::importers::Importers;
use super::numbers::Numbers;
use super::segment::{Origin, Run, decode, decode_facts};
use super::store::{EntryState, Segments};
use super::{
    BaseRow, Conflicts, EntryKey, EntryMarks, HeaderFacts, Note, TariffRow, TextId, Texts, collapse,
};
use crate::domain::{EntryNumber, FieldSet};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

/// The entries of a run of the program. Nothing is joined, collapsed or judged yet.
pub struct Entries {
    states: Vec<EntryState>,
    segments: Segments,
    numbers: Numbers,
    texts: Texts,
    importers: Importers,
    only_rejected: u64,
}

/// One entry as read: its header facts joined, its rows sorted.
pub struct EntryRows<'b> {
    /// Stands for its number.
    pub key: EntryKey,
    /// Its number.
    pub number: EntryNumber,
    /// Its header facts, from its IEEPA rows.
    pub facts: HeaderFacts,
    /// The columns of the files these rows stand in.
    pub present: FieldSet,
    /// What else is known of it.
    pub marks: EntryMarks,
    /// On what its rows disagree.
    pub conflicts: Conflicts,
    /// Its IEEPA rows, copies included, sorted.
    pub rows: &'b [TariffRow],
    /// Base rows and chapter 98 rows, sorted by line; one of a line and kind.
    pub bases: &'b [BaseRow],
    /// Remarks about its cells, each once.
    pub notes: &'b [Note],
}

/// Memory for one entry after the other.
#[derive(Default)]
pub struct EntryBuffer {
    run: Run,
    addresses: Vec<Address>,
}

impl Entries {
    pub(super) fn new(
        states: Vec<EntryState>,
        segments: Segments,
        numbers: Numbers,
        texts: Texts,
        importers: Importers,
    ) -> Entries {
        let only = |state: &&EntryState| state.row_rejected() && !state.has_ieepa();
        let only_rejected = states.iter().filter(only).count() as u64;
        Entries { states, segments, numbers, texts, importers, only_rejected }
    }

    /// Indexes of the entries with an IEEPA row, in the order of the reports: by printed importer
    /// number, then entry number. `importer` gives the printed importer of an entry, from its
    /// number and the importer that its rows give.
    pub fn in_report_order(
        &self,
        importer: impl Fn(&EntryNumber, TextId) -> TextId + Sync,
    ) -> Vec<u32> {
        let ranks = self.importers.ranks(&self.texts);
        let mut order: Vec<u32> = Vec::new();
        let with_ieepa = self.states.iter().enumerate().filter(|(_, state)| state.has_ieepa());
        order.extend(with_ieepa.map(|(at, _)| at as u32));
        let mut keyed: Vec<(u32, u32, EntryKey)> = order
            .par_iter()
            .map_init(Vec::new, |addresses, at| {
                let state = &self.states[*at as usize];
                let own = self.importer_of(state, addresses);
                let printed = importer(&self.numbers.number(state.key), own);
                (ranks.get(printed.index()).copied().unwrap_or_default(), *at, state.key)
            })
            .collect();
        keyed.par_sort_unstable_by(|(rank, _, key), (other_rank, _, other)| {
            rank.cmp(other_rank).then_with(|| self.numbers.order(*key, *other))
        });
        order.clear();
        order.extend(keyed.iter().map(|(_, at, _)| at));
        order
    }

    /// The first importer that the rows of an entry name.
    fn importer_of(&self, state: &EntryState, addresses: &mut Vec<Address>) -> TextId {
        let mut importer = TextId::BLANK;
        self.segments.of(state, addresses, |segment, origin| {
            if importer.is_blank() {
                decode_facts(segment, origin, |facts| importer = importer.or(facts.importer));
            }
        });
        importer
    }

    /// How many entries have rejected rows and no IEEPA row that could be read: they are in no
    /// report but `rejected_rows.csv`.
    pub fn only_rejected(&self) -> u64 {
        self.only_rejected
    }

    /// The number that a key stands for.
    pub fn number(&self, key: EntryKey) -> EntryNumber {
        self.numbers.number(key)
    }

    /// Sorts keys as their numbers sort.
    pub fn by_number(&self, a: EntryKey, b: EntryKey) -> std::cmp::Ordering {
        self.numbers.order(a, b)
    }

    /// The entry at an index.
    pub fn entry<'b>(&self, at: u32, buffer: &'b mut EntryBuffer) -> EntryRows<'b> {
        let EntryBuffer { run, addresses } = buffer;
        let state = &self.states[at as usize];
        let mut joined = Joined::default();
        run.clear();
        self.segments.of(state, addresses, |segment, origin| {
            decode(segment, origin, run);
            joined.take(run, origin, &self.importers);
        });
        self.sorted(state.key, run, joined)
    }

    fn sorted<'b>(&self, key: EntryKey, run: &'b mut Run, joined: Joined) -> EntryRows<'b> {
        run.rows.sort_unstable_by(collapse::order);
        run.bases.sort_unstable_by(|a, b| a.order(b, &self.texts));
        run.bases.dedup_by_key(|base| (base.line, base.chapter_98));
        run.notes.sort_unstable();
        run.notes.dedup();
        let Joined { facts, present, conflicts } = joined;
        EntryRows {
            key,
            number: self.numbers.number(key),
            facts: facts.unwrap_or_default(),
            present,
            marks: run.marks,
            conflicts,
            rows: &run.rows,
            bases: &run.bases,
            notes: &run.notes,
        }
    }

    /// The texts of the run.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The importer number as first seen in the run, for any spelling of it.
    pub fn printed_importer(&self, text: TextId) -> TextId {
        self.importers.printed(text)
    }
}

/// Header facts joined in file order.
#[derive(Default)]
struct Joined {
    facts: Option<HeaderFacts>,
    present: FieldSet,
    conflicts: Conflicts,
}

impl Joined {
    /// Takes the facts of one segment out of `run`.
    fn take(&mut self, run: &mut Run, origin: &Origin<'_>, importers: &Importers) {
        if !run.facts.is_empty() {
            self.present = self.present.union(origin.present);
        }
        for later in run.facts.drain(..) {
            match &mut self.facts {
                None => self.facts = Some(later),
                Some(facts) => {
                    facts.join(&later, &mut self.conflicts, |a, b| importers.same(a, b));
                }
            }
        }
    }
}
