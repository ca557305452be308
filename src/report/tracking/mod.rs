//! The reports of what came after filing. They print [`Told`]: the sums over the entries, and the
//! tables that were written before, read back, so that no figure differs from the table it is of.

pub mod cash;
pub mod clocks;
#[cfg(test)]
pub(super) mod example;
mod history;
mod interest;
pub mod manifest;
pub mod outputs;
mod payments;
mod proof;
pub(super) mod read_back;
pub mod refile;
mod refunds;
mod strangers;
mod summary;
pub mod terminal;
pub mod told;
mod tracking_rows;
mod unreadable;
mod verdicts;
pub(super) mod words;

pub use history::HistoryRows;
pub use interest::{InterestRows, write_interest_by_basis, write_interest_by_group};
pub use payments::{DIFFERENCES_HEADER, payments_header, write_payments};
pub use refunds::{
    DEPOSITS_HEADER, REFUNDS_HEADER, RefundEntryRows, write_deposits, write_refunds,
};
pub use strangers::write_strangers;
pub use told::Told;
pub use tracking_rows::TrackingRows;
pub use unreadable::write_rejected_rows;
pub use verdicts::{CHECKS_HEADER, VerdictRows, write_checks};
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

/// The text of `summary.json`.
pub fn summary(tracking: &Tracking<'_>, told: &Told) -> String {
    summary::Summary::of(tracking, told).to_json()
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
