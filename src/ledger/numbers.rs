//! Entry numbers in eight bytes each.

use crate::domain::EntryNumber;
use compact_str::CompactString;
use hashbrown::HashMap;
use std::cmp::Ordering;

/// Sorts as a number does, without [`Numbers`]: the packed number, or the text of a long one
/// behind all packed numbers that sort before it.
pub(super) type SortKey = (u64, CompactString);

/// Stands for an entry number; `Numbers` knows which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct EntryKey(pub(super) u64);

impl EntryKey {
    /// The key as bits.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The key that gave these bits.
    pub fn from_bits(bits: u64) -> EntryKey {
        EntryKey(bits)
    }
}

/// What keys stand for. Nearly all numbers are packed into their key; the few that are too long
/// for that are kept here.
#[derive(Default)]
pub(super) struct Numbers {
    long: Vec<EntryNumber>,
    keys: HashMap<EntryNumber, EntryKey, foldhash::fast::FixedState>,
}

impl Numbers {
    /// The key of a number.
    pub(super) fn key(&mut self, number: &EntryNumber) -> EntryKey {
        if let Some(packed) = number.packed() {
            return EntryKey(packed);
        }
        if let Some(key) = self.keys.get(number) {
            return *key;
        }
        let key = EntryKey(EntryNumber::PACKED_END + self.long.len() as u64);
        self.long.push(number.clone());
        self.keys.insert(number.clone(), key);
        key
    }

    /// The key here of what is `key` in other numbers.
    pub(super) fn adopt(&mut self, key: EntryKey, other: &Numbers) -> EntryKey {
        if key.0 < EntryNumber::PACKED_END { key } else { self.key(&other.number(key)) }
    }

    /// The number of a key.
    pub(super) fn number(&self, key: EntryKey) -> EntryNumber {
        match self.long(key) {
            None => EntryNumber::unpacked(key.0),
            Some(number) => number.clone(),
        }
    }

    /// Sorts keys as their numbers sort.
    pub(super) fn order(&self, a: EntryKey, b: EntryKey) -> Ordering {
        match a.0.max(b.0) < EntryNumber::PACKED_END {
            true => a.0.cmp(&b.0),
            false => self.number(a).cmp(&self.number(b)),
        }
    }

    /// What a key sorts by.
    pub(super) fn sort_key(&self, key: EntryKey) -> SortKey {
        match self.long(key) {
            None => (key.0, CompactString::default()),
            Some(number) => (number.packed_start(), number.as_str().into()),
        }
    }

    fn long(&self, key: EntryKey) -> Option<&EntryNumber> {
        let at = key.0.checked_sub(EntryNumber::PACKED_END)?;
        self.long.get(usize::try_from(at).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_give_their_numbers_back_and_sort_as_they_do() {
        let mut texts = ["A", "9Q910000011", "9Q910000011XX", "9Q910000012", "ZZZZZZZZZZZZZ"];
        texts.sort_unstable();
        let (mut numbers, mut others) = (Numbers::default(), Numbers::default());
        let keys = texts.map(|text| {
            let (number, _) = EntryNumber::read(text.as_bytes()).unwrap();
            let key = others.key(&number);
            numbers.adopt(key, &others)
        });
        assert_eq!(keys.map(|key| numbers.number(key).to_string()), texts);
        assert!(keys.is_sorted_by(|a, b| numbers.order(*a, *b).is_lt()));
        assert!(keys.is_sorted_by(|a, b| numbers.sort_key(*a) < numbers.sort_key(*b)));
    }

    #[test]
    fn numbers_too_long_to_be_packed_sort_by_themselves_and_not_by_when_they_were_read() {
        let mut numbers = Numbers::default();
        let read = ["9Q910000029XX", "9Q910000011XX", "9Q910000029", "ZZZZZZZZZZZZZ", "A"];
        let mut keys = read.map(|text| {
            let (number, _) = EntryNumber::read(text.as_bytes()).unwrap();
            numbers.key(&number)
        });
        keys.sort_by(|a, b| numbers.order(*a, *b));
        let sorted = keys.map(|key| numbers.number(key).to_string());
        assert_eq!(sorted, ["9Q910000011XX", "9Q910000029", "9Q910000029XX", "A", "ZZZZZZZZZZZZZ"]);
    }
}
