//! Numbers of a sheet as text. A sheet keeps them as binary fractions; what a person sees in Excel
//! are their first fifteen digits, and those are read. Nothing is calculated here: digits are put
//! down with the point in its place. No other file of the program handles a binary fraction.

use crate::domain::write_digits;
use calamine::ExcelDateTime;
use std::fmt::Write;

/// Significant digits that Excel shows.
const DIGITS: usize = 15;

/// Appends a number in plain decimals: `12.34`, never `1.234e1`.
pub(super) fn write_number(number: f64, out: &mut Vec<u8>) {
    // Most are whole: codes, line numbers, quantities.
    let whole = number as i64;
    if whole as f64 == number && whole.unsigned_abs() < 1_000_000_000_000_000 {
        write_whole(whole, out);
    } else {
        write_shifted(number, 0, out);
    }
}

/// Appends a whole number.
pub(super) fn write_whole(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    write_digits(number.unsigned_abs(), out);
}

/// What a number with the format of a date is.
pub(super) enum DatePart {
    /// A day, perhaps with a time.
    Day,
    /// A time of no day.
    Time,
    /// Nothing that Excel shows as a date.
    Neither,
}

/// What the number of a date cell is.
pub(super) fn part_of(date: ExcelDateTime) -> DatePart {
    let number = date.as_f64();
    // The last day of the calendar is 9999-12-31: 2,958,465 days from 1900 on.
    match (0.0..2_958_466.0).contains(&number) && !date.is_duration() {
        true if number > 0.0 && number < 1.0 => DatePart::Time,
        true => DatePart::Day,
        false => DatePart::Neither,
    }
}

/// Appends a number that the sheet shows as a percentage: `2.5%` for 0.025.
pub(super) fn write_percentage(number: f64, out: &mut Vec<u8>) {
    write_shifted(number, 2, out);
    out.push(b'%');
}

fn write_shifted(number: f64, shift: i32, out: &mut Vec<u8>) {
    let mut text = compact_str::CompactString::default();
    // Writing to a string cannot fail.
    let _ = write!(text, "{number:e}");
    if digits(&text).count() > DIGITS {
        text.clear();
        let _ = write!(text, "{number:.0$e}", DIGITS - 1);
    }
    let Some((mantissa, exponent)) = text.split_once('e') else {
        // What is no number to a processor (`NaN`, `inf`) is none to a reader.
        out.extend_from_slice(text.as_bytes());
        return;
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let all: Vec<u8> = digits(mantissa).collect();
    let used = all.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    let digits = all.get(..used).unwrap_or_default();
    if digits.is_empty() {
        out.push(b'0');
        return;
    }
    if mantissa.starts_with('-') {
        out.push(b'-');
    }
    // How many digits stand before the point.
    let whole = exponent + shift + 1;
    let before = usize::try_from(whole).unwrap_or(0);
    match digits.split_at_checked(before) {
        Some(([], after)) => {
            out.extend_from_slice(b"0.");
            out.resize(out.len() + usize::try_from(-whole).unwrap_or(0), b'0');
            out.extend_from_slice(after);
        }
        Some((digits, after)) => {
            out.extend_from_slice(digits);
            if !after.is_empty() {
                out.push(b'.');
                out.extend_from_slice(after);
            }
        }
        None => {
            out.extend_from_slice(digits);
            out.resize(out.len() + (before - digits.len()), b'0');
        }
    }
}

fn digits(mantissa: &str) -> impl Iterator<Item = u8> {
    mantissa.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_excel_shows_them() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.339999999999998, "12.34"),
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-17.25, "-17.25"),
            (99030125.0, "99030125"),
            (9903.0125, "9903.0125"),
            (1e15, "1000000000000000"),
            (123456789012345678.0, "123456789012346000"),
            (1e21, "1000000000000000000000"),
            (0.000000123, "0.000000123"),
            (999999999999.995, "999999999999.995"),
            (0.005, "0.005"),
            (1.005, "1.005"),
        ] {
            let mut out = Vec::new();
            write_number(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
        for (number, expected) in
            [(0.025, "2.5%"), (0.0, "0%"), (1.0, "100%"), (0.00125, "0.125%"), (12.0, "1200%")]
        {
            let mut out = Vec::new();
            write_percentage(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
