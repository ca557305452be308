//! Who filed what for whom.

use crate::domain::Lane;
use crate::estimate::{Amounts, ImporterKey, Sums};
use crate::ledger::TextId;
use compact_str::CompactString;

/// Entries that one filer filed for one importer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FilerKey {
    /// The filer code; empty where the entry number has none.
    pub filer: CompactString,
    /// The importer of record, as printed.
    pub importer: TextId,
}

/// Amounts by lane, in the order of the lanes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByLane(pub [Amounts; Lane::ALL.len()]);

impl ImporterKey for FilerKey {
    fn importer(&self) -> TextId {
        self.importer
    }
}

impl Sums for ByLane {
    type Beside = ();

    fn add(&mut self, later: &ByLane) {
        self.0.iter_mut().zip(&later.0).for_each(|(sum, lane)| sum.add(lane));
    }

    fn beside(&self) {}

    /// Most lanes are empty: which ones are not, then their amounts.
    fn pack(&self, out: &mut Vec<u8>) {
        let filled = || self.0.iter().enumerate().filter(|(_, amounts)| amounts.entries > 0);
        let bits = filled().fold(0u16, |bits, (lane, _)| bits | 1 << lane);
        out.extend_from_slice(&bits.to_le_bytes());
        filled().for_each(|(_, amounts)| amounts.pack(out));
    }

    fn unpack((): (), bytes: &mut &[u8]) -> ByLane {
        let mut lanes = ByLane::default();
        let Some((bits, rest)) = bytes.split_first_chunk::<2>() else { return lanes };
        *bytes = rest;
        let bits = u16::from_le_bytes(*bits);
        for (lane, amounts) in lanes.0.iter_mut().enumerate() {
            if bits >> lane & 1 == 1 {
                *amounts = Amounts::unpack(bytes);
            }
        }
        lanes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filer_is_kept_once_with_every_lane() {
        crate::estimate::kept::tests::each_key_is_kept_once(
            |importer, n| FilerKey { filer: n.to_string().into(), importer },
            |n| {
                // The last lane is empty.
                let amounts = |lane| crate::estimate::kept::tests::amounts(n + lane as i128);
                let last = Lane::ALL.len() - 1;
                ByLane(std::array::from_fn(|lane| {
                    if lane < last { amounts(lane) } else { Amounts::default() }
                }))
            },
        );
    }

    #[test]
    fn lanes_come_back() {
        let mut lanes = ByLane::default();
        for lane in [0, 3, Lane::ALL.len() - 1] {
            lanes.0[lane] = Amounts { entries: 1 + lane as u64, duty_paid: -9, ..lanes.0[lane] };
        }
        let mut bytes = Vec::new();
        lanes.pack(&mut bytes);
        assert!(bytes.len() < 24, "{}", bytes.len());
        let mut bytes = bytes.as_slice();
        assert_eq!(ByLane::unpack((), &mut bytes), lanes);
        assert!(bytes.is_empty());
    }
}
