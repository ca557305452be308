//! Which bank lines are which refunds.

use super::keys::Keys;
use super::merge::Merged;
use super::reference::Sought;
use super::sent_back::{SentBack, copies};
use super::{Refund, RefundId};
use crate::domain::{Cents, Day, vocabulary};
use crate::track::{BankLine, RefundStatus, Scene};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

vocabulary! {
    /// How a bank line was taken for a refund.
    HowMatched {
        /// Its reference has the number of the refund, its trace or check.
        Reference = "reference",
        /// Amount and date, with no other refund or line that fits.
        Amount = "amount-and-date",
        /// It is the sum of all refunds of one payee and date.
        Sum = "sum-of-refunds",
        /// It and other lines of its day together are the refund.
        Parts = "lines-of-one-day",
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
    /// It is dated after the day to which clocks count.
    Ahead,
}

/// The lines, matched.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// By refund.
    pub(super) links: Vec<DepositLink>,
    /// By refund.
    pub(super) sent_back: Vec<SentBack>,
    /// In the order of the lines.
    pub(super) fates: Vec<DepositFate>,
    /// Refunds for which several lines fit, or one line that fits several.
    pub(super) ambiguous: HashSet<RefundId, FixedState>,
}

impl Matched {
    pub(super) fn of(&self, id: RefundId) -> &[DepositLink] {
        let from = self.links.partition_point(|link| link.refund < id);
        let to = self.links.partition_point(|link| link.refund <= id);
        self.links.get(from..to).unwrap_or_default()
    }

    /// What the bank sent back of a refund.
    pub(super) fn sent_back(&self, id: RefundId) -> &[SentBack] {
        let from = self.sent_back.partition_point(|back| back.refund < id);
        let to = self.sent_back.partition_point(|back| back.refund <= id);
        self.sent_back.get(from..to).unwrap_or_default()
    }
}

impl Refund {
    /// What of it should arrive: all but what is kept against a debt.
    pub fn cash(&self) -> Option<i128> {
        let diverted = self.diverted.map_or(0, |part| i128::from(part.0));
        self.amount.map(|amount| i128::from(amount.0) - diverted)
    }
}

/// Matches the lines, by reference first, then by amount and date, then by sums.
pub(super) struct Matching<'m, 'a> {
    pub(super) scene: &'m Scene<'a>,
    pub(super) merged: &'m Merged,
    payees: &'m Keys<'a>,
    pub(super) matched: Matched,
    /// Credits, no copies, by their amount in cents.
    pub(super) by_amount_of_line: HashMap<i64, Vec<u32>, FixedState>,
    /// Credits that went back, with the line by which they did.
    pub(super) reversed: HashMap<u32, u32, FixedState>,
}

impl<'m, 'a> Matching<'m, 'a> {
    pub(super) fn new(scene: &'m Scene<'a>, merged: &'m Merged, payees: &'m Keys<'a>) -> Self {
        let fates = vec![DepositFate::Unexpected; scene.said.deposits.len()];
        let matched = Matched { fates, ..Matched::default() };
        let (by_amount_of_line, reversed) = (HashMap::default(), HashMap::default());
        Matching { scene, merged, payees, matched, by_amount_of_line, reversed }
    }

    pub(super) fn matched(mut self) -> Matched {
        self.leave_out();
        self.by_reference();
        self.find_sent_back();
        self.by_amount();
        self.by_sum();
        self.by_parts();
        self.take_back();
        let Matching { scene, mut matched, .. } = self;
        let line = |link: &DepositLink| scene.said.deposits.get(link.deposit as usize);
        matched.links.sort_by_key(|link| {
            let beside = line(link).map(|line| (line.on, line.place.record, line.place.file));
            (link.refund, beside, link.amount)
        });
        matched
    }

    fn lines(&self) -> impl Iterator<Item = (u32, &'a BankLine)> + use<'a> {
        (0..).zip(&self.scene.said.deposits)
    }

    pub(super) fn line(&self, at: u32) -> Option<&'a BankLine> {
        self.scene.said.deposits.get(at as usize)
    }

    /// The lines of which nothing is known yet.
    pub(super) fn open_lines(&self) -> Vec<(u32, &'a BankLine)> {
        let open = |at: &u32| self.fate(*at) == Some(DepositFate::Unexpected);
        self.lines().filter(|(at, _)| open(at)).collect()
    }

    fn fate(&self, at: u32) -> Option<DepositFate> {
        self.matched.fates.get(at as usize).copied()
    }

    pub(super) fn decide(&mut self, at: u32, fate: DepositFate) {
        if let Some(place) = self.matched.fates.get_mut(at as usize) {
            *place = fate;
        }
    }

    fn refunds(&self) -> impl Iterator<Item = (RefundId, &'m Refund)> + use<'m> {
        (0..).map(RefundId).zip(&self.merged.refunds)
    }

    /// Lines that are no money in, lines that are ahead, and lines that another bank file has too.
    fn leave_out(&mut self) {
        let said = self.scene.said;
        let copies = copies(said, &said.deposits);
        for (at, line) in self.lines() {
            if line.amount <= Cents::ZERO {
                self.decide(at, DepositFate::NoCredit);
            } else if copies.contains(&at) {
                self.decide(at, DepositFate::Copy);
            } else {
                self.by_amount_of_line.entry(line.amount.0).or_default().push(at);
            }
        }
        for (at, line) in self.open_lines() {
            if self.scene.is_ahead(line.on, line.place) {
                self.decide(at, DepositFate::Ahead);
            }
        }
    }

    /// The numbers by which a text names a refund.
    pub(super) fn sought(&self) -> Sought<RefundId> {
        let texts = &self.scene.said.texts;
        let mut sought = Sought::new();
        for (id, refund) in self.refunds() {
            sought.add(texts.text(refund.number), id);
            if refund.trace != refund.number {
                sought.add(texts.text(refund.trace), id);
            }
        }
        sought
    }

    fn by_reference(&mut self) {
        let texts = &self.scene.said.texts;
        let sought = self.sought();
        for (at, line) in self.open_lines() {
            let mut found = sought.find(texts.text(line.reference));
            found.sort();
            if let Some(first) = found.first() {
                self.decide(at, DepositFate::Matched(HowMatched::Reference, *first));
                self.share_out(at, line, &found, HowMatched::Reference);
            }
        }
    }

    /// Gives a line to refunds, each what it comes to; if they do not add up to the line, by that
    /// proportion, and the last takes the rest.
    pub(super) fn share_out(
        &mut self,
        at: u32,
        line: &BankLine,
        refunds: &[RefundId],
        how: HowMatched,
    ) {
        let cash = |id: &RefundId| self.cash(*id).unwrap_or_default().max(0);
        let whole: i128 = refunds.iter().map(cash).sum();
        let (mut before, mut given) = (0, 0);
        let amount = i128::from(line.amount.0);
        let mut links = Vec::new();
        for (place, refund) in refunds.iter().enumerate() {
            before += cash(refund);
            let last = place + 1 == refunds.len();
            let to = if last || whole == 0 { amount } else { amount * before / whole };
            let part = i64::try_from(to - given).map(Cents).unwrap_or_default();
            given = to;
            links.push(DepositLink { deposit: at, refund: *refund, amount: part, how });
        }
        self.matched.links.extend(links);
    }

    fn cash(&self, id: RefundId) -> Option<i128> {
        self.merged.refunds.get(id.index())?.cash()
    }

    /// The refunds that no line is matched to yet.
    fn unmatched_refunds(&self) -> Vec<(RefundId, &'m Refund)> {
        let taken: HashSet<RefundId, FixedState> =
            self.matched.links.iter().map(|link| link.refund).collect();
        self.refunds().filter(|(id, _)| !taken.contains(id)).collect()
    }

    /// Those of them that money may have come for that stayed.
    pub(super) fn open_refunds(&self) -> Vec<(RefundId, &'m Refund)> {
        let mut open = self.unmatched_refunds();
        open.retain(|(_, refund)| refund.status != RefundStatus::Returned);
        open
    }

    pub(super) fn near(&self, line: &BankLine, day: Day) -> bool {
        let most = self.scene.rules.tracking.deposit_match_days;
        line.on.is_some_and(|on| on.days_since(day).abs() <= most)
    }

    fn by_amount(&mut self) {
        let mut by_cash: HashMap<i128, Vec<(RefundId, Day, bool)>, FixedState> = HashMap::default();
        for (id, refund) in self.unmatched_refunds() {
            if let (Some(cash), Some(on)) = (refund.cash(), refund.on) {
                let came_back = refund.status == RefundStatus::Returned;
                by_cash.entry(cash).or_default().push((id, on, came_back));
            }
        }
        let mut pairs = Vec::new();
        for (at, line) in self.open_lines() {
            let same = by_cash.get(&i128::from(line.amount.0)).into_iter().flatten();
            // What came back was credited only if the bank shows that it went back.
            let fits = |came_back: bool| !came_back || self.reversed.contains_key(&at);
            let near = same.filter(|(_, on, back)| fits(*back) && self.near(line, *on));
            pairs.extend(near.map(|(id, ..)| (at, *id)));
        }
        let paired = self.settle(&pairs);
        for (at, id) in paired {
            self.decide(at, DepositFate::Matched(HowMatched::Amount, id));
            if let Some(line) = self.line(at) {
                self.share_out(at, line, &[id], HowMatched::Amount);
            }
        }
    }

    /// The pairs in which both have no other; all others are ambiguous.
    fn settle(&mut self, pairs: &[(u32, RefundId)]) -> Vec<(u32, RefundId)> {
        let mut of_line: HashMap<u32, u32, FixedState> = HashMap::default();
        let mut of_refund: HashMap<RefundId, u32, FixedState> = HashMap::default();
        for (at, id) in pairs {
            *of_line.entry(*at).or_default() += 1;
            *of_refund.entry(*id).or_default() += 1;
        }
        let mut paired = Vec::new();
        for (at, id) in pairs {
            if of_line.get(at) == Some(&1) && of_refund.get(id) == Some(&1) {
                paired.push((*at, *id));
            } else {
                self.decide(*at, DepositFate::Ambiguous);
                self.matched.ambiguous.insert(*id);
            }
        }
        paired
    }

    fn by_sum(&mut self) {
        type Set<'p> = (&'p str, Day);
        let mut sets: HashMap<Set<'_>, Vec<RefundId>, FixedState> = HashMap::default();
        for (id, refund) in self.open_refunds() {
            let payee = self.payees.of(refund.payee);
            if let Some(on) = refund.on.filter(|_| !payee.is_empty()) {
                sets.entry((payee, on)).or_default().push(id);
            }
        }
        let mut by_sum: HashMap<i128, Vec<(RefundId, Set<'_>)>, FixedState> = HashMap::default();
        for (set, refunds) in &sets {
            let sum: Option<i128> = refunds.iter().map(|id| self.cash(*id)).sum();
            if let (Some(sum), [first, _, ..]) = (sum, refunds.as_slice()) {
                by_sum.entry(sum).or_default().push((*first, *set));
            }
        }
        let mut pairs = Vec::new();
        for (at, line) in self.open_lines() {
            let same = by_sum.get(&i128::from(line.amount.0)).into_iter().flatten();
            pairs.extend(same.filter(|(_, set)| self.near(line, set.1)).map(|(id, _)| (at, *id)));
        }
        pairs.sort();
        let paired = self.settle(&pairs);
        let whole: HashMap<_, _, FixedState> =
            sets.values().map(|refunds| (refunds.first().copied(), refunds)).collect();
        for (at, first) in paired {
            let (Some(refunds), Some(line)) = (whole.get(&Some(first)), self.line(at)) else {
                continue;
            };
            self.decide(at, DepositFate::Matched(HowMatched::Sum, first));
            self.share_out(at, line, refunds, HowMatched::Sum);
        }
    }
}
