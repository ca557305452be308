//! One sorted run in a temporary file.

use super::{SpillError, SpillSpace};
use crate::ledger::EntryKey;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

/// Memory for reading or writing a run.
const BUFFER: usize = 64 << 10;
/// Rank, key and length, before the content.
const HEAD: usize = 4 + 8 + 8;

/// What is spilled of an entry.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Record {
    /// What is sorted by before the number.
    pub(in crate::ledger) rank: u32,
    /// Stands for the number of the entry.
    pub(in crate::ledger) key: EntryKey,
    /// Its segments.
    pub(in crate::ledger) payload: Vec<u8>,
}

/// Writes a run; its records must come sorted.
pub(in crate::ledger) struct RunWriter<'s> {
    space: &'s SpillSpace,
    file: BufWriter<File>,
    records: u64,
}

impl<'s> RunWriter<'s> {
    /// Begins a run.
    pub(in crate::ledger) fn begin(space: &'s SpillSpace) -> Result<RunWriter<'s>, SpillError> {
        let file = tempfile::tempfile_in(&space.dir).map_err(space.error("create"))?;
        Ok(RunWriter { space, file: BufWriter::with_capacity(BUFFER, file), records: 0 })
    }

    /// Appends a record.
    pub(in crate::ledger) fn put(
        &mut self,
        rank: u32,
        key: EntryKey,
        payload: &[u8],
    ) -> Result<(), SpillError> {
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&rank.to_le_bytes());
        head[4..12].copy_from_slice(&key.0.to_le_bytes());
        head[12..].copy_from_slice(&(payload.len() as u64).to_le_bytes());
        let written = self.file.write_all(&head).and_then(|()| self.file.write_all(payload));
        written.map_err(self.space.error("write"))?;
        self.space.count(HEAD + payload.len());
        self.records += 1;
        Ok(())
    }

    /// Ends the run.
    pub(in crate::ledger) fn end(self) -> Result<SortedRun, SpillError> {
        let RunWriter { space, file, records } = self;
        let mut file =
            file.into_inner().map_err(|error| space.error("write")(error.into_error()))?;
        file.rewind().map_err(space.error("read"))?;
        Ok(SortedRun { file, records, generation: 0 })
    }
}

/// A run that is written.
#[derive(Debug)]
pub(in crate::ledger) struct SortedRun {
    file: File,
    records: u64,
    /// How often its records were merged.
    pub(super) generation: u32,
}

/// Reads a run.
pub(super) struct RunReader {
    file: BufReader<File>,
    left: u64,
}

impl RunReader {
    /// Begins at the first record.
    pub(super) fn new(run: SortedRun) -> RunReader {
        let SortedRun { file, records, .. } = run;
        RunReader { file: BufReader::with_capacity(BUFFER, file), left: records }
    }

    /// Reads the next record, if there is one.
    pub(super) fn next(
        &mut self,
        record: &mut Record,
        space: &SpillSpace,
    ) -> Result<bool, SpillError> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        self.read(record).map_err(space.error("read"))?;
        Ok(true)
    }

    fn read(&mut self, record: &mut Record) -> std::io::Result<()> {
        let (mut rank, mut key, mut length) = ([0; 4], [0; 8], [0; 8]);
        for part in [&mut rank[..], &mut key, &mut length] {
            self.file.read_exact(part)?;
        }
        record.rank = u32::from_le_bytes(rank);
        record.key = EntryKey(u64::from_le_bytes(key));
        record.payload.clear();
        let length = u64::from_le_bytes(length);
        // No more is read than is there, whatever the length says.
        let read = (&mut self.file).take(length).read_to_end(&mut record.payload)?;
        match read as u64 == length {
            true => Ok(()),
            false => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
