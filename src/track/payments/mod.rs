//! What CBP pays, by group: one sum for each payee and (re)liquidation date. Which refunds are the
//! payment of which group, and what that comes to for each entry.
//!
//! Two passes. [`Payments::new`] follows the entries once to find their groups, then joins refunds
//! to groups; after it a [`Settler`] tells the settlement of any entry by itself, and a
//! [`PaymentBook`] sums the settlements up.
//!
//! A refund is joined to a group by the entries that it names; else by payee and liquidation date;
//! else by payee and an amount that is what one group alone should come to on its liquidation date.
//! What is left is money without entries.

mod book;
mod explained;
mod flows;
mod hints;
mod joins;
mod keys;
mod payees;
mod pools;
mod settle;
mod waterfall;

pub use book::{
    CauseTotal, Closing, ClosingError, GroupBook, GroupStatus, PaymentBook, PaymentTotals,
};
pub use flows::Flows;
pub use hints::{Hint, Hints};
pub use joins::{InGroup, JoinedRefund, Outside};
pub use payees::{Payee, PayeeId};
pub use settle::{InRefund, Settler};
pub use waterfall::{ExplainInterest, NoExplanation};

use super::links::{Links, RefundId};
use super::{Scene, Tracked};
use crate::domain::Day;
use crate::earlier::EntryId;
use joins::{Joins, Pool, PoolKey};
use std::collections::HashMap;

/// Why money is in no group where it may be of any entry of its payee.
const UNEXPLAINED: [Outside; 2] = [Outside::NoEntries, Outside::NoneLeft];

/// What CBP pays in one sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupKey {
    /// Who is paid.
    pub payee: PayeeId,
    /// The (re)liquidation; `None` for the entries of a payee that have none.
    pub date: Option<Day>,
}

/// The groups, and the refunds joined to them.
pub struct Payments<'a> {
    scene: Scene<'a>,
    links: &'a Links<'a>,
    payees: payees::Payees,
    groups: Vec<GroupKey>,
    /// The group of every entry.
    group_of: Vec<u32>,
    joins: Joins,
}

impl<'a> Payments<'a> {
    /// Finds the groups and joins the refunds to them. `follow` tells what is known of an entry; it
    /// is asked for those that a report names.
    pub fn new(
        scene: &Scene<'a>,
        links: &'a Links<'a>,
        mut follow: impl FnMut(EntryId) -> Tracked,
    ) -> Payments<'a> {
        let keyed = keys::Keyed::new(scene, links, &mut follow);
        let joins = Joins::new(scene, links, &keyed, &mut follow);
        let keys::Keyed { payees, groups, group_of, .. } = keyed;
        Payments { scene: *scene, links, payees, groups, group_of, joins }
    }

    /// The groups, by payee and date.
    pub fn groups(&self) -> &[GroupKey] {
        &self.groups
    }

    /// A group.
    pub fn group(&self, group: u32) -> Option<GroupKey> {
        self.groups.get(group as usize).copied()
    }

    /// The group of an entry.
    pub fn group_of(&self, id: EntryId) -> u32 {
        self.group_of.get(id.index()).copied().unwrap_or_default()
    }

    /// A payee.
    pub fn payee(&self, id: PayeeId) -> Option<&Payee> {
        self.payees.get(id)
    }

    /// What became of a refund: its groups and what is outside of them.
    pub fn joined(&self, id: RefundId) -> Option<&JoinedRefund> {
        self.joins.refunds.get(id.index())
    }

    /// The links that the payments were made from.
    pub fn links(&self) -> &'a Links<'a> {
        self.links
    }

    /// What each payee was refunded at most in one sum that no entry explains, in cents; `None` for
    /// refunds that name nobody the estimate knows, which may be anybody's.
    pub fn unexplained(&self) -> HashMap<Option<PayeeId>, i128> {
        let mut most: HashMap<Option<PayeeId>, i128> = HashMap::new();
        for (refund, joined) in self.links.refunds().iter().zip(&self.joins.refunds) {
            let left: i128 =
                UNEXPLAINED.iter().filter_map(|why| joined.outside.get(why)).copied().sum();
            if left <= 0 {
                continue;
            }
            let named = self.payees.named(&self.scene.said.texts, refund.payee);
            let meant = named.map(|payee| self.payees.meant(payee)).unwrap_or_default();
            let mut keys: Vec<Option<PayeeId>> = meant.iter().copied().map(Some).collect();
            match named {
                Some(payee) => keys.push(Some(payee)),
                None if refund.payee.is_blank() => keys.push(None),
                None => {}
            }
            for key in keys {
                let known = most.entry(key).or_default();
                *known = left.max(*known);
            }
        }
        most
    }

    fn pool(&self, key: PoolKey) -> Option<&Pool> {
        self.joins.pools.get(&key)
    }
}
