//! `manifest.json` of a comparison.

use crate::report::manifest::write_manifest;
use crate::report::{OutputError, Staging, hex};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// One of the two directories.
#[derive(Debug, Serialize)]
pub struct ComparedDirectory {
    /// As the user gave it.
    pub directory: String,
    /// Which command wrote it.
    pub command: &'static str,
    /// The day to which its clocks count.
    pub as_of: String,
    /// Version of its rulebook.
    pub rulebook: String,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: String,
}

/// The file of accounts.
#[derive(Debug, Serialize)]
pub struct AccountsFile {
    /// The path as the user gave it.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

impl AccountsFile {
    /// The file at a path that holds this text.
    pub fn of(path: &Path, text: &[u8]) -> AccountsFile {
        AccountsFile {
            file: path.to_string_lossy().into_owned(),
            bytes: text.len() as u64,
            sha256: hex(&Sha256::digest(text)),
        }
    }
}

/// The content of `manifest.json`.
#[derive(Debug, Serialize)]
pub struct DiffManifest {
    /// Always `capeprep`.
    pub program: &'static str,
    /// Program version.
    pub version: &'static str,
    /// Always `diff`.
    pub command: &'static str,
    /// Version of the rulebook by which time was told from other causes.
    pub rulebook: String,
    /// When the run ended, seconds since 1970-01-01 UTC.
    pub written_at: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The options, as resolved.
    pub options: BTreeMap<&'static str, serde_json::Value>,
    /// The two directories: earlier, later.
    pub compared: [ComparedDirectory; 2],
    /// The accounts of the books, if they were given.
    pub accounts: Option<AccountsFile>,
}

impl DiffManifest {
    /// Writes the manifest, which lists every file written before it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, staging: &mut Staging) -> Result<(), OutputError> {
        write_manifest(self, staging)
    }
}
