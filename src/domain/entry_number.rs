//! Entry (summary) numbers: filer code, number, check digit.

use compact_str::CompactString;
use std::fmt;

/// An entry number: letters and digits, upper case, without dashes and spaces.
///
/// A well-formed one has 11 characters: a filer code of 3 letters or digits, 7 digits and a check
/// digit (CATAIR Appendix E, `cape-rules:S15`). A number of another shape is kept as it stands,
/// because an analyst must see it to mend it; [`EntryNumber::is_well_formed`] tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryNumber(CompactString);

impl EntryNumber {
    /// Reads a cell: dashes and spaces are dropped, letters made upper case. The flag is true when
    /// a ten-digit number got back the leading zero a spreadsheet had taken, which is done only if
    /// the check digit then fits.
    ///
    /// `None` if the cell holds anything but letters and digits, or nothing.
    pub fn read(cell: &[u8]) -> Option<(EntryNumber, bool)> {
        let plain = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        if cell.len() == 11 && cell.iter().all(plain) {
            return CompactString::from_utf8(cell).ok().map(|text| (EntryNumber(text), false));
        }
        let mut text = CompactString::default();
        for &byte in cell {
            match byte {
                b'-' | b' ' => {}
                b if b.is_ascii_alphanumeric() => text.push(b.to_ascii_uppercase().into()),
                _ => return None,
            }
        }
        if text.is_empty() {
            return None;
        }
        if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit()) {
            let repaired = EntryNumber(compact_str::format_compact!("0{text}"));
            if repaired.check_digit_fits() == Some(true) {
                return Some((repaired, true));
            }
        }
        Some((EntryNumber(text), false))
    }

    /// The number with these letters and digits, as they stand; nothing is repaired.
    pub fn of_signs(text: &str) -> Option<EntryNumber> {
        let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        (!text.is_empty() && text.bytes().all(plain)).then(|| EntryNumber(text.into()))
    }

    /// Whether a cell holds what a spreadsheet makes of an entry number it takes for a number:
    /// `1.7E+09`, `1700023458.0`. Digits may be lost, so it is never read as one.
    pub fn is_spreadsheet_number(cell: &[u8]) -> bool {
        let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        let (mantissa, exponent) = match cell.iter().position(|b| matches!(b, b'e' | b'E')) {
            Some(at) => (&cell[..at], cell.get(at + 1..)),
            None => (cell, None),
        };
        let exponent = exponent.map(|e| e.strip_prefix(b"+").unwrap_or(e));
        let mut parts = mantissa.splitn(2, |b| matches!(b, b'.' | b','));
        let whole = parts.next().is_some_and(digits);
        let decimals = parts.next();
        whole
            && decimals.is_none_or(digits)
            && exponent.is_none_or(|e| digits(e.strip_prefix(b"-").unwrap_or(e)))
            && (decimals.is_some() || exponent.is_some())
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The filer code: the first three characters (fewer if the number is shorter).
    pub fn filer_code(&self) -> &str {
        self.0.get(..3).unwrap_or(&self.0)
    }

    /// Whether it is 3 letters or digits and 8 digits.
    pub fn is_well_formed(&self) -> bool {
        self.0.len() == 11 && self.0.bytes().skip(3).all(|b| b.is_ascii_digit())
    }

    /// Whether the last digit is the right check digit; `None` if the number is not well formed.
    pub fn check_digit_fits(&self) -> Option<bool> {
        Some(self.check_digit_off()? == 0)
    }

    /// How far the last digit is from the right check digit, from 0 (it fits) to 9; `None` if the
    /// number is not well formed.
    pub fn check_digit_off(&self) -> Option<u8> {
        if !self.is_well_formed() {
            return None;
        }
        let (body, last) = self.0.split_at(10);
        Some((last.bytes().next()? - b'0' + 10 - check_digit(body)?) % 10)
    }

    /// The well-formed number with this ten-character body, its check digit added.
    pub fn with_check_digit(body: &str) -> Option<EntryNumber> {
        let digit = check_digit(body)?;
        let number = EntryNumber(compact_str::format_compact!("{body}{digit}"));
        number.is_well_formed().then_some(number)
    }
}

/// Letters and digits in the order of their bytes; 0 stands behind the end of a number.
const SIGNS: &[u8; 37] = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The longest number that fits eight bytes: one sign more than a well-formed one has.
const PACKED_LENGTH: usize = 12;

impl EntryNumber {
    /// No packed number is this large.
    pub const PACKED_END: u64 = 37u64.pow(PACKED_LENGTH as u32);

    /// The number in eight bytes, which sort as the numbers do; `None` if it is too long for that.
    pub fn packed(&self) -> Option<u64> {
        (self.0.len() <= PACKED_LENGTH).then(|| self.packed_start())
    }

    /// As much of the number as can be packed.
    pub fn packed_start(&self) -> u64 {
        let sign = |byte: u8| match byte {
            b'0'..=b'9' => u64::from(byte - b'0') + 1,
            _ => u64::from(byte - b'A') + 11,
        };
        let signs = self.0.bytes().take(PACKED_LENGTH);
        let packed = signs.fold(0, |packed, byte| packed * 37 + sign(byte));
        packed * 37u64.pow(PACKED_LENGTH.saturating_sub(self.0.len()) as u32)
    }

    /// The number that was packed.
    pub fn unpacked(mut packed: u64) -> EntryNumber {
        let mut text = [b' '; PACKED_LENGTH];
        for place in text.iter_mut().rev() {
            *place = SIGNS[(packed % 37) as usize];
            packed /= 37;
        }
        EntryNumber(CompactString::from_utf8_lossy(text.trim_ascii_end()))
    }
}

/// The check digit of the ten characters before it (`cape-rules:S18`): letters count as A-I = 1-9,
/// J-R = 1-9, S-Z = 2-9; every second value is doubled and loses 9 if above 9.
fn check_digit(body: &str) -> Option<u8> {
    if body.len() != 10 {
        return None;
    }
    let mut sum = 0;
    for (index, byte) in body.bytes().enumerate() {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'I' => byte - b'A' + 1,
            b'J'..=b'R' => byte - b'J' + 1,
            b'S'..=b'Z' => byte - b'S' + 2,
            _ => return None,
        };
        sum += match (index % 2 == 1, value * 2) {
            (false, _) => value,
            (true, doubled @ 10..) => doubled - 9,
            (true, doubled) => doubled,
        };
    }
    Some((10 - sum % 10) % 10)
}

impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digit_published_vectors() {
        for (body, digit) in [
            ("ABC1234567", '6'),
            ("SP70000001", '4'),
            ("9999999999", '0'),
            ("9Q91000001", '1'),
            ("9Q91000002", '9'),
            ("9Q91000003", '7'),
            ("9Q91000004", '5'),
            ("0170002345", '8'),
            ("1E50000123", '3'),
        ] {
            let number = EntryNumber::with_check_digit(body).unwrap();
            assert_eq!(number.as_str(), format!("{body}{digit}"));
            assert_eq!(number.check_digit_fits(), Some(true));
        }
    }

    #[test]
    fn a_lost_zero_comes_back_only_if_the_check_digit_fits() {
        let (number, repaired) = EntryNumber::read(b"1700023458").unwrap();
        assert_eq!((number.as_str(), repaired), ("01700023458", true));
        let (number, repaired) = EntryNumber::read(b"1700023459").unwrap();
        assert_eq!((number.as_str(), repaired), ("1700023459", false));
        assert!(!number.is_well_formed());
    }

    #[test]
    fn a_number_with_letters_has_lost_no_zero() {
        // With a zero before it the check digit would fit, but no spreadsheet takes it for a number.
        let with_zero = EntryNumber::with_check_digit("09Q9100000").unwrap();
        let (number, repaired) = EntryNumber::read(&with_zero.as_str().as_bytes()[1..]).unwrap();
        assert_eq!((number.as_str(), repaired), (&with_zero.as_str()[1..], false));
    }

    #[test]
    fn signs_are_upper_case_letters_and_digits() {
        assert_eq!(EntryNumber::of_signs("9Q9").map(|n| n.to_string()), Some("9Q9".into()));
        for text in ["", "9q9", "9Q9-1", "9Q9 ", "\u{c9}"] {
            assert_eq!(EntryNumber::of_signs(text), None, "{text}");
        }
    }

    #[test]
    fn eight_bytes_hold_a_number_and_keep_the_order() {
        let mut numbers: Vec<EntryNumber> =
            ["0", "9", "A", "Z", "00", "ABC12345676", "ABC1234567", "ZZZZZZZZZZZZ", "9Q910000011"]
                .map(|text| EntryNumber::read(text.as_bytes()).unwrap().0)
                .to_vec();
        numbers.sort();
        let packed: Vec<u64> = numbers.iter().map(|n| n.packed().unwrap()).collect();
        assert!(packed.is_sorted() && packed.iter().all(|p| *p < EntryNumber::PACKED_END));
        let unpacked: Vec<EntryNumber> = packed.into_iter().map(EntryNumber::unpacked).collect();
        assert_eq!(unpacked, numbers);
        assert_eq!(EntryNumber::read(b"ZZZZZZZZZZZZ1").unwrap().0.packed(), None);
    }

    #[test]
    fn numbers_of_a_spreadsheet_are_told_and_never_read() {
        for cell in ["1.7E+09", "1700023458.0", "1,7E+09", "9E+10"] {
            assert!(EntryNumber::is_spreadsheet_number(cell.as_bytes()), "{cell}");
            assert_eq!(EntryNumber::read(cell.as_bytes()), None, "{cell}");
        }
        for cell in ["1700023458", "9Q910000011", "", ".", "E", "9Q9.1", "N/A"] {
            assert!(!EntryNumber::is_spreadsheet_number(cell.as_bytes()), "{cell}");
        }
    }

    #[test]
    fn reads_dashes_spaces_and_case() {
        let (number, _) = EntryNumber::read(b"9q9-1000001-1").unwrap();
        assert_eq!(number.as_str(), "9Q910000011");
        assert_eq!(number.filer_code(), "9Q9");
        for cell in [&b""[..], b" - ", b"1.7E+09", b"1700023458.0", b"'1700023458", "é".as_bytes()]
        {
            assert_eq!(EntryNumber::read(cell), None);
        }
    }
}
