//! Decoders on threads of their own. Each is a bounded number of bytes ahead of whoever reads its
//! text, and those of the next inputs work already while one is read, so that several files and
//! sheets are decoded at once. The order in which they are read is that of the inputs.

use super::super::{IntakeError, PreparedInput};
use super::limits::ReadAhead;
use super::recipe::{Ended, Recipe};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// An input that is being decoded.
pub(in super::super) struct Decoding {
    name: String,
    from: Receiver<Message>,
    room: Arc<Room>,
    piece: Vec<u8>,
    taken: usize,
    ended: Option<Ended>,
}

enum Message {
    Piece(Vec<u8>),
    Ended(Result<Ended, IntakeError>),
}

/// What a decoder may hold that nobody has taken yet.
struct Room {
    most: usize,
    /// Bytes held; `None` when nobody reads any more.
    held: Mutex<Option<usize>>,
    taken: Condvar,
}

impl Room {
    /// Waits until there is room for so many bytes.
    fn wait_for(&self, bytes: usize) {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |held: &mut Option<usize>| {
            held.is_some_and(|held| held > 0 && held.saturating_add(bytes) > self.most)
        };
        let held = self.taken.wait_while(held, is_full);
        if let Some(held) = &mut *held.unwrap_or_else(PoisonError::into_inner) {
            *held = held.saturating_add(bytes);
        }
    }

    fn give_back(&self, bytes: Option<usize>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = held.zip(bytes).map(|(held, bytes)| held.saturating_sub(bytes));
        self.taken.notify_all();
    }
}

impl Drop for Decoding {
    fn drop(&mut self) {
        self.room.give_back(None);
    }
}

impl Decoding {
    /// Starts a decoder.
    ///
    /// # Errors
    /// The system refuses a thread.
    fn start(
        name: &str,
        recipe: &Arc<Recipe>,
        digest: bool,
        most: usize,
    ) -> Result<Decoding, IntakeError> {
        let (to, from) = channel();
        let room = Arc::new(Room { most, held: Mutex::new(Some(0)), taken: Condvar::new() });
        let place = Arc::clone(&room);
        let recipe = Arc::clone(recipe);
        let lost = IntakeError::Lost { name: name.to_string() };
        let work = move || {
            let mut lost = Some(lost);
            // Who reads may have stopped; then nobody hears of it.
            let mut hand_on = |piece: Vec<u8>| {
                place.wait_for(piece.capacity());
                match to.send(Message::Piece(piece)) {
                    Ok(()) => Ok(()),
                    Err(_) => lost.take().map_or(Ok(()), Err),
                }
            };
            let ended = recipe.run(digest, &mut hand_on);
            let _ = to.send(Message::Ended(ended));
        };
        std::thread::Builder::new().name("decoder".to_string()).spawn(work).map_err(|error| {
            IntakeError::Io { action: "start a thread to read", path: name.into(), error }
        })?;
        let name = name.to_string();
        Ok(Decoding { name, from, room, piece: Vec::new(), taken: 0, ended: None })
    }

    /// Reads until `buffer` holds `wanted` bytes or the text ends; true at the end.
    ///
    /// # Errors
    /// What stopped the decoder.
    pub fn fill(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> Result<bool, IntakeError> {
        while buffer.len() < wanted {
            let left = self.piece.get(self.taken..).unwrap_or_default();
            if left.is_empty() {
                if self.ended.is_some() {
                    return Ok(true);
                }
                match self.from.recv() {
                    Ok(Message::Piece(piece)) => {
                        self.room.give_back(Some(piece.capacity()));
                        (self.piece, self.taken) = (piece, 0);
                    }
                    Ok(Message::Ended(ended)) => self.ended = Some(ended?),
                    // The thread is gone without a word: the XML of a workbook was its undoing.
                    Err(_) => {
                        let what = "it cannot be decoded".to_string();
                        return Err(IntakeError::Damaged { name: self.name.clone(), what });
                    }
                }
                continue;
            }
            let count = left.len().min(wanted - buffer.len());
            buffer.extend_from_slice(left.get(..count).unwrap_or_default());
            self.taken += count;
        }
        Ok(false)
    }

    /// What is known of the input once it has been read to its end.
    pub fn ended(&mut self) -> Option<Ended> {
        self.ended.take()
    }
}

/// The decoders of the inputs to come.
pub(in super::super) struct Ahead<'a> {
    inputs: &'a [PreparedInput],
    started: VecDeque<(usize, Decoding)>,
    next: usize,
    most: ReadAhead,
    digest: bool,
}

impl<'a> Ahead<'a> {
    /// At most so many decoders at once.
    pub fn new(inputs: &'a [PreparedInput], most: ReadAhead, digest: bool) -> Ahead<'a> {
        Ahead { inputs, started: VecDeque::new(), next: 0, most, digest }
    }

    /// The decoder of an input, and those behind it are started; `None` if it needs none. Inputs
    /// are asked for in their order.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn take(&mut self, place: usize) -> Result<Option<Decoding>, IntakeError> {
        while self.started.len() < self.most.decoders.max(1)
            && let Some(input) = self.inputs.get(self.next)
        {
            if let Some(recipe) = &input.recipe {
                let decoding =
                    Decoding::start(&input.source.name, recipe, self.digest, self.most.bytes)?;
                self.started.push_back((self.next, decoding));
            }
            self.next += 1;
        }
        match self.started.front() {
            Some((first, _)) if *first == place => Ok(self.started.pop_front().map(|(_, d)| d)),
            _ => Ok(None),
        }
    }
}
