//! Importer of record (IOR) numbers.

use super::text_of;
use compact_str::CompactString;
use std::fmt;

/// An importer of record number as it is printed, with the form in which numbers are compared:
/// without dashes, spaces and case, the suffix counting (`98-765432100` is not `98-765432101`).
#[derive(Debug, Clone)]
pub struct ImporterNumber {
    printed: CompactString,
}

impl ImporterNumber {
    /// Reads a cell; `None` if nothing but dashes and spaces is in it.
    pub fn read(cell: &[u8]) -> Option<ImporterNumber> {
        let text = text_of(cell.trim_ascii());
        let says_something = text.chars().any(|c| c != '-' && !c.is_whitespace());
        says_something.then(|| ImporterNumber { printed: text.as_ref().into() })
    }

    /// The form in which two numbers are compared.
    pub fn key(&self) -> CompactString {
        self.printed
            .chars()
            .filter(|c| *c != '-' && !c.is_whitespace())
            .flat_map(char::to_uppercase)
            .collect()
    }

    /// As first seen.
    pub fn as_str(&self) -> &str {
        &self.printed
    }
}

impl PartialEq for ImporterNumber {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ImporterNumber {}

impl fmt::Display for ImporterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compared_without_dashes_spaces_and_case() {
        let number = |text: &str| ImporterNumber::read(text.as_bytes());
        assert_eq!(number("98-765432100"), number(" 98 765432100 "));
        assert_eq!(number("yy12-abc"), number("YY12ABC"));
        assert_ne!(number("98-765432100"), number("98-765432101"));
        assert_eq!(number(" - "), None);
    }
}
