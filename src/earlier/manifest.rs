//! The manifest of a report directory.

/// A file that the manifest lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path in the directory, with `/` between directories.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}
