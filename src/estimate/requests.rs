//! What has to be asked of whom: the entries with a refund for which something is not known, by
//! filer.

use super::{Amounts, ByCheck};
use crate::assess::Assessed;
use crate::assess::checks::CheckSet;
use crate::assess::checks::duty::floor_combined::FLOOR_COMBINED;
use crate::assess::checks::filer::account_mismatch::ACCOUNT_MISMATCH;
use crate::assess::checks::filer::filer_code_mismatch::FILER_CODE_MISMATCH;
use crate::assess::money::RefundCase;
use crate::domain::{Cents, Lane};
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// What the user says himself, with an option.
static ROUTE: CheckSet = CheckSet::of(&[&ACCOUNT_MISMATCH, &FILER_CODE_MISMATCH]);
static OTHER_ACCOUNT: CheckSet = CheckSet::of(&[&ACCOUNT_MISMATCH]);
static FLOOR: CheckSet = CheckSet::of(&[&FLOOR_COMBINED]);

/// The checks whose data is missing for an entry and that a filer can tell: unproved block checks,
/// and `floor-combined` where a column-1 rate or a goods value is missing. Empty for an entry
/// without a refund, or one that is left out: there is nothing to win by asking.
pub fn missing(assessed: &Assessed<'_>) -> CheckSet {
    match left_out(assessed) {
        None => open(assessed),
        Some(_) => CheckSet::default(),
    }
}

/// Why an entry is asked of nobody.
enum LeftOut {
    /// No answer changes its lane.
    LaneIsSettled,
    /// Another importer's than those that submit.
    OtherImporter,
}

fn left_out(assessed: &Assessed<'_>) -> Option<LeftOut> {
    match assessed.lane {
        Lane::Declared | Lane::Court | Lane::None => Some(LeftOut::LaneIsSettled),
        _ if assessed.found.meets(OTHER_ACCOUNT) => Some(LeftOut::OtherImporter),
        _ => None,
    }
}

fn open(assessed: &Assessed<'_>) -> CheckSet {
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

/// What is missing and of whom it can be asked.
#[derive(Debug, Default)]
pub struct Requests {
    filers: HashMap<CompactString, ByCheck, FixedState>,
    /// Entries that lack something and are left out, since no answer changes their lane.
    pub settled: u64,
    /// Entries that lack something and are left out, since they are of other importers than those
    /// that submit.
    pub of_others: u64,
}

impl Requests {
    pub(super) fn put(&mut self, filer: &str, assessed: &Assessed<'_>, amounts: &Amounts) {
        let missing = open(assessed);
        if missing.is_empty() {
            return;
        }
        match left_out(assessed) {
            Some(LeftOut::LaneIsSettled) => self.settled += 1,
            Some(LeftOut::OtherImporter) => self.of_others += 1,
            None => match self.filers.get_mut(filer) {
                Some(by_check) => by_check.put(missing, amounts),
                None => self.filers.entry(filer.into()).or_default().put(missing, amounts),
            },
        }
    }

    pub(super) fn add(&mut self, later: &Requests) {
        self.settled += later.settled;
        self.of_others += later.of_others;
        for (filer, by_check) in &later.filers {
            self.filers.entry(filer.clone()).or_default().add(by_check);
        }
    }

    /// The amounts at stake by filer code (empty where a number has none) and by what is missing.
    pub fn filers(&self) -> BTreeMap<&str, &ByCheck> {
        self.filers.iter().map(|(filer, by_check)| (filer.as_str(), by_check)).collect()
    }
}
