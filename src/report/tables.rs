//! Writing the tables with one row per entry, line or finding, while entries are judged.

use super::{OutputError, Staging};
use crate::assess::{AssessBuffer, Assessed, Assessor};
use crate::estimate::{Asked, Estimate};
use crate::ledger::{self, EntryBuffer, ReportOrder, SpillError, TextId};
use crate::threads::{self, Lane};

/// Entries judged by a thread at once.
const BLOCK: usize = 1024;

/// A table whose rows come from one entry at a time.
pub trait EntryTable: Sync {
    /// The name of its file.
    fn file(&self) -> &'static str;
    /// Whether the file is published. One that is only read back need not be brought to the disk.
    fn is_published(&self) -> bool {
        true
    }
    /// Its header row, without the line end.
    fn header(&self) -> &'static str;
    /// What writes its rows; each thread has one. `inputs` names the inputs.
    fn pen(&self, inputs: &[String]) -> Box<dyn TablePen>;
}

/// Writes the rows of a table, and keeps what many of them share.
pub trait TablePen {
    /// Appends the rows of an entry.
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>);
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
    asked: Asked,
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
    let mut estimate = Estimate::default();
    let mut lanes: Vec<Lane<'_, Block, TableError>> = vec![Box::new(|done: &Block| {
        estimate.add(&done.estimate);
        progress(done.entries);
        Ok(())
    })];
    for (at, file) in files.iter_mut().enumerate() {
        // Each table is written and digested by itself: neither need wait for the other.
        let (mut bytes, mut digest) = file.halves();
        lanes.push(Box::new(move |done| Ok(bytes.write(&done.rows[at])?)));
        lanes.push(Box::new(move |done| {
            digest.update(&done.rows[at]);
            Ok(())
        }));
    }
    threads::in_lanes(
        pool,
        || order.next_block(assessor.entries, BLOCK).map_err(TableError::from),
        || Worker {
            pens: tables.iter().map(|table| table.pen(inputs)).collect(),
            read: EntryBuffer::default(),
            judged: AssessBuffer::new(assessor.context),
        },
        |worker, block: ledger::Block, done: &mut Block| {
            done.begin(tables.len());
            let Worker { pens, read, judged } = worker;
            block.each(assessor.entries, read, |rows| {
                let assessed = assessor.assess(rows, judged, &mut done.estimate.closing);
                for (pen, out) in pens.iter_mut().zip(&mut done.rows) {
                    pen.write(&assessed, out);
                }
                let importer: TextId =
                    assessor.entries.printed_importer(assessed.entry.facts.importer);
                if assessor.supplement.of(&rows.number).is_some() {
                    done.estimate.met_by_facts.push(rows.key);
                }
                done.estimate.put(rows.key, &assessed, importer, asked);
                done.entries += 1;
                judged.reuse(assessed);
            });
            Ok(())
        },
        lanes,
    )?;
    for (table, file) in tables.iter().zip(files) {
        match table.is_published() {
            true => staging.close(file)?,
            false => staging.close_to_read_back(file)?,
        }
    }
    Ok(estimate)
}

/// What a thread keeps from block to block.
struct Worker<'a> {
    pens: Vec<Box<dyn TablePen>>,
    read: EntryBuffer,
    judged: AssessBuffer<'a>,
}

/// What a stretch of entries comes to.
#[derive(Default)]
struct Block {
    estimate: Estimate,
    /// Its rows, by table.
    rows: Vec<Vec<u8>>,
    entries: u64,
}

impl Block {
    fn begin(&mut self, tables: usize) {
        self.estimate = Estimate::default();
        self.entries = 0;
        self.rows.resize_with(tables, Vec::new);
        self.rows.iter_mut().for_each(Vec::clear);
    }
}
