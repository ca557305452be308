//! Numbers as the cells of a workbook keep them: binary fractions. Money and dates become such
//! numbers here and nowhere else, and nothing is calculated with them.

use crate::domain::{Day, write_cents};

/// A number for a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number(f64);

impl From<Number> for f64 {
    fn from(number: Number) -> f64 {
        number.0
    }
}

/// Amounts of 15 digits and less keep every digit in a binary fraction; Excel keeps 15, too.
const TOO_LONG: u128 = 1_000_000_000_000_000;

/// An amount in dollars; `None` where a cell would not keep its cents.
pub(super) fn money(cents: i128) -> Option<Number> {
    if cents.unsigned_abs() >= TOO_LONG {
        return None;
    }
    let mut text = Vec::with_capacity(20);
    write_cents(cents, &mut text);
    // The nearest fraction to the decimal text: the one that prints back to it.
    std::str::from_utf8(&text).ok()?.parse().ok().map(Number)
}

/// A count; `None` where a cell would not keep its last digit.
pub(super) fn count(count: u64) -> Option<Number> {
    u32::try_from(count).ok().map(f64::from).map(Number)
}

/// A rate given in hundredths of a percent, as the share it is.
pub(super) fn share(hundredths: u32) -> Option<Number> {
    format!("{}.{:04}", hundredths / 10_000, hundredths % 10_000).parse().ok().map(Number)
}

/// The serial of 1900-03-01. Before it, serials are those of a calendar that never was.
const FIRST_SURE: u32 = 61;

/// A day as Excel counts it; `None` before March 1900.
pub(super) fn day(day: Day) -> Option<Number> {
    let serial = day.since_1900() + 2;
    (serial >= FIRST_SURE).then(|| Number(f64::from(serial)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(cents: i128) -> String {
        let mut text = Vec::new();
        write_cents(cents, &mut text);
        String::from_utf8(text).unwrap()
    }

    /// What a cell holds, to the cent, as a reader of the file gets it back.
    fn read_back(cents: i128) -> String {
        let written = money(cents).unwrap().0.to_string();
        format!("{:.2}", written.parse::<f64>().unwrap())
    }

    #[test]
    fn a_rate_is_a_share() {
        for (hundredths, expected) in [(0, 0.0), (7, 0.0007), (600, 0.06), (12_345, 1.2345)] {
            assert_eq!(share(hundredths), Some(Number(expected)));
        }
    }

    #[test]
    fn an_amount_prints_back_to_the_same_cents() {
        let mut seed = 9_u64;
        let any = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from(seed >> 14) - i128::from(u32::MAX)
        });
        let edges = [0, 1, -1, 99, 100, -12_345, 999_999_999_999_999, -999_999_999_999_999];
        for cents in edges.into_iter().chain(any.take(20_000)) {
            if cents.unsigned_abs() < TOO_LONG {
                assert_eq!(read_back(cents), text_of(cents));
            }
        }
    }

    #[test]
    fn what_a_cell_cannot_keep_is_no_number() {
        assert_eq!(money(1_000_000_000_000_000), None);
        assert_eq!(money(i128::MIN), None);
        assert_eq!(count(u64::MAX), None);
        assert_eq!(day(Day::from_1900(0)), None);
    }

    #[test]
    fn days_are_those_of_excel() {
        let serial = |text: &str| f64::from(day(text.parse().unwrap()).unwrap());
        assert_eq!(serial("1900-03-01"), 61.0);
        assert_eq!(serial("2025-02-04"), 45_692.0);
    }
}
