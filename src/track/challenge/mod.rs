//! Which deposit date and which rate explain the interest that CBP paid.
//!
//! CBP's own account says no more than that interest runs from "deposit or estimated duty payment"
//! to (re)liquidation (`interest-deadlines:S11`). From the duty refunded, the liquidation day and
//! the interest paid it can be told which of the days that may be meant, and whose rate, come to
//! the very cent.

mod challenger;
mod overall;

pub use challenger::Challenger;
pub use overall::{Challenge, Challenged, Explained, Explanation, GroupInterest, InterestSummary};

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
        /// The day that the estimate took, where none of the others falls on it: an older report
        /// does not say which date it was.
        Estimate = "estimate-date",
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

vocabulary! {
    /// What can be said of the interest of an entry.
    InterestVerdict {
        /// One day with one rate comes to the cent.
        Explained = "explained",
        /// Several do.
        Ambiguous = "ambiguous",
        /// None does, and some come near enough.
        Tolerance = "tolerance",
        /// None comes near.
        Unexplained = "unexplained",
        /// CBP paid no interest, and some was due.
        NoInterest = "no-interest",
        /// There is no duty, no liquidation date, or no date to begin with.
        NotEnough = "not-enough",
    }
}

/// The bases that fall on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bases(u8);

impl Bases {
    /// With one more.
    #[must_use]
    pub const fn and(self, basis: Basis) -> Bases {
        Bases(self.0 | 1 << basis as u8)
    }

    /// Whether it is one of them.
    pub const fn holds(self, basis: Basis) -> bool {
        self.0 >> basis as u8 & 1 == 1
    }

    /// Each, in order.
    pub fn iter(self) -> impl Iterator<Item = Basis> {
        Basis::ALL.iter().copied().filter(move |basis| self.holds(*basis))
    }
}

/// One way to explain interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Where it starts by this: the first of `bases`.
    pub basis: Basis,
    /// All bases that fall on the day.
    pub bases: Bases,
    /// The day.
    pub start: Day,
    /// Whose rate.
    pub taxpayer: Taxpayer,
    /// Which days: [`DayCount::AfterDeposit`] where both come to the same.
    pub day_count: DayCount,
    /// The interest it comes to.
    pub interest: Cents,
}

/// A start by which the interest would be right, for a rate; any day of the stretch is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Implied {
    /// Whose rate.
    pub taxpayer: Taxpayer,
    /// The first day that comes to the cent.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// What explains the interest of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fits {
    /// Whether there was anything to look at.
    pub enough: bool,
    /// To the cent: one for each day and rate, what the estimate took first, then in the order of
    /// bases and rates.
    pub exact: Vec<Fit>,
    /// Where none is exact: those within the tolerance, in the same order.
    pub within: Vec<Fit>,
    /// Where there are neither: the days from which interest would come to the cent.
    pub implied: Vec<Implied>,
}

impl Fits {
    /// Those that are exact, else those within the tolerance.
    pub fn all(&self) -> impl Iterator<Item = &Fit> {
        self.exact.iter().chain(&self.within)
    }

    /// The fit to go by: what the estimate took if it fits, else the first in the order of bases
    /// (payment, summary, entry, monthly statement, entry and days) and rates (the estimate's own,
    /// corporate, non-corporate, GATT).
    pub fn preferred(&self) -> Option<Fit> {
        self.exact.first().or(self.within.first()).copied()
    }
}
