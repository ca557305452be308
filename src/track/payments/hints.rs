//! Which group a refund that is in none may be the payment of. It is a hint for people: nothing is
//! matched by it.

use super::{PayeeId, PaymentBook, Payments};
use crate::domain::Day;
use crate::track::Cause;
use crate::track::links::RefundId;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// A refund this many days after a liquidation may be its payment: CBP pays within 30 days.
const DAYS: i32 = 30;

/// A group that a refund may be the payment of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// The (re)liquidation date of the group.
    pub date: Day,
    /// What it should come to, in cents.
    pub expected: i128,
}

/// Groups that wait for a payment and have no refund.
pub struct Hints {
    by_payee: HashMap<PayeeId, Vec<Hint>, FixedState>,
}

impl Hints {
    /// Those of a book.
    pub fn new(book: &PaymentBook) -> Hints {
        let mut by_payee: HashMap<PayeeId, Vec<Hint>, FixedState> = HashMap::default();
        for group in &book.groups {
            let waits = group.refunds.is_empty() && group.cause(Cause::NotPaidYet).is_some();
            if let (Some(payee), Some(date), true) = (group.payee, group.date, waits) {
                let hint = Hint { date, expected: group.at_liquidation.total() };
                by_payee.entry(payee).or_default().push(hint);
            }
        }
        Hints { by_payee }
    }

    /// The nearest group before a refund that is in none, if it is of the same payee and should come
    /// to no less.
    pub fn of(&self, payments: &Payments<'_>, id: RefundId) -> Option<Hint> {
        let refund = payments.links.refund(id)?;
        let (amount, on) = (i128::from(refund.amount?.0), refund.on?);
        if payments.joined(id).is_none_or(|joined| !joined.groups.is_empty()) || amount <= 0 {
            return None;
        }
        let payee = payments.payees.named(&payments.scene.said.texts, refund.payee)?;
        let meant = payments.payees.meant(payee).iter().filter_map(|id| self.by_payee.get(id));
        let near = |hint: &&Hint| {
            (0..=DAYS).contains(&on.days_since(hint.date)) && amount <= hint.expected
        };
        meant.flatten().filter(near).max_by_key(|hint| (hint.date, hint.expected)).copied()
    }
}
