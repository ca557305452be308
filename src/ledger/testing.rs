//! Small exports read as a run of the program reads them, for the tests of this room.

use super::{Batch, BatchReader, Entries, EntryBuffer, Ledger, ReportOrder, SpillSpace};
use crate::intake::header::ENOUGH_KNOWN;
use crate::intake::prepare::prepare_one;
use crate::intake::pump::{self, How};
use crate::intake::reader::CsvCrate;
use crate::intake::{IntakeError, Mapping, RecordNumbers, Source};
use crate::rulebook::Rulebook;
use std::sync::LazyLock;

/// The law as the program knows it.
pub(super) static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().unwrap());

/// The columns of the exports.
const HEADER: &str =
    "Entry Summary Number,Importer Number,Entry Date,HTS Number - Full,Line Tariff Duty Amount";

/// The batches of exports, each given as its rows, read in pieces of about so many bytes.
pub(super) fn batches(exports: &[&[&str]], chunk_size: usize) -> Vec<Batch> {
    let dir = tempfile::tempdir().unwrap();
    let mapping = Mapping::of_aliases(&RULES.headers);
    let mut inputs = Vec::new();
    for (at, rows) in exports.iter().enumerate() {
        let path = dir.path().join(format!("{at}.csv"));
        std::fs::write(&path, [&[HEADER], *rows].concat().join("\n") + "\n").unwrap();
        let source = Source { name: format!("{at}.csv"), path: Some(path) };
        inputs.extend(prepare_one(source, &mapping, &[ENOUGH_KNOWN]).unwrap());
    }
    let how = How { reader: &CsvCrate, chunk_size, digest: false, ahead: Default::default() };
    let reader = BatchReader::new(&RULES);
    let mut batches = Vec::new();
    let commit = |batch: Batch| {
        // Between two pieces there may be a batch without a row.
        batches.extend(Some(batch).filter(|batch| batch.tally.read > 0));
        Ok::<_, IntakeError>(())
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pump::run(&pool, &mut inputs, how, |chunk| reader.read(chunk), commit).unwrap();
    batches
}

/// An empty ledger for so many exports, of which memory may hold `share` bytes.
pub(super) fn ledger(exports: usize, share: usize) -> Ledger {
    let numbers = RecordNumbers { header: 1, rows_a_record: 1 };
    Ledger::new(vec![numbers; exports], SpillSpace::new(std::env::temp_dir(), share))
}

/// Commits a batch; the record numbers of its rejected rows are handed back.
pub(super) fn commit(ledger: &mut Ledger, batch: Batch) -> Vec<u64> {
    let mut rejected = Vec::new();
    let note = |_, row: &super::RejectedRow| {
        rejected.push(row.record);
        Ok::<_, super::SpillError>(())
    };
    ledger.commit(batch, note).unwrap();
    rejected
}

/// A ledger that has read these exports, of which memory may hold `share` bytes.
pub(super) fn read(exports: &[&[&str]], share: usize) -> Ledger {
    let mut ledger = ledger(exports.len(), share);
    for batch in batches(exports, pump::CHUNK_SIZE) {
        commit(&mut ledger, batch);
    }
    ledger
}

/// The entries in their order, in blocks of so many: number, and the duty of each IEEPA row.
pub(super) fn told(
    entries: &Entries,
    order: &mut ReportOrder,
    most: usize,
) -> Vec<(String, Vec<i64>)> {
    let (mut told, mut buffer) = (Vec::new(), EntryBuffer::default());
    while let Some(block) = order.next_block(entries, most).unwrap() {
        block.each(entries, &mut buffer, |entry| {
            let duties = entry.rows.iter().map(|row| row.duty.0).collect();
            told.push((entry.number.to_string(), duties));
        });
    }
    told
}
