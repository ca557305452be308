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
use std::ops::Range;

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
    /// Lines that are more than the refunds they name.
    beyond: Vec<u32>,
}

impl<'m, 'a> Matching<'m, 'a> {
    pub(super) fn new(scene: &'m Scene<'a>, merged: &'m Merged, payees: &'m Keys<'a>) -> Self {
        let fates = vec![DepositFate::Unexpected; scene.said.deposits.len()];
        let matched = Matched { fates, ..Matched::default() };
        let (by_amount_of_line, reversed) = (HashMap::default(), HashMap::default());
        let beyond = Vec::new();
        Matching { scene, merged, payees, matched, by_amount_of_line, reversed, beyond }
    }

    pub(super) fn matched(mut self) -> Matched {
        self.leave_out();
        self.by_reference();
        self.find_sent_back();
        self.by_amount();
        self.by_sum();
        self.by_parts();
        for at in std::mem::take(&mut self.beyond) {
            if self.fate(at) == Some(DepositFate::Unexpected) {
                self.decide(at, DepositFate::Ambiguous);
            }
        }
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
            if self.is_beyond(line, &found) {
                self.beyond.push(at);
                continue;
            }
            if let Some(first) = found.first() {
                self.decide(at, DepositFate::Matched(HowMatched::Reference, *first));
                self.share_out(at, line, &found, HowMatched::Reference);
            }
        }
    }

    /// Whether a line is more than all refunds that it names, of which reports tell the totals: there
    /// is money of something else in it.
    fn is_beyond(&self, line: &BankLine, found: &[RefundId]) -> bool {
        let told = |id: &RefundId| {
            let refund = self.merged.refunds.get(id.index()).filter(|refund| refund.amount_told)?;
            refund.cash()
        };
        let sum: Option<i128> = found.iter().map(told).sum();
        !found.is_empty() && sum.is_some_and(|sum| i128::from(line.amount.0) > sum)
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
        let dated = |refunds: Vec<(RefundId, &Refund)>| {
            let dated = |(id, refund): (RefundId, &Refund)| Some((refund.cash()?, refund.on?, id));
            refunds.into_iter().filter_map(dated).collect::<Vec<_>>()
        };
        // What came back was credited only if the bank shows that it went back: such credits may be
        // of any refund, the others of what stayed.
        let sent_back: HashSet<u32, FixedState> = self.reversed.keys().copied().collect();
        let mut paired = match sent_back.is_empty() {
            true => Vec::new(),
            false => self.pair(dated(self.unmatched_refunds()), |at| sent_back.contains(&at)),
        };
        let taken: HashSet<RefundId, FixedState> = paired.iter().map(|(_, id)| *id).collect();
        let mut open = dated(self.open_refunds());
        open.retain(|(_, _, id)| !taken.contains(id));
        paired.extend(self.pair(open, |at| !sent_back.contains(&at)));
        for (at, id) in paired {
            self.decide(at, DepositFate::Matched(HowMatched::Amount, id));
            if let Some(line) = self.line(at) {
                self.share_out(at, line, &[id], HowMatched::Amount);
            }
        }
    }

    /// The open lines and refunds of one amount and of near days that have no other; all that have
    /// others are ambiguous. Neighbours are counted, not listed: there may be thousands of one
    /// amount.
    fn pair(
        &mut self,
        mut refunds: Vec<(i128, Day, RefundId)>,
        of: impl Fn(u32) -> bool,
    ) -> Vec<(u32, RefundId)> {
        let most = self.scene.rules.tracking.deposit_match_days;
        let dated = |(at, line): (u32, &BankLine)| Some((i128::from(line.amount.0), line.on?, at));
        let mut lines: Vec<(i128, Day, u32)> =
            self.open_lines().into_iter().filter(|(at, _)| of(*at)).filter_map(dated).collect();
        refunds.sort_unstable();
        lines.sort_unstable();
        let of_refund = near(&refunds, &lines, most);
        let mut paired = Vec::new();
        for ((_, _, at), found) in lines.iter().zip(near(&lines, &refunds, most)) {
            let only = refunds.get(found.start).filter(|_| found.len() == 1);
            match only.filter(|_| of_refund.get(found.start).is_some_and(|lines| lines.len() == 1))
            {
                Some((_, _, id)) => paired.push((*at, *id)),
                None if found.is_empty() => {}
                None => self.decide(*at, DepositFate::Ambiguous),
            }
        }
        let taken: HashSet<RefundId, FixedState> = paired.iter().map(|(_, id)| *id).collect();
        for ((_, _, id), found) in refunds.iter().zip(&of_refund) {
            if !found.is_empty() && !taken.contains(id) {
                self.matched.ambiguous.insert(*id);
            }
        }
        paired.sort_unstable();
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
        let mut sums = Vec::new();
        for ((_, on), refunds) in &sets {
            let sum: Option<i128> = refunds.iter().map(|id| self.cash(*id)).sum();
            if let (Some(sum), [first, _, ..]) = (sum, refunds.as_slice()) {
                sums.push((sum, *on, *first));
            }
        }
        let paired = self.pair(sums, |_| true);
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

/// By what it comes to and its day, in this order.
type Dated<T> = (i128, Day, T);

/// The places among others of those of one amount and of days that are near, for each of some that
/// are sorted as the others are.
fn near<A, B>(of: &[Dated<A>], others: &[Dated<B>], most: i32) -> Vec<Range<usize>> {
    let (mut from, mut to) = (0, 0);
    let mut found = Vec::with_capacity(of.len());
    for (amount, on, _) in of {
        let key = |at: usize| others.get(at).map(|(amount, on, _)| (*amount, *on));
        let days = |other: Day| other.days_since(*on);
        let before = |(sum, day): (i128, Day)| (sum, days(day)) < (*amount, -most);
        let within = |(sum, day): (i128, Day)| (sum, days(day)) <= (*amount, most);
        while key(from).is_some_and(before) {
            from += 1;
        }
        to = to.max(from);
        while key(to).is_some_and(within) {
            to += 1;
        }
        found.push(from..to);
    }
    found
}
