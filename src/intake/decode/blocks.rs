//! The unpacked bytes of a member in blocks. Those of a sheet are unpacked on a thread of their own,
//! a few blocks ahead, as unpacking takes a good part of the time that reading the cells does.

use super::archive::MemberReader;
use super::formulas::FormulaScan;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, sync_channel};

/// Bytes of any other part unpacked at once.
const BLOCK: usize = 1 << 16;
/// Why such a sheet is refused.
const CUT_VALUE: &str = "a comment or a CDATA mark stands inside a value, of which a part would be \
    lost; open the workbook in Excel and save it";
/// Blocks that unpacking may be ahead.
const AHEAD: usize = 16;

/// A stretch of a part.
#[derive(Default)]
pub(super) struct Block {
    /// Its bytes; none at the end of the part.
    pub bytes: Vec<u8>,
    /// The cells with a formula in it.
    pub formulas: Vec<u64>,
}

/// Hands out the blocks of a member.
pub(super) enum Blocks {
    /// Unpacked when they are asked for.
    Here(Box<MemberReader>),
    /// Those of a sheet, unpacked ahead.
    Ahead(Receiver<io::Result<Block>>),
}

impl Blocks {
    /// Blocks of a sheet of at most `size` bytes, unpacked ahead. `scan` has seen what comes before.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn ahead(
        mut bytes: MemberReader,
        size: usize,
        mut scan: FormulaScan,
    ) -> io::Result<Blocks> {
        let (to, from) = sync_channel(AHEAD);
        let work = move || loop {
            let block = block(&mut bytes, size).and_then(|bytes| {
                let formulas = scan.push(&bytes);
                match scan.cuts_value() {
                    false => Ok(Block { bytes, formulas }),
                    true => Err(io::Error::new(io::ErrorKind::InvalidData, CUT_VALUE)),
                }
            });
            let is_last = block.as_ref().map_or(true, |block| block.bytes.is_empty());
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
    pub fn next(&mut self) -> io::Result<Block> {
        match self {
            Blocks::Here(bytes) => {
                let bytes = block(bytes, BLOCK)?;
                Ok(Block { bytes, formulas: Vec::new() })
            }
            Blocks::Ahead(from) => {
                from.recv().unwrap_or_else(|_| Err(io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }
}

fn block(bytes: &mut MemberReader, size: usize) -> io::Result<Vec<u8>> {
    let mut block = Vec::with_capacity(size);
    bytes.take(size as u64).read_to_end(&mut block)?;
    Ok(block)
}
