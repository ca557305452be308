//! Rows by entry, without a list for each entry.

use crate::earlier::EntryId;

/// Places of rows, sorted by entry: one list, and where each entry's rows begin in it.
#[derive(Debug, Default)]
pub struct ByEntry {
    /// Empty if there is no row at all; else one more than there are entries.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl ByEntry {
    /// Sorts rows by entry, keeping their order; `None` are rows of no known entry.
    pub(super) fn new(
        entries: usize,
        rows: impl Iterator<Item = Option<EntryId>> + Clone,
    ) -> ByEntry {
        let mut starts = Vec::new();
        for id in rows.clone().flatten() {
            if starts.is_empty() {
                starts = vec![0u32; entries + 1];
            }
            if let Some(count) = starts.get_mut(id.index() + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        let mut sorted = vec![0u32; before as usize];
        let mut next = starts.clone();
        for (at, id) in rows.enumerate() {
            let Some(next) = id.and_then(|id| next.get_mut(id.index())) else { continue };
            if let (Some(slot), Ok(at)) = (sorted.get_mut(*next as usize), u32::try_from(at)) {
                *slot = at;
                *next += 1;
            }
        }
        ByEntry { starts, rows: sorted }
    }

    /// The places of the rows of an entry.
    pub fn of(&self, id: EntryId) -> &[u32] {
        let range = self.starts.get(id.index()).zip(self.starts.get(id.index() + 1));
        let rows = range.and_then(|(from, to)| self.rows.get(*from as usize..*to as usize));
        rows.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_under_their_entry_in_their_order() {
        let rows = [Some(2), None, Some(0), Some(2), Some(9), Some(2)];
        let by = ByEntry::new(3, rows.into_iter().map(|id| id.map(EntryId)));
        let of = |id| by.of(EntryId(id)).to_vec();
        assert_eq!(
            [of(0), of(1), of(2), of(3), of(9)],
            [vec![2], vec![], vec![0, 3, 5], vec![], vec![]]
        );
        assert!(ByEntry::new(3, [None].into_iter()).of(EntryId(0)).is_empty());
    }
}
