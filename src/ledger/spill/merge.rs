//! Many sorted runs read as one.

use super::run::RunReader;
use super::{Record, SortedRun, SpillError, SpillSpace};
use crate::ledger::numbers::{Numbers, SortKey};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many runs are merged at once, at most: each has a file open and a buffer.
pub(in crate::ledger) const FAN_IN: usize = 64;

/// Runs merged: records in order. What several runs hold of one entry becomes one record, in the
/// order of the runs.
pub(in crate::ledger) struct Merge {
    readers: Vec<(RunReader, Record)>,
    /// The next record of each run that is not at its end: the first in order is on top.
    next: BinaryHeap<Reverse<(u32, SortKey, usize)>>,
}

impl Merge {
    /// Begins to merge.
    pub(in crate::ledger) fn of(
        runs: Vec<SortedRun>,
        space: &SpillSpace,
        numbers: &Numbers,
    ) -> Result<Merge, SpillError> {
        let readers: Vec<_> =
            runs.into_iter().map(|run| (RunReader::new(run), Record::default())).collect();
        let mut merge = Merge { next: BinaryHeap::with_capacity(readers.len()), readers };
        for at in 0..merge.readers.len() {
            merge.advance(at, space, numbers)?;
        }
        Ok(merge)
    }

    fn advance(
        &mut self,
        at: usize,
        space: &SpillSpace,
        numbers: &Numbers,
    ) -> Result<(), SpillError> {
        let (reader, record) = &mut self.readers[at];
        if reader.next(record, space)? {
            self.next.push(Reverse((record.rank, numbers.sort_key(record.key), at)));
        }
        Ok(())
    }

    /// The next entry, if there is one.
    pub(in crate::ledger) fn next(
        &mut self,
        entry: &mut Record,
        space: &SpillSpace,
        numbers: &Numbers,
    ) -> Result<bool, SpillError> {
        let Some(Reverse((rank, key, at))) = self.next.pop() else {
            return Ok(false);
        };
        std::mem::swap(entry, &mut self.readers[at].1);
        self.advance(at, space, numbers)?;
        while let Some(Reverse((next_rank, next_key, at))) = self.next.peek()
            && (*next_rank, next_key) == (rank, &key)
        {
            let at = *at;
            self.next.pop();
            entry.payload.extend_from_slice(&self.readers[at].1.payload);
            self.advance(at, space, numbers)?;
        }
        Ok(true)
    }
}
