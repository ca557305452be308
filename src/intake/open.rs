//! Opening an input.

use super::{IntakeError, Source};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::PathBuf;
use std::time::SystemTime;

/// The bytes of an input, read from front to back.
pub struct Opened {
    /// Reads the bytes that are left.
    pub bytes: Box<dyn Read + Send>,
    /// The size in bytes, if it is known beforehand.
    pub size: Option<u64>,
    /// When it was last written, if the system tells.
    pub modified: Option<SystemTime>,
}

/// Opens a file or standard input.
///
/// # Errors
/// The file cannot be opened.
pub fn open(source: &Source) -> Result<Opened, IntakeError> {
    let Some(path) = &source.path else {
        return Ok(Opened { bytes: Box::new(std::io::stdin()), size: None, modified: None });
    };
    let io = |error| IntakeError::Io { action: "open", path: path.clone(), error };
    let file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    // A pipe, a device or a file the system makes up has no size and content all the same.
    let size = Some(metadata.len()).filter(|size| metadata.is_file() && *size > 0);
    Ok(Opened { bytes: Box::new(file), size, modified: metadata.modified().ok() })
}

/// Reads until `buffer` holds `wanted` bytes or the input ends; true at the end.
///
/// # Errors
/// The input cannot be read.
pub fn fill(
    bytes: &mut (dyn Read + Send),
    buffer: &mut Vec<u8>,
    wanted: usize,
    source: &Source,
) -> Result<bool, IntakeError> {
    let missing = wanted.saturating_sub(buffer.len());
    if missing == 0 {
        return Ok(false);
    }
    let read = bytes.take(missing as u64).read_to_end(buffer).map_err(|error| {
        match error.downcast::<IntakeError>() {
            // A decoder says itself what is wrong.
            Ok(error) => error,
            Err(error) => IntakeError::Io {
                action: "read",
                path: source.path.clone().unwrap_or_else(|| PathBuf::from("-")),
                error,
            },
        }
    })?;
    Ok(read < missing)
}

/// Whether a file is no longer what it was: of another size, or written since (which is not known
/// where the system tells no times).
pub(super) fn is_changed(now: &Metadata, size: u64, modified: Option<SystemTime>) -> bool {
    let newer = now.modified().ok().zip(modified).is_some_and(|(now, then)| now != then);
    now.len() != size || newer
}

/// Reads at a place of a file, whoever else reads it.
#[cfg(unix)]
pub(super) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

/// Reads at a place of a file, whoever else reads it.
#[cfg(windows)]
pub(super) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// Writes at a place of a file, whoever else uses it.
#[cfg(unix)]
pub(super) fn write_at(file: &File, bytes: &[u8], offset: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, bytes, offset)
}

/// Writes at a place of a file, whoever else uses it.
#[cfg(windows)]
pub(super) fn write_at(file: &File, bytes: &[u8], offset: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, bytes, offset)
}
