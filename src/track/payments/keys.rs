//! The group of every entry.

use super::GroupKey;
use super::payees::Payees;
use crate::domain::Day;
use crate::earlier::{EarlierEntry, EntryId};
use crate::track::links::Links;
use crate::track::{Scene, State, Tracked};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Entries that may take up a refund of which no report says what they get. One that names entries
/// goes to those; any other to the (re)liquidated ones of its group, and if there are none to the
/// accepted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Taker {
    /// A report names a refund of it without an amount.
    Named,
    /// It is (re)liquidated.
    Liquidated,
    /// It is accepted.
    Accepted,
}

impl Taker {
    /// Whether an entry takes up a part of such refunds.
    pub(super) fn of(links: &Links<'_>, id: EntryId, tracked: &Tracked) -> Option<Taker> {
        let mut named = false;
        for part in links.parts_of(id) {
            if part.is_known() {
                return None;
            }
            named = true;
        }
        match tracked.state() {
            _ if named => Some(Taker::Named),
            State::NotFiled | State::FileRejected | State::Uploaded | State::EntryRejected => None,
            State::Accepted | State::LinesRemoved => Some(Taker::Accepted),
            _ => Some(Taker::Liquidated),
        }
    }
}

/// Entries by group.
pub(super) struct Keyed {
    pub(super) payees: Payees,
    pub(super) groups: Vec<GroupKey>,
    pub(super) group_of: Vec<u32>,
    /// Entries that may take up a refund, in the order of the portfolio.
    pub(super) takers: Vec<(EntryId, Taker)>,
}

/// The (re)liquidation that pays an entry, as far as a report tells.
pub(super) fn paid_by(links: &Links<'_>, id: EntryId, tracked: &Tracked) -> Option<Day> {
    let by_its_refund = || {
        links.parts_of(id).find_map(|part| {
            part.liquidated.or_else(|| links.refund(part.refund).and_then(|one| one.liquidated))
        })
    };
    tracked.reliquidated.or_else(by_its_refund)
}

impl Keyed {
    pub(super) fn new(
        scene: &Scene<'_>,
        links: &Links<'_>,
        follow: &mut impl FnMut(EntryId) -> Tracked,
    ) -> Keyed {
        let mut keyed = Keyed {
            payees: Payees::default(),
            groups: Vec::new(),
            group_of: Vec::with_capacity(scene.portfolio.len()),
            takers: Vec::new(),
        };
        let mut known: HashMap<GroupKey, u32, FixedState> = HashMap::default();
        for (id, entry) in scene.portfolio.iter() {
            let key = keyed.key(scene, links, id, entry, follow);
            let next = known.len() as u32;
            keyed.group_of.push(*known.entry(key).or_insert(next));
        }
        // Refunds may name payees that no entry has.
        for refund in links.refunds() {
            keyed.payees.of_report(&scene.said.texts, refund.payee);
        }
        keyed.payees.name_from_reports(scene.said);
        let mut groups: Vec<(GroupKey, u32)> = known.into_iter().collect();
        groups.sort_by_cached_key(|(key, first)| {
            let payee = keyed.payees.get(key.payee);
            (payee.map(|payee| payee.key.clone()), key.date, *first)
        });
        let mut place_of = vec![0; groups.len()];
        for (place, (_, was)) in (0..).zip(&groups) {
            if let Some(new) = place_of.get_mut(*was as usize) {
                *new = place;
            }
        }
        for group in &mut keyed.group_of {
            *group = place_of.get(*group as usize).copied().unwrap_or_default();
        }
        keyed.groups = groups.into_iter().map(|(key, _)| key).collect();
        keyed
    }

    fn key(
        &mut self,
        scene: &Scene<'_>,
        links: &Links<'_>,
        id: EntryId,
        entry: &EarlierEntry,
        follow: &mut impl FnMut(EntryId) -> Tracked,
    ) -> GroupKey {
        let estimated = self.payees.of_entry(scene.portfolio, entry);
        if !links.names(id) {
            return GroupKey { payee: estimated, date: entry.liquidation_date };
        }
        let tracked = follow(id);
        if let Some(taker) = Taker::of(links, id, &tracked) {
            self.takers.push((id, taker));
        }
        let texts = &scene.said.texts;
        let told = links.parts_of(id).find_map(|part| {
            let refund = || links.refund(part.refund).map(|refund| refund.payee);
            let own = self.payees.of_report(texts, part.payee);
            own.or_else(|| self.payees.of_report(texts, refund()?))
        });
        let date = paid_by(links, id, &tracked).or(entry.liquidation_date);
        GroupKey { payee: told.unwrap_or(estimated), date }
    }
}
