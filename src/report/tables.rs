//! Writing the tables with one row per entry, line or finding, while entries are judged.

use super::{OutputError, Staging};
use crate::assess::interest::GrowthTable;
use crate::assess::{Assessed, Assessor};
use crate::estimate::Estimate;
use crate::ledger::{self, EntryBuffer, ReportOrder, SpillError, TextId};
use crate::threads;

/// Entries judged by a thread at once.
const BLOCK: usize = 1024;
/// About what the rows of a block take in a table.
const BLOCK_BYTES: usize = 512 << 10;

/// A table whose rows come from one entry at a time.
pub trait EntryTable: Sync {
    /// The name of its file.
    fn file(&self) -> &'static str;
    /// Its header row, without the line end.
    fn header(&self) -> &'static str;
    /// Appends the rows of an entry.
    fn rows(&self, assessed: &Assessed<'_>, inputs: &[String], out: &mut Vec<u8>);
}

/// What stops the writing of tables.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A table cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The entries cannot be read back.
    #[error(transparent)]
    Spill(#[from] SpillError),
}

/// Judges the entries of `order`, on all threads, and writes the rows of each to the tables.
/// `inputs` names the inputs; `progress` is told how many entries are done.
///
/// # Errors
/// A table cannot be written, or the entries cannot be read back.
#[allow(clippy::too_many_arguments, reason = "the ends that meet here are all of another room")]
pub fn write_tables(
    pool: &rayon::ThreadPool,
    assessor: &Assessor<'_>,
    order: &mut ReportOrder,
    tables: &[&dyn EntryTable],
    inputs: &[String],
    include_review: bool,
    staging: &mut Staging,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Estimate, TableError> {
    let mut files = Vec::with_capacity(tables.len());
    for table in tables {
        let mut file = staging.create(table.file())?;
        file.write(table.header().as_bytes())?;
        file.write(b"\n")?;
        files.push(file);
    }
    let growth = GrowthTable::new(&assessor.context.rules.interest, assessor.context.taxpayer);
    let mut estimate = Estimate::default();
    threads::in_order(
        pool,
        || order.next_block(assessor.entries, BLOCK).map_err(TableError::from),
        |block: ledger::Block| {
            let mut done = Block {
                estimate: Estimate::default(),
                rows: tables.iter().map(|_| Vec::with_capacity(BLOCK_BYTES)).collect(),
                entries: 0,
            };
            let mut buffer = EntryBuffer::default();
            block.each(assessor.entries, &mut buffer, |rows| {
                let assessed = assessor.assess(rows, &growth, &mut done.estimate.closing);
                for (table, out) in tables.iter().zip(&mut done.rows) {
                    table.rows(&assessed, inputs, out);
                }
                let importer: TextId =
                    assessor.entries.printed_importer(assessed.entry.facts.importer);
                if assessor.supplement.of(&rows.number).is_some() {
                    done.estimate.met_by_facts.push(rows.key);
                }
                done.estimate.put(rows.key, &assessed, importer, include_review);
                done.entries += 1;
            });
            Ok(done)
        },
        |done: Block| {
            for (file, rows) in files.iter_mut().zip(&done.rows) {
                file.write(rows)?;
            }
            estimate.add(done.estimate);
            progress(done.entries);
            Ok(())
        },
    )?;
    for file in files {
        staging.close(file)?;
    }
    Ok(estimate)
}

struct Block {
    estimate: Estimate,
    rows: Vec<Vec<u8>>,
    entries: u64,
}
