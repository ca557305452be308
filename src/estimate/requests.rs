//! What has to be asked of whom: the entries with a refund for which something is not known, by
//! filer.

use super::{Amounts, ByCheck};
use crate::assess::Assessed;
use crate::assess::checks::CheckSet;
use crate::assess::checks::duty::floor_combined::FLOOR_COMBINED;
use crate::assess::checks::filer::account_mismatch::ACCOUNT_MISMATCH;
use crate::assess::checks::filer::filer_code_mismatch::FILER_CODE_MISMATCH;
use crate::assess::money::RefundCase;
use crate::domain::Cents;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// What the user says himself, with an option.
static ROUTE: CheckSet = CheckSet::of(&[&ACCOUNT_MISMATCH, &FILER_CODE_MISMATCH]);
static FLOOR: CheckSet = CheckSet::of(&[&FLOOR_COMBINED]);

/// The checks whose data is missing for an entry and that a filer can tell: unproved block checks,
/// and `floor-combined` where a column-1 rate or a goods value is missing. Empty for an entry
/// without a refund: there is nothing to win by asking.
pub fn missing(assessed: &Assessed<'_>) -> CheckSet {
    if assessed.entry.refund_high == Cents::ZERO {
        return CheckSet::default();
    }
    let unproved = assessed.unproved.without(ROUTE);
    let open = |case, low: Cents, high: Cents| case == RefundCase::FloorUnknown && low != high;
    match assessed.entry.counted().any(|row| open(row.case, row.low, row.high)) {
        true => unproved.union(FLOOR),
        false => unproved,
    }
}

/// The amounts at stake by filer code (empty where a number has none) and by what is missing.
#[derive(Debug, Default)]
pub struct Requests(HashMap<CompactString, ByCheck, FixedState>);

impl Requests {
    pub(super) fn put(&mut self, filer: &str, missing: CheckSet, amounts: &Amounts) {
        if missing.is_empty() {
            return;
        }
        match self.0.get_mut(filer) {
            Some(by_check) => by_check.put(missing, amounts),
            None => self.0.entry(filer.into()).or_default().put(missing, amounts),
        }
    }

    pub(super) fn add(&mut self, later: &Requests) {
        for (filer, by_check) in &later.0 {
            self.0.entry(filer.clone()).or_default().add(by_check);
        }
    }

    /// The filers, by code.
    pub fn filers(&self) -> BTreeMap<&str, &ByCheck> {
        self.0.iter().map(|(filer, by_check)| (filer.as_str(), by_check)).collect()
    }
}
