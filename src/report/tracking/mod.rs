//! The reports of what came after filing. They print [`Told`]: the sums over the entries, and the
//! tables that were written before, read back, so that no figure differs from the table it is of.

#[cfg(test)]
pub(super) mod example;
pub(super) mod read_back;
mod summary;
pub mod terminal;
pub mod told;
pub(super) mod words;

pub use told::Told;
pub(super) use words::report_name;

use super::run::InputReport;
use super::{OutputError, Staging};
use crate::track::{Scene, Standing};

/// A finished tracking.
pub struct Tracking<'a> {
    /// What it started from.
    pub scene: Scene<'a>,
    /// The directory of the estimate, as the user gave it.
    pub estimate: &'a str,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: &'a str,
    /// CBP's reports and the bank's statements, in the order of `scene.said.files`.
    pub inputs: &'a [InputReport],
    /// What the entries come to.
    pub standing: &'a Standing,
    /// What the user should know about the inputs as a set.
    pub remarks: &'a [String],
}

/// Writes `summary.json`, when all tables are written.
///
/// # Errors
/// It cannot be written.
pub fn write_summary(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    staging.write("summary.json", summary::Summary::of(tracking, told).to_json().as_bytes())
}

/// Writes `report.html`, when all files it leads to are written.
///
/// # Errors
/// It cannot be written.
pub fn write_page(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    super::html::tracking::write(tracking, told, staging)
}

/// Writes `report.xlsx`, when all tables are written.
///
/// # Errors
/// It cannot be written, or a table cannot be read back.
pub fn write_workbook(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    super::workbook::tracking::write(tracking, told, staging)
}
