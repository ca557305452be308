//! What was expected of an entry, what was paid, and the difference by cause.
//!
//! For every entry, and so for every group: expected = paid + the sum of its causes, principal and
//! interest apart, to the cent.

use super::state::Tracked;
use crate::domain::{Cents, vocabulary};
use crate::earlier::{EarlierEntry, EntryId};

vocabulary! {
    /// Why money that was expected did not come, in the order in which they are looked for.
    /// A negative amount is money beyond what was expected.
    Cause {
        /// No report names the entry: it was not filed.
        NotFiled = "not-filed",
        /// CBP refused the file it was on.
        FileRejected = "file-rejected",
        /// CBP refused the entry.
        EntryRejected = "entry-rejected",
        /// Uploaded or accepted, and not (re)liquidated yet.
        NotLiquidated = "not-liquidated",
        /// The same, and suspended, extended or under review: no day can be told.
        Suspended = "suspended",
        /// (Re)liquidated, certified or sent, and not paid yet.
        NotPaidYet = "not-paid-yet",
        /// Column-1 duty under a floor code, which is no IEEPA duty.
        FloorShare = "floor-share",
        /// A correction changed the IEEPA duty after the estimate.
        PscChange = "psc-change",
        /// Other duties were reckoned anew and set off.
        DutiesNetted = "other-duties-netted",
        /// Interest ends on another day than the estimate took.
        InterestEnd = "interest-end",
        /// Interest starts on another day.
        InterestStart = "interest-start",
        /// Another overpayment rate.
        InterestRate = "interest-rate-class",
        /// Kept against a debt.
        Offset = "offset",
        /// Kept back: no ACH account.
        Held = "held",
        /// Sent back by the bank, and not paid again.
        Returned = "returned",
        /// None of these is shown by anything.
        Unknown = "unknown",
    }
}

/// Principal and interest, apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Money {
    /// Duty.
    pub principal: Cents,
    /// Interest on it.
    pub interest: Cents,
}

/// A part of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CauseAmount {
    /// Why.
    pub cause: Cause,
    /// How much.
    pub money: Money,
}

vocabulary! {
    /// How the refund of an entry is known.
    RefundBasis {
        /// It is not.
        None = "none",
        /// A report says it of the entry.
        Reported = "reported",
        /// The refund of its group is known as a whole only, and was shared out.
        Allocated = "allocated",
    }
}

/// An entry's expectation and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The most the estimate came to: `refund_high` and `interest_high`.
    pub expected: Money,
    /// What CBP refunds, paid or not; zero where it is not known.
    pub refund: Money,
    /// How that is known.
    pub basis: RefundBasis,
    /// What arrived.
    pub paid: Money,
    /// expected - paid, by cause; none is zero in both parts.
    pub causes: Vec<CauseAmount>,
    /// Its payment group: a place in the payments.
    pub group: u32,
}

/// An entry with all that is known of it after filing.
#[derive(Debug, Clone, Copy)]
pub struct Followed<'a> {
    /// Its place in the portfolio.
    pub id: EntryId,
    /// What the estimate said.
    pub entry: &'a EarlierEntry,
    /// Where it stands.
    pub tracked: &'a Tracked,
    /// What came of it.
    pub settlement: &'a Settlement,
}
