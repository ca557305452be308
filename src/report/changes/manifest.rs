//! `manifest.json` of a comparison.

use crate::report::manifest::write_manifest;
use crate::report::{OutputError, Staging};
use serde::Serialize;
use std::collections::BTreeMap;

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
