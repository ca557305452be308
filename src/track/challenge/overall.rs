//! The interest of all entries: what explains most of it, over all and for each payment group.

use super::{Basis, Challenger, Fit, Fits, InterestVerdict};
use crate::domain::{Cents, Day};
use crate::rulebook::Taxpayer;
use crate::track::{Followed, RefundBasis, Scene, State, Step};
use std::collections::BTreeMap;

/// The interest of one entry, looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenged {
    /// Duty refunded.
    pub principal: Cents,
    /// Interest that CBP says it refunds.
    pub paid: Cents,
    /// Its (re)liquidation.
    pub liquidated: Option<Day>,
    /// What the estimate's own start and rate come to up to that day; `None` without a start.
    pub expected: Option<Cents>,
    /// What can be said.
    pub verdict: InterestVerdict,
    /// What explains it.
    pub fits: Fits,
    /// The row that tells of the refund.
    pub proof: Option<Step>,
}

/// A day and a rate, as they are counted.
pub type Explanation = (Basis, Taxpayer);

/// How much an explanation explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Explained {
    /// Entries whose interest it comes to, to the cent.
    pub exact: u64,
    /// Entries where nothing is exact and it comes near enough.
    pub within: u64,
    /// Duty of both, in cents.
    pub principal: i128,
    /// Interest of both, in cents.
    pub interest: i128,
}

/// The interest of a payment group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupInterest {
    /// Entries looked into.
    pub entries: u64,
    /// By verdict, in its order.
    pub verdicts: [u64; InterestVerdict::ALL.len()],
    /// Duty refunded, in cents.
    pub principal: i128,
    /// Interest paid, in cents.
    pub paid: i128,
    /// Interest by the estimate's start and rate, of the entries that have a start, in cents.
    pub expected: i128,
    /// Interest paid on those, in cents.
    pub paid_of_expected: i128,
    /// What explains them. An entry that several explain counts with each.
    pub explained: BTreeMap<Explanation, Explained>,
}

impl GroupInterest {
    /// What explains most entries to the cent, then within the tolerance; of equals the first in
    /// the order of bases and rates.
    pub fn best(&self) -> Option<(Explanation, Explained)> {
        let all = self.explained.iter().rev();
        all.max_by_key(|(_, e)| (e.exact, e.within)).map(|(way, explained)| (*way, *explained))
    }

    /// Entries with a verdict.
    pub fn with(&self, verdict: InterestVerdict) -> u64 {
        self.verdicts.get(verdict as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, challenged: &Challenged) {
        self.entries += 1;
        if let Some(count) = self.verdicts.get_mut(challenged.verdict as usize) {
            *count += 1;
        }
        let paid = i128::from(challenged.paid.0);
        self.principal += i128::from(challenged.principal.0);
        self.paid += paid;
        if let Some(expected) = challenged.expected {
            self.expected += i128::from(expected.0);
            self.paid_of_expected += paid;
        }
        let Fits { exact, within, .. } = &challenged.fits;
        let exact = exact.iter().map(|fit| (fit, true));
        let within = within.iter().map(|fit| (fit, false));
        for (fit, is_exact) in exact.chain(within) {
            // A basis stands for one day, so none is counted twice.
            for way in ways(fit) {
                let explained = self.explained.entry(way).or_default();
                explained.exact += u64::from(is_exact);
                explained.within += u64::from(!is_exact);
                explained.principal += i128::from(challenged.principal.0);
                explained.interest += paid;
            }
        }
    }
}

/// A fit by each of its names.
fn ways(fit: &Fit) -> impl Iterator<Item = Explanation> {
    let taxpayer = fit.taxpayer;
    fit.bases.iter().map(move |basis| (basis, taxpayer))
}

/// What all the interest that was looked into comes to.
#[derive(Debug, Clone, Default)]
pub struct InterestSummary {
    /// Over all.
    pub all: GroupInterest,
    /// By payment group: its place in the payments.
    pub groups: BTreeMap<u32, GroupInterest>,
}

/// Looks into the interest of entries whose refund CBP reports, one after the other.
pub struct Challenge<'a> {
    challenger: Challenger<'a>,
    summary: InterestSummary,
}

impl<'a> Challenge<'a> {
    /// None seen yet.
    pub fn new(scene: &Scene<'a>) -> Challenge<'a> {
        Challenge { challenger: Challenger::new(scene), summary: InterestSummary::default() }
    }

    /// Looks into an entry; `None` where CBP does not tell duty and interest of its refund.
    pub fn see(&mut self, followed: &Followed<'_>) -> Option<Challenged> {
        let Followed { entry, tracked, settlement, .. } = *followed;
        if settlement.basis != RefundBasis::Reported {
            return None;
        }
        let (principal, paid) = tracked.refund?;
        let liquidated = tracked.reliquidated;
        let (mut fits, mut expected) = (Fits::default(), None);
        if let Some(liquidated) = liquidated {
            fits = self.challenger.fits(entry, principal, liquidated, paid);
            expected = self.challenger.expected(entry, principal, liquidated);
        }
        let verdict = match (fits.exact.len(), fits.within.len()) {
            _ if !fits.enough => InterestVerdict::NotEnough,
            (1, _) => InterestVerdict::Explained,
            (2.., _) => InterestVerdict::Ambiguous,
            (0, 1..) => InterestVerdict::Tolerance,
            (0, 0) if paid == Cents::ZERO => InterestVerdict::NoInterest,
            (0, 0) => InterestVerdict::Unexplained,
        };
        // The last row that tells of the refund itself, else of the liquidation.
        let tells = |least: State| tracked.steps.iter().rev().find(move |step| step.state >= least);
        let proof = tells(State::Certified).or(tells(State::Liquidated)).copied();
        let challenged = Challenged { principal, paid, liquidated, expected, verdict, fits, proof };
        self.summary.all.add(&challenged);
        self.summary.groups.entry(settlement.group).or_default().add(&challenged);
        Some(challenged)
    }

    /// What it all comes to.
    pub fn finish(self) -> InterestSummary {
        self.summary
    }
}
