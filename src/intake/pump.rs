//! Reading all inputs on all threads. Each thread takes the next piece of an input, reads its
//! records from where the first seems to begin (`guess`), and the pieces are joined,
//! proved and committed in file order (`join`). Beside that, in the same order, the bytes
//! are digested.

use super::decode::{Ahead, Ended, ReadAhead};
use super::guess::{Parity, first_record};
use super::join::{Joint, ReadPiece, Stretch};
use super::pieces::{FileEnd, Piece, Pieces};
use super::reader::{Extent, Item, RecordReader, Text};
use super::row::Cells;
use super::{IntakeError, Layout, PreparedInput, Row};
use crate::threads;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// About how many bytes a thread takes at once.
pub const CHUNK_SIZE: usize = 1 << 20;

/// How inputs are read.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Who reads the records.
    pub reader: &'a dyn RecordReader,
    /// About how many bytes a thread takes at once.
    pub chunk_size: usize,
    /// Whether the SHA-256 of every input is wanted.
    pub digest: bool,
    /// How far the unpacking may be ahead of the reading.
    pub ahead: ReadAhead,
}

/// Whole records of one input, to be read by one thread.
pub struct Chunk<'a> {
    /// Index of the input.
    pub input: usize,
    prepared: &'a PreparedInput,
    reader: &'a dyn RecordReader,
    text: Text<'a>,
    /// Whether the input ends in it, inside quotes.
    unclosed: bool,
}

/// What the rows of a chunk are handed to, one call each.
pub enum RowItem<'a> {
    /// So many empty lines.
    BlankLines(u64),
    /// A record.
    Row(Row<'a>),
}

/// A chunk that has been read.
pub struct Done(Extent);

impl Done {
    pub(super) fn extent(&self) -> Extent {
        self.0
    }
}

impl<'a> Chunk<'a> {
    pub(super) fn new(
        input: usize,
        prepared: &'a PreparedInput,
        reader: &'a dyn RecordReader,
        text: Text<'a>,
        unclosed: bool,
    ) -> Chunk<'a> {
        Chunk { input, prepared, reader, text, unclosed }
    }

    /// Its size in bytes, nearly.
    pub fn size(&self) -> usize {
        self.text.stop
    }

    /// The columns of its input.
    pub fn layout(&self) -> &'a Layout {
        &self.prepared.layout
    }

    /// Hands every row to `sink`, in order.
    pub fn read(self, mut sink: impl FnMut(RowItem<'_>)) -> Done {
        let Chunk { text, prepared, unclosed, .. } = self;
        let end = text.bytes.as_ptr_range().end;
        Done(self.reader.read(text, &mut |item| match item {
            Item::BlankLines(count) => sink(RowItem::BlankLines(count)),
            Item::Record { cells, raw } => {
                let row = Row::new(cells, &prepared.layout, raw);
                sink(RowItem::Row(row.unclosed(unclosed && raw.as_ptr_range().end == end)));
            }
        }))
    }
}

/// What was read of one input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputDigest {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the file, if it was asked for.
    pub sha256: Option<[u8; 32]>,
    /// Bytes whose reading the fast reader could not prove and left to the `csv` crate.
    pub doubtful: u64,
    /// What the user should know of it.
    pub warnings: Vec<String>,
}

/// Reads all inputs: `parse` runs on any thread, `commit` on one at a time and in file order.
/// `parse` may be called with rows that are then not committed.
///
/// # Errors
/// An input that cannot be read to its end, or the error of a commit.
pub fn run<B: Send, E: From<IntakeError> + Send>(
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    how: How<'_>,
    parse: impl Fn(Chunk<'_>) -> (B, Done) + Sync,
    mut commit: impl FnMut(B) -> Result<(), E> + Send,
) -> Result<Vec<InputDigest>, E> {
    let mut resumes: Vec<_> = inputs
        .iter_mut()
        .map(|input| input.resume.take())
        .map(|bytes| bytes.map(|b| b.into_inner().unwrap_or_else(PoisonError::into_inner)))
        .collect();
    let inputs: &[PreparedInput] = inputs;
    let parities: Vec<Parity> = inputs.iter().map(|_| Parity::default()).collect();

    let mut current: Option<Pieces<'_>> = None;
    let mut place = 0;
    let decoders = how.ahead.decoders.min(pool.current_num_threads());
    let mut ahead = Ahead::new(inputs, ReadAhead { decoders, ..how.ahead }, how.digest);
    let ended: Mutex<BTreeMap<usize, Ended>> = Mutex::default();
    let mut next = || loop {
        let Some(input) = inputs.get(place) else {
            return Ok(None);
        };
        let pieces = match &mut current {
            Some(pieces) => pieces,
            none => {
                let (decoding, resume) = (ahead.take(place)?, resumes[place].take());
                none.insert(Pieces::of(input, decoding, resume, how.chunk_size)?)
            }
        };
        if let Some(piece) = pieces.next()? {
            if let Some(told) = pieces.ended() {
                ended.lock().unwrap_or_else(PoisonError::into_inner).insert(place, told);
            }
            return Ok::<_, E>(Some((place, piece)));
        }
        current = None;
        place += 1;
    };
    // Behind an error nothing is asked for: another answer might stand in for it.
    let mut failed = false;
    let next = || {
        if failed {
            return Ok(None);
        }
        let piece = next();
        failed = piece.is_err();
        piece
    };

    let work = |_: &mut (), (place, piece): (usize, Piece), result: &mut PieceRead<B>| {
        let (input, parity) = (&inputs[place], &parities[place]);
        let Piece { number, body, is_last, .. } = piece;
        let body = (number == 0).then_some(body);
        let bytes = &mut result.bytes;
        result.file_end = piece.read(input, bytes)?;
        let odd = how.reader.has_odd_quotes(bytes);
        let guess = parity.add(number, odd);
        let start = body.or_else(|| first_record(bytes, guess?.inside));
        let stretch = start.map(|start| {
            let delimiter = input.header.delimiter;
            let stop = bytes.len() - start;
            let text = Text { bytes: &bytes[start..], delimiter, stop, is_last: false };
            let (batch, done) = parse(Chunk::new(place, input, how.reader, text, false));
            Stretch { start, extent: done.extent(), batch }
        });
        result.is_last = is_last;
        let read = ReadPiece { guess, body, is_last, stretch };
        result.read = Mutex::new(Some((place, read)));
        Ok(())
    };

    let mut digests = Vec::with_capacity(inputs.len());
    let mut digest = (0, Sha256::new());
    let digest_piece = |piece: &PieceRead<B>| {
        // Of what is decoded the file itself is digested, not the text.
        let is_decoded = inputs.get(digests.len()).is_some_and(|input| input.recipe.is_some());
        if !is_decoded {
            digest.0 += piece.bytes.len() as u64;
        }
        if how.digest && !is_decoded {
            digest.1.update(&piece.bytes);
        }
        // All pieces before it were read by now, whoever read them.
        if let (Some(end), Some(input)) = (&piece.file_end, inputs.get(digests.len())) {
            end.unchanged(input)?;
        }
        if piece.is_last {
            let (size, sha256) = std::mem::take(&mut digest);
            let sha256 = how.digest.then(|| sha256.finalize().into());
            let place = digests.len();
            let told = ended.lock().unwrap_or_else(PoisonError::into_inner).remove(&place);
            let told = told.unwrap_or(Ended { size, sha256, warnings: Vec::new() });
            let Ended { size, sha256, warnings } = told;
            digests.push(InputDigest { size, sha256, doubtful: 0, warnings });
        }
        Ok(())
    };

    let mut doubtful = vec![0; inputs.len()];
    let mut joint: Option<Joint<'_>> = None;
    let join = |piece: &PieceRead<B>| {
        let lost = || IntakeError::Lost { name: "an input".to_string() };
        let (place, read) = piece.take().ok_or_else(lost)?;
        if read.body.is_some() {
            joint = Some(Joint::new(place, &inputs[place], how.reader));
        }
        let joint = joint.as_mut().ok_or_else(lost)?;
        joint.take(&piece.bytes, read, &parities[place], &parse, &mut commit)?;
        doubtful[place] = joint.doubtful();
        Ok(())
    };
    threads::in_lanes(pool, next, || (), work, vec![Box::new(digest_piece), Box::new(join)])?;
    for (digest, doubtful) in digests.iter_mut().zip(doubtful) {
        digest.doubtful = doubtful;
    }
    Ok(digests)
}

/// A piece on its way to be digested and joined.
struct PieceRead<B> {
    bytes: Vec<u8>,
    is_last: bool,
    file_end: Option<FileEnd>,
    /// Its input and what was read of it, until it is joined.
    read: Mutex<Option<(usize, ReadPiece<B>)>>,
}

impl<B> PieceRead<B> {
    fn take(&self) -> Option<(usize, ReadPiece<B>)> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<B> Default for PieceRead<B> {
    fn default() -> PieceRead<B> {
        PieceRead { bytes: Vec::new(), is_last: false, file_end: None, read: Mutex::new(None) }
    }
}

/// Reads all inputs one row after the other: for small files whose order matters. Empty lines and
/// rows are counted for `sink` by calling it with every row; empty lines are rows without cells.
///
/// # Errors
/// An input that cannot be read to its end.
pub fn run_in_order(
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    how: How<'_>,
    mut sink: impl FnMut(usize, &Row<'_>) + Send,
) -> Result<Vec<InputDigest>, IntakeError> {
    let layouts: Vec<Layout> = inputs.iter().map(|input| input.layout.clone()).collect();
    let parse = |chunk: Chunk<'_>| {
        let input = chunk.input;
        let mut rows: Vec<(csv::ByteRecord, Vec<u8>, bool)> = Vec::new();
        let done = chunk.read(|item| match item {
            RowItem::BlankLines(count) => {
                rows.extend((0..count).map(|_| (csv::ByteRecord::new(), Vec::new(), false)));
            }
            RowItem::Row(row) => {
                rows.push((row.to_record(), row.raw().to_vec(), row.is_unclosed()));
            }
        });
        ((input, rows), done)
    };
    run(pool, inputs, how, parse, |(input, rows)| {
        for (record, raw, unclosed) in &rows {
            let row = Row::new(Cells::Csv(record), &layouts[input], raw);
            sink(input, &row.unclosed(*unclosed));
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
