//! What of an entry's expectation is still to come.

use super::{Side, Told};
use crate::domain::{Cents, FilingState};

/// Where CBP refused the entry.
const REFUSED: [FilingState; 2] = [FilingState::FileRejected, FilingState::EntryRejected];

/// After which no more money comes.
const OVER: [FilingState; 3] = [FilingState::Paid, FilingState::Reissued, FilingState::Diverted];

/// Whether a state is a refusal.
pub fn is_refused(state: FilingState) -> bool {
    REFUSED.contains(&state)
}

/// How CBP ended what was to come of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ended {
    /// It did not: the estimate stands, and its interest goes on.
    #[default]
    Not,
    /// It refused the entry.
    Refused,
    /// It told what it refunds, paid or not. The estimate moves nothing any more.
    Told,
}

/// The expectation of an entry, duty or interest, and what was taken off it, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// The most the estimate comes to; while the entry is still to come, with the interest beyond.
    pub expected: i128,
    /// Interest to the day of the report beyond that of the estimate.
    pub beyond: i128,
    /// Taken off since CBP refused the entry.
    pub rejected: i128,
    /// What arrived.
    pub paid: i128,
    /// Kept against a debt.
    pub diverted: i128,
    /// What CBP's figure is below the estimate; negative if it is above.
    pub settled: i128,
    /// How CBP ended it.
    pub ended: Ended,
}

impl Balance {
    /// What is still to come.
    pub fn open(&self) -> i128 {
        self.expected - self.gone()
    }

    /// All that was taken off.
    pub fn gone(&self) -> i128 {
        self.rejected + self.paid + self.diverted + self.settled
    }

    /// The balances of an entry: duty, interest.
    pub fn of(told: &Told<'_>) -> [Balance; 2] {
        let expected = [told.entry.refund_high, told.entry.interest_high];
        let Some(told) = told.state else {
            return expected
                .map(|Cents(cents)| Balance { expected: cents.into(), ..Balance::default() });
        };
        let state = told.state;
        let paid = [told.paid.principal, told.paid.interest];
        let diverted = [told.diverted.principal, told.diverted.interest];
        let refund = [told.refund.map(|r| r.principal), told.refund.map(|r| r.interest)];
        let moved = paid.iter().chain(&diverted).any(|cents| *cents != Cents::ZERO);
        let is_over = OVER.contains(&state) && moved;
        [0, 1].map(|part| {
            let [expected, paid, diverted] =
                [expected, paid, diverted].map(|parts| i128::from(parts[part].0));
            let balance = Balance { expected, paid, diverted, ..Balance::default() };
            let came = paid + diverted;
            match refund[part] {
                _ if is_refused(state) => {
                    Balance { rejected: expected - came, ended: Ended::Refused, ..balance }
                }
                // More than CBP said it refunds is no debt to CBP.
                Some(Cents(refund)) => Balance {
                    settled: expected - came.max(refund.into()),
                    ended: Ended::Told,
                    ..balance
                },
                None if is_over => {
                    Balance { settled: expected - came, ended: Ended::Told, ..balance }
                }
                None if part == 1 => {
                    let to_date =
                        told.interest_to_date.map_or(expected, |Cents(cents)| cents.into());
                    let beyond = (to_date - expected).max(0);
                    Balance { expected: expected + beyond, beyond, ..balance }
                }
                None => balance,
            }
        })
    }

    /// By how much the interest still to come of a report is beyond its estimate, in cents.
    pub fn beyond_estimate(side: &Side<'_>) -> i128 {
        let told = side.portfolio.iter().filter_map(|(id, _)| side.entry(id));
        told.map(|told| Balance::of(&told)[1].beyond).sum()
    }
}
