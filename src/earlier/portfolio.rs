//! The entries of an earlier report, found by their numbers.

use crate::assess::checks::CheckSet;
use crate::domain::{Cents, Day, EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::ledger::{TextId, Texts};
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// How reports begin a payee that is not known: `unknown: IOR or 12-345678900`.
const OPEN_PAYEE: &str = "unknown:";

/// The place of an entry in its report, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    /// Its place.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an estimate said of one entry.
#[derive(Debug, Clone)]
pub struct EarlierEntry {
    /// Its number.
    pub number: EntryNumber,
    /// Importer of record, as printed; may be blank.
    pub importer: TextId,
    /// The name of the importer; may be blank.
    pub importer_name: TextId,
    /// Who is paid, by the parties file; `unknown:` and what is possible where that leaves it open;
    /// blank where nobody asked. See [`Portfolio::payee`].
    pub payee: TextId,
    /// Its type, where known.
    pub entry_type: TextId,
    /// Date of entry.
    pub entry_date: Option<Day>,
    /// Entry summary date.
    pub summary_date: Option<Day>,
    /// Date the duty was paid.
    pub payment_date: Option<Day>,
    /// Where the interest of the estimate starts.
    pub deposit_date: Option<Day>,
    /// How it stood.
    pub liquidation_state: LiquidationState,
    /// Its liquidation date up to the day of the estimate.
    pub liquidation_date: Option<Day>,
    /// The liquidation that was projected.
    pub projected_liquidation: Option<Day>,
    /// IEEPA duty paid, counted rows.
    pub duty_paid: Cents,
    /// Least refund.
    pub refund_low: Cents,
    /// Most refund.
    pub refund_high: Cents,
    /// Interest on the least refund.
    pub interest_low: Cents,
    /// Interest on the most refund.
    pub interest_high: Cents,
    /// Eligible, review, blocked, no refund.
    pub status: EntryStatus,
    /// What to do next with it.
    pub lane: Lane,
    /// What the checks found.
    pub found: CheckSet,
    /// Block checks that could not be run.
    pub unproved: CheckSet,
}

/// The entries of a report, in its order: importer, then entry number.
#[derive(Default)]
pub struct Portfolio {
    entries: Vec<EarlierEntry>,
    /// Places in `entries`, by number: the numbers themselves stand there once.
    places: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
    /// Importers, names and payees.
    pub texts: Texts,
}

impl Portfolio {
    /// No entries yet.
    pub fn new() -> Portfolio {
        Portfolio { texts: Texts::new(), ..Portfolio::default() }
    }

    /// Makes room for so many entries in all.
    pub fn make_room(&mut self, entries: usize) {
        let more = entries.saturating_sub(self.entries.len());
        let Portfolio { entries, places, hasher, .. } = self;
        entries.reserve_exact(more);
        let hash =
            |at: &u32| entries.get(*at as usize).map_or(0, |entry| hasher.hash_one(&entry.number));
        places.reserve(more, hash);
    }

    /// Adds an entry; `None` if its number is there already, or there are too many.
    pub fn add(&mut self, entry: EarlierEntry) -> Option<EntryId> {
        let id = u32::try_from(self.entries.len()).ok()?;
        let Portfolio { entries, places, hasher, .. } = self;
        let number = |at: u32| entries.get(at as usize).map(|entry| &entry.number);
        let hash = hasher.hash_one(&entry.number);
        if places.find(hash, |at| number(*at) == Some(&entry.number)).is_some() {
            return None;
        }
        places.insert_unique(hash, id, |at| hasher.hash_one(number(*at).unwrap_or(&entry.number)));
        entries.push(entry);
        Some(EntryId(id))
    }

    /// An entry.
    pub fn get(&self, id: EntryId) -> Option<&EarlierEntry> {
        self.entries.get(id.index())
    }

    /// The entry with this number.
    pub fn find(&self, number: &EntryNumber) -> Option<EntryId> {
        let is_it = |at: &u32| self.get(EntryId(*at)).is_some_and(|entry| entry.number == *number);
        self.places.find(self.hasher.hash_one(number), is_it).copied().map(EntryId)
    }

    /// Every entry, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &EarlierEntry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Who is paid for an entry, as the estimate had it: the payee if it is known, else the
    /// importer.
    pub fn payee(&self, entry: &EarlierEntry) -> TextId {
        let is_open = self.texts.text(entry.payee).starts_with(OPEN_PAYEE);
        if is_open { entry.importer } else { entry.payee.or(entry.importer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: &str) -> EarlierEntry {
        EarlierEntry {
            number: EntryNumber::read(number.as_bytes()).unwrap().0,
            importer: TextId::BLANK,
            importer_name: TextId::BLANK,
            payee: TextId::BLANK,
            entry_type: TextId::BLANK,
            entry_date: None,
            summary_date: None,
            payment_date: None,
            deposit_date: None,
            liquidation_state: LiquidationState::Unknown,
            liquidation_date: None,
            projected_liquidation: None,
            duty_paid: Cents::ZERO,
            refund_low: Cents::ZERO,
            refund_high: Cents::ZERO,
            interest_low: Cents::ZERO,
            interest_high: Cents::ZERO,
            status: EntryStatus::Eligible,
            lane: Lane::FileNow,
            found: CheckSet::default(),
            unproved: CheckSet::default(),
        }
    }

    #[test]
    fn an_entry_stands_once_and_is_found_by_its_number() {
        let mut portfolio = Portfolio::default();
        for at in 0..1000 {
            let body = format!("9Q9{at:07}");
            let number = EntryNumber::with_check_digit(&body).unwrap();
            assert_eq!(portfolio.add(entry(number.as_str())), Some(EntryId(at)));
            assert_eq!(portfolio.add(entry(number.as_str())), None);
        }
        for (id, found) in portfolio.iter() {
            assert_eq!(portfolio.find(&found.number), Some(id));
        }
        assert_eq!(portfolio.len(), 1000);
    }
}
