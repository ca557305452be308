//! Entry type codes (7501 block 2).

use super::text_of;
use compact_str::CompactString;
use std::fmt;

/// An entry type code such as `01` (consumption) or `06` (FTZ); other text is kept as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryType(CompactString);

impl EntryType {
    /// Reads a cell; a leading zero a spreadsheet took is put back (`1` is `01`), and a needless
    /// one is dropped (CBP prints drawback as `047`). `None` if blank.
    pub fn read(cell: &[u8]) -> Option<EntryType> {
        if let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = cell {
            return Some(EntryType([char::from(*tens), char::from(*ones)].iter().collect()));
        }
        let text = text_of(cell.trim_ascii()).to_uppercase();
        if text.is_empty() {
            return None;
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            let digits = text.trim_start_matches('0');
            return Some(EntryType(compact_str::format_compact!("{digits:0>2}")));
        }
        Some(EntryType(text.into()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_lost_zeros_back() {
        for (cell, code) in [("1", "01"), ("01", "01"), ("047", "47"), ("11", "11"), ("a2", "A2")] {
            assert_eq!(EntryType::read(cell.as_bytes()).unwrap().as_str(), code);
        }
        assert_eq!(EntryType::read(b" "), None);
    }
}
