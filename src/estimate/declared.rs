//! The entries for the upload files.

use super::packed::{pack, unpack};
use crate::domain::{Cents, Day, EntryNumber};
use crate::ledger::{EntryKey, TextId};
use compact_str::CompactString;

/// An entry that goes into an upload file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToDeclare {
    /// Stands for its number.
    pub entry: EntryKey,
    /// Last day on which CAPE takes it; `None` if not liquidated.
    pub deadline: Option<Day>,
    /// Lowest refund.
    pub refund_low: Cents,
    /// Highest refund.
    pub refund_high: Cents,
}

/// The entries for the upload files. In the order of the reports those of one importer and filer
/// follow each other, and what repeats is left out: an entry takes about 14 bytes.
#[derive(Debug, Default)]
pub struct Declared {
    stretches: Vec<Stretch>,
    bytes: Vec<u8>,
    /// The key and deadline before, from which the next are reckoned.
    before: (i128, i128),
}

/// Entries of one importer and filer.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Filer code.
    pub filer_code: CompactString,
    /// Importer of record, as printed.
    pub importer: TextId,
    entries: usize,
    at: usize,
}

impl Declared {
    /// Adds an entry behind the others.
    pub fn put(&mut self, number: &EntryNumber, importer: TextId, entry: &ToDeclare) {
        let filer_code = number.filer_code();
        let same = |last: &Stretch| (last.importer, &*last.filer_code) == (importer, filer_code);
        if !self.stretches.last().is_some_and(same) {
            let filer_code = filer_code.into();
            let at = self.bytes.len();
            self.stretches.push(Stretch { filer_code, importer, entries: 0, at });
            self.before = (0, 0);
        }
        if let Some(last) = self.stretches.last_mut() {
            last.entries += 1;
        }
        let key = i128::from(entry.entry.bits());
        let deadline = entry.deadline.map_or(0, |day| i128::from(day.since_1900()) + 1);
        let (low, high) = (i128::from(entry.refund_low.0), i128::from(entry.refund_high.0));
        let sums = [key - self.before.0, deadline - self.before.1, low, high - low];
        pack(&sums, &mut self.bytes);
        self.before = (key, deadline);
    }

    /// Adds the entries that follow.
    pub(super) fn add(&mut self, later: &Declared) {
        if later.stretches.is_empty() {
            return;
        }
        let shift = self.bytes.len();
        self.bytes.extend_from_slice(&later.bytes);
        let shifted = later.stretches.iter().cloned();
        self.stretches.extend(shifted.map(|part| Stretch { at: part.at + shift, ..part }));
        self.before = later.before;
    }

    /// Its stretches. One importer and filer may have several.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// The entries of a stretch.
    pub fn entries(&self, stretch: &Stretch) -> impl Iterator<Item = ToDeclare> {
        let mut bytes = self.bytes.get(stretch.at..).unwrap_or_default();
        let (mut key, mut deadline) = (0, 0);
        (0..stretch.entries).map(move |_| {
            let [further, later, low, more] = unpack(&mut bytes);
            key += further;
            deadline += later;
            let cents = |sum: i128| Cents(i64::try_from(sum).unwrap_or_default());
            ToDeclare {
                entry: EntryKey::from_bits(u64::try_from(key).unwrap_or_default()),
                deadline: u32::try_from(deadline - 1).ok().map(Day::from_1900),
                refund_low: cents(low),
                refund_high: cents(low + more),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_by_importer_and_filer() {
        let entry = |text: &str, days: Option<u32>, cents: i64| {
            let (number, _) = EntryNumber::read(text.as_bytes()).unwrap();
            let entry = ToDeclare {
                entry: EntryKey::from_bits(number.packed().unwrap()),
                deadline: days.map(Day::from_1900),
                refund_low: Cents(cents / 2),
                refund_high: Cents(cents),
            };
            (number, entry)
        };
        let entries = [
            entry("9Q910000011", Some(46_000), 250_000),
            entry("9Q910000029", None, 1),
            entry("ABC00000017", Some(0), i64::MAX),
            entry("9Q910000037", Some(46_100), 77),
        ];
        let mut texts = crate::ledger::Texts::new();
        let importers = ["a", "a", "a", "b"].map(|text| texts.id(text));
        let (mut declared, mut later) = (Declared::default(), Declared::default());
        for (at, ((number, entry), importer)) in entries.iter().zip(importers).enumerate() {
            let part = if at < 1 { &mut declared } else { &mut later };
            part.put(number, importer, entry);
        }
        declared.add(&later);
        let filers: Vec<&str> = declared.stretches().iter().map(|s| &*s.filer_code).collect();
        assert_eq!(filers, ["9Q9", "9Q9", "ABC", "9Q9"]);
        let read = declared.stretches().iter().flat_map(|stretch| declared.entries(stretch));
        assert!(read.eq(entries.iter().map(|(_, entry)| *entry)));
    }
}
