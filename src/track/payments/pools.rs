//! Money of refunds of which no report says what an entry gets, shared out to the entries of the
//! group.
//!
//! Each entry weighs what it should come to: what a notice of liquidation says, else its most by the
//! estimate with interest up to the liquidation date. If the money is what they all weigh, within
//! the tolerance, each gets what it weighs; the same with the least by the estimate. The last takes the
//! difference if that is within its own tolerance; if not, it is spread over the interest of all. Else
//! each gets its proportion.

use super::flows::{Flows, share};
use super::keys::{Keyed, Taker};
use crate::assess::interest::Growths;
use crate::domain::{Cents, Day};
use crate::earlier::{EarlierEntry, EntryId, Portfolio};
use crate::track::links::RefundId;
use crate::track::{Money, Scene, Tracked};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// Which entries of a group take money up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PoolKey {
    pub(super) group: u32,
    pub(super) taker: Taker,
}

/// Money that entries of a group take up.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub(super) flows: Flows,
    pub(super) refunds: Vec<RefundId>,
    /// How it is shared out.
    by: SharedBy,
    /// What all entries weigh.
    weight: i128,
    /// Interest in that.
    interest: i128,
    /// Where each entry begins, in weight and in interest.
    starts: HashMap<EntryId, (i128, i128), FixedState>,
    last: Option<EntryId>,
    /// What interest of the last may come to beyond what it weighs, and below.
    last_may: (i128, i128),
}

/// How money is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SharedBy {
    /// It is what the entries weigh by their most.
    Most,
    /// It is what they weigh by their least.
    Least,
    /// In proportion of their most.
    #[default]
    Proportion,
}

/// What an entry should come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Weight {
    pub(super) most: Money,
    pub(super) least: Money,
}

/// The sum of what the entries of a pool weigh.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PoolSum {
    most: i128,
    least: i128,
    tolerance: i128,
}

impl PoolSum {
    /// How an amount fits; `None` if it does not.
    pub(super) fn fits(&self, amount: i128) -> Option<SharedBy> {
        let near = |sum: i128| (amount - sum).abs() <= self.tolerance;
        match (near(self.most), near(self.least)) {
            (true, _) => Some(SharedBy::Most),
            (_, true) => Some(SharedBy::Least),
            _ => None,
        }
    }
}

/// Sums of all pools that may be.
pub(super) struct PoolSums {
    by_key: HashMap<PoolKey, PoolSum, FixedState>,
    named: HashSet<EntryId, FixedState>,
    expected: HashMap<EntryId, i128, FixedState>,
}

impl PoolSums {
    /// Which entries of a group take up what is not told of any.
    pub(super) fn taker(&self, group: u32) -> Option<Taker> {
        let has = |taker: &Taker| self.by_key.contains_key(&PoolKey { group, taker: *taker });
        [Taker::Liquidated, Taker::Accepted, Taker::Named].into_iter().find(has)
    }

    pub(super) fn is_named(&self, id: EntryId) -> bool {
        self.named.contains(&id)
    }

    pub(super) fn expected(&self, id: EntryId) -> i128 {
        self.expected.get(&id).copied().unwrap_or_default()
    }

    /// Whether an amount is what the (re)liquidated entries of a group should come to.
    pub(super) fn fits(&self, group: u32, amount: i128) -> bool {
        let sum = self.by_key.get(&PoolKey { group, taker: Taker::Liquidated });
        sum.is_some_and(|sum| sum.fits(amount).is_some())
    }

    /// The groups with (re)liquidated entries.
    pub(super) fn liquidated(&self) -> impl Iterator<Item = (u32, &PoolSum)> {
        let of = self.by_key.iter().filter(|(key, _)| key.taker == Taker::Liquidated);
        of.map(|(key, sum)| (key.group, sum))
    }
}

/// What an entry should come to on a liquidation date.
pub(super) fn weight(
    entry: &EarlierEntry,
    tracked: &Tracked,
    date: Option<Day>,
    growths: &mut Growths<'_>,
) -> Weight {
    if let Some((principal, interest)) = tracked.refund {
        let told = Money { principal, interest };
        // Who is billed takes no part of a refund.
        let told = if total(told) > 0 { told } else { Money::default() };
        return Weight { most: told, least: told };
    }
    let mut of = |principal: Cents, estimated: Cents| Money {
        principal,
        interest: match date {
            Some(date) => interest(growths, principal, entry.deposit_date, date),
            None => estimated,
        },
    };
    Weight {
        most: of(entry.refund_high, entry.interest_high),
        least: of(entry.refund_low, entry.interest_low),
    }
}

/// Interest by the estimate's rate; none without a day to begin with.
pub(super) fn interest(
    growths: &mut Growths<'_>,
    principal: Cents,
    start: Option<Day>,
    end: Day,
) -> Cents {
    let Some(start) = start.filter(|start| *start < end) else { return Cents::ZERO };
    let growth = growths.growth(start, end);
    growth.and_then(|growth| growth.interest(principal)).unwrap_or_default()
}

fn total(money: Money) -> i128 {
    i128::from(money.principal.0) + i128::from(money.interest.0)
}

/// Weighs entries.
pub(super) struct Weighing<'w, 'a> {
    portfolio: &'a Portfolio,
    scene: Scene<'a>,
    keyed: &'w Keyed,
    growths: Growths<'a>,
}

impl<'w, 'a> Weighing<'w, 'a> {
    pub(super) fn new(scene: &Scene<'a>, keyed: &'w Keyed) -> Weighing<'w, 'a> {
        let growths = Growths::new(&scene.rules.interest, scene.made_with.taxpayer);
        Weighing { portfolio: scene.portfolio, scene: *scene, keyed, growths }
    }

    fn key(&self, id: EntryId, taker: Taker) -> (PoolKey, Option<Day>) {
        let group = self.keyed.group_of.get(id.index()).copied().unwrap_or_default();
        let date = self.keyed.groups.get(group as usize).and_then(|key| key.date);
        (PoolKey { group, taker }, date)
    }

    pub(super) fn sums(&mut self, follow: &mut impl FnMut(EntryId) -> Tracked) -> PoolSums {
        let mut sums = PoolSums {
            by_key: HashMap::default(),
            named: HashSet::default(),
            expected: HashMap::default(),
        };
        for (id, taker) in &self.keyed.takers {
            let Some(entry) = self.portfolio.get(*id) else { continue };
            let (key, date) = self.key(*id, *taker);
            let weight = weight(entry, &follow(*id), date, &mut self.growths);
            let sum = sums.by_key.entry(key).or_default();
            sum.most += total(weight.most);
            sum.least += total(weight.least);
            sum.tolerance += self.scene.tolerance(weight.most.principal);
            if *taker == Taker::Named {
                sums.named.insert(*id);
                sums.expected.insert(*id, total(weight.most));
            }
        }
        sums
    }

    /// Gives each entry of the pools its place.
    pub(super) fn place(
        &mut self,
        pools: &mut HashMap<PoolKey, Pool, FixedState>,
        sums: &PoolSums,
        follow: &mut impl FnMut(EntryId) -> Tracked,
    ) {
        for (key, pool) in pools.iter_mut() {
            let fits = sums.by_key.get(key).and_then(|sum| sum.fits(pool.flows.whole));
            pool.by = fits.unwrap_or(SharedBy::Proportion);
        }
        for (id, taker) in &self.keyed.takers {
            let (key, date) = self.key(*id, *taker);
            let (Some(pool), Some(entry)) = (pools.get_mut(&key), self.portfolio.get(*id)) else {
                continue;
            };
            let weight = weight(entry, &follow(*id), date, &mut self.growths);
            pool.starts.insert(*id, (pool.weight, pool.interest));
            let chosen = pool.chosen(weight);
            pool.weight += total(chosen);
            pool.interest += i128::from(chosen.interest.0);
            pool.last = Some(*id);
            let tolerance = self.scene.tolerance(chosen.principal);
            pool.last_may = (tolerance, tolerance.min(chosen.interest.0.into()));
        }
    }
}

impl Scene<'_> {
    /// By how much interest on a principal may be off: it is not known how CBP rounds.
    pub(super) fn tolerance(&self, principal: Cents) -> i128 {
        let rules = &self.rules.tracking;
        rules.interest_tolerance_rate.of(principal).max(rules.interest_tolerance).0.into()
    }
}

impl Pool {
    fn chosen(&self, weight: Weight) -> Money {
        match self.by {
            SharedBy::Least => weight.least,
            SharedBy::Most | SharedBy::Proportion => weight.most,
        }
    }

    /// What the entries before a point have of the difference between the money and what all weigh:
    /// nothing if it is small enough for the last, else in proportion to their interest, so that
    /// nobody's falls below zero.
    fn difference(&self, point: i128, interest: i128) -> i128 {
        let difference = self.flows.whole - self.weight;
        let (more, less) = self.last_may;
        if (-less..=more).contains(&difference) {
            return 0;
        }
        match difference.abs() <= self.interest {
            true => share(difference, interest, self.interest),
            false => share(difference, point, self.weight),
        }
    }

    /// What an entry takes up: duty and interest, and where they begin in the money.
    pub(super) fn piece(&self, id: EntryId, weight: Weight) -> Option<(i128, i128, i128)> {
        let (start, before) = *self.starts.get(&id)?;
        let own = self.chosen(weight);
        let size = total(own);
        let last = self.last == Some(id);
        let at = |point: i128, interest: i128| match self.by {
            SharedBy::Proportion => share(self.flows.whole, point, self.weight),
            SharedBy::Most | SharedBy::Least => point + self.difference(point, interest),
        };
        let from = at(start, before);
        let to = match last {
            true => self.flows.whole,
            false => at(start + size, before + i128::from(own.interest.0)),
        };
        let own_principal = i128::from(own.principal.0);
        let principal = match self.by {
            SharedBy::Most | SharedBy::Least => own_principal,
            SharedBy::Proportion if size == 0 => to - from,
            SharedBy::Proportion => share(to - from, own_principal, size),
        };
        Some((from, principal, to - from - principal))
    }
}
