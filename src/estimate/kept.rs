//! Sums by a key with an importer in it, in little memory. Entries come sorted by importer, so the
//! sums of an importer are complete when the next one comes; from then on they are kept packed.

use super::Amounts;
use super::packed::{pack, unpack};
use crate::ledger::TextId;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::Hash;

/// A key by which sums of one importer are told apart.
pub trait ImporterKey: Clone + Eq + Hash {
    /// The importer of record, as printed.
    fn importer(&self) -> TextId;
}

/// Sums that can be packed.
pub trait Sums: Clone + Default {
    /// What is not packed.
    type Beside: Copy;

    /// Adds the sums of the entries that follow.
    fn add(&mut self, later: &Self);
    /// What is not packed.
    fn beside(&self) -> Self::Beside;
    /// Packs the rest.
    fn pack(&self, out: &mut Vec<u8>);
    /// The sums from what was packed first in `bytes`, which then begin behind it.
    fn unpack(beside: Self::Beside, bytes: &mut &[u8]) -> Self;
}

/// Sums by key.
#[derive(Debug, Clone)]
pub struct Kept<K: ImporterKey, V: Sums> {
    pub(super) open: HashMap<K, V, FixedState>,
    pub(super) complete: Vec<Complete<K, V::Beside>>,
    pub(super) packed: Vec<u8>,
    pub(super) latest: TextId,
}

/// Sums that are complete, and where they are packed.
#[derive(Debug, Clone)]
pub(super) struct Complete<K, B> {
    pub(super) key: K,
    pub(super) beside: B,
    pub(super) at: usize,
}

/// So many keys stay open, those of finished importers included.
pub(super) const OPEN: usize = 4096;

impl<K: ImporterKey, V: Sums> Default for Kept<K, V> {
    fn default() -> Kept<K, V> {
        Kept {
            open: HashMap::default(),
            complete: Vec::new(),
            packed: Vec::new(),
            latest: TextId::BLANK,
        }
    }
}

impl<K: ImporterKey, V: Sums> Kept<K, V> {
    /// The sums of a key of the importer at hand.
    pub(super) fn at(&mut self, key: K) -> &mut V {
        self.latest = key.importer();
        self.open.entry(key).or_default()
    }

    /// Adds those of the entries that follow, of which none is complete.
    pub(super) fn add(&mut self, later: &Kept<K, V>) {
        if later.open.is_empty() {
            return;
        }
        for (key, sums) in &later.open {
            self.open.entry(key.clone()).or_default().add(sums);
        }
        self.latest = later.latest;
        if self.open.len() < OPEN {
            return;
        }
        let latest = self.latest;
        for (key, sums) in self.open.extract_if(|key, _| key.importer() != latest) {
            let at = self.packed.len();
            sums.pack(&mut self.packed);
            self.complete.push(Complete { key, beside: sums.beside(), at });
        }
    }

    /// Every key with its sums, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, V)> {
        let complete =
            self.complete.iter().map(|complete| (&complete.key, self.unpacked(complete)));
        complete.chain(self.open.iter().map(|(key, sums)| (key, sums.clone())))
    }

    /// What finds the sums of each key, which takes less than the sums.
    pub(super) fn places(&self) -> impl Iterator<Item = (&K, Option<usize>)> {
        let complete = self.complete.iter().enumerate().map(|(at, kept)| (&kept.key, Some(at)));
        complete.chain(self.open.keys().map(|key| (key, None)))
    }

    /// The sums of a key at its place.
    pub(super) fn sums(&self, key: &K, place: Option<usize>) -> V {
        match place.and_then(|place| self.complete.get(place)) {
            Some(complete) => self.unpacked(complete),
            None => self.open.get(key).cloned().unwrap_or_default(),
        }
    }

    fn unpacked(&self, complete: &Complete<K, V::Beside>) -> V {
        V::unpack(complete.beside, &mut self.packed.get(complete.at..).unwrap_or_default())
    }
}

impl Amounts {
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        let Amounts { entries, duty_paid, refund_low, refund_high, interest_low, interest_high } =
            *self;
        // The high figures are mostly the low ones.
        let more = [refund_high - refund_low, interest_high - interest_low];
        pack(&[entries.into(), duty_paid, refund_low, more[0], interest_low, more[1]], out);
    }

    pub(super) fn unpack(bytes: &mut &[u8]) -> Amounts {
        let [entries, duty_paid, refund_low, more_refund, interest_low, more_interest] =
            unpack(bytes);
        Amounts {
            entries: u64::try_from(entries).unwrap_or_default(),
            duty_paid,
            refund_low,
            refund_high: refund_low + more_refund,
            interest_low,
            interest_high: interest_low + more_interest,
        }
    }
}

#[cfg(test)]
pub(in crate::estimate) mod tests {
    use super::*;

    /// Amounts of which each is another one, so that none can stand in for a lost one.
    pub(in crate::estimate) fn amounts(n: i128) -> Amounts {
        Amounts {
            entries: n as u64 * 1_003 + 1,
            duty_paid: n - 2,
            refund_low: n * 7 + 3,
            refund_high: n * 11 + 4,
            interest_low: n * 13 + 5,
            interest_high: n * 17 + 6,
        }
    }

    /// Each key has its sums, once: those of complete importers packed, those of the latest one open
    /// for more.
    pub(in crate::estimate) fn each_key_is_kept_once<K, V>(
        key: impl Fn(TextId, u32) -> K,
        sums: impl Fn(i128) -> V,
    ) where
        K: ImporterKey + std::fmt::Debug,
        V: Sums + PartialEq + std::fmt::Debug,
    {
        let mut texts = crate::ledger::Texts::new();
        let [finished, latest] = ["finished", "latest"].map(|name| texts.id(name));
        let importer = |n: u32| if n.is_multiple_of(2) { finished } else { latest };
        let most = OPEN as u32 + 9;
        let open = |n: u32| (key(importer(n), n), sums(n.into()));
        let mut kept = Kept::<K, V>::default();
        kept.add(&Kept { open: (0..most).map(open).collect(), latest, ..Kept::default() });
        assert_eq!(kept.complete.len() as u32, most.div_ceil(2), "all of the finished importer");
        kept.add(&Kept { open: [open(1)].into_iter().collect(), latest, ..Kept::default() });

        assert_eq!(kept.iter().count() as u32, most);
        let found: HashMap<K, V> = kept.iter().map(|(key, sums)| (key.clone(), sums)).collect();
        for n in 0..most {
            let mut expected = sums(n.into());
            if n == 1 {
                expected.add(&sums(1));
            }
            assert_eq!(found.get(&key(importer(n), n)), Some(&expected));
        }
    }

    #[test]
    fn amounts_come_back() {
        let amounts = [
            Amounts::default(),
            Amounts {
                entries: 7,
                duty_paid: -5,
                refund_low: 11,
                refund_high: 1 << 70,
                interest_low: 3,
                interest_high: 2,
            },
        ];
        let mut bytes = Vec::new();
        amounts.iter().for_each(|amounts| amounts.pack(&mut bytes));
        let mut bytes = bytes.as_slice();
        assert_eq!(amounts.map(|_| Amounts::unpack(&mut bytes)), amounts);
        assert!(bytes.is_empty());
    }
}
