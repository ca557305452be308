//! Everything a final report may print.

use crate::assess::Context;
use crate::domain::Bin;
use crate::estimate::Estimate;
use crate::ledger::{Entries, Tally};

/// A finished analysis.
pub struct Run<'a> {
    /// What the user said.
    pub context: &'a Context<'a>,
    /// What was read.
    pub entries: &'a Entries,
    /// Whether what identifies a shipment is replaced by pseudonyms, which `explain` cannot look up.
    pub is_masked: bool,
    /// The totals of reading.
    pub tally: Tally,
    /// What it comes to.
    pub estimate: &'a Estimate,
    /// The exports.
    pub inputs: &'a [InputReport],
    /// The facts files.
    pub facts: &'a FactsUsed,
    /// What the user should know about the inputs as a set.
    pub warnings: &'a [String],
    /// Files that were named beside the exports and are taken as facts, in words.
    pub taken_as_facts: &'a [String],
    /// What follows the entry number in the command that explains an entry; empty if none can be
    /// given.
    pub explain: &'a str,
    /// The first rejected row: where it stands and why.
    pub first_rejected: Option<&'a str>,
}

impl<'a> Run<'a> {
    /// Rows and duty of a bin; duty is in no figure where rows could not be read, or are empty.
    pub fn bin(&self, bin: Bin) -> (u64, Option<i128>) {
        match bin {
            Bin::Blank => (self.tally.blank, None),
            Bin::Rejected => (self.tally.rejected, None),
            Bin::Other => (self.tally.other, Some(self.tally.duty_other)),
            Bin::Duplicate | Bin::OutOfPeriod | Bin::Counted => {
                let (rows, duty) = self.estimate.closing.of(bin);
                (rows, Some(duty))
            }
        }
    }

    /// All that is to be said about the inputs.
    pub fn remarks(&self) -> impl Iterator<Item = &'a str> {
        self.warnings.iter().chain(self.taken_as_facts).map(String::as_str)
    }
}

/// An input as reports list it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct InputReport {
    /// The path as the user gave it.
    pub file: String,
    /// Records after the header.
    pub records: u64,
    /// Record number of the header.
    pub header_record: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// The member of the archive that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The sheet of the workbook that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Of a facts file: what it is taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// Of a facts file: the day it was made, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_date: Option<String>,
}

/// The parties file as the manifest lists it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PartiesFile {
    /// The path as the user gave it.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// What became of the facts files.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct FactsUsed {
    /// The files.
    pub files: Vec<InputReport>,
    /// Their rows.
    pub rows: u64,
    /// Entries they name.
    pub entries: u64,
    /// Of these, entries of the exports.
    pub used: u64,
    /// Rows that could not be used, with the reason.
    pub unused_rows: Vec<String>,
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
