//! The bytes of one input in pieces of even size, wherever records begin in them. Pieces of a file
//! are read by whoever works on them, at their place; those of a pipe by whoever takes them.

use super::decode::{Decoding, Ended};
use super::open::{fill, is_changed, open, read_at};
use super::{IntakeError, PreparedInput, Source};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// What is left to be read of an input.
pub(super) struct Pieces<'a> {
    input: &'a PreparedInput,
    bytes: Bytes,
    size: usize,
    next: u64,
    offset: u64,
    at_end: bool,
}

enum Bytes {
    File(Arc<File>, u64),
    Stream(Box<dyn Read + Send>),
    Decoded(Decoding),
}

/// A piece, read or still to be read.
pub(super) struct Piece {
    /// Its number in the input, from 0.
    pub number: u64,
    /// Where its rows begin: behind the header in the first piece.
    pub body: usize,
    /// Whether the input ends with it.
    pub is_last: bool,
    len: usize,
    offset: u64,
    from: Place,
}

enum Place {
    File(Arc<File>),
    Read(Vec<u8>),
}

impl<'a> Pieces<'a> {
    /// Pieces of about `size` bytes. `decoding` is an input that is being decoded, `resume` one that
    /// was opened before and cannot be opened twice.
    ///
    /// # Errors
    /// The file cannot be opened, or was written to since its header was read.
    pub fn of(
        input: &'a PreparedInput,
        decoding: Option<Decoding>,
        resume: Option<Box<dyn Read + Send>>,
        size: usize,
    ) -> Result<Pieces<'a>, IntakeError> {
        if let Some(decoding) = decoding {
            let bytes = Bytes::Decoded(decoding);
            return Ok(Pieces {
                input,
                bytes,
                size: size.max(1),
                next: 0,
                offset: 0,
                at_end: false,
            });
        }
        let bytes = match (resume, &input.source.path, input.size) {
            (Some(rest), _, _) => {
                Bytes::Stream(Box::new(Cursor::new(input.start.clone()).chain(rest)))
            }
            (None, Some(path), Some(size)) => {
                let io = |error| IntakeError::Io { action: "open", path: path.clone(), error };
                let file = File::open(path).map_err(io)?;
                let metadata = file.metadata().map_err(io)?;
                if is_changed(&metadata, size, input.modified) {
                    return Err(changed(&input.source));
                }
                Bytes::File(Arc::new(file), size)
            }
            _ => Bytes::Stream(open(&input.source)?.bytes),
        };
        Ok(Pieces { input, bytes, size: size.max(1), next: 0, offset: 0, at_end: false })
    }

    /// The next piece; `None` behind the last.
    ///
    /// # Errors
    /// The input cannot be read, or changed.
    pub fn next(&mut self) -> Result<Option<Piece>, IntakeError> {
        if self.at_end {
            return Ok(None);
        }
        let source = &self.input.source;
        let body = if self.next == 0 { self.input.body_offset } else { 0 };
        // Pieces end at even places, which are cheaper to read from.
        let wanted = self.size * (body / self.size + 1);
        let (from, len) = match &mut self.bytes {
            Bytes::File(file, size) => {
                let len = (*size - self.offset).min(wanted as u64) as usize;
                self.at_end = self.offset + len as u64 == *size;
                (Place::File(Arc::clone(file)), len)
            }
            Bytes::Stream(stream) => {
                let mut buffer = Vec::new();
                self.at_end = fill(&mut **stream, &mut buffer, wanted, source)?;
                let len = buffer.len();
                (Place::Read(buffer), len)
            }
            Bytes::Decoded(decoding) => {
                let mut buffer = Vec::with_capacity(wanted);
                self.at_end = decoding.fill(&mut buffer, wanted)?;
                let len = buffer.len();
                (Place::Read(buffer), len)
            }
        };
        if len < body {
            return Err(changed(source));
        }
        let (number, offset) = (self.next, self.offset);
        self.next += 1;
        self.offset += len as u64;
        Ok(Some(Piece { number, body, is_last: self.at_end, len, offset, from }))
    }

    /// What a decoder tells of the input behind its last piece.
    pub fn ended(&mut self) -> Option<Ended> {
        match &mut self.bytes {
            Bytes::Decoded(decoding) => decoding.ended(),
            _ => None,
        }
    }
}

impl Piece {
    /// Puts its bytes in place of what `bytes` holds; of the last piece of a file returns its end.
    ///
    /// # Errors
    /// The file cannot be read, or is shorter than it was.
    pub fn read(
        self,
        input: &PreparedInput,
        bytes: &mut Vec<u8>,
    ) -> Result<Option<FileEnd>, IntakeError> {
        let PreparedInput { source, head, .. } = input;
        let file = match self.from {
            Place::Read(read) => {
                *bytes = read;
                return Ok(None);
            }
            Place::File(file) => file,
        };
        // What was there need not be cleared: all is overwritten, or the reading fails.
        bytes.resize(self.len, 0);
        let mut read = 0;
        while read < self.len {
            match read_at(&file, &mut bytes[read..], self.offset + read as u64) {
                Ok(0) => return Err(changed(source)),
                Ok(count) => read += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(source, error)),
            }
        }
        if self.number == 0 && *head != <[u8; 32]>::from(Sha256::digest(&bytes[..self.body])) {
            return Err(changed(source));
        }
        let end = self.offset + self.len as u64;
        Ok(self.is_last.then_some(FileEnd { file, end }))
    }
}

/// The end of a file, to be looked at when all of the file was read.
pub(super) struct FileEnd {
    file: Arc<File>,
    end: u64,
}

impl FileEnd {
    /// A file that grows while it is read would lose what was added, and one that is written over
    /// would have a digest that no file ever had.
    ///
    /// # Errors
    /// The file is no longer what it was when its header was read.
    pub fn unchanged(&self, input: &PreparedInput) -> Result<(), IntakeError> {
        let PreparedInput { source, modified, .. } = input;
        let metadata = self.file.metadata().map_err(|error| unreadable(source, error))?;
        if is_changed(&metadata, self.end, *modified) { Err(changed(source)) } else { Ok(()) }
    }
}

fn changed(source: &Source) -> IntakeError {
    IntakeError::Changed { name: source.name.clone() }
}

fn unreadable(source: &Source, error: std::io::Error) -> IntakeError {
    let path = source.path.clone().unwrap_or_else(|| PathBuf::from("-"));
    IntakeError::Io { action: "read", path, error }
}
