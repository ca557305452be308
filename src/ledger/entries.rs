//! All entries with IEEPA rows, each with everything that was read of it.

use super::store::{EntryState, Importers};
use super::{
    BaseRow, Conflicts, EntryMarks, Extras, HeaderFacts, Note, StoredRow, TextId, Texts, collapse,
};
use crate::domain::{EntryNumber, FieldSet};
use rayon::slice::ParallelSliceMut;

/// The entries of a run, rows sorted by entry. Nothing is collapsed or judged yet.
pub struct Entries {
    states: Vec<EntryState>,
    rows: Vec<StoredRow>,
    extras: Extras,
    bases: Vec<BaseRow>,
    notes: Vec<(u32, Note)>,
    /// Where the rows and base rows of each entry begin.
    row_starts: Vec<u32>,
    base_starts: Vec<u32>,
    texts: Texts,
    importers: Importers,
}

/// One entry as read.
pub struct EntryRows<'a> {
    /// Its number.
    pub number: &'a EntryNumber,
    /// Its header facts, from its IEEPA rows.
    pub facts: HeaderFacts,
    /// The columns of the files these rows stand in.
    pub present: FieldSet,
    /// What else is known of it.
    pub marks: EntryMarks,
    /// On what its rows disagree.
    pub conflicts: Conflicts,
    /// Its IEEPA rows, copies included, sorted.
    pub rows: &'a [StoredRow],
    /// Base rows and chapter 98 rows, sorted by line; the first of a line and kind counts.
    pub bases: &'a [BaseRow],
    notes: &'a [(u32, Note)],
}

impl EntryRows<'_> {
    /// Remarks about its cells, each once.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().map(|(_, note)| note)
    }
}

impl Entries {
    pub(super) fn new(
        states: Vec<EntryState>,
        mut rows: Vec<StoredRow>,
        mut extras: Extras,
        mut bases: Vec<BaseRow>,
        mut notes: Vec<(u32, Note)>,
        texts: Texts,
        importers: Importers,
    ) -> Entries {
        extras.seal();
        rows.par_sort_unstable_by_key(|row| collapse::order(row, &extras));
        bases.retain(|base| states[base.entry as usize].has_ieepa);
        bases.par_sort_unstable_by(|a, b| a.order(b, &texts));
        bases.dedup_by_key(|base| (base.entry, base.line, base.chapter_98));
        notes.par_sort_unstable();
        notes.dedup();
        let row_starts = starts(states.len(), rows.iter().map(|row| row.entry));
        let base_starts = starts(states.len(), bases.iter().map(|base| base.entry));
        Entries { states, rows, extras, bases, notes, row_starts, base_starts, texts, importers }
    }

    /// Indexes of the entries with an IEEPA row, in the order of the reports: by printed importer
    /// number, then entry number. `importer` gives the importer of an entry.
    pub fn in_report_order(&self, importer: impl Fn(&EntryRows<'_>) -> TextId + Sync) -> Vec<u32> {
        let mut order: Vec<(u32, TextId)> = (0..self.states.len() as u32)
            .filter(|at| self.states[*at as usize].has_ieepa)
            .map(|at| (at, importer(&self.entry(at))))
            .collect();
        order.par_sort_unstable_by(|(a, importer_a), (b, importer_b)| {
            let by_importer = if importer_a == importer_b {
                std::cmp::Ordering::Equal
            } else {
                self.texts.text(*importer_a).cmp(self.texts.text(*importer_b))
            };
            by_importer
                .then_with(|| self.states[*a as usize].number.cmp(&self.states[*b as usize].number))
        });
        order.into_iter().map(|(at, _)| at).collect()
    }

    /// The numbers of the entries with an IEEPA row.
    pub fn numbers(&self) -> impl Iterator<Item = &EntryNumber> {
        self.states.iter().filter(|state| state.has_ieepa).map(|state| &state.number)
    }

    /// How many entries have rejected rows and no IEEPA row that could be read: they are in no
    /// report but `rejected_rows.csv`.
    pub fn only_rejected(&self) -> u64 {
        let only = |state: &&EntryState| state.marks.row_rejected && !state.has_ieepa;
        self.states.iter().filter(only).count() as u64
    }

    /// The entry number at an index.
    pub fn number(&self, at: u32) -> &EntryNumber {
        &self.states[at as usize].number
    }

    /// The entry at an index.
    pub fn entry(&self, at: u32) -> EntryRows<'_> {
        let index = at as usize;
        let state = &self.states[index];
        let notes_start = self.notes.partition_point(|(entry, _)| *entry < at);
        let notes = &self.notes[notes_start..];
        let notes_end = notes.partition_point(|(entry, _)| *entry == at);
        EntryRows {
            number: &state.number,
            facts: state.facts,
            present: state.present,
            marks: state.marks,
            conflicts: state.conflicts,
            rows: slice(&self.rows, &self.row_starts, index),
            bases: slice(&self.bases, &self.base_starts, index),
            notes: &notes[..notes_end],
        }
    }

    /// What completes the rows of an entry.
    pub fn extras(&self) -> &Extras {
        &self.extras
    }

    /// The texts of the run.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The importer number as first seen in the run, for any spelling of it.
    pub fn printed_importer(&self, text: TextId) -> TextId {
        self.importers.printed(text)
    }

    /// Makes spellings from other files known, behind those of the exports.
    pub fn see_importers(&mut self, texts: impl Iterator<Item = TextId>) {
        for text in texts {
            self.importers.see(text, &self.texts);
        }
    }
}

fn starts(entries: usize, sorted: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; entries + 1];
    for entry in sorted {
        starts[entry as usize + 1] += 1;
    }
    for at in 0..entries {
        starts[at + 1] += starts[at];
    }
    starts
}

fn slice<'a, T>(all: &'a [T], starts: &[u32], at: usize) -> &'a [T] {
    &all[starts[at] as usize..starts[at + 1] as usize]
}
