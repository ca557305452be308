//! What the counted rows of an entry add up to, and what an entry is raised by.

use super::rows::RowTold;
use super::{Inconsistent, Money, Subject};
use crate::domain::Bin;
use serde::Serialize;

/// The sums of the counted rows of an entry. No entry is below 0: what rows take away beyond that
/// is raised, and stays out of every total.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SumsTold {
    /// How many rows are counted.
    pub rows: u64,
    /// Their lowest refund.
    pub rows_low: Money,
    /// Their highest refund.
    pub rows_high: Money,
    /// What the lowest refund of the entry is above that: it would be below 0.
    pub raised_low: Money,
    /// What the highest refund of the entry is above that.
    pub raised_high: Money,
}

impl SumsTold {
    /// Adds up the counted rows.
    ///
    /// # Errors
    /// They do not give the refund of the entry.
    pub(super) fn of(subject: &Subject<'_>, rows: &[RowTold]) -> Result<SumsTold, Inconsistent> {
        let (mut count, mut low, mut high) = (0, 0i128, 0i128);
        for row in rows.iter().filter(|row| row.bin == Bin::Counted.as_str()) {
            count += 1;
            low += row.refund.as_ref().map_or(0, |refund| refund.refund_low.0);
            high += row.refund.as_ref().map_or(0, |refund| refund.refund_high.0);
        }
        let entry = &subject.assessed.entry;
        let refund = (i128::from(entry.refund_low.0), i128::from(entry.refund_high.0));
        if refund != (low.max(0), high.max(0)) {
            return Err(subject.inconsistent("the rows do not add up to the refund"));
        }
        Ok(SumsTold {
            rows: count,
            rows_low: Money(low),
            rows_high: Money(high),
            raised_low: Money(refund.0 - low),
            raised_high: Money(refund.1 - high),
        })
    }

    /// Whether the entry would be below 0 by its rows.
    pub fn is_raised(&self) -> bool {
        self.raised_low.0 > 0 || self.raised_high.0 > 0
    }
}
