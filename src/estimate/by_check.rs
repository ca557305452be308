//! Amounts by check.

use super::Amounts;
use crate::assess::checks::{self, Check, CheckSet};

/// The amounts of the entries that a check concerns, for every check.
#[derive(Debug)]
pub struct ByCheck(Vec<Amounts>);

impl Default for ByCheck {
    fn default() -> ByCheck {
        ByCheck(vec![Amounts::default(); checks::ALL.len()])
    }
}

impl ByCheck {
    pub(super) fn put(&mut self, concerned: CheckSet, amounts: &Amounts) {
        for place in concerned.places() {
            self.0[place].add(amounts);
        }
    }

    pub(super) fn add(&mut self, later: &ByCheck) {
        for (sum, amounts) in self.0.iter_mut().zip(&later.0) {
            sum.add(amounts);
        }
    }

    /// The checks that concern any entry, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Check, &Amounts)> {
        checks::ALL.iter().copied().zip(&self.0).filter(|(_, amounts)| amounts.entries > 0)
    }

    /// Whether no entry is concerned by any.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}
