//! Entry numbers and entry types: any cell. What is read is canonical, packs into eight bytes that
//! sort alike, and is repaired only to a number whose check digit fits.

use capeprep::domain::{EntryNumber, EntryType, clean_cell};

/// Reads a cell as an entry number and as an entry type.
pub fn check(data: &[u8]) {
    let cell = clean_cell(data);
    if let Some((number, repaired)) = EntryNumber::read(cell) {
        let text = number.as_str();
        let plain = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
        assert!(!text.is_empty() && text.bytes().all(plain), "{text}");
        assert_eq!(EntryNumber::of_signs(text).as_ref(), Some(&number));
        assert_eq!(EntryNumber::read(text.as_bytes()), Some((number.clone(), false)));
        assert!(!EntryNumber::is_spreadsheet_number(text.as_bytes()) || text.contains('E'));
        if repaired {
            assert_eq!(number.check_digit_fits(), Some(true));
        }
        match number.check_digit_off() {
            Some(off) => {
                assert!(number.is_well_formed() && off < 10);
                let right = EntryNumber::with_check_digit(&text[..10]);
                assert_eq!(right.as_ref() == Some(&number), off == 0);
                assert_eq!(right.and_then(|right| right.check_digit_fits()), Some(true));
            }
            None => assert!(!number.is_well_formed()),
        }
        assert!(text.starts_with(number.filer_code()));
        if let Some(packed) = number.packed() {
            assert!(packed < EntryNumber::PACKED_END);
            assert_eq!(EntryNumber::unpacked(packed), number);
            for other in ["0", "9Q910000011", "ZZZZZZZZZZZZ"] {
                let (other, _) = EntryNumber::read(other.as_bytes()).expect("a number");
                assert_eq!(number.cmp(&other), packed.cmp(&other.packed().expect("short")));
            }
        }
    }
    EntryNumber::is_spreadsheet_number(cell);
    if let Some(code) = EntryType::read(cell) {
        let again = EntryType::read(code.as_str().as_bytes());
        assert!(again.as_ref() == Some(&code) || !code.as_str().is_ascii(), "{code}");
    }
}
