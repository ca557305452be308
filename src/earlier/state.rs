//! Where an entry stood after filing, as `tracking.csv` has it.

use crate::domain::{Cents, Day, FilingState};
use crate::ledger::TextId;

/// Duty and interest on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Duty.
    pub principal: Cents,
    /// Interest on it.
    pub interest: Cents,
}

/// Where an entry stood after filing. Other words are kept as printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct EarlierState {
    /// How far it was.
    pub state: FilingState,
    /// Since when, as far as a report told.
    pub since: Option<Day>,
    /// The report that proves it, such as `ES-022`; blank if it was not filed.
    pub proof_report: TextId,
    /// The file of that report.
    pub proof_file: TextId,
    /// The accepted claim; may be blank.
    pub claim: TextId,
    /// CBP's words of the last refusal that stands; may be blank.
    pub label: TextId,
    /// When CBP accepted it.
    pub accepted_on: Option<Day>,
    /// The (re)liquidation that pays it.
    pub liquidated: Option<Day>,
    /// What was expected.
    pub expected: Parts,
    /// Interest on the most refund to the day of the tracking; `None` where it is not known from when
    /// it runs, or an older program wrote the table.
    pub interest_to_date: Option<Cents>,
    /// What CBP refunds, paid or not; `None` where it is not known.
    pub refund: Option<Parts>,
    /// How that is known: a word of `track::RefundBasis`.
    pub refund_basis: TextId,
    /// What arrived.
    pub paid: Parts,
    /// What was kept against a debt.
    pub diverted: Parts,
    /// Why the difference: words of `track::Cause`, joined by `;`.
    pub causes: TextId,
}
