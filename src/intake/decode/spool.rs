//! Copies of what can be read only once or from the front only. All copies of a run share one
//! temporary file without a name: however many workbooks an archive holds, one file is open, and
//! however the program ends, the system takes it away.

use super::super::IntakeError;
use super::super::open::write_at;
use super::limits::PIECE;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// The temporary file, made when it is needed.
#[derive(Default)]
pub(in super::super) struct Spool {
    /// The file, and how far it is written.
    file: Mutex<Option<(Arc<File>, u64)>>,
}

/// A copy in the temporary file.
pub(super) struct Copied {
    /// The temporary file.
    pub file: Arc<File>,
    /// Where the copy begins in it.
    pub at: u64,
    /// Its bytes.
    pub size: u64,
}

impl Spool {
    /// Copies all of `bytes`, known to the user as `name`; `seen` is shown every piece.
    ///
    /// # Errors
    /// What `bytes` answers; the temporary file cannot be written.
    pub(super) fn copy(
        &self,
        name: &str,
        mut bytes: impl Read,
        seen: &mut dyn FnMut(&[u8]),
    ) -> Result<Copied, IntakeError> {
        let wrong = |error| IntakeError::Temporary { path: std::env::temp_dir(), error };
        let mut known = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = match &mut *known {
            Some(known) => known,
            none => none.insert((Arc::new(tempfile::tempfile().map_err(wrong)?), 0)),
        };
        let at = *end;
        let mut buffer = vec![0; PIECE];
        loop {
            let count = match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(IntakeError::of_reading(name, error)),
            };
            let piece = buffer.get(..count).unwrap_or_default();
            seen(piece);
            write_all_at(file, piece, *end).map_err(wrong)?;
            *end += count as u64;
        }
        Ok(Copied { file: Arc::clone(file), at, size: *end - at })
    }
}

fn write_all_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match write_at(file, bytes, at) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => {
                bytes = bytes.get(count..).unwrap_or_default();
                at += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
