//! Which deposit date and which rate explain the interest that CBP paid.

use crate::domain::{Cents, Day, vocabulary};
use crate::rulebook::Taxpayer;

vocabulary! {
    /// Where interest may have started.
    Basis {
        /// The date the duty was paid.
        Payment = "payment-date",
        /// The entry summary date.
        Summary = "summary-date",
        /// The entry date.
        Entry = "entry-date",
        /// The 15th working day of the month after entry.
        MonthlyStatement = "monthly-statement",
        /// Entry date and 14 days: what stands for an unknown summary date.
        EntryPlusDays = "entry-plus-days",
    }
}

vocabulary! {
    /// Which days bear interest.
    DayCount {
        /// The day after the deposit to the liquidation day.
        AfterDeposit = "after-deposit",
        /// The deposit day to the day before liquidation.
        WithDeposit = "with-deposit",
    }
}

/// One way to explain interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Where it starts by this.
    pub basis: Basis,
    /// The day.
    pub start: Day,
    /// Whose rate.
    pub taxpayer: Taxpayer,
    /// Which days.
    pub day_count: DayCount,
    /// The interest it comes to.
    pub interest: Cents,
}
