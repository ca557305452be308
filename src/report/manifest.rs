//! `manifest.json`: what was read, with which options and rules, and what was written. The only
//! file that may hold times.

use super::hts_rates::HtsRatesUsed;
use super::json::json_document;
use super::run::{InputReport, PartiesFile, hex};
use super::staging::MANIFEST;
use super::{OutputError, Staging};
use serde::Serialize;
use std::collections::BTreeMap;

/// The content of `manifest.json`.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// Always `capeprep`; by it a report directory is known.
    pub program: &'static str,
    /// Program version.
    pub version: &'static str,
    /// Rulebook version.
    pub rulebook: String,
    /// When the run ended, seconds since 1970-01-01 UTC.
    pub written_at: u64,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Threads used.
    pub jobs: usize,
    /// The options, as resolved.
    pub options: BTreeMap<&'static str, serde_json::Value>,
    /// The exports.
    pub inputs: &'a [InputReport],
    /// The facts files.
    pub facts: &'a [InputReport],
    /// The tariff of `--hts-rates`.
    pub hts_rates: Option<HtsRatesUsed>,
    /// The parties file.
    pub parties: Option<&'a PartiesFile>,
    /// Records rejected.
    pub rejected: u64,
    /// Bytes that the fast reader left to the `csv` crate.
    pub doubtful_bytes: u64,
    /// Bytes that went through temporary files, because memory may not hold them.
    pub spilled_bytes: u64,
}

#[derive(Serialize)]
struct Complete<'a, M> {
    #[serde(flatten)]
    manifest: &'a M,
    outputs: Vec<OutputRow<'a>>,
}

#[derive(Serialize)]
struct OutputRow<'a> {
    file: &'a str,
    bytes: u64,
    sha256: String,
}

impl Manifest<'_> {
    /// Writes the manifest, which lists every file written before it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, staging: &mut Staging) -> Result<(), OutputError> {
        write_manifest(self, staging)
    }
}

/// Writes a manifest with the list of every file written before it.
pub(super) fn write_manifest<M: Serialize>(
    manifest: &M,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let outputs = staging
        .written()
        .iter()
        .map(|(file, written)| OutputRow {
            file,
            bytes: written.size,
            sha256: hex(&written.sha256),
        })
        .collect();
    let complete = Complete { manifest, outputs };
    // Manifests serialize without fail: string keys throughout.
    let text = json_document(&complete).unwrap_or_default();
    staging.write(MANIFEST, text.as_bytes())
}
