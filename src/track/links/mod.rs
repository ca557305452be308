//! The rows of CBP's reports by entry; refunds put together, so that one refund in two reports is
//! one; and which bank lines are which refunds.
//!
//! | what | is one thing when |
//! |---|---|
//! | refund with a number | the number is the same, whatever report has it |
//! | refund row without a number | payee, date and amount are the same in two files; twice in one file it is two |
//! | shares without a number | payee and (re)liquidation date, or else refund date, are the same |
//! | part of an entry in a refund | entry and refund are the same, whatever report has it |
//!
//! Rows dated after the day to which clocks count are in no refund: they are summed up as
//! [`Ahead`].
//!
//! What two reports say differently of one thing is kept and listed as a [`Disagreement`].

mod by_entry;
mod deposits;
mod gather;
pub(in crate::track) mod keys;
mod merge;
mod parts;
mod reference;
mod seen;
mod sent_back;

pub use by_entry::ByEntry;
pub use deposits::{DepositFate, DepositLink, HowMatched};
pub use seen::SeenAtBank;
pub use sent_back::SentBack;

use super::Scene;
use super::said::{
    EntryRef, LaterPull, Liquidation, Place, RefundRow, RefundStatus, Said, Share, Verdict,
};
use crate::domain::{Cents, Day};
use crate::earlier::EntryId;
use crate::ledger::TextId;
use std::ops::Range;

/// A refund: its place in [`Links::refunds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RefundId(pub u32);

impl RefundId {
    /// Its place.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A refund as all reports together tell it. Texts are of the reports.
#[derive(Debug, Clone)]
pub struct Refund {
    /// Its number as printed; blank if it has none.
    pub number: TextId,
    /// Who is paid, as printed; blank if no report tells.
    pub payee: TextId,
    /// Total with interest: as a report of refunds tells it, else the sum of the parts of its
    /// entries; `None` if neither tells.
    pub amount: Option<Cents>,
    /// Whether a report of refunds tells the total.
    pub amount_told: bool,
    /// Duty in it, where a report of refunds parts the two.
    pub principal: Option<Cents>,
    /// Interest in it, where a report of refunds parts the two.
    pub interest: Option<Cents>,
    /// Part of it kept against a debt, where a report says how much.
    pub diverted: Option<Cents>,
    /// Whether any report says that it was kept, in whole or in part, against a debt.
    pub was_diverted: bool,
    /// Its day.
    pub on: Option<Day>,
    /// The liquidation that it pays.
    pub liquidated: Option<Day>,
    /// How far it is.
    pub status: RefundStatus,
    /// The words that say so; may be blank.
    pub status_text: TextId,
    /// The day of those words: of their report, else of the refund.
    pub status_on: Option<Day>,
    /// The row that says so.
    pub place: Place,
    /// Number of its ACH trace or check; may be blank.
    pub trace: TextId,
    /// The day of the refund in the row that says how far it is.
    told_on: Option<Day>,
    /// Whether that row says only that it is as far at least.
    at_least: bool,
    rows: Range<u32>,
    parts: Range<u32>,
}

/// What an entry gets in a refund, as all reports together tell it.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The refund.
    pub refund: RefundId,
    /// The entry.
    pub entry: EntryRef,
    /// Duty; `None` if no report tells.
    pub principal: Option<Cents>,
    /// Interest on it; `None` if no report tells.
    pub interest: Option<Cents>,
    /// The liquidation beside it.
    pub liquidated: Option<Day>,
    /// The payee beside it; may be blank.
    pub payee: TextId,
    /// The row that the amounts are of.
    pub place: Place,
}

impl Part {
    /// Whether any amount of it is known.
    pub fn is_known(&self) -> bool {
        self.principal.is_some() || self.interest.is_some()
    }

    /// Duty and interest together, so far as known.
    pub fn total(&self) -> i128 {
        let cents = |part: Option<Cents>| i128::from(part.unwrap_or_default().0);
        cents(self.principal) + cents(self.interest)
    }
}

/// Two reports that tell one amount differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    /// The refund.
    pub refund: RefundId,
    /// The entry, if it is the part of one.
    pub entry: Option<EntryRef>,
    /// What differs: `amount`, `principal`, `interest` or `diverted`.
    pub what: &'static str,
    /// What was taken.
    pub kept: Cents,
    /// What the other row says.
    pub other: Cents,
    /// The other row.
    pub place: Place,
}

/// Rows of refunds, and refunds of which only such rows tell, that are dated after the day to which clocks count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ahead {
    /// Rows that are dated so, of these refunds and of others.
    pub rows: u64,
    /// How many refunds.
    pub refunds: u64,
    /// What they come to, in cents.
    pub amount: i128,
}

/// The rows of the reports, linked.
pub struct Links<'a> {
    said: &'a Said,
    verdicts: ByEntry,
    liquidations: ByEntry,
    shares: ByEntry,
    later: ByEntry,
    refunds: Vec<Refund>,
    /// Places of refund rows, by refund.
    rows: Vec<u32>,
    /// By refund, then entry.
    parts: Vec<Part>,
    parts_of: ByEntry,
    /// The refund of each share; `u32::MAX` for those that tell of none, or are ahead.
    refund_of_share: Vec<u32>,
    disagreements: Vec<Disagreement>,
    deposits: deposits::Matched,
    ahead: Ahead,
    covered: seen::Covered,
}

impl<'a> Links<'a> {
    /// Links the rows of a scene.
    pub fn new(scene: &Scene<'a>) -> Links<'a> {
        gather::gather(scene)
    }

    /// The rows that are linked.
    pub fn said(&self) -> &'a Said {
        self.said
    }

    /// Whether any row names the entry.
    pub fn names(&self, id: EntryId) -> bool {
        [&self.verdicts, &self.liquidations, &self.shares, &self.later]
            .into_iter()
            .any(|rows| !rows.of(id).is_empty())
    }

    /// What reports of claims say of an entry.
    pub fn verdicts(&self, id: EntryId) -> impl Iterator<Item = &'a Verdict> + use<'a, '_> {
        let said = self.said;
        self.verdicts.of(id).iter().filter_map(|at| said.verdicts.get(*at as usize))
    }

    /// The liquidations that reports tell of an entry.
    pub fn liquidations(&self, id: EntryId) -> impl Iterator<Item = &'a Liquidation> + use<'a, '_> {
        let said = self.said;
        self.liquidations.of(id).iter().filter_map(|at| said.liquidations.get(*at as usize))
    }

    /// Every row that tells a part of an entry in a refund, with the refund; the same part in two
    /// reports comes twice. `None` for a row that tells neither an amount nor a refund, or is dated
    /// after the day to which clocks count.
    pub fn shares(
        &self,
        id: EntryId,
    ) -> impl Iterator<Item = (&'a Share, Option<RefundId>)> + use<'a, '_> {
        let said = self.said;
        self.shares.of(id).iter().filter_map(move |at| {
            let refund = self.refund_of_share.get(*at as usize).copied();
            let refund = refund.filter(|refund| *refund != u32::MAX).map(RefundId);
            Some((said.shares.get(*at as usize)?, refund))
        })
    }

    /// What later pulls show of an entry.
    pub fn later(&self, id: EntryId) -> impl Iterator<Item = &'a LaterPull> + use<'a, '_> {
        let said = self.said;
        self.later.of(id).iter().filter_map(|at| said.later.get(*at as usize))
    }

    /// Every refund, in the order of number, payee, date and amount.
    pub fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// A refund.
    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.get(id.index())
    }

    /// The rows about a refund as a whole: those of REV-603, REV-613, REV-615.
    pub fn rows(&self, id: RefundId) -> impl Iterator<Item = &'a RefundRow> + use<'a, '_> {
        let said = self.said;
        let rows = self.refund(id).and_then(|refund| within(&self.rows, &refund.rows));
        rows.unwrap_or_default().iter().filter_map(|at| said.refunds.get(*at as usize))
    }

    /// The parts of a refund: known entries first, in the order of the portfolio.
    pub fn parts(&self, id: RefundId) -> &[Part] {
        let parts = self.refund(id).and_then(|refund| within(&self.parts, &refund.parts));
        parts.unwrap_or_default()
    }

    /// The parts of an entry in refunds, each refund once.
    pub fn parts_of(&self, id: EntryId) -> impl Iterator<Item = &Part> {
        self.parts_of.of(id).iter().filter_map(|at| self.parts.get(*at as usize))
    }

    /// The places of the parts of an entry among all parts.
    pub(in crate::track) fn places_of_parts(&self, id: EntryId) -> &[u32] {
        self.parts_of.of(id)
    }

    /// Where the parts of a refund begin among all parts.
    pub(in crate::track) fn first_part(&self, id: RefundId) -> u32 {
        self.refund(id).map_or(0, |refund| refund.parts.start)
    }

    /// The part at a place among all.
    pub(in crate::track) fn part(&self, at: u32) -> Option<&Part> {
        self.parts.get(at as usize)
    }

    /// How many parts there are.
    pub(in crate::track) fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// The refunds that are in none of these lists, since they are dated after the day to which
    /// clocks count.
    pub fn ahead(&self) -> Ahead {
        self.ahead
    }

    /// What two reports tell differently.
    pub fn disagreements(&self) -> &[Disagreement] {
        &self.disagreements
    }

    /// The bank lines of a refund.
    pub fn deposits(&self, id: RefundId) -> &[DepositLink] {
        self.deposits.of(id)
    }

    /// The bank lines by which a refund went back.
    pub fn sent_back(&self, id: RefundId) -> &[SentBack] {
        self.deposits.sent_back(id)
    }

    /// All of them, by refund.
    pub fn all_sent_back(&self) -> &[SentBack] {
        &self.deposits.sent_back
    }

    /// Whether several bank lines fit a refund, or one line fits it and others, so that none was
    /// taken.
    pub fn is_ambiguous(&self, id: RefundId) -> bool {
        self.deposits.ambiguous.contains(&id)
    }

    /// The fate of each bank line, in the order of [`Said::deposits`].
    pub fn deposit_fates(&self) -> &[DepositFate] {
        &self.deposits.fates
    }
}

fn within<'v, T>(all: &'v [T], range: &Range<u32>) -> Option<&'v [T]> {
    all.get(range.start as usize..range.end as usize)
}
