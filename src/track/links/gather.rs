//! Which rows tell of one refund.

use super::keys::Keys;
use super::merge::{Merger, Slots};
use super::{Ahead, ByEntry, Links, Refund, RefundId, deposits, seen, sent_back};
use crate::domain::{Cents, Day};
use crate::earlier::EntryId;
use crate::track::{EntryRef, Place, RefundRow, RefundStatus, Scene, Share};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// No refund.
pub(super) const NONE: u32 = u32::MAX;

pub(super) fn gather<'a>(scene: &Scene<'a>) -> Links<'a> {
    let (said, entries) = (scene.said, scene.portfolio.len());
    let shares = ByEntry::new(entries, said.shares.iter().map(|row| row.entry.known()));
    let mut gatherer = Gatherer {
        scene,
        ahead: false,
        shares: &shares,
        numbers: Keys::numbers(&said.texts),
        payees: Keys::payees(&said.texts),
        estimated: Keys::payees(&scene.portfolio.texts),
    };
    let slots = gatherer.slots();
    let mut merged = Merger::new(said, &gatherer.payees, &gatherer.numbers).merge(&slots);
    let deposits = deposits::Matching::new(scene, &merged, &gatherer.payees).matched();
    for (id, refund) in (0..).map(RefundId).zip(&mut merged.refunds) {
        sent_back::note(said, refund, deposits.of(id), deposits.sent_back(id));
    }
    merged.parts.shrink_to_fit();
    gatherer.ahead = true;
    let ahead = gatherer.ahead_of(&merged.refunds);
    let known = |entry: EntryRef| entry.known();
    Links {
        said,
        verdicts: ByEntry::new(entries, said.verdicts.iter().map(|row| row.entry.known())),
        liquidations: ByEntry::new(entries, said.liquidations.iter().map(|row| row.entry.known())),
        later: ByEntry::new(entries, said.later.iter().map(|row| Some(row.entry))),
        parts_of: ByEntry::new(entries, merged.parts.iter().map(|part| known(part.entry))),
        shares,
        refunds: merged.refunds,
        rows: merged.rows,
        parts: merged.parts,
        refund_of_share: merged.refund_of_share,
        disagreements: merged.disagreements,
        deposits,
        ahead,
        covered: seen::Covered::new(said, scene.rules.tracking.deposit_match_days),
    }
}

struct Gatherer<'g, 'a> {
    scene: &'g Scene<'a>,
    /// Whether rows dated after the day to which clocks count are taken, and no others.
    ahead: bool,
    shares: &'g ByEntry,
    numbers: Keys<'a>,
    payees: Keys<'a>,
    estimated: Keys<'a>,
}

/// Gives each distinct key a number.
struct Numbering<K> {
    known: HashMap<K, u32, FixedState>,
}

impl<K: Hash + Eq> Numbering<K> {
    fn new() -> Numbering<K> {
        Numbering { known: HashMap::default() }
    }

    fn of(&mut self, key: K, next: &mut u32) -> u32 {
        *self.known.entry(key).or_insert_with(|| {
            let slot = *next;
            *next += 1;
            slot
        })
    }
}

impl<'g> Gatherer<'g, '_> {
    /// Whether a row is taken.
    fn takes(&self, on: Option<Day>, place: Place) -> bool {
        self.scene.is_ahead(on, place) == self.ahead
    }

    /// What the rows ahead come to, without the refunds that are there already.
    fn ahead_of(&'g self, refunds: &[Refund]) -> Ahead {
        let said = self.scene.said;
        let mut ahead = Ahead::default();
        let slots = self.slots();
        let placed = slots.of_row.iter().chain(&slots.of_share).filter(|slot| **slot != NONE);
        ahead.rows = placed.count() as u64;
        if ahead.rows == 0 {
            return ahead;
        }
        let number = |refund: &Refund| self.numbers.of(refund.number);
        let known: HashSet<&str, FixedState> = refunds.iter().map(number).collect();
        let merged = Merger::new(said, &self.payees, &self.numbers).merge(&slots);
        let is_new = |one: &&Refund| one.number.is_blank() || !known.contains(number(one));
        for refund in merged.refunds.iter().filter(is_new) {
            ahead.refunds += 1;
            ahead.amount += refund.amount.map_or(0, |amount| i128::from(amount.0));
        }
        ahead
    }

    /// The slot, so the refund to be, of every row and share.
    fn slots(&'g self) -> Slots {
        let said = self.scene.said;
        let mut next = 0;
        let mut numbers: Numbering<&str> = Numbering::new();
        let mut slots = Slots {
            of_row: vec![NONE; said.refunds.len()],
            of_share: vec![NONE; said.shares.len()],
        };
        for (slot, row) in slots.of_row.iter_mut().zip(&said.refunds) {
            if !row.refund.is_blank() && self.takes(row.on, row.place) {
                *slot = numbers.of(self.numbers.of(row.refund), &mut next);
            }
        }
        for (slot, share) in slots.of_share.iter_mut().zip(&said.shares) {
            if !share.refund.is_blank() && self.takes(share.on, share.place) {
                *slot = numbers.of(self.numbers.of(share.refund), &mut next);
            }
        }
        let mut groups: Numbering<(&str, Option<Day>)> = Numbering::new();
        let unnumbered: Vec<(usize, u32)> = said
            .shares
            .iter()
            .enumerate()
            .filter(|(_, share)| share.refund.is_blank() && tells_of_a_refund(share))
            .filter(|(_, share)| self.takes(share.on, share.place))
            .map(|(at, share)| {
                let joined = self.numbered(share, &slots.of_share);
                let day = self.day(share);
                let slot = joined.unwrap_or_else(|| groups.of((self.payee(share), day), &mut next));
                (at, slot)
            })
            .collect();
        for (at, slot) in unnumbered {
            if let Some(place) = slots.of_share.get_mut(at) {
                *place = slot;
            }
        }
        self.place_rows(&mut slots, &mut next);
        slots
    }

    /// Who is paid for a share: as its row says, else as the estimate had it.
    fn payee(&'g self, share: &Share) -> &'g str {
        let own = self.payees.of(share.payee);
        let entry = || self.scene.portfolio.get(share.entry.known()?);
        match entry() {
            Some(entry) if own.is_empty() => self.estimated.of(self.scene.portfolio.payee(entry)),
            _ => own,
        }
    }

    /// The liquidation of a share, or that of another share of its entry if there is but one; else
    /// the day of the refund.
    fn day(&self, share: &Share) -> Option<Day> {
        let others = || {
            let id = share.entry.known()?;
            one(self.shares_of(id).filter_map(|(_, other)| other.liquidated))
        };
        share.liquidated.or_else(others).or(share.on)
    }

    /// The refund of a share without a number, if its entry has a share in one refund alone that
    /// has a number and may be it.
    fn numbered(&self, share: &Share, slots: &[u32]) -> Option<u32> {
        let id = share.entry.known()?;
        let may_be = |other: &Share| {
            let same = |a: Option<Day>, b: Option<Day>| a.is_none() || b.is_none() || a == b;
            !other.refund.is_blank() && same(other.liquidated, share.liquidated)
        };
        let others = self.shares_of(id).filter(|(_, other)| may_be(other));
        one(others.filter_map(|(at, _)| slots.get(at as usize).copied()))
    }

    fn shares_of(&self, id: EntryId) -> impl Iterator<Item = (u32, &'g Share)> {
        let shares = &self.scene.said.shares;
        let all = self.shares.of(id).iter().filter_map(|at| Some((*at, shares.get(*at as usize)?)));
        all.filter(|(_, share)| self.takes(share.on, share.place))
    }

    /// Places the rows that have no number.
    fn place_rows(&'g self, slots: &mut Slots, next: &mut u32) {
        let said = self.scene.said;
        let mut copies: HashMap<(RowKey<'_>, u32), u32, FixedState> = HashMap::default();
        let mut keys: Numbering<(RowKey<'_>, u32)> = Numbering::new();
        let first_own = *next;
        let mut placed = Vec::new();
        let unnumbered = |row: &RefundRow| row.refund.is_blank() && self.takes(row.on, row.place);
        for (at, row) in said.refunds.iter().enumerate().filter(|(_, row)| unnumbered(row)) {
            let day = row.liquidated.or(row.on);
            let key: RowKey<'_> = (self.payees.of(row.payee), day, row.amount);
            let copy = copies.entry((key, row.place.file)).or_default();
            placed.push((at, keys.of((key, *copy), next)));
            *copy += 1;
        }
        if placed.is_empty() {
            return;
        }
        let others = Merger::new(said, &self.payees, &self.numbers).drafts(slots);
        let mut by_amount: HashMap<i128, Vec<u32>, FixedState> = HashMap::default();
        for (slot, draft) in others.iter().enumerate() {
            if let (Some(amount), Ok(slot)) = (draft.amount, u32::try_from(slot)) {
                by_amount.entry(amount).or_default().push(slot);
            }
        }
        // Which refund a row without a number may be; and how many ask for it.
        let mut wanted: HashMap<u32, u32, FixedState> = HashMap::default();
        let mut asked: HashMap<u32, u32, FixedState> = HashMap::default();
        for ((key, copy), own) in &keys.known {
            let (payee, day, Some(amount)) = *key else { continue };
            if *copy > 0 {
                continue;
            }
            let candidates = by_amount.get(&i128::from(amount.0)).into_iter().flatten();
            let fits = candidates.filter(|slot| {
                others.get(**slot as usize).is_some_and(|draft| {
                    let payee_fits =
                        payee.is_empty() || draft.payee.is_empty() || draft.payee == payee;
                    let dated = [draft.on, draft.liquidated];
                    let day_fits = day.is_none() || dated == [None, None] || dated.contains(&day);
                    payee_fits && day_fits
                })
            });
            if let Some(slot) = one(fits.copied()) {
                wanted.insert(*own, slot);
                *asked.entry(slot).or_default() += 1;
            }
        }
        for (at, own) in placed {
            let joined = wanted.get(&own).filter(|slot| asked.get(slot) == Some(&1));
            debug_assert!(own >= first_own, "an own slot is a new one");
            if let Some(place) = slots.of_row.get_mut(at) {
                *place = joined.copied().unwrap_or(own);
            }
        }
    }
}

/// Payee, day, amount.
type RowKey<'k> = (&'k str, Option<Day>, Option<Cents>);

/// The value that all have; `None` if there is none, or several.
fn one<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut found = None;
    for value in values {
        match &found {
            None => found = Some(value),
            Some(first) if *first == value => {}
            Some(_) => return None,
        }
    }
    found
}

fn tells_of_a_refund(share: &Share) -> bool {
    let amount = share.principal.is_some() || share.interest.is_some();
    amount || !matches!(share.status, RefundStatus::None | RefundStatus::Unknown)
}
