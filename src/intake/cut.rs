//! Cutting a file into chunks that begin exactly where a record begins.
//!
//! A line end ends a record only outside quotes, so the cutter follows the quotes through the
//! whole file as the `csv` crate does: a quote opens only where a field begins; inside, a doubled
//! quote is a quote and a single one closes; anywhere else it is an ordinary character. Only
//! quotes and line ends are looked at, with `memchr`, which costs a fraction of reading records.

use super::open::fill;
use super::{IntakeError, Source};
use memchr::{memchr, memrchr2};
use sha2::{Digest, Sha256};
use std::io::Read;

/// No real record comes near this.
const LONGEST_RECORD: usize = 64 << 20;

/// Cuts the bytes of one file.
pub struct Cutter<'a> {
    source: &'a Source,
    bytes: Box<dyn Read + Send>,
    delimiter: u8,
    chunk_size: usize,
    /// Bytes read and not handed out; begins at a record.
    carry: Vec<u8>,
    quotes: Quotes,
    /// Offset of `carry` in the file.
    offset: u64,
    digest: Sha256,
    at_end: bool,
}

/// A chunk: whole records.
pub struct Cut {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether the file ends in it, inside quotes.
    pub unclosed: bool,
}

/// How far the quotes of the carried bytes have been followed.
#[derive(Debug, Default, Clone, Copy)]
struct Quotes {
    scanned: usize,
    inside: bool,
    /// Just behind the last line end outside quotes.
    cut: usize,
}

impl<'a> Cutter<'a> {
    /// A cutter for what `bytes` yields. `ahead` has been read before; the first `skip` bytes of
    /// the file (header and all before it) are digested and dropped.
    ///
    /// # Errors
    /// The file cannot be read or is shorter than `skip`.
    pub fn new(
        source: &'a Source,
        mut bytes: Box<dyn Read + Send>,
        ahead: Vec<u8>,
        skip: usize,
        delimiter: u8,
        chunk_size: usize,
    ) -> Result<Cutter<'a>, IntakeError> {
        let mut carry = ahead;
        fill(&mut *bytes, &mut carry, skip, source)?;
        if carry.len() < skip {
            return Err(IntakeError::Changed { name: source.name.clone() });
        }
        let mut digest = Sha256::new();
        digest.update(&carry);
        carry.drain(..skip);
        Ok(Cutter {
            source,
            bytes,
            delimiter,
            chunk_size: chunk_size.max(1),
            carry,
            quotes: Quotes::default(),
            offset: skip as u64,
            digest,
            at_end: false,
        })
    }

    /// The next chunk: whole records, about `chunk_size` bytes; `None` at the end of the file.
    ///
    /// # Errors
    /// The file cannot be read, or a record is longer than any real one.
    pub fn next_chunk(&mut self) -> Result<Option<Cut>, IntakeError> {
        let mut wanted = self.chunk_size;
        loop {
            if !self.at_end {
                let had = self.carry.len();
                self.carry.reserve(wanted.saturating_sub(had));
                self.at_end = fill(&mut *self.bytes, &mut self.carry, wanted, self.source)?;
                self.digest.update(&self.carry[had..]);
            }
            self.quotes.follow(&self.carry, self.delimiter);
            if self.at_end {
                let bytes = std::mem::take(&mut self.carry);
                self.offset += bytes.len() as u64;
                // A quote as the very last byte closes; `follow` stops before it.
                let unclosed = self.quotes.inside && self.quotes.scanned == bytes.len();
                return Ok((!bytes.is_empty()).then_some(Cut { bytes, unclosed }));
            }
            if self.quotes.cut > 0 {
                return Ok(Some(Cut { bytes: self.split(), unclosed: false }));
            }
            if self.carry.len() >= LONGEST_RECORD {
                return Err(IntakeError::RecordTooLong {
                    name: self.source.name.clone(),
                    offset: self.offset,
                    limit: LONGEST_RECORD >> 20,
                });
            }
            wanted = (self.carry.len() * 2).min(LONGEST_RECORD);
        }
    }

    /// Size in bytes and SHA-256 of the file, once it is read to the end.
    pub fn finish(self) -> (u64, [u8; 32]) {
        (self.offset, self.digest.finalize().into())
    }

    fn split(&mut self) -> Vec<u8> {
        let cut = self.quotes.cut;
        let mut rest = Vec::with_capacity(self.chunk_size + (self.carry.len() - cut));
        rest.extend_from_slice(&self.carry[cut..]);
        self.quotes.scanned -= cut;
        self.quotes.cut = 0;
        self.offset += cut as u64;
        let mut chunk = std::mem::replace(&mut self.carry, rest);
        chunk.truncate(cut);
        chunk
    }
}

impl Quotes {
    /// Follows the quotes through the bytes not yet scanned, as far as they can be told.
    fn follow(&mut self, bytes: &[u8], delimiter: u8) {
        while self.scanned < bytes.len() {
            let found = memchr(b'"', &bytes[self.scanned..]).map(|at| at + self.scanned);
            if self.inside {
                let Some(at) = found else {
                    self.scanned = bytes.len();
                    return;
                };
                match bytes.get(at + 1) {
                    Some(b'"') => self.scanned = at + 2,
                    Some(_) => {
                        self.scanned = at + 1;
                        self.inside = false;
                    }
                    // Doubled or closing? The next bytes will tell.
                    None => {
                        self.scanned = at;
                        return;
                    }
                }
            } else {
                let end = found.unwrap_or(bytes.len());
                if let Some(at) = last_record_end(bytes, self.scanned, end) {
                    self.cut = at;
                }
                let Some(at) = found else {
                    self.scanned = bytes.len();
                    return;
                };
                self.scanned = at + 1;
                self.inside = match at.checked_sub(1).map(|before| bytes[before]) {
                    None | Some(b'\n' | b'\r') => true,
                    Some(before) => before == delimiter,
                };
            }
        }
    }
}

/// Just behind the last line end in `bytes[start..end]`, which lies outside quotes: a line feed, or
/// a carriage return of which it is known that no line feed follows.
fn last_record_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut end = end;
    loop {
        let at = start + memrchr2(b'\n', b'\r', &bytes[start..end])?;
        match (bytes[at], bytes.get(at + 1)) {
            (b'\r', None | Some(b'\n')) => end = at,
            _ => return Some(at + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::{CsvCrate, Item, RecordReader};
    use super::*;
    use proptest::prelude::*;

    fn chunks(text: &[u8], chunk_size: usize) -> Vec<Vec<u8>> {
        let source = Source { name: "test".into(), path: None };
        let bytes = Box::new(std::io::Cursor::new(text.to_vec()));
        let mut cutter = Cutter::new(&source, bytes, Vec::new(), 0, b',', chunk_size).unwrap();
        let mut out = Vec::new();
        while let Some(chunk) = cutter.next_chunk().unwrap() {
            out.push(chunk.bytes);
        }
        assert_eq!(cutter.finish().0, text.len() as u64);
        out
    }

    fn records(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut out = Vec::new();
        CsvCrate.read(text, b',', &mut |item| match item {
            Item::BlankLines(n) => (0..n).for_each(|_| out.push(Vec::new())),
            Item::Record { cells, .. } => {
                out.push((0..cells.count()).map(|i| cells.cell(i).to_vec()).collect());
            }
        });
        out
    }

    #[test]
    fn rows_pasted_inside_a_quoted_cell_are_no_rows() {
        let text = b"a,1\n\"pasted\nb,2\nc,3\n\",9\nd,4\n";
        for chunk_size in 1..text.len() {
            let cut: Vec<_> = chunks(text, chunk_size).iter().flat_map(|c| records(c)).collect();
            assert_eq!(cut, records(text), "chunks of {chunk_size}");
        }
    }

    #[test]
    fn a_file_that_ends_inside_quotes_is_known() {
        let ends_unclosed = |text: &str, chunk_size| {
            let source = Source { name: "test".into(), path: None };
            let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
            let mut cutter = Cutter::new(&source, bytes, Vec::new(), 0, b',', chunk_size).unwrap();
            let mut last = false;
            while let Some(chunk) = cutter.next_chunk().unwrap() {
                last = chunk.unclosed;
            }
            last
        };
        for chunk_size in [1, 3, 100] {
            for (text, unclosed) in [
                ("a,\"b\nc,d\n", true),
                ("a,\"b\"\nc,d\n", false),
                ("a,\"b\"", false),
                ("a,\"b\"\"", true),
                ("a,\"", true),
                ("a,b\"", false),
            ] {
                assert_eq!(ends_unclosed(text, chunk_size), unclosed, "{text:?} by {chunk_size}");
            }
        }
    }

    proptest! {
        /// Chunks of any size, read one by one, give what the `csv` crate reads in one go.
        #[test]
        fn chunks_read_as_the_whole(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "\"", "\"\"", ",", "\n", "\r\n", "\r", "a", "b c", "\u{feff}", "\",\"", "\"\n",
                ]),
                0..60,
            ),
            chunk_size in 1usize..40,
        ) {
            // The mark at the very start is the header search's matter.
            let text = format!("x{}", pieces.concat());
            let cut: Vec<_> = chunks(text.as_bytes(), chunk_size)
                .iter()
                .flat_map(|c| records(c))
                .collect();
            prop_assert_eq!(cut, records(text.as_bytes()));
        }
    }
}
