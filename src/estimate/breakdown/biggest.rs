//! The biggest entries of each finding, with all that is known of them.

use crate::assess::checks::{self, CheckSet};
use crate::assess::{Assessed, Finding, Liquidation};
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, EntryType, Lane};
use crate::estimate::Amounts;
use crate::ledger::TextId;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many entries of each finding are kept.
pub const SHOWN_OF_EACH: usize = 10;

/// An entry with findings, as it was judged.
#[derive(Debug, Clone)]
pub struct FlaggedEntry {
    /// Entry number.
    pub number: EntryNumber,
    /// Importer of record, as printed.
    pub importer: String,
    /// Its name.
    pub importer_name: TextId,
    /// Entry type.
    pub entry_type: Option<EntryType>,
    /// Entry date.
    pub entry_date: Option<Day>,
    /// Where it stands with CBP.
    pub liquidation: Liquidation,
    /// Its amounts; `entries` is 1.
    pub amounts: Amounts,
    /// Its status.
    pub status: EntryStatus,
    /// Its lane.
    pub lane: Lane,
    /// Where interest starts.
    pub deposit_date: Option<Day>,
    /// Where interest ends.
    pub interest_end: Day,
    /// What the checks found, by code.
    pub findings: Vec<Finding>,
    /// Block checks that could not be run.
    pub unproved: CheckSet,
}

impl FlaggedEntry {
    fn of(assessed: &Assessed<'_>) -> FlaggedEntry {
        let entry = &assessed.entry;
        FlaggedEntry {
            number: entry.number.clone(),
            importer: entry.importer.to_string(),
            importer_name: entry.facts.importer_name,
            entry_type: entry.entry_type.clone(),
            entry_date: entry.facts.entry_date,
            liquidation: entry.liquidation,
            amounts: Amounts::of(assessed),
            status: assessed.status,
            lane: assessed.lane,
            deposit_date: entry.deposit.date,
            interest_end: assessed.interest_end,
            findings: assessed.findings.clone(),
            unproved: assessed.unproved,
        }
    }

    /// Largest refund first; then by number, so that the order is one.
    fn order(&self, other: &FlaggedEntry) -> Ordering {
        let refund = |entry: &FlaggedEntry| entry.amounts.refund_high;
        refund(other).cmp(&refund(self)).then_with(|| self.number.cmp(&other.number))
    }
}

/// By check, the biggest entries it concerns.
#[derive(Debug, Default)]
pub struct Biggest(BTreeMap<usize, Vec<Arc<FlaggedEntry>>>);

impl Biggest {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>) {
        let refund = i128::from(assessed.entry.refund_high.max(Cents::ZERO).0);
        let mut kept: Option<Arc<FlaggedEntry>> = None;
        for place in assessed.found.places() {
            let entries = self.0.entry(place).or_default();
            // Most entries are smaller than the smallest that is kept.
            if entries.len() == SHOWN_OF_EACH
                && entries.last().is_some_and(|last| last.amounts.refund_high > refund)
            {
                continue;
            }
            let entry = kept.get_or_insert_with(|| Arc::new(FlaggedEntry::of(assessed)));
            insert(entries, entry);
        }
    }

    pub(super) fn add(&mut self, later: &Biggest) {
        for (place, entries) in &later.0 {
            let into = self.0.entry(*place).or_default();
            entries.iter().for_each(|entry| insert(into, entry));
        }
    }

    /// The biggest entries that a check concerns, the biggest first; at most [`SHOWN_OF_EACH`].
    pub fn of(&self, code: &str) -> &[Arc<FlaggedEntry>] {
        let place = checks::ALL.iter().position(|check| check.code == code);
        place.and_then(|place| self.0.get(&place)).map_or(&[], Vec::as_slice)
    }

    /// All of them, each once, the biggest first.
    pub fn all(&self) -> Vec<&FlaggedEntry> {
        let mut all: Vec<&FlaggedEntry> = self.0.values().flatten().map(|entry| &**entry).collect();
        all.sort_by(|a, b| a.order(b));
        all.dedup_by(|a, b| a.number == b.number);
        all
    }
}

fn insert(entries: &mut Vec<Arc<FlaggedEntry>>, entry: &Arc<FlaggedEntry>) {
    let at = entries.partition_point(|other| other.order(entry) == Ordering::Less);
    if at < SHOWN_OF_EACH {
        entries.insert(at, Arc::clone(entry));
        entries.truncate(SHOWN_OF_EACH);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LiquidationState;

    fn entry(serial: u32, refund_high: i128) -> Arc<FlaggedEntry> {
        let (number, _) = EntryNumber::read(format!("9Q9{serial:08}").as_bytes()).unwrap();
        let day = Day::from_ymd(2026, 5, 15).unwrap();
        let liquidation = Liquidation {
            state: LiquidationState::Unknown,
            date: None,
            days_since: None,
            cape_deadline: None,
            protest_deadline: None,
            projected: None,
            told: None,
            future: None,
        };
        Arc::new(FlaggedEntry {
            number,
            importer: String::new(),
            importer_name: TextId::BLANK,
            entry_type: None,
            entry_date: None,
            liquidation,
            amounts: Amounts { entries: 1, refund_high, ..Amounts::default() },
            status: EntryStatus::Review,
            lane: Lane::Review,
            deposit_date: None,
            interest_end: day,
            findings: Vec::new(),
            unproved: CheckSet::default(),
        })
    }

    fn gathered(entries: &[Arc<FlaggedEntry>]) -> Biggest {
        let mut biggest = Biggest::default();
        for entry in entries {
            insert(biggest.0.entry(0).or_default(), entry);
        }
        biggest
    }

    #[test]
    fn the_biggest_are_the_same_however_the_entries_are_split() {
        // Refunds that meet again and again, so that the number decides.
        let entries: Vec<_> = (0..60).map(|n| entry(n, i128::from(n * 7 % 12))).collect();
        let whole = gathered(&entries);
        for split in 0..entries.len() {
            let mut parts = gathered(&entries[..split]);
            parts.add(&gathered(&entries[split..]));
            let of = |biggest: &Biggest| {
                let all = biggest.of(checks::ALL[0].code).iter();
                all.map(|e| (e.amounts.refund_high, e.number.clone())).collect::<Vec<_>>()
            };
            assert_eq!(of(&whole), of(&parts));
            assert_eq!(of(&whole).len(), SHOWN_OF_EACH);
            assert!(of(&whole).is_sorted_by_key(|(refund, number)| (-refund, number.clone())));
        }
    }

    #[test]
    fn an_entry_of_several_findings_is_listed_once() {
        let (a, b) = (entry(1, 5), entry(2, 9));
        let lists = [(0, vec![Arc::clone(&a)]), (3, vec![b, a])];
        let all = Biggest(lists.into_iter().collect());
        assert_eq!(all.all().iter().map(|e| e.amounts.refund_high).collect::<Vec<_>>(), [9, 5]);
    }
}
