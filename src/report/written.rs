//! One file of a report while it is written, and what the manifest says of it.

use super::OutputError;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

/// A file under construction.
pub struct OutputFile {
    name: String,
    shown: PathBuf,
    file: BufWriter<File>,
    size: u64,
    digest: Sha256,
}

/// The half of a file that writes it.
pub struct FileHalf<'a> {
    shown: &'a Path,
    file: &'a mut BufWriter<File>,
    size: &'a mut u64,
}

/// The half of a file that digests it.
pub struct DigestHalf<'a>(&'a mut Sha256);

/// What is written is gathered up to so many bytes; larger pieces go straight to the file.
const GATHERED: usize = 1 << 16;

impl OutputFile {
    /// An empty file; messages name it as `shown`.
    pub(super) fn new(name: &str, shown: PathBuf, file: File) -> OutputFile {
        let file = BufWriter::with_capacity(GATHERED, file);
        OutputFile { name: name.to_string(), shown, file, size: 0, digest: Sha256::new() }
    }

    /// Writes what is still gathered, and says what was written under which name. The file is
    /// handed on, to be brought to the disk.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn end(self) -> Result<(String, WrittenFile, File), OutputError> {
        let OutputFile { name, shown, file, size, digest } = self;
        let file = file.into_inner().map_err(|error| OutputError::Io {
            action: "write",
            path: shown,
            error: error.into_error(),
        })?;
        Ok((name, WrittenFile { size, sha256: digest.finalize().into() }, file))
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        let (mut file, mut digest) = self.halves();
        digest.update(bytes);
        file.write(bytes)
    }

    /// The file in two halves, for two threads. Both must be given the same bytes.
    pub fn halves(&mut self) -> (FileHalf<'_>, DigestHalf<'_>) {
        let OutputFile { shown, file, size, digest, .. } = self;
        (FileHalf { shown, file, size }, DigestHalf(digest))
    }
}

impl FileHalf<'_> {
    /// Appends bytes to the file.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        *self.size += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|error| OutputError::Io {
            action: "write",
            path: self.shown.to_path_buf(),
            error,
        })
    }
}

impl DigestHalf<'_> {
    /// Appends bytes to what is digested.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}
