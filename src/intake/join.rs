//! Joining the pieces of an input. A piece is read from where its first record was guessed to
//! begin; here the record that spans two pieces is read, and the guess is proved: it holds if the
//! records before it end exactly there. If it does not, the piece is read again from where the last
//! proved record ends. So what is read never depends on a guess.

use super::guess::{Ending, Guess, Parity, ends_inside};
use super::pump::{Chunk, Done};
use super::reader::{Extent, RecordReader, Text};
use super::{IntakeError, PreparedInput};

/// No real record comes near this.
const LONGEST_RECORD: usize = 64 << 20;
/// What goes on over several pieces is looked at again when there is this much of it.
const LONG: usize = 4 << 20;
/// So few bytes are looked through for each piece, however small it is.
const SHORT: usize = 64 << 10;

/// A piece that was read from a guessed place.
pub(super) struct ReadPiece<B> {
    pub(super) guess: Option<Guess>,
    /// Where its rows begin, if it is the first of its input.
    pub(super) body: Option<usize>,
    pub(super) is_last: bool,
    /// What was read of it; `None` if no record seems to begin in it.
    pub(super) stretch: Option<Stretch<B>>,
}

/// What was read of a piece, from where to where.
pub(super) struct Stretch<B> {
    pub(super) start: usize,
    /// Counted from the start.
    pub(super) extent: Extent,
    pub(super) batch: B,
}

/// The end of what is proved of one input.
pub(super) struct Joint<'a> {
    place: usize,
    input: &'a PreparedInput,
    reader: &'a dyn RecordReader,
    /// The bytes behind the last proved record.
    carry: Vec<u8>,
    /// Where they begin in the file.
    offset: u64,
    /// How many there were when no record ended in them.
    fruitless: usize,
    /// Bytes committed that the fast reader left to the `csv` crate.
    doubtful: u64,
}

impl<'a> Joint<'a> {
    /// The start of an input.
    pub(super) fn new(
        place: usize,
        input: &'a PreparedInput,
        reader: &'a dyn RecordReader,
    ) -> Joint<'a> {
        Joint { place, input, reader, carry: Vec::new(), offset: 0, fruitless: 0, doubtful: 0 }
    }

    /// Takes the next piece and commits what is proved with it.
    ///
    /// # Errors
    /// A record longer than any real one, or the error of a commit.
    pub(super) fn take<B, E: From<IntakeError>>(
        &mut self,
        bytes: &[u8],
        piece: ReadPiece<B>,
        parity: &Parity,
        parse: &impl Fn(Chunk<'_>) -> (B, Done),
        commit: &mut impl FnMut(B) -> Result<(), E>,
    ) -> Result<(), E> {
        let ReadPiece { guess, body, is_last, stretch } = piece;
        let mut rest = body.unwrap_or(0);
        self.offset += rest as u64;
        let mut enough = LONG;
        if let Some(Stretch { start, extent, batch }) = stretch {
            if body.is_some() || self.proves(bytes, start, parse, commit)? {
                commit(batch)?;
                self.offset += extent.end as u64;
                self.doubtful += extent.doubtful;
                rest = start + extent.end;
            } else {
                enough = 0;
            }
        }
        self.carry.extend_from_slice(&bytes[rest..]);
        if is_last || self.is_worth_a_look(enough) {
            self.read_carry(is_last, parse, commit)?;
        }
        if is_last && !self.carry.is_empty() {
            return Err(IntakeError::Lost { name: self.input.source.name.clone() }.into());
        }
        if self.carry.len() >= LONGEST_RECORD {
            return Err(IntakeError::RecordTooLong {
                name: self.input.source.name.clone(),
                offset: self.offset,
                limit: LONGEST_RECORD >> 20,
            }
            .into());
        }
        // Of a record over several pieces it is asked when it has ended.
        let is_short = self.carry.len() <= bytes.len().max(SHORT);
        if let Some(guess) = guess.filter(|_| is_short) {
            // Parity takes a quote at the very end for a closing one; a second one opens again.
            let ending = ends_inside(&self.carry, self.input.header.delimiter);
            parity.set_right(guess, ending == Ending::Inside);
        }
        Ok(())
    }

    fn is_worth_a_look(&self, enough: usize) -> bool {
        // Before a record is refused as too long, it is looked at once more.
        self.carry.len() >= enough.max(2 * self.fruitless).min(LONGEST_RECORD)
    }

    /// Bytes committed so far whose reading was left to the `csv` crate.
    pub(super) fn doubtful(&self) -> u64 {
        self.doubtful
    }

    /// Reads the bytes before a guessed start. If the records in them end there, they are
    /// committed, and the guess is right.
    fn proves<B, E>(
        &mut self,
        bytes: &[u8],
        start: usize,
        parse: &impl Fn(Chunk<'_>) -> (B, Done),
        commit: &mut impl FnMut(B) -> Result<(), E>,
    ) -> Result<bool, E> {
        if !self.is_worth_a_look(0) {
            return Ok(false);
        }
        let before = self.carry.len();
        self.carry.extend_from_slice(&bytes[..start]);
        let stop = self.carry.len();
        // One more byte shows that the last record goes no further.
        self.carry.extend(bytes.get(start));
        let (batch, done) = parse(self.chunk(stop, false));
        let extent = done.extent();
        if extent.end != stop {
            self.carry.truncate(before);
            return Ok(false);
        }
        commit(batch)?;
        self.offset += stop as u64;
        self.doubtful += extent.doubtful;
        self.carry.clear();
        self.fruitless = 0;
        Ok(true)
    }

    fn read_carry<B, E>(
        &mut self,
        is_last: bool,
        parse: &impl Fn(Chunk<'_>) -> (B, Done),
        commit: &mut impl FnMut(B) -> Result<(), E>,
    ) -> Result<(), E> {
        let (batch, done) = parse(self.chunk(self.carry.len(), is_last));
        let Extent { end, doubtful } = done.extent();
        if end == 0 {
            self.fruitless = self.carry.len();
            return Ok(());
        }
        commit(batch)?;
        self.offset += end as u64;
        self.doubtful += doubtful;
        self.carry.drain(..end);
        self.fruitless = 0;
        Ok(())
    }

    fn chunk(&self, stop: usize, is_last: bool) -> Chunk<'_> {
        let delimiter = self.input.header.delimiter;
        let text = Text { bytes: &self.carry, delimiter, stop, is_last };
        let unclosed = is_last && ends_inside(&self.carry, delimiter) == Ending::Inside;
        Chunk::new(self.place, self.input, self.reader, text, unclosed)
    }
}
