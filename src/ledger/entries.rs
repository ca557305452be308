//! All entries with IEEPA rows, each with everything that was read of it.

use super::arena::Address;
use super::importers::Importers;
use super::numbers::Numbers;
use super::segment::{Origin, Run, decode};
use super::segments::{EntryState, Segments};
use super::spill::{self, SortedRun, SpillSpace};
use super::{
    BaseRow, Conflicts, EntryKey, EntryMarks, HeaderFacts, Note, TariffRow, TextId, Texts, collapse,
};
use crate::domain::{EntryNumber, FieldSet};

/// The entries of a run of the program, in memory or in temporary files. Nothing is joined,
/// collapsed or judged yet.
pub struct Entries {
    pub(super) states: Vec<EntryState>,
    pub(super) segments: Segments,
    /// Where not all fits into memory: all entries by number, and nothing in memory.
    pub(super) runs: Vec<SortedRun>,
    pub(super) space: SpillSpace,
    pub(super) numbers: Numbers,
    pub(super) texts: Texts,
    pub(super) importers: Importers,
    pub(super) only_rejected: u64,
    /// Those without an IEEPA row that facts files name.
    pub(super) named_in_vain: Vec<EntryKey>,
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
    states: Vec<EntryState>,
}

/// Entries fetched from memory at once: enough that hardly any wait is left, few enough that all of
/// them are still near when their turn comes.
const FETCHED: usize = 64;

impl Entries {
    /// How many entries have rejected rows and no IEEPA row that could be read: they are in no
    /// report but `rejected_rows.csv`.
    pub fn only_rejected(&self) -> u64 {
        self.only_rejected
    }

    /// Entries of the exports that facts files name and that have no IEEPA row: they are in no
    /// report.
    pub fn named_in_vain(&self) -> &[EntryKey] {
        &self.named_in_vain
    }

    /// The number that a key stands for.
    pub fn number(&self, key: EntryKey) -> EntryNumber {
        self.numbers.number(key)
    }

    /// Sorts keys as their numbers sort.
    pub fn by_number(&self, a: EntryKey, b: EntryKey) -> std::cmp::Ordering {
        self.numbers.order(a, b)
    }

    /// Hands on the entries at these indexes of those in memory, one after the other.
    pub(super) fn each_held(
        &self,
        indexes: &[u32],
        buffer: &mut EntryBuffer,
        mut hand_on: impl FnMut(&EntryRows<'_>),
    ) {
        for indexes in indexes.chunks(FETCHED) {
            let states = &mut buffer.states;
            states.clear();
            states.extend(indexes.iter().map(|at| self.states[*at as usize]));
            self.segments.fetch(states);
            indexes.iter().for_each(|at| hand_on(&self.held(*at, buffer)));
        }
    }

    /// The entry at an index of those in memory.
    fn held<'b>(&self, at: u32, buffer: &'b mut EntryBuffer) -> EntryRows<'b> {
        let EntryBuffer { run, addresses, .. } = buffer;
        let state = &self.states[at as usize];
        let mut joined = Joined::default();
        run.clear();
        self.segments.of(state, addresses, |segment, origin| {
            joined.take(segment, origin, run, &self.importers);
        });
        self.sorted(state.key, run, joined)
    }

    /// The entry of which this was spilled.
    pub(super) fn spilled<'b>(
        &self,
        key: EntryKey,
        payload: &[u8],
        buffer: &'b mut EntryBuffer,
    ) -> EntryRows<'b> {
        let run = &mut buffer.run;
        let mut joined = Joined::default();
        run.clear();
        spill::segments(payload, |segment, origin| {
            joined.take(segment, origin, run, &self.importers);
        });
        self.sorted(key, run, joined)
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

    /// Bytes that went to temporary files.
    pub fn spilled_bytes(&self) -> u64 {
        self.space.written()
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
    /// Reads a segment: header facts are joined here, all else is added to `run`.
    fn take(&mut self, segment: &[u8], origin: &Origin<'_>, run: &mut Run, importers: &Importers) {
        decode(segment, origin, run);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::batch::tests::{entry, export, ledger, told};

    const HEADER: &str = "entry_number,hts,row_duty,entry_date,importer_number";

    /// Two entries with IEEPA rows, and two without.
    fn entries(share: usize) -> Entries {
        let lines = [
            "9Q910000045,84713001,1.00,05/20/2025,98-765432100",
            "9Q910000029,84713001,1.00,05/20/2025,98-765432100",
            "9Q910000011,99030125,1.00,05/20/2025,98-765432100",
            "9Q910000037,99030125,1.00,05/20/2025,98-765432100",
        ];
        ledger(&[export(HEADER, &lines)], share).finish([]).unwrap()
    }

    #[test]
    fn what_memory_holds_takes_no_temporary_file() {
        let mut in_memory = entries(usize::MAX);
        let mut spilled = entries(0);
        let number = |rows: &EntryRows<'_>| rows.number.to_string();
        let reported = told(&mut in_memory, None, number);
        assert_eq!(reported, ["9Q910000011", "9Q910000037"]);
        assert_eq!(told(&mut spilled, None, number), reported);
        assert_eq!(in_memory.spilled_bytes(), 0);
        // At least the rows of the two went there.
        assert!(spilled.spilled_bytes() > 2 * 11, "{}", spilled.spilled_bytes());
    }

    #[test]
    fn entries_named_in_vain_are_those_of_facts_without_an_ieepa_row() {
        let named = [entry("9Q910000011"), entry("9Q910000029"), entry("9Q910000052")];
        let fact = |number: &EntryNumber| named.contains(number).then_some(TextId::BLANK);
        for share in [usize::MAX, 0] {
            let mut entries = entries(share);
            told(&mut entries, Some(&fact), |_| ());
            let in_vain: Vec<EntryNumber> =
                entries.named_in_vain().iter().map(|key| entries.number(*key)).collect();
            assert_eq!(in_vain, [entry("9Q910000029")]);
        }
    }
}
