//! From what was expected of an entry to what CBP refunds, step by step. Every step takes up where
//! the one before it ended, so expected = refund + the causes in duty and interest, whatever the
//! figures are.

use super::flows::cents;
use crate::assess::checks::CheckSet;
use crate::assess::checks::duty::floor_combined::FLOOR_COMBINED;
use crate::assess::checks::payment::net_bill_risk::NET_BILL_RISK;
use crate::assess::interest::Growths;
use crate::domain::{Cents, Day};
use crate::earlier::{EarlierEntry, EntryId, MadeWith};
use crate::track::challenge::Fit;
use crate::track::{Cause, CauseAmount, LaterPull, Links, Money, Scene, Tracked};

static FLOOR: CheckSet = CheckSet::of(&[&FLOOR_COMBINED]);
static NET_BILL: CheckSet = CheckSet::of(&[&NET_BILL_RISK]);

/// Finds the deposit date and the rate that explain interest.
pub trait ExplainInterest {
    /// What explains the interest paid on a principal up to a (re)liquidation; `None` if nothing
    /// does.
    fn explain(
        &mut self,
        entry: &EarlierEntry,
        principal: Cents,
        liquidated: Day,
        interest_paid: Cents,
    ) -> Option<Fit>;
}

/// Explains nothing.
pub struct NoExplanation;

impl ExplainInterest for NoExplanation {
    fn explain(&mut self, _: &EarlierEntry, _: Cents, _: Day, _: Cents) -> Option<Fit> {
        None
    }
}

/// The causes of an entry, each once.
#[derive(Debug, Default)]
pub(super) struct Causes(Vec<CauseAmount>);

impl Causes {
    pub(super) fn put(&mut self, cause: Cause, principal: i128, interest: i128) {
        if (principal, interest) == (0, 0) {
            return;
        }
        let at = self.0.iter().position(|known| known.cause == cause);
        match at.and_then(|at| self.0.get_mut(at)) {
            Some(CauseAmount { money, .. }) => {
                money.principal = cents(i128::from(money.principal.0) + principal);
                money.interest = cents(i128::from(money.interest.0) + interest);
            }
            None => {
                let money = Money { principal: cents(principal), interest: cents(interest) };
                self.0.push(CauseAmount { cause, money });
            }
        }
    }

    /// In the order in which causes are looked for; none that came to nothing.
    pub(super) fn end(mut self) -> Vec<CauseAmount> {
        self.0.retain(|known| known.money != Money::default());
        self.0.sort_by_key(|known| known.cause);
        self.0
    }
}

/// What a correction or a netting can be told by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shown {
    /// IEEPA duty less that of the estimate, as a later pull shows it.
    corrected: Option<i128>,
    /// By how much other duties rose from one later pull to the next.
    other_duty_rose: i128,
    /// Whether a report tells of a bill.
    billed: bool,
}

impl Shown {
    /// What reports show of an entry.
    pub(super) fn of(
        scene: &Scene<'_>,
        links: &Links<'_>,
        id: EntryId,
        entry: &EarlierEntry,
        tracked: &Tracked,
    ) -> Shown {
        let file = |pull: &LaterPull| links.said().file(pull.place);
        let dated = |pull: &LaterPull| file(pull).and_then(|file| file.report_date);
        // One that may have been filtered shows no correction, nor does one that is ahead.
        let whole = |pull: &&LaterPull| {
            let filtered = &links.said().pull_doubts.without_ieepa;
            !scene.is_ahead(None, pull.place)
                && (pull.ieepa_rows > 0 || !filtered.contains(&pull.place.file))
        };
        let mut pulls: Vec<&LaterPull> = links.later(id).filter(whole).collect();
        pulls.sort_by_key(|pull| {
            let rows = std::cmp::Reverse(pull.ieepa_rows);
            (dated(pull), rows, pull.ieepa_duty, pull.other_duty)
        });
        // Once CBP has taken the IEEPA rows out, what is left of them is no correction.
        let tells = |pull: &&LaterPull| {
            let before = dated(pull).zip(tracked.accepted_on).is_some_and(|(on, by)| on < by);
            pull.ieepa_rows > 0 || before
        };
        let duty = |pull: &LaterPull| i128::from(pull.ieepa_duty.0 - entry.duty_paid.0);
        let others = || pulls.iter().map(|pull| i128::from(pull.other_duty.0));
        let rose =
            others().next_back().zip(others().next()).map_or(0, |(last, first)| last - first);
        Shown {
            corrected: pulls.iter().copied().rfind(tells).map(duty).filter(|by| *by != 0),
            other_duty_rose: rose.max(0),
            billed: links
                .liquidations(id)
                .filter(|row| !scene.is_ahead(row.on, row.place))
                .any(|row| row.amount.is_some_and(|amount| amount < Cents::ZERO)),
        }
    }
}

/// Walks from the estimate to the refund.
pub(super) struct Waterfall<'w, 'a> {
    pub(super) made_with: &'w MadeWith,
    /// Growths at the rate of the estimate.
    pub(super) growths: &'w mut Growths<'a>,
    pub(super) explain: &'w mut dyn ExplainInterest,
    pub(super) entry: &'w EarlierEntry,
}

impl Waterfall<'_, '_> {
    /// Puts the causes of the difference between the estimate and a refund. `own` if a report
    /// tells the refund of this very entry, so that its interest can be explained.
    pub(super) fn descend(
        &mut self,
        refund: Money,
        liquidated: Option<Day>,
        own: bool,
        shown: Shown,
        causes: &mut Causes,
    ) {
        let entry = self.entry;
        let ends = self.made_with.interest_end(entry);
        let mut principal = i128::from(entry.refund_high.0);
        let mut interest = i128::from(entry.interest_high.0);
        let paid = i128::from(refund.principal.0);
        for (cause, most) in self.principal_steps(shown) {
            let step = toward(paid - principal, most);
            let after = principal + step;
            let on_it = if step == 0 { interest } else { self.interest(after, ends) };
            causes.put(cause, -step, interest - on_it);
            (principal, interest) = (after, on_it);
        }
        let on_paid = if principal == paid { interest } else { self.interest(paid, ends) };
        causes.put(Cause::Unknown, principal - paid, interest - on_paid);
        interest = on_paid;
        let paid_interest = i128::from(refund.interest.0);
        if let Some(liquidated) = liquidated {
            let to_the_day = self.interest(paid, liquidated);
            causes.put(Cause::InterestEnd, 0, interest - to_the_day);
            interest = to_the_day;
            if own && interest != paid_interest {
                let (entry, principal) = (self.entry, refund.principal);
                let fit = self.explain.explain(entry, principal, liquidated, refund.interest);
                if let Some(fit) = fit {
                    let from_there = self.from(paid, Some(fit.start), liquidated);
                    causes.put(Cause::InterestStart, 0, interest - from_there);
                    let by_its_rate = i128::from(fit.interest.0);
                    causes.put(Cause::InterestRate, 0, from_there - by_its_rate);
                    interest = by_its_rate;
                }
            }
        }
        causes.put(Cause::Unknown, 0, interest - paid_interest);
    }

    /// The causes that may change the duty, with the most by which each may.
    fn principal_steps(&self, shown: Shown) -> [(Cause, i128); 3] {
        let entry = self.entry;
        let floor = match entry.found.meets(FLOOR) {
            true => i128::from(entry.refund_high.0) - i128::from(entry.refund_low.0),
            false => 0,
        };
        let netted = match entry.found.meets(NET_BILL) || shown.billed {
            true => i128::MAX,
            false => shown.other_duty_rose,
        };
        let corrected = shown.corrected.unwrap_or_default();
        [(Cause::FloorShare, -floor), (Cause::PscChange, corrected), (Cause::DutiesNetted, -netted)]
    }

    /// Interest by the estimate's own deposit date and rate.
    pub(super) fn interest(&mut self, principal: i128, ends: Day) -> i128 {
        let entry = self.entry;
        if ends == self.made_with.interest_end(entry) {
            if principal == i128::from(entry.refund_high.0) {
                return entry.interest_high.0.into();
            }
            if principal == i128::from(entry.refund_low.0) {
                return entry.interest_low.0.into();
            }
        }
        self.from(principal, entry.deposit_date, ends)
    }

    fn from(&mut self, principal: i128, start: Option<Day>, ends: Day) -> i128 {
        let Some(start) = start.filter(|start| *start < ends && principal > 0) else { return 0 };
        let growth = self.growths.growth(start, ends);
        let interest = growth.and_then(|growth| growth.interest(cents(principal)));
        interest.map_or(0, |interest| interest.0.into())
    }
}

/// A step of `gap`, no longer than `most` and only if it goes the same way.
fn toward(gap: i128, most: i128) -> i128 {
    match (gap.signum(), most.signum()) {
        (1, 1) => gap.min(most),
        (-1, -1) => gap.max(most),
        _ => 0,
    }
}
