//! The settlement of one entry.

use super::Payments;
use super::flows::{Flows, cents};
use super::keys::{Taker, paid_by};
use super::pools::{Pool, PoolKey, weight};
use super::waterfall::{Causes, ExplainInterest, Shown, Waterfall};
use crate::assess::checks::CheckSet;
use crate::assess::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use crate::assess::interest::Growths;
use crate::domain::{Cents, LiquidationState};
use crate::earlier::{EarlierEntry, EntryId};
use crate::track::links::RefundId;
use crate::track::{Cause, Money, RefundBasis, Settlement, State, Tracked};

static PAID_LATER: CheckSet = CheckSet::of(&[&PAID_AT_LIQUIDATION]);

/// Tells settlements, each entry by itself. Keeps the growths it has reckoned, and nothing of an
/// entry.
pub struct Settler<'p, 'a> {
    payments: &'p Payments<'a>,
    growths: Growths<'a>,
    explain: Box<dyn ExplainInterest + Send + 'p>,
}

/// What an entry gets in one refund; in several at once where they were shared out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InRefund<'p> {
    /// The refunds.
    pub refunds: &'p [RefundId],
    /// Duty and interest.
    pub money: Money,
    /// How it is known.
    pub basis: RefundBasis,
}

/// Duty and interest with what became of each.
#[derive(Default)]
struct Refunded {
    principal: Flows,
    interest: Flows,
    basis: Option<RefundBasis>,
}

impl Refunded {
    fn add(&mut self, line: &Flows, from: i128, principal: i128, interest: i128) {
        let middle = from + principal;
        self.principal.add(&line.between(from, middle));
        self.interest.add(&line.between(middle, middle + interest));
    }
}

impl<'p, 'a> Settler<'p, 'a> {
    /// A settler that asks `explain` for what interest was reckoned by.
    pub fn new(
        payments: &'p Payments<'a>,
        explain: impl ExplainInterest + Send + 'p,
    ) -> Settler<'p, 'a> {
        let scene = &payments.scene;
        let growths = Growths::new(&scene.rules.interest, scene.made_with.taxpayer);
        Settler { payments, growths, explain: Box::new(explain) }
    }

    /// What was expected of an entry, what arrived, and why they differ.
    pub fn settle(&mut self, id: EntryId, entry: &EarlierEntry, tracked: &Tracked) -> Settlement {
        let expected = Money { principal: entry.refund_high, interest: entry.interest_high };
        let mut causes = Causes::default();
        let (refund, basis, paid) = match self.refunded(id, entry, tracked) {
            Some(refunded) => {
                let basis = refunded.basis.unwrap_or(RefundBasis::None);
                let refund = money(refunded.principal.whole, refunded.interest.whole);
                self.descend(id, entry, tracked, refund, basis, &mut causes);
                for (cause, amount) in refunded.principal.beside() {
                    causes.put(cause, amount, 0);
                }
                for (cause, amount) in refunded.interest.beside() {
                    causes.put(cause, 0, amount);
                }
                (refund, basis, money(refunded.principal.paid(), refunded.interest.paid()))
            }
            None => self.without_refund(id, entry, tracked, &mut causes),
        };
        let group = self.payments.group_of(id);
        Settlement { expected, refund, basis, paid, causes: causes.end(), group }
    }

    fn descend(
        &mut self,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
        refund: Money,
        basis: RefundBasis,
        causes: &mut Causes,
    ) {
        let links = self.payments.links;
        let shown = Shown::of(&self.payments.scene, links, id, entry, tracked);
        let mut waterfall = Waterfall {
            made_with: self.payments.scene.made_with,
            growths: &mut self.growths,
            explain: &mut *self.explain,
            entry,
        };
        let own = basis == RefundBasis::Reported;
        waterfall.descend(refund, paid_by(links, id, tracked), own, shown, causes);
    }

    /// The refunds of an entry, with what became of them; `None` if none is known.
    fn refunded(
        &mut self,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
    ) -> Option<Refunded> {
        let payments = self.payments;
        let mut refunded = Refunded::default();
        for place in payments.links.places_of_parts(id) {
            let Some(part) = payments.links.part(*place).filter(|part| part.is_known()) else {
                continue;
            };
            let start = payments.joins.starts.get(*place as usize).copied();
            let (Some(joined), Some(start)) = (payments.joined(part.refund), start) else {
                continue;
            };
            let cents = |part: Option<Cents>| i128::from(part.unwrap_or_default().0);
            refunded.add(&joined.flows, start, cents(part.principal), cents(part.interest));
            refunded.basis = Some(RefundBasis::Reported);
        }
        if refunded.basis.is_none()
            && let Some((pool, (from, principal, interest))) = self.piece(id, entry, tracked)
        {
            refunded.add(&pool.flows, from, principal, interest);
            refunded.basis = Some(RefundBasis::Allocated);
        }
        refunded.basis.is_some().then_some(refunded)
    }

    fn piece(
        &mut self,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
    ) -> Option<(&'p Pool, (i128, i128, i128))> {
        let payments = self.payments;
        let taker = Taker::of(payments.links, id, tracked)?;
        let group = payments.group_of(id);
        let pool = payments.pool(PoolKey { group, taker })?;
        let date = payments.group(group).and_then(|key| key.date);
        let weight = weight(entry, tracked, date, &mut self.growths);
        Some((pool, pool.piece(id, weight)?))
    }

    /// What an entry gets in which refunds.
    pub fn in_refunds(
        &mut self,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
    ) -> Vec<InRefund<'p>> {
        let payments = self.payments;
        let mut found = Vec::new();
        for part in payments.links.parts_of(id).filter(|part| part.is_known()) {
            let principal = part.principal.unwrap_or_default();
            let interest = part.interest.unwrap_or_default();
            let refunds = std::slice::from_ref(&part.refund);
            let money = Money { principal, interest };
            found.push(InRefund { refunds, money, basis: RefundBasis::Reported });
        }
        if found.is_empty()
            && let Some((pool, (_, principal, interest))) = self.piece(id, entry, tracked)
        {
            let money = money(principal, interest);
            let basis = RefundBasis::Allocated;
            found.push(InRefund { refunds: &pool.refunds, money, basis });
        }
        found
    }

    /// By the state alone: no refund has money for the entry.
    fn without_refund(
        &mut self,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
        causes: &mut Causes,
    ) -> (Money, RefundBasis, Money) {
        let waits = match tracked.state() {
            State::NotFiled => Some(Cause::NotFiled),
            State::FileRejected => Some(Cause::FileRejected),
            State::EntryRejected => Some(Cause::EntryRejected),
            State::Uploaded | State::Accepted | State::LinesRemoved => {
                let no_day = entry.liquidation_state == LiquidationState::Held
                    || entry.found.meets(PAID_LATER);
                Some(if no_day { Cause::Suspended } else { Cause::NotLiquidated })
            }
            _ => None,
        };
        let whole = |causes: &mut Causes, cause: Cause| {
            causes.put(cause, entry.refund_high.0.into(), entry.interest_high.0.into());
            (Money::default(), RefundBasis::None, Money::default())
        };
        if let Some(cause) = waits {
            return whole(causes, cause);
        }
        let left = match tracked.state() {
            State::Held => Some(Cause::Held),
            State::Diverted => Some(Cause::Offset),
            State::Returned => Some(Cause::Returned),
            State::Paid | State::Reissued => None,
            _ => Some(Cause::NotPaidYet),
        };
        let Some((principal, interest)) = tracked.refund else {
            return whole(causes, left.unwrap_or(Cause::Unknown));
        };
        let refund = Money { principal, interest };
        self.descend(id, entry, tracked, refund, RefundBasis::Reported, causes);
        match left {
            Some(cause) => {
                causes.put(cause, principal.0.into(), interest.0.into());
                (refund, RefundBasis::Reported, Money::default())
            }
            None => (refund, RefundBasis::Reported, refund),
        }
    }
}

fn money(principal: i128, interest: i128) -> Money {
    Money { principal: cents(principal), interest: cents(interest) }
}
