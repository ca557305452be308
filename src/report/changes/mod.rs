//! The reports of two reports compared. They print what [`changes`](crate::changes) found.

mod cash;
mod journal;
mod manifest;
mod rollforward;
mod rows;
mod summary;
pub mod terminal;

pub use manifest::{AccountsFile, ComparedDirectory, DiffManifest};
pub use rows::ChangeRows;
pub use summary::ChangesSummary;

use super::{OutputError, Staging};
use crate::changes::{Balance, Cash, Cause, RollForward, Side, Totals};

/// A finished comparison.
pub struct Compared<'a> {
    /// The earlier report.
    pub before: Side<'a>,
    /// The later report.
    pub after: Side<'a>,
    /// Their directories, as the user gave them.
    pub directories: [&'a str; 2],
    /// Sums of what changed.
    pub totals: &'a Totals,
    /// The roll-forward.
    pub roll: &'a RollForward,
    /// Cash of the period, where both reports have bank statements.
    pub cash: Option<&'a Cash>,
    /// What the user should know of the two.
    pub remarks: &'a [String],
}

impl Compared<'_> {
    /// What is to come then and now, duty and interest together, in cents.
    fn receivable(&self) -> (i128, i128) {
        let [duty, interest] = self.roll.total();
        (duty.opening + interest.opening, duty.closing + interest.closing)
    }

    /// The interest of that which is beyond the estimates, then and now, in cents. Without it, what is
    /// to come by a tracking is what its `causes` show as still to come.
    fn beyond_estimate(&self) -> [i128; 2] {
        [&self.before, &self.after].map(Balance::beyond_estimate)
    }
}

/// Writes the roll-forward, the journal, the reconciliation of cash and `summary.json`.
///
/// # Errors
/// A file cannot be written.
pub fn write_changes(
    compared: &Compared<'_>,
    accounts: &crate::changes::accounts::Accounts,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    rollforward::write(compared.roll, staging)?;
    journal::write(compared, accounts, staging)?;
    if let Some(cash) = compared.cash {
        cash::write(cash, staging)?;
    }
    staging.write("summary.json", ChangesSummary::of(compared).to_json().as_bytes())
}

/// A cause in words.
const fn cause_in_words(cause: Cause) -> &'static str {
    match cause {
        Cause::CbpReports => "CBP's reports or the bank say so",
        Cause::NotFollowed => "the later report follows nothing after filing",
        Cause::Liquidation => "the liquidation date or state is another one",
        Cause::EntryType => "the entry type is another one",
        Cause::Importer => "the importer of record is another one",
        Cause::Dates => "a date of entry, summary, payment or deposit is another one",
        Cause::Duty => "the duty paid is another one",
        Cause::Refund => "the refund is another one, and so its interest",
        Cause::Status => "the status is another one, and so the day interest runs to",
        Cause::Proof => "a check could not be run in one of the reports",
        Cause::Time => "time alone: a clock passed a day, or interest went on",
        Cause::Options => "an option differs",
        Cause::Inputs => "the exports, facts, tariff or parties file say it otherwise",
        Cause::Rulebook => "the rulebook is another one",
        Cause::Unexplained => "nothing that is known differs: look at these",
    }
}
