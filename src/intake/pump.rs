//! Reading all inputs on all threads: one thread at a time cuts the next chunk, the others read
//! the records of theirs, and the results are committed in file order.

use super::cut::{Cut, Cutter};
use super::open::open;
use super::reader::{Item, RecordReader, without_line_end};
use super::{IntakeError, Layout, PreparedInput, Row};
use crate::threads;
use std::sync::PoisonError;

/// About how many bytes a thread takes at once.
pub const CHUNK_SIZE: usize = 1 << 20;

/// A chunk of one input, to be read by one thread.
pub struct Chunk<'a> {
    /// Index of the input.
    pub input: usize,
    prepared: &'a PreparedInput,
    cut: Cut,
    reader: &'a dyn RecordReader,
}

/// What the rows of a chunk are handed to, one call each.
pub enum RowItem<'a> {
    /// So many empty lines.
    BlankLines(u64),
    /// A record.
    Row(Row<'a>),
}

impl Chunk<'_> {
    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.cut.bytes.len()
    }

    /// The columns of its input.
    pub fn layout(&self) -> &Layout {
        &self.prepared.layout
    }

    /// Hands every row to `sink`, in order.
    pub fn read(&self, mut sink: impl FnMut(RowItem<'_>)) {
        let Cut { bytes, unclosed } = &self.cut;
        self.reader.read(bytes, self.prepared.header.delimiter, &mut |item| match item {
            Item::BlankLines(count) => sink(RowItem::BlankLines(count)),
            Item::Record { cells, raw } => {
                let is_last = raw.as_ptr_range().end == bytes.as_ptr_range().end;
                let row = Row::new(cells, &self.prepared.layout, without_line_end(raw));
                sink(RowItem::Row(row.unclosed(*unclosed && is_last)));
            }
        });
    }
}

/// What was read of one input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputDigest {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
}

/// Reads all inputs: `parse` runs on any thread, `commit` on one at a time and in file order.
///
/// # Errors
/// An input that cannot be read to its end, or the error of a commit.
pub fn run<B: Send, E: From<IntakeError> + Send>(
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    reader: &dyn RecordReader,
    chunk_size: usize,
    parse: impl Fn(&Chunk<'_>) -> B + Sync,
    commit: impl FnMut(B) -> Result<(), E> + Send,
) -> Result<Vec<InputDigest>, E> {
    let mut resumes: Vec<_> = inputs
        .iter_mut()
        .map(|input| input.resume.take())
        .map(|bytes| bytes.map(|b| b.into_inner().unwrap_or_else(PoisonError::into_inner)))
        .collect();
    let inputs: &[PreparedInput] = inputs;
    let mut digests = Vec::with_capacity(inputs.len());
    let mut current: Option<Cutter<'_>> = None;
    let next = || loop {
        let index = digests.len();
        let Some(input) = inputs.get(index) else {
            return Ok(None);
        };
        let cutter = match &mut current {
            Some(cutter) => cutter,
            none => none.insert(cutter(input, resumes[index].take(), chunk_size)?),
        };
        if let Some(cut) = cutter.next_chunk()? {
            return Ok::<_, E>(Some(Chunk { input: index, prepared: input, cut, reader }));
        }
        if let Some(cutter) = current.take() {
            let (size, sha256) = cutter.finish();
            if input.size.is_some_and(|expected| expected != size) {
                return Err(IntakeError::Changed { name: input.source.name.clone() }.into());
            }
            digests.push(InputDigest { size, sha256 });
        }
    };
    threads::in_order(pool, next, |chunk| Ok(parse(&chunk)), commit)?;
    Ok(digests)
}

/// Reads all inputs one row after the other: for small files whose order matters. Empty lines and
/// rows are counted for `sink` by calling it with every row; empty lines are rows without cells.
///
/// # Errors
/// An input that cannot be read to its end.
pub fn run_in_order(
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    reader: &dyn RecordReader,
    chunk_size: usize,
    mut sink: impl FnMut(usize, &Row<'_>) + Send,
) -> Result<Vec<InputDigest>, IntakeError> {
    let layouts: Vec<Layout> = inputs.iter().map(|input| input.layout.clone()).collect();
    let parse = |chunk: &Chunk<'_>| {
        let mut rows: Vec<(csv::ByteRecord, Vec<u8>, bool)> = Vec::new();
        chunk.read(|item| match item {
            RowItem::BlankLines(count) => {
                rows.extend((0..count).map(|_| (csv::ByteRecord::new(), Vec::new(), false)));
            }
            RowItem::Row(row) => {
                rows.push((row.to_record(), row.raw().to_vec(), row.is_unclosed()));
            }
        });
        (chunk.input, rows)
    };
    run(pool, inputs, reader, chunk_size, parse, |(input, rows)| {
        for (record, raw, unclosed) in &rows {
            sink(input, &Row::new(record, &layouts[input], raw).unclosed(*unclosed));
        }
        Ok(())
    })
}

fn cutter<'a>(
    input: &'a PreparedInput,
    resume: Option<Box<dyn std::io::Read + Send>>,
    chunk_size: usize,
) -> Result<Cutter<'a>, IntakeError> {
    let (bytes, ahead) = match resume {
        Some(bytes) => (bytes, input.start.clone()),
        None => (open(&input.source)?.bytes, Vec::new()),
    };
    let delimiter = input.header.delimiter;
    Cutter::new(&input.source, bytes, ahead, input.body_offset, delimiter, chunk_size)
}
