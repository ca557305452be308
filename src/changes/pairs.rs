//! The entries of both reports by number.

use super::Side;
use crate::domain::EntryNumber;
use crate::earlier::EntryId;

/// An entry number with its place in each report that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Its place in the earlier report.
    pub before: Option<EntryId>,
    /// Its place in the later report.
    pub after: Option<EntryId>,
}

/// All entries of both reports, in the order of their numbers. A report is sorted by importer
/// first, and an entry may change its importer, so numbers are looked up.
pub fn pairs(before: Side<'_>, after: Side<'_>) -> Vec<Pair> {
    let mut all: Vec<(u64, Pair)> =
        Vec::with_capacity(before.portfolio.len().max(after.portfolio.len()));
    for (id, entry) in before.portfolio.iter() {
        let pair = Pair { before: Some(id), after: after.portfolio.find(&entry.number) };
        all.push((entry.number.packed_start(), pair));
    }
    for (id, entry) in after.portfolio.iter() {
        if before.portfolio.find(&entry.number).is_none() {
            all.push((entry.number.packed_start(), Pair { before: None, after: Some(id) }));
        }
    }
    let number = |pair: &Pair| -> Option<&EntryNumber> {
        let entry = pair.before.and_then(|id| before.portfolio.get(id));
        entry.or_else(|| after.portfolio.get(pair.after?)).map(|entry| &entry.number)
    };
    // The start of a number tells nearly all of them apart.
    all.sort_unstable_by(|(a, x), (b, y)| a.cmp(b).then_with(|| number(x).cmp(&number(y))));
    all.into_iter().map(|(_, pair)| pair).collect()
}
