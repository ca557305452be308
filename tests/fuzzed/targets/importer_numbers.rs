//! Importer of record numbers: any cell. The form in which they are compared does not depend on how
//! they are printed.

use capeprep::domain::{ImporterNumber, clean_cell};

/// Reads a cell as an importer number.
pub fn check(data: &[u8]) {
    let cell = clean_cell(data);
    let Some(number) = ImporterNumber::read(cell) else { return };
    let key = number.key();
    assert!(!key.is_empty() && !key.contains('-') && !key.contains(char::is_whitespace));
    let again = ImporterNumber::read(number.as_str().as_bytes()).expect("it says something");
    assert_eq!(again, number);
    assert_eq!(again.as_str(), number.as_str());
    let spaced: String = number.as_str().chars().flat_map(|c| [c, ' ', '-']).collect();
    assert_eq!(ImporterNumber::read(spaced.as_bytes()).expect("it says something"), number);
    if number.form().is_some() {
        assert!(number.as_str().is_ascii() || number.form().is_none(), "{number}");
    }
    if let Some(root) = number.root() {
        assert!(root.len() == 9 && root.bytes().all(|b| b.is_ascii_digit()), "{number}: {root}");
        assert!(key.starts_with(root.as_str()));
    }
}
