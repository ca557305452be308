//! HTS numbers and their eight-digit headings.

use std::fmt;

/// A tariff number as a row carries it: 1 to 17 digits, dots and spaces dropped.
///
/// Kept as value x 32 + count of digits: eight bytes, since a portfolio holds millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HtsNumber(u64);

const MOST_DIGITS: u8 = 17;

const POWERS_OF_TEN: [u64; MOST_DIGITS as usize + 1] = {
    let mut powers = [1; MOST_DIGITS as usize + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The digits that the tariff numbers of a family begin with, such as 990301.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtsPrefix {
    value: u64,
    digits: u8,
}

/// An eight-digit HTS heading such as 9903.01.25. Numbers shorter than eight digits keep what
/// they have, so `990301` is a heading of its own and not 9903.01.00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hts8 {
    value: u32,
    digits: u8,
}

impl HtsNumber {
    /// Reads a cell. A base number of 7 or 9 digits gets back the zero a spreadsheet took (a
    /// chapter 98 or 99 number never lost one). `None` if anything but digits is left, or nothing.
    pub fn read(cell: &[u8]) -> Option<HtsNumber> {
        let mut value: u64 = 0;
        let mut digits: u8 = 0;
        for &byte in cell {
            match byte {
                b'0'..=b'9' if digits < MOST_DIGITS => {
                    value = value * 10 + u64::from(byte - b'0');
                    digits += 1;
                }
                b'.' | b' ' => {}
                _ => return None,
            }
        }
        if digits == 0 {
            return None;
        }
        let number = HtsNumber::new(value, digits);
        if matches!(digits, 7 | 9) && !matches!(number.leading(2), Some(98 | 99)) {
            return Some(HtsNumber::new(value, digits + 1));
        }
        Some(number)
    }

    /// The number in eight bytes.
    pub fn packed(self) -> u64 {
        self.0
    }

    /// The number that was packed; `None` if these eight bytes are none.
    pub fn unpacked(packed: u64) -> Option<HtsNumber> {
        let number = HtsNumber(packed);
        let fits = (1..=MOST_DIGITS).contains(&number.digits())
            && number.value() < 10u64.pow(number.digits().into());
        fits.then_some(number)
    }

    /// Appends its digits to `out`.
    pub fn write_to(self, out: &mut Vec<u8>) {
        super::cents::write_padded(self.value(), self.digits().into(), out);
    }

    fn new(value: u64, digits: u8) -> HtsNumber {
        HtsNumber(value << 5 | u64::from(digits))
    }

    fn value(self) -> u64 {
        self.0 >> 5
    }

    /// How many digits it has.
    pub fn digits(self) -> u8 {
        (self.0 & 31) as u8
    }

    /// The number made of the first `count` digits, if there are that many.
    pub fn leading(self, count: u8) -> Option<u64> {
        let drop = self.digits().checked_sub(count)?;
        Some(self.value() / POWERS_OF_TEN[usize::from(drop)])
    }

    /// The chapter, 1 to 99; `None` for a single digit.
    pub fn chapter(self) -> Option<u8> {
        self.leading(2).map(|c| c as u8)
    }

    /// Whether it is a number of the tariff proper, chapters 1 to 97.
    pub fn is_base(self) -> bool {
        matches!(self.chapter(), Some(1..=97))
    }

    /// The first eight digits.
    pub fn heading(self) -> Hts8 {
        match self.leading(8) {
            Some(value) => Hts8 { value: value as u32, digits: 8 },
            None => Hts8 { value: self.value() as u32, digits: self.digits() },
        }
    }

    /// Whether the number begins with these digits.
    pub fn starts_with(self, prefix: HtsPrefix) -> bool {
        self.leading(prefix.digits) == Some(prefix.value)
    }
}

impl HtsPrefix {
    /// Reads 1 to 17 digits; `None` for anything else.
    pub fn read(text: &str) -> Option<HtsPrefix> {
        let digits = u8::try_from(text.len()).ok().filter(|digits| *digits <= MOST_DIGITS)?;
        let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|_| all_digits)?;
        Some(HtsPrefix { value, digits })
    }
}

impl Hts8 {
    /// Reads `9903.01.25` or `99030125`; `None` unless it is eight digits.
    pub fn read(text: &str) -> Option<Hts8> {
        HtsNumber::read(text.as_bytes()).filter(|n| n.digits() == 8).map(HtsNumber::heading)
    }

    /// The eight digits of a base number (chapters 1 to 97) kept as a plain number; `None` for what
    /// had fewer digits, whose place in the tariff cannot be told any more.
    pub fn of_base(value: u32) -> Option<Hts8> {
        (1_000_000..98_000_000).contains(&value).then_some(Hts8 { value, digits: 8 })
    }

    /// The heading as a plain number, with its count of digits: a total order for sorting.
    pub fn value(self) -> u32 {
        self.value
    }

    /// The dotted form for people: `9903.01.25`.
    pub fn dotted(self) -> String {
        let mut text = Vec::with_capacity(32);
        self.write_dotted(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    /// Appends the dotted form to `out`.
    pub fn write_dotted(self, out: &mut Vec<u8>) {
        use super::cents::write_padded;
        let value = u64::from(self.value);
        if self.digits != 8 {
            return write_padded(value, self.digits.into(), out);
        }
        write_padded(value / 10_000, 4, out);
        out.push(b'.');
        write_padded(value / 100 % 100, 2, out);
        out.push(b'.');
        write_padded(value % 100, 2, out);
    }
}

impl fmt::Display for HtsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, width) = (self.value(), usize::from(self.digits()));
        write!(f, "{value:0width$}")
    }
}

impl fmt::Display for Hts8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.value, width = usize::from(self.digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hts(text: &str) -> HtsNumber {
        HtsNumber::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn dots_make_no_difference() {
        assert_eq!(hts("9903.01.25"), hts("99030125"));
        assert_eq!(hts("9903.01.2500").heading(), Hts8::read("9903.01.25").unwrap());
        assert_eq!(hts("9903.01.25").heading().dotted(), "9903.01.25");
    }

    #[test]
    fn a_base_number_gets_its_zero_back() {
        assert_eq!(hts("710214000").to_string(), "0710214000");
        assert_eq!(hts("710214000").chapter(), Some(7));
        assert_eq!(hts("7102140").chapter(), Some(7));
        assert_eq!(hts("990301250").chapter(), Some(99));
        assert!(hts("3926909985").is_base());
        assert!(!hts("9802004040").is_base());
    }

    #[test]
    fn eight_bytes_hold_a_number() {
        for text in ["1", "99030125", "12345678901234567", "0990301"] {
            assert_eq!(HtsNumber::unpacked(hts(text).packed()), Some(hts(text)));
        }
        for packed in [0, 31, u64::MAX, 10 << 5 | 1] {
            assert_eq!(HtsNumber::unpacked(packed), None);
        }
    }

    #[test]
    fn refuses_other_text() {
        for cell in ["", " . ", "9903-01-25", "ABC", "123456789012345678"] {
            assert_eq!(HtsNumber::read(cell.as_bytes()), None);
        }
    }

    #[test]
    fn prefixes_are_digits_from_the_left() {
        assert!(hts("99030125").starts_with(HtsPrefix::read("990301").unwrap()));
        assert!(!hts("9903").starts_with(HtsPrefix::read("990301").unwrap()));
        assert!(!hts("0990301").starts_with(HtsPrefix::read("990301").unwrap()));
        assert_ne!(hts("990301").heading(), hts("99030100").heading());
    }
}
