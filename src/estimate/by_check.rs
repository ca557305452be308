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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::kept::tests::amounts;

    #[test]
    fn entries_are_counted_by_each_of_their_checks() {
        let set = |places: &[usize]| {
            let mut set = CheckSet::default();
            places.iter().for_each(|place| set.insert(*place));
            set
        };
        let mut sums = ByCheck::default();
        assert!(sums.is_empty() && sums.iter().next().is_none());
        sums.put(set(&[]), &amounts(9));
        assert!(sums.is_empty(), "entries that no check concerns");
        sums.put(set(&[0]), &amounts(1));
        let mut later = ByCheck::default();
        later.put(set(&[0, 2]), &amounts(2));
        later.put(set(&[0]), &amounts(3));
        sums.add(&later);

        assert!(!sums.is_empty());
        let found: Vec<(&str, u64)> = sums.iter().map(|(c, a)| (c.code, a.entries)).collect();
        let of = |n: &[i128]| n.iter().map(|n| amounts(*n).entries).sum::<u64>();
        assert_eq!(found, [(checks::ALL[0].code, of(&[1, 2, 3])), (checks::ALL[2].code, of(&[2]))]);
        assert_eq!(sums.entries_of(checks::ALL[2]), of(&[2]));
        assert_eq!(sums.entries_of(checks::ALL[1]), 0);
        assert_eq!(sums.entries(set(&[1, 2])), of(&[2]));
        assert_eq!(sums.entries(set(&[0, 2])), of(&[1, 2, 3]), "each entry once");
        assert_eq!(sums.entries(set(&[1])), 0);
        assert_eq!(sums.total().entries, of(&[1, 2, 3]));
        assert_eq!(
            sums.total().interest_high,
            [1, 2, 3].map(|n| amounts(n).interest_high).iter().sum()
        );
        assert!(sums.is_within(set(&[2]), set(&[0])));
        assert!(!sums.is_within(set(&[0]), set(&[2])));
        assert!(sums.is_within(set(&[1]), set(&[3])), "no entry is concerned");
    }
}
