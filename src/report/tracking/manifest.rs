//! `manifest.json` of a tracking.

use crate::report::manifest::write_manifest;
use crate::report::{InputReport, OutputError, Staging};
use serde::Serialize;
use std::collections::BTreeMap;

/// The estimate that is tracked.
#[derive(Debug, Serialize)]
pub struct EstimateUsed {
    /// Its directory, as the user gave it.
    pub directory: String,
    /// The day to which its clocks count.
    pub as_of: String,
    /// Version of its rulebook.
    pub rulebook: String,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: String,
}

/// The content of `manifest.json`.
#[derive(Debug, Serialize)]
pub struct TrackManifest<'a> {
    /// Always `capeprep`.
    pub program: &'static str,
    /// Program version.
    pub version: &'static str,
    /// Always `track`.
    pub command: &'static str,
    /// Version of the rulebook that judged.
    pub rulebook: String,
    /// When the run ended, seconds since 1970-01-01 UTC.
    pub written_at: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Threads used.
    pub jobs: usize,
    /// The options, as resolved; of the estimate what its figures were made with.
    pub options: BTreeMap<&'static str, serde_json::Value>,
    /// The estimate.
    pub estimate: EstimateUsed,
    /// CBP's reports and the bank's statements.
    pub inputs: &'a [InputReport],
}

impl TrackManifest<'_> {
    /// Writes the manifest, which lists every file written before it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, staging: &mut Staging) -> Result<(), OutputError> {
        write_manifest(self, staging)
    }
}
