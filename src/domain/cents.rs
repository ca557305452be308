//! Money, exact to the cent.

use super::Unreadable;
use std::fmt;

/// An amount in US cents. Range: that of `i64`, about 92 quadrillion dollars each way; arithmetic
/// is checked, so a sum that does not fit is an error and never wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cents(pub i64);

/// No cell of an entry summary holds a trillion dollars; damage does.
const TOO_MUCH: i64 = 100_000_000_000_000;

impl Cents {
    /// 0.00
    pub const ZERO: Cents = Cents(0);

    /// Reads an amount as ES-003 and broker files spell it: `850`, `850.00`, `$2,567.49`,
    /// `(100.00)`, `-5`, `5.00-`; `FREE`, `-`, `$-` and blank are 0.00.
    ///
    /// Expects a cell already stripped by [`super::clean_cell`].
    ///
    /// # Errors
    /// [`Unreadable`] for anything else: more than two decimals, misplaced thousands commas
    /// (`1,23` may be a decimal comma), text, exponents, a trillion dollars and more.
    pub fn read(cell: &[u8]) -> Result<Cents, Unreadable> {
        match plain(cell) {
            Some(cents) => Ok(cents),
            None => Cents::read_any(cell),
        }
    }

    fn read_any(cell: &[u8]) -> Result<Cents, Unreadable> {
        let mut text = cell.trim_ascii();
        if text.is_empty() || text.eq_ignore_ascii_case(b"free") {
            return Ok(Cents::ZERO);
        }
        let mut negative = false;
        if let Some(inner) = text.strip_prefix(b"(").and_then(|t| t.strip_suffix(b")")) {
            negative = true;
            text = inner.trim_ascii();
        }
        let mut dollar = false;
        let mut dash = false;
        loop {
            if let Some(rest) = text.strip_prefix(b"$").filter(|_| !dollar) {
                dollar = true;
                text = rest.trim_ascii_start();
            } else if let Some(rest) = text.strip_prefix(b"-").filter(|_| !negative) {
                negative = true;
                dash = true;
                text = rest.trim_ascii_start();
            } else {
                break;
            }
        }
        if text.is_empty() {
            // A lone dash, with or without the currency sign, is how accounting formats print zero.
            return if dash { Ok(Cents::ZERO) } else { Err(Unreadable) };
        }
        if let Some(rest) = text.strip_suffix(b"-").filter(|_| !negative) {
            negative = true;
            text = rest.trim_ascii_end();
        }
        let magnitude = magnitude(text)?;
        if magnitude >= TOO_MUCH {
            return Err(Unreadable);
        }
        Ok(Cents(if negative { -magnitude } else { magnitude }))
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Cents) -> Option<Cents> {
        self.0.checked_add(other.0).map(Cents)
    }

    /// This amount, or 0.00 if it is negative.
    pub fn at_least_zero(self) -> Cents {
        Cents(self.0.max(0))
    }

    /// The amount in whole dollars, as duty is reckoned on values: 50 cents and more make a
    /// dollar, less is dropped (19 CFR 159.3(a), `interest-deadlines:S2`).
    pub fn whole_dollars(self) -> Cents {
        let dollars = (self.0.unsigned_abs() + 50) / 100;
        Cents(i64::try_from(dollars * 100).unwrap_or(i64::MAX) * self.0.signum())
    }

    /// Appends the plain decimal (`-12.30`) to `out`.
    pub fn write_to(self, out: &mut Vec<u8>) {
        write_cents(i128::from(self.0), out);
    }
}

/// Appends an amount of any size as a plain decimal with two places.
pub(crate) fn write_cents(cents: i128, out: &mut Vec<u8>) {
    if cents < 0 {
        out.push(b'-');
    }
    let magnitude = cents.unsigned_abs();
    match u64::try_from(magnitude) {
        // Wide division is slow, and hardly any amount needs it.
        Ok(small) => {
            let (dollars, rest) = (small / 100, (small % 100) as usize);
            let point = digit_count(dollars);
            append(point + 3, out, |text| {
                digits_before(point, dollars, text);
                text[point] = b'.';
                text[point + 1..point + 3].copy_from_slice(&PAIRS[rest]);
            });
        }
        Err(_) => {
            let text = format!("{}.{:02}", magnitude / 100, magnitude % 100);
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// Appends a whole number.
pub(crate) fn write_digits(number: u64, out: &mut Vec<u8>) {
    write_padded(number, 1, out);
}

/// Appends a whole number with zeros before it, so that it has at least `width` digits (at most 20).
pub(super) fn write_padded(number: u64, width: usize, out: &mut Vec<u8>) {
    let width = digit_count(number).max(width);
    append(width, out, |text| digits_before(width, number, text));
}

/// More than the digits of any `u64` with a point and two decimals.
const TEXT: usize = 24;

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

fn digit_count(number: u64) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// Writes the digits of a number so that they end before `end`, two at a time.
fn digits_before(end: usize, number: u64, text: &mut [u8]) {
    let (mut at, mut rest) = (end, number);
    while rest >= 100 {
        at -= 2;
        text[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    if rest >= 10 {
        text[at - 2..at].copy_from_slice(&PAIRS[rest as usize]);
    } else {
        text[at - 1] = b'0' + rest as u8;
    }
}

/// Appends so many bytes (at most `TEXT`), zeros where `write` puts nothing else. Made in place,
/// with room of a fixed size that is cut afterwards: faster than a copy of what was made elsewhere.
fn append(length: usize, out: &mut Vec<u8>, write: impl FnOnce(&mut [u8])) {
    let start = out.len();
    out.extend_from_slice(&[b'0'; TEXT]);
    write(&mut out[start..]);
    out.truncate(start + length);
}

/// The amount of a cell as ACE prints nearly all of them: `$1,234.50` or `1234.50`, not too much.
fn plain(cell: &[u8]) -> Option<Cents> {
    let text = cell.strip_prefix(b"$").unwrap_or(cell);
    let (whole, [b'.', tens, ones]) = text.split_last_chunk()? else { return None };
    if !(1..=15).contains(&whole.len()) {
        return None;
    }
    let mut value: i64 = 0;
    let mut grouped = false;
    for (at, byte) in whole.iter().enumerate() {
        let at_group_end = (whole.len() - at) % 4 == 0;
        if *byte == b',' {
            if !at_group_end || !grouped && !(1..=3).contains(&at) {
                return None;
            }
            grouped = true;
        } else if byte.is_ascii_digit() && !(grouped && at_group_end) {
            value = value * 10 + i64::from(byte - b'0');
        } else {
            return None;
        }
    }
    if !(tens.is_ascii_digit() && ones.is_ascii_digit()) {
        return None;
    }
    let cents = value * 100 + i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
    (cents < TOO_MUCH).then_some(Cents(cents))
}

fn magnitude(text: &[u8]) -> Result<i64, Unreadable> {
    let mut value: i64 = 0;
    let mut push = |digit: u8| -> Result<(), Unreadable> {
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i64::from(digit - b'0')))
            .ok_or(Unreadable)?;
        Ok(())
    };
    let mut at = 0;
    let mut whole = 0; // digits before the point
    let mut since_comma: Option<usize> = None;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                push(byte)?;
                whole += 1;
                if let Some(n) = since_comma.as_mut() {
                    *n += 1;
                }
            }
            b',' => {
                let well_placed = match since_comma {
                    None => (1..=3).contains(&whole),
                    Some(n) => n == 3,
                };
                if !well_placed {
                    return Err(Unreadable);
                }
                since_comma = Some(0);
            }
            b'.' => break,
            _ => return Err(Unreadable),
        }
        at += 1;
    }
    if since_comma.is_some_and(|n| n != 3) {
        return Err(Unreadable);
    }
    let decimals: &[u8] = match text.get(at) {
        Some(_) => text.get(at + 1..).unwrap_or_default(),
        None => b"",
    };
    let had_point = at < text.len();
    if had_point && (decimals.is_empty() || decimals.len() > 2) {
        return Err(Unreadable);
    }
    for position in 0..2 {
        match decimals.get(position) {
            Some(byte) if byte.is_ascii_digit() => push(*byte)?,
            Some(_) => return Err(Unreadable),
            None => push(b'0')?,
        }
    }
    if whole == 0 && decimals.is_empty() {
        return Err(Unreadable);
    }
    Ok(value)
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = Vec::with_capacity(24);
        self.write_to(&mut buffer);
        f.write_str(std::str::from_utf8(&buffer).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_ace_and_broker_files_print() {
        for (cell, cents) in [
            ("850", 85_000),
            ("850.00", 85_000),
            ("$2,567.49", 256_749),
            ("(100.00)", -10_000),
            ("($ 1,234.50)", -123_450),
            ("-$5.00", -500),
            ("$-5.00", -500),
            ("5.00-", -500),
            ("free", 0),
            ("FREE", 0),
            ("-", 0),
            ("$-", 0),
            ("", 0),
            (".5", 50),
            ("0.1", 10),
            ("1,234,567", 123_456_700),
        ] {
            assert_eq!(Cents::read(cell.as_bytes()), Ok(Cents(cents)), "{cell}");
        }
    }

    #[test]
    fn anything_else_is_unreadable_never_zero() {
        for cell in [
            "N/A",
            "1.234",
            "1,23",
            "12,34.5",
            "1e3",
            "$",
            "()",
            "(-5)",
            "--5",
            "5.",
            ".",
            "+5",
            "USD 5",
            "99999999999999999999",
            "1000000000000",
            "1000000000000.00",
            "$1,000,000,000,000.00",
            "5.0x",
            "5.x0",
            "5.0,",
            "1 000",
            "-5-",
            "1,234,5",
            ",123",
            "1234,567",
        ] {
            assert_eq!(Cents::read(cell.as_bytes()), Err(Unreadable), "{cell}");
        }
    }

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        let letters = b"0159,.$";
        let mut text = Vec::new();
        for mut number in 0..7usize.pow(7) {
            text.clear();
            while number > 0 {
                text.push(letters[number % 7]);
                number /= 7;
            }
            for end in [&b""[..], b".50", b",123.45", b"1,234,567.00"] {
                let cell = [&text, end].concat();
                if let Some(cents) = plain(&cell) {
                    assert_eq!(Ok(cents), Cents::read_any(&cell), "{}", cell.escape_ascii());
                }
            }
        }
        assert_eq!(plain(b"$1,234.50"), Some(Cents(123_450)));
        assert_eq!(plain(b"999,999,999,999.99"), Some(Cents(TOO_MUCH - 1)));
        assert_eq!(plain(b"999999999999999.99"), None);
    }

    #[test]
    fn duty_is_reckoned_on_whole_dollars() {
        for (cents, dollars) in [
            (0, 0),
            (49, 0),
            (50, 100),
            (149, 100),
            (150, 200),
            (123_450, 123_500),
            (-49, 0),
            (-50, -100),
            (-123_449, -123_400),
            (i64::MAX, 9_223_372_036_854_775_800),
        ] {
            assert_eq!(Cents(cents).whole_dollars(), Cents(dollars), "{cents}");
        }
    }

    #[test]
    fn prints_plain_decimals() {
        for (cents, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56")] {
            assert_eq!(Cents(cents).to_string(), text);
        }
        assert_eq!(Cents(i64::MIN).to_string(), "-92233720368547758.08");
        let mut out = Vec::new();
        write_cents(i128::from(u64::MAX) * 100 + 7, &mut out);
        assert_eq!(out, b"18446744073709551615.07");
        out.clear();
        write_cents(i128::from(u64::MAX), &mut out);
        assert_eq!(out, b"184467440737095516.15");
    }

    #[test]
    fn prints_numbers_of_any_length() {
        let mut number = 1u64;
        for digits in 1..20 {
            for number in [number - 1, number, number + 1, number * 9] {
                let mut out = Vec::new();
                write_digits(number, &mut out);
                out.push(b' ');
                write_padded(number, digits + 1, &mut out);
                let expected = format!("{number} {number:0width$}", width = digits + 1);
                assert_eq!(String::from_utf8(out).unwrap(), expected);
            }
            number *= 10;
        }
        let mut out = Vec::new();
        write_digits(u64::MAX, &mut out);
        assert_eq!(out, u64::MAX.to_string().as_bytes());
    }
}
