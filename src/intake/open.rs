//! Opening an input and refusing what is no plain CSV text.

use super::{IntakeError, Source};
use std::fs::File;
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
    let read = bytes.take(missing as u64).read_to_end(buffer).map_err(|error| IntakeError::Io {
        action: "read",
        path: source.path.clone().unwrap_or_else(|| PathBuf::from("-")),
        error,
    })?;
    Ok(read < missing)
}

/// Refuses containers and encodings by their first bytes.
///
/// # Errors
/// Workbooks, compressed files, UTF-16, binary data.
pub fn sniff(name: &str, start: &[u8]) -> Result<(), IntakeError> {
    let unsupported =
        |found, advice| Err(IntakeError::Unsupported { name: name.to_string(), found, advice });
    match start {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => unsupported(
            "this is an Excel workbook or a zip file, which this version does not read",
            "Save the sheet `Main Report` as CSV (comma delimited), or unpack the zip.",
        ),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => unsupported(
            "this is an old Excel workbook (.xls), which is not read",
            "Save the sheet as CSV (comma delimited).",
        ),
        [0x1F, 0x8B, ..] => {
            unsupported("this is a gzip file, which this version does not read", "Unpack it first.")
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => unsupported(
            "this is UTF-16 text, which this version does not read",
            "Save it as CSV UTF-8.",
        ),
        _ if start.iter().take(4096).filter(|b| **b == 0).count() > 16 => {
            unsupported("this is binary data, not text", "Export the report as CSV.")
        }
        _ => Ok(()),
    }
}
