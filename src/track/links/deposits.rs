//! Which bank lines are which refunds.

use super::RefundId;
use crate::domain::{Cents, vocabulary};

vocabulary! {
    /// How a bank line was taken for a refund.
    HowMatched {
        /// Its reference has the number of the refund, its trace or check.
        Reference = "reference",
        /// Amount and date, with no other refund or line that fits.
        Amount = "amount-and-date",
        /// It is the sum of all refunds of one payee and date.
        Sum = "sum-of-refunds",
    }
}

/// A bank line, or the part of it, that is a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepositLink {
    /// Its place in [`Said::deposits`](crate::track::Said::deposits).
    pub deposit: u32,
    /// The refund.
    pub refund: RefundId,
    /// How much of it.
    pub amount: Cents,
    /// How it was matched.
    pub how: HowMatched,
}

/// What became of a bank line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DepositFate {
    /// It is this refund, or several of which this is the first.
    Matched(HowMatched, RefundId),
    /// Several refunds or lines fit, so none was taken.
    Ambiguous,
    /// No refund fits.
    Unexpected,
    /// The same line stands in another bank file.
    Copy,
    /// Money that went out, or none.
    NoCredit,
}

/// The lines, matched.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// By refund.
    pub(super) links: Vec<DepositLink>,
    /// In the order of the lines.
    pub(super) fates: Vec<DepositFate>,
}

impl Matched {
    pub(super) fn of(&self, id: RefundId) -> &[DepositLink] {
        let from = self.links.partition_point(|link| link.refund < id);
        let to = self.links.partition_point(|link| link.refund <= id);
        self.links.get(from..to).unwrap_or_default()
    }
}
