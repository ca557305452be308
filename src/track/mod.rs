//! After filing: what CBP's reports say of the entries of an earlier estimate, where each entry
//! stands, what was paid, and why the difference. Pure data; no formats.
//!
//! ```text
//! earlier report ─► portfolio ─┐
//! CBP's reports ─► said ───────┼─► links ─► histories ─► settlements, verdicts, re-file pack,
//!                              │   (refunds, entries,    interest challenge, cash, clocks
//!                              │    deposits)
//! ```

pub mod cash;
pub mod challenge;
pub mod clocks;
#[cfg(test)]
pub(crate) mod hand_made;
pub mod history;
mod interest_to_date;
pub mod links;
pub mod payments;
pub mod reading;
pub mod refile;
pub mod said;
pub mod settlement;
pub mod standing;
pub mod state;
pub mod verdicts;

pub use history::Histories;
pub use interest_to_date::InterestToDate;
pub use links::{Links, Part, Refund, RefundId};
pub use said::{
    BankLine, EntryRef, LaterPull, Liquidation, Place, PullDoubts, RefundRow, RefundStatus,
    ReportFile, RowBins, Said, Share, Unreadable, Verdict, VerdictKind,
};
pub use settlement::{Cause, CauseAmount, Followed, Money, RefundBasis, Settlement};
pub use standing::{CauseSums, Standing, StateSums, Sum};
pub use state::{Contradiction, Note, State, Step, Tracked};

use crate::domain::Day;
use crate::earlier::{MadeWith, Portfolio};
use crate::rulebook::Rulebook;

/// Everything that tracking starts from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The rules.
    pub rules: &'a Rulebook,
    /// What the estimate was made with.
    pub made_with: &'a MadeWith,
    /// Its entries.
    pub portfolio: &'a Portfolio,
    /// What was read after filing.
    pub said: &'a Said,
    /// The day to which clocks count.
    pub as_of: Day,
}

impl Scene<'_> {
    /// Whether a row is dated after the day to which clocks count: by its own day, else by that of
    /// its report.
    pub fn is_ahead(&self, on: Option<Day>, place: Place) -> bool {
        self.said.moment(on, place).is_some_and(|day| day > self.as_of)
    }
}
