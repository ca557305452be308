//! Tariff numbers: any cell. What is read prints as digits that read back the same, and packs.

use capeprep::domain::{Hts8, HtsNumber, HtsPrefix, clean_cell};

/// Reads a cell as a tariff number.
pub fn check(data: &[u8]) {
    let cell = clean_cell(data);
    if let Ok(text) = std::str::from_utf8(cell)
        && let Some(prefix) = HtsPrefix::read(text)
        && let Some(number) = HtsNumber::read(cell)
    {
        let is_mended = usize::from(number.digits()) != cell.len();
        assert!(number.starts_with(prefix) || is_mended, "{text}");
    }
    let Some(number) = HtsNumber::read(cell) else { return };
    assert!((1..=17).contains(&number.digits()));
    let mut printed = Vec::new();
    number.write_to(&mut printed);
    assert_eq!(printed, number.to_string().as_bytes());
    assert_eq!(printed.len(), usize::from(number.digits()));
    assert_eq!(HtsNumber::unpacked(number.packed()), Some(number));
    assert_eq!(HtsNumber::read(&printed), Some(number), "{number}");
    assert_eq!(number.is_base(), matches!(number.chapter(), Some(1..=97)));
    let heading = number.heading();
    if number.digits() >= 8 {
        assert_eq!(Hts8::read(&heading.dotted()), Some(heading));
        assert!(printed.starts_with(heading.dotted().replace('.', "").as_bytes()));
    }
    // Any eight bytes are a number or none.
    if let Some((eight, _)) = data.split_first_chunk() {
        let packed = u64::from_le_bytes(*eight);
        if let Some(number) = HtsNumber::unpacked(packed) {
            assert_eq!(number.packed(), packed);
            assert_eq!(number.to_string().len(), usize::from(number.digits()));
        }
    }
}
