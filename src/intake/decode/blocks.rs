//! The unpacked bytes of a member in blocks. Those of a sheet are unpacked on a thread of their own,
//! a few blocks ahead, as unpacking takes a good part of the time that reading the cells does.

use super::archive::MemberReader;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, sync_channel};

/// Bytes unpacked at once.
const BLOCK: usize = 1 << 16;
/// Blocks that unpacking may be ahead.
const AHEAD: usize = 16;

/// Hands out the blocks of a member.
pub(super) enum Blocks {
    /// Unpacked when they are asked for.
    Here(Box<MemberReader>),
    /// Unpacked ahead.
    Ahead(Receiver<io::Result<Vec<u8>>>),
}

impl Blocks {
    /// Blocks unpacked ahead.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn ahead(mut bytes: MemberReader) -> io::Result<Blocks> {
        let (to, from) = sync_channel(AHEAD);
        let work = move || loop {
            let block = block(&mut bytes);
            let is_last = block.as_ref().map_or(true, Vec::is_empty);
            // Who reads may have stopped.
            if to.send(block).is_err() || is_last {
                break;
            }
        };
        std::thread::Builder::new().name("unpacker".to_string()).spawn(work)?;
        Ok(Blocks::Ahead(from))
    }

    /// The next block; an empty one at the end.
    ///
    /// # Errors
    /// The member is damaged or cannot be read.
    pub fn next(&mut self) -> io::Result<Vec<u8>> {
        match self {
            Blocks::Here(bytes) => block(bytes),
            Blocks::Ahead(from) => {
                from.recv().unwrap_or_else(|_| Err(io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }
}

fn block(bytes: &mut MemberReader) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK);
    bytes.take(BLOCK as u64).read_to_end(&mut block)?;
    Ok(block)
}
