//! Puts the links together.

use super::{ByEntry, Links, deposits};
use crate::track::Scene;

pub(super) fn gather<'a>(scene: &Scene<'a>) -> Links<'a> {
    let (said, entries) = (scene.said, scene.portfolio.len());
    Links {
        said,
        verdicts: ByEntry::new(entries, said.verdicts.iter().map(|row| row.entry.known())),
        liquidations: ByEntry::new(entries, said.liquidations.iter().map(|row| row.entry.known())),
        shares: ByEntry::new(entries, said.shares.iter().map(|row| row.entry.known())),
        later: ByEntry::new(entries, said.later.iter().map(|row| Some(row.entry))),
        refunds: Vec::new(),
        rows: Vec::new(),
        parts: Vec::new(),
        parts_of: ByEntry::default(),
        refund_of_share: Vec::new(),
        disagreements: Vec::new(),
        deposits: deposits::Matched::default(),
    }
}
