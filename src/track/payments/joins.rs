//! Which refunds are the payment of which group.

use super::GroupKey;
use super::flows::{Arrived, Flows, of_refund, share};
use super::keys::{Keyed, Taker};
use super::payees::PayeeId;
pub(super) use super::pools::{Pool, PoolKey};
use super::pools::{PoolSum, PoolSums, Weighing};
use crate::domain::{Day, vocabulary};
use crate::earlier::EntryId;
use crate::track::links::{Links, Part, Refund, RefundId};
use crate::track::{Scene, Tracked};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

vocabulary! {
    /// Why money of a refund is in no group.
    Outside {
        /// It is of entries that the earlier report does not have.
        Strangers = "entries-not-in-the-estimate",
        /// No entry or group fits.
        NoEntries = "no-entries",
        /// No entry of its group is left to take it.
        NoneLeft = "no-entry-left-in-its-group",
        /// The parts of its entries come to more than its total: what they do is taken off here.
        BeyondTotal = "parts-beyond-total",
    }
}

/// A refund, and where its money belongs. What is in groups and what is outside add up to its
/// amount.
#[derive(Debug, Clone, Default)]
pub struct JoinedRefund {
    /// What of it is in each group.
    pub groups: BTreeMap<u32, InGroup>,
    /// What is in no group.
    pub outside: BTreeMap<Outside, i128>,
    /// What the bank credited beyond what is in groups.
    pub deposited_outside: i128,
    /// What became of it.
    pub flows: Flows,
    /// What the bank credited.
    pub deposited: i128,
}

/// What of a refund is in a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InGroup {
    /// What CBP refunds.
    pub refunded: i128,
    /// What the bank credited.
    pub deposited: i128,
    /// What of it counts as paid.
    pub paid: i128,
}

/// All refunds, joined.
pub(super) struct Joins {
    pub(super) refunds: Vec<JoinedRefund>,
    /// By place of a part among all: where it begins on the line of its refund.
    pub(super) starts: Vec<i128>,
    pub(super) pools: HashMap<PoolKey, Pool, FixedState>,
}

/// What of a refund no part takes up.
struct Rest {
    id: RefundId,
    from: i128,
    to: i128,
}

impl Joins {
    pub(super) fn new(
        scene: &Scene<'_>,
        links: &Links<'_>,
        keyed: &Keyed,
        follow: &mut impl FnMut(EntryId) -> Tracked,
    ) -> Joins {
        let mut joins = Joins {
            refunds: Vec::with_capacity(links.refunds().len()),
            starts: vec![0; links.part_count()],
            pools: HashMap::default(),
        };
        let mut rests = Vec::new();
        for (id, refund) in (0..).map(RefundId).zip(links.refunds()) {
            let (joined, rest) = joins.lay_out(links, keyed, id, refund);
            joins.refunds.push(joined);
            rests.extend(rest);
        }
        if rests.is_empty() {
            return joins;
        }
        let mut weighing = Weighing::new(scene, keyed);
        let sums = weighing.sums(follow);
        let mut by_payee: HashMap<PayeeId, Vec<_>, FixedState> = HashMap::default();
        for (group, sum) in sums.liquidated() {
            if let Some(GroupKey { payee, date: Some(date) }) = keyed.groups.get(group as usize) {
                by_payee.entry(*payee).or_default().push((group, *date, sum));
            }
        }
        let joiner = Joiner { links, keyed, sums: &sums, by_key: by_key(&keyed.groups), by_payee };
        let payee = |refund: &Refund| keyed.payees.named(&scene.said.texts, refund.payee);
        for (rest, target) in joiner.targets(rests, &payee) {
            joins.join(rest, target, &sums);
        }
        weighing.place(&mut joins.pools, &sums, follow);
        joins
    }

    /// Lays a refund out as a line, part after part.
    fn lay_out(
        &mut self,
        links: &Links<'_>,
        keyed: &Keyed,
        id: RefundId,
        refund: &Refund,
    ) -> (JoinedRefund, Option<Rest>) {
        let parts = links.parts(id);
        let of_parts: i128 = parts.iter().map(Part::total).sum();
        let total = refund.amount.map_or(of_parts, |amount| i128::from(amount.0));
        let whole = of_parts.max(total);
        let arrived = Arrived::of(links, id, refund);
        let flows = of_refund(refund, &arrived, whole);
        let mut joined =
            JoinedRefund { flows, deposited: arrived.credited, ..JoinedRefund::default() };
        let mut at = 0;
        for (place, part) in (links.first_part(id)..).zip(parts) {
            if let Some(start) = self.starts.get_mut(place as usize) {
                *start = at;
            }
            let to = at + part.total();
            match part.entry.known() {
                Some(entry) if part.is_known() => {
                    let group = keyed.group_of.get(entry.index()).copied().unwrap_or_default();
                    joined.put(group, at, to);
                }
                Some(_) => {}
                None => joined.put_outside(Outside::Strangers, to - at),
            }
            at = to;
        }
        joined.put_outside(Outside::BeyondTotal, total.min(of_parts) - of_parts);
        joined.deposited_outside = joined.deposited - joined.deposited_in_groups();
        let rest = (whole > of_parts).then_some(Rest { id, from: of_parts, to: whole });
        (joined, rest)
    }

    fn join(&mut self, rest: Rest, target: Target, sums: &PoolSums) {
        let Some(joined) = self.refunds.get_mut(rest.id.index()) else { return };
        let shares = match target {
            Target::Groups(shares) => shares,
            Target::Outside(why) => {
                joined.put_outside(why, rest.to - rest.from);
                return;
            }
        };
        let whole: i128 = shares.iter().map(|(_, part)| part).sum();
        let (mut from, mut before) = (rest.from, 0);
        for (place, ((group, named), part)) in shares.iter().enumerate() {
            before += part;
            let last = place + 1 == shares.len();
            let length = rest.to - rest.from;
            let to = match last {
                true => rest.to,
                false => rest.from + share(length, before, whole),
            };
            let taker = match named {
                true => Some(Taker::Named),
                false => sums.taker(*group),
            };
            match taker {
                Some(taker) => {
                    let pool = self.pools.entry(PoolKey { group: *group, taker }).or_default();
                    pool.flows.add(&joined.flows.between(from, to));
                    pool.refunds.push(rest.id);
                    joined.put(*group, from, to);
                }
                None => joined.put_outside(Outside::NoneLeft, to - from),
            }
            from = to;
        }
        joined.deposited_outside = joined.deposited - joined.deposited_in_groups();
    }
}

impl JoinedRefund {
    fn put(&mut self, group: u32, from: i128, to: i128) {
        let credited = |at: i128| share(self.deposited, at, self.flows.whole);
        let credited = credited(to) - credited(from);
        let sums = self.groups.entry(group).or_default();
        sums.refunded += to - from;
        sums.deposited += credited;
        sums.paid += self.flows.between(from, to).paid();
    }

    fn deposited_in_groups(&self) -> i128 {
        self.groups.values().map(|part| part.deposited).sum()
    }

    /// What counts as paid and is in no group.
    pub fn paid_outside(&self) -> i128 {
        self.flows.paid() - self.groups.values().map(|part| part.paid).sum::<i128>()
    }

    fn put_outside(&mut self, why: Outside, cents: i128) {
        if cents != 0 {
            *self.outside.entry(why).or_default() += cents;
        }
    }
}

/// Where the rest of a refund goes.
enum Target {
    /// To groups, in this proportion; whether to entries that name the refund.
    Groups(Vec<((u32, bool), i128)>),
    /// To none.
    Outside(Outside),
}

type ByKey = HashMap<GroupKey, u32, FixedState>;

fn by_key(groups: &[GroupKey]) -> ByKey {
    groups.iter().copied().zip(0..).collect()
}

struct Joiner<'j> {
    links: &'j Links<'j>,
    keyed: &'j Keyed,
    sums: &'j PoolSums,
    by_key: ByKey,
    /// Groups with a (re)liquidation date and what is left to be paid of them.
    by_payee: HashMap<PayeeId, Vec<(u32, Day, &'j PoolSum)>, FixedState>,
}

impl Joiner<'_> {
    /// Where each rest goes: by the entries that the refund names, by payee and date, to the group
    /// of its other entries, by payee and amount.
    fn targets(
        &self,
        rests: Vec<Rest>,
        payee: &dyn Fn(&Refund) -> Option<PayeeId>,
    ) -> Vec<(Rest, Target)> {
        let mut targets = Vec::with_capacity(rests.len());
        let mut open = Vec::new();
        let mut taken: HashMap<u32, u32, FixedState> = HashMap::default();
        for rest in rests {
            let Some(refund) = self.links.refund(rest.id) else { continue };
            let to_one = |group: u32| Target::Groups(vec![((group, false), 1)]);
            let has_parts = !self.links.parts(rest.id).is_empty();
            let found = self.by_its_entries(rest.id).or_else(|| {
                let by_date = self.by_payee_and_date(payee(refund), refund.liquidated);
                let group = by_date.or_else(|| self.of_other_entries(rest.id))?;
                // What is left of a refund that names its entries is of others only if it is what
                // those should come to.
                let fits = self.sums.fits(group, rest.to - rest.from);
                let other = Target::Outside(Outside::NoneLeft);
                Some(if has_parts && !fits { other } else { to_one(group) })
            });
            match found {
                Some(Target::Groups(groups)) => {
                    for ((group, _), _) in &groups {
                        *taken.entry(*group).or_default() += 1;
                    }
                    targets.push((rest, Target::Groups(groups)));
                }
                Some(outside) => targets.push((rest, outside)),
                None if has_parts => targets.push((rest, Target::Outside(Outside::NoEntries))),
                None => open.push(rest),
            }
        }
        // By amount only where neither the refund nor the group has another that fits.
        let mut fitting = Vec::new();
        for rest in &open {
            let refund = self.links.refund(rest.id);
            let fits = refund.map(|refund| self.by_amount(refund, payee(refund), &taken));
            fitting.push(fits.unwrap_or_default());
        }
        let mut asked: HashMap<u32, u32, FixedState> = HashMap::default();
        for group in fitting.iter().flatten() {
            *asked.entry(*group).or_default() += 1;
        }
        for (rest, fits) in open.into_iter().zip(fitting) {
            let target = match fits.as_slice() {
                [group] if asked.get(group) == Some(&1) => {
                    Target::Groups(vec![((*group, false), 1)])
                }
                _ => Target::Outside(Outside::NoEntries),
            };
            targets.push((rest, target));
        }
        targets.sort_by_key(|(rest, _)| rest.id);
        targets
    }

    /// The groups of the entries that a report names without an amount.
    fn by_its_entries(&self, id: RefundId) -> Option<Target> {
        let mut groups: BTreeMap<u32, i128> = BTreeMap::new();
        for part in self.links.parts(id).iter().filter(|part| !part.is_known()) {
            let Some(entry) = part.entry.known() else { continue };
            let takes = self.sums.is_named(entry);
            if let Some(group) = self.keyed.group_of.get(entry.index()).filter(|_| takes) {
                *groups.entry(*group).or_default() += self.sums.expected(entry).max(1);
            }
        }
        let shares: Vec<_> =
            groups.into_iter().map(|(group, share)| ((group, true), share)).collect();
        (!shares.is_empty()).then_some(Target::Groups(shares))
    }

    fn by_payee_and_date(&self, payee: Option<PayeeId>, date: Option<Day>) -> Option<u32> {
        let (payee, date) = (payee?, Some(date?));
        let group = |payee: PayeeId| self.by_key.get(&GroupKey { payee, date }).copied();
        if let Some(own) = group(payee) {
            return Some(own);
        }
        let mut meant = self.keyed.payees.meant(payee).iter().filter_map(|payee| group(*payee));
        meant.next().filter(|_| meant.next().is_none())
    }

    fn of_other_entries(&self, id: RefundId) -> Option<u32> {
        let known = |part: &Part| self.keyed.group_of.get(part.entry.known()?.index()).copied();
        let mut groups: Vec<u32> = self.links.parts(id).iter().filter_map(known).collect();
        groups.dedup();
        match groups.as_slice() {
            [group] => Some(*group),
            _ => None,
        }
    }

    /// Groups of the payee that should come to the amount on their liquidation date.
    fn by_amount(
        &self,
        refund: &Refund,
        payee: Option<PayeeId>,
        taken: &HashMap<u32, u32, FixedState>,
    ) -> Vec<u32> {
        let (Some(amount), Some(payee)) = (refund.amount, payee) else { return Vec::new() };
        let fits = |(group, date, sum): &(u32, Day, &PoolSum)| {
            let after = refund.on.is_none_or(|on| on >= *date);
            let fits = after && !taken.contains_key(group);
            (fits && sum.fits(amount.0.into()).is_some()).then_some(*group)
        };
        let meant = self.keyed.payees.meant(payee).iter();
        let groups = meant.filter_map(|payee| self.by_payee.get(payee)).flatten();
        let mut found: Vec<u32> = groups.filter_map(fits).collect();
        found.sort_unstable();
        found
    }
}
