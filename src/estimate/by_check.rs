//! Amounts by check.

use super::Amounts;
use crate::assess::checks::{self, Check, CheckSet};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// The amounts of the entries that a check concerns, for every check. Kept by the sets of checks
/// that concern an entry together, which are far fewer than the entries.
#[derive(Debug, Default)]
pub struct ByCheck(HashMap<CheckSet, Amounts, FixedState>);

impl ByCheck {
    pub(super) fn put(&mut self, concerned: CheckSet, amounts: &Amounts) {
        if !concerned.is_empty() {
            self.0.entry(concerned).or_default().add(amounts);
        }
    }

    pub(super) fn add(&mut self, later: &ByCheck) {
        for (concerned, amounts) in &later.0 {
            self.0.entry(*concerned).or_default().add(amounts);
        }
    }

    /// The checks that concern any entry, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Check, Amounts)> {
        let mut sums = vec![Amounts::default(); checks::ALL.len()];
        for (concerned, amounts) in &self.0 {
            concerned.places().for_each(|place| sums[place].add(amounts));
        }
        checks::ALL.iter().copied().zip(sums).filter(|(_, amounts)| amounts.entries > 0)
    }

    /// How many entries a check concerns.
    pub fn entries_of(&self, check: &Check) -> u64 {
        self.iter().find(|(other, _)| other.code == check.code).map_or(0, |(_, a)| a.entries)
    }

    /// How many entries any of these checks concerns.
    pub fn entries(&self, checks: CheckSet) -> u64 {
        let concerned = self.0.iter().filter(|(concerned, _)| concerned.meets(checks));
        concerned.map(|(_, amounts)| amounts.entries).sum()
    }

    /// Whether every entry that any of these checks concerns is concerned by any of the others too.
    pub fn is_within(&self, checks: CheckSet, others: CheckSet) -> bool {
        self.0.keys().all(|concerned| !concerned.meets(checks) || concerned.meets(others))
    }

    /// The entries that any check concerns, each once.
    pub fn total(&self) -> Amounts {
        let mut total = Amounts::default();
        self.0.values().for_each(|amounts| total.add(amounts));
        total
    }

    /// Whether no entry is concerned by any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
