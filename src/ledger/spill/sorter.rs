//! Records in any order to sorted runs.

use super::{FAN_IN, Merge, Record, RunWriter, SortedRun, SpillError, SpillSpace};
use crate::ledger::EntryKey;
use crate::ledger::arena::{Address, Arena};
use crate::ledger::numbers::Numbers;

/// Sorts records by rank and entry number, with no more of them in memory than the share.
#[derive(Default)]
pub(in crate::ledger) struct Sorter {
    held: Vec<Held>,
    payloads: Arena,
    runs: Vec<SortedRun>,
}

struct Held {
    rank: u32,
    key: EntryKey,
    payload: Address,
    length: usize,
}

impl Sorter {
    /// Takes in a record.
    pub(in crate::ledger) fn put(
        &mut self,
        record: &Record,
        space: &SpillSpace,
        numbers: &Numbers,
    ) -> Result<(), SpillError> {
        let Record { rank, key, payload } = record;
        let length = payload.len();
        let address = self.payloads.next(length);
        self.payloads.append(payload);
        self.held.push(Held { rank: *rank, key: *key, payload: address, length });
        if self.held.len() * size_of::<Held>() + self.payloads.size() > space.share() {
            self.write_out(space, numbers)?;
        }
        Ok(())
    }

    fn write_out(&mut self, space: &SpillSpace, numbers: &Numbers) -> Result<(), SpillError> {
        self.held
            .sort_unstable_by(|a, b| a.rank.cmp(&b.rank).then_with(|| numbers.order(a.key, b.key)));
        let mut run = RunWriter::begin(space)?;
        for Held { rank, key, payload, length } in &self.held {
            let content = self.payloads.from(*payload);
            run.put(*rank, *key, content.get(..*length).unwrap_or_default())?;
        }
        self.held.clear();
        self.payloads.clear();
        add_run(&mut self.runs, run.end()?, space, numbers)
    }

    /// All records, sorted.
    pub(in crate::ledger) fn sorted(
        mut self,
        space: &SpillSpace,
        numbers: &Numbers,
    ) -> Result<Merge, SpillError> {
        self.write_out(space, numbers)?;
        merge_to_end(self.runs, space, numbers)
    }
}

/// Adds a run behind the others. As many of one generation as can be merged at once become one of
/// the next, so that a record is written again only a few times, however many there are.
pub(in crate::ledger) fn add_run(
    runs: &mut Vec<SortedRun>,
    run: SortedRun,
    space: &SpillSpace,
    numbers: &Numbers,
) -> Result<(), SpillError> {
    let mut generation = run.generation;
    runs.push(run);
    // They stand in order of age, so the youngest generation is behind the others.
    while let Some(start) = runs.len().checked_sub(FAN_IN)
        && runs[start..].iter().all(|run| run.generation == generation)
    {
        generation += 1;
        let mut merged = merge_all(runs.split_off(start), space, numbers)?;
        merged.generation = generation;
        runs.push(merged);
    }
    Ok(())
}

/// Begins to merge all runs, at most [`FAN_IN`] at a time.
pub(in crate::ledger) fn merge_to_end(
    mut runs: Vec<SortedRun>,
    space: &SpillSpace,
    numbers: &Numbers,
) -> Result<Merge, SpillError> {
    while runs.len() > FAN_IN {
        // The youngest are the smallest; the order of runs is kept.
        let some = FAN_IN.min(runs.len() - FAN_IN + 1);
        let merged = merge_all(runs.split_off(runs.len() - some), space, numbers)?;
        runs.push(merged);
    }
    Merge::of(runs, space, numbers)
}

fn merge_all(
    runs: Vec<SortedRun>,
    space: &SpillSpace,
    numbers: &Numbers,
) -> Result<SortedRun, SpillError> {
    let mut merge = Merge::of(runs, space, numbers)?;
    let (mut entry, mut merged) = (Record::default(), RunWriter::begin(space)?);
    while merge.next(&mut entry, space, numbers)? {
        merged.put(entry.rank, entry.key, &entry.payload)?;
    }
    merged.end()
}
