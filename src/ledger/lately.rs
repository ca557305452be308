//! What a thread has met lately, so that what repeats on neighbouring rows is read once.

use super::TextId;
use crate::intake::Row;

/// The stretches of neighbours among columns, each by its first and last.
pub(super) fn spans(columns: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    let mut columns: Vec<usize> = columns.collect();
    columns.sort_unstable();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for column in columns {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == column => *last = column,
            _ => spans.push((column, column)),
        }
    }
    spans
}

/// The text of the header cells last read in a run, as it stands in the file.
#[derive(Default)]
pub(super) struct HeaderSeen {
    bytes: Vec<u8>,
    /// Where the text of each span ends in `bytes`.
    ends: Vec<usize>,
}

impl HeaderSeen {
    /// Whether a row has the same text, and so says the same.
    pub(super) fn is_of(&self, row: &Row<'_>, spans: &[(usize, usize)]) -> bool {
        let mut start = 0;
        !self.ends.is_empty()
            && spans.iter().zip(&self.ends).all(|((first, last), end)| {
                let seen = &self.bytes[start..*end];
                start = *end;
                row.span(*first, *last) == Some(seen)
            })
    }

    pub(super) fn see(&mut self, row: &Row<'_>, spans: &[(usize, usize)]) {
        self.forget();
        for (first, last) in spans {
            // Rows of the `csv` crate no longer show their text: the next is read again.
            let Some(text) = row.span(*first, *last) else {
                return self.forget();
            };
            self.bytes.extend_from_slice(text);
            self.ends.push(self.bytes.len());
        }
    }

    pub(super) fn forget(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }
}

/// The ids of short texts met lately: rates and the like repeat on every entry.
pub(super) struct ShortTexts([(u64, TextId); 256]);

impl Default for ShortTexts {
    fn default() -> ShortTexts {
        ShortTexts([(0, TextId::BLANK); 256])
    }
}

impl ShortTexts {
    /// The id of a cell, which `find` gives if it is not known here.
    pub(super) fn id(&mut self, cell: &[u8], find: impl FnOnce() -> TextId) -> TextId {
        let mut bytes = [0; 8];
        // The last byte tells the length: no other cell has the same eight.
        if cell.is_empty() || cell.len() > 7 {
            return find();
        }
        bytes[..cell.len()].copy_from_slice(cell);
        bytes[7] = cell.len() as u8;
        let key = u64::from_le_bytes(bytes);
        let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
        let known = &mut self.0[place as usize];
        if known.0 != key {
            *known = (key, find());
        }
        known.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_columns_are_one_span() {
        assert_eq!(spans([7, 2, 3, 1, 9].into_iter()), [(1, 3), (7, 7), (9, 9)]);
        assert_eq!(spans([].into_iter()), []);
    }

    #[test]
    fn a_short_text_is_never_taken_for_another() {
        let mut texts = crate::ledger::Texts::new();
        let mut short = ShortTexts::default();
        let cells = ["0", "0\0", "00", "16.5%", "16.5%\0", "Free", "a text of some length"];
        let ids = cells.map(|cell| texts.id(cell));
        for _ in 0..2 {
            for (cell, id) in cells.iter().zip(ids) {
                assert_eq!(short.id(cell.as_bytes(), || texts.id(cell)), id, "{cell:?}");
            }
        }
    }

    #[test]
    fn only_a_text_of_up_to_seven_bytes_is_remembered() {
        let mut lookups = |cell: &str| {
            let (mut short, mut texts) = (ShortTexts::default(), crate::ledger::Texts::new());
            let mut lookups = 0;
            for _ in 0..3 {
                short.id(cell.as_bytes(), || {
                    lookups += 1;
                    texts.id(cell)
                });
            }
            lookups
        };
        assert_eq!(["2", "Free", "16.125%"].map(&mut lookups), [1, 1, 1]);
        assert_eq!(["", "16.1250%"].map(&mut lookups), [3, 3]);
    }
}
