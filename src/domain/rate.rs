//! Ad valorem rates.

use super::{Cents, Unreadable};
use std::fmt;

/// A rate in per cent ad valorem, exact to six decimals of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    /// Millionths of one per cent.
    millionths: u64,
}

const SCALE: u64 = 1_000_000;

impl Rate {
    /// 0 %.
    pub const FREE: Rate = Rate { millionths: 0 };

    /// A whole number of per cent.
    pub const fn percent(percent: u32) -> Rate {
        Rate { millionths: percent as u64 * SCALE }
    }

    /// Reads a column-1 rate cell: `2.5%` or `Free`. Blank is `None`.
    ///
    /// # Errors
    /// [`Unreadable`] for anything else: compound and specific rates, and bare numbers, whose
    /// unit cannot be known.
    pub fn read(cell: &[u8]) -> Result<Option<Rate>, Unreadable> {
        let text = cell.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        if text.eq_ignore_ascii_case(b"free") {
            return Ok(Some(Rate::FREE));
        }
        let number = text.strip_suffix(b"%").ok_or(Unreadable)?.trim_ascii_end();
        Rate::from_decimal(number).map(Some)
    }

    /// Reads a bare number of per cent, as rule files spell it.
    ///
    /// # Errors
    /// [`Unreadable`] if it is not digits with at most six decimals, or above a million per cent.
    pub fn from_decimal(text: &[u8]) -> Result<Rate, Unreadable> {
        let mut parts = text.splitn(2, |b| *b == b'.');
        let whole = parts.next().unwrap_or_default();
        let decimals = parts.next().unwrap_or_default();
        let all_digits = |t: &[u8]| t.iter().all(u8::is_ascii_digit);
        if whole.len() + decimals.len() == 0
            || whole.len() > 6
            || decimals.len() > 6
            || !all_digits(whole)
            || !all_digits(decimals)
        {
            return Err(Unreadable);
        }
        let number = |t: &[u8]| t.iter().fold(0u64, |n, d| n * 10 + u64::from(d - b'0'));
        let fraction = number(decimals) * 10u64.pow(6 - decimals.len() as u32);
        Ok(Rate { millionths: number(whole) * SCALE + fraction })
    }

    /// The duty on a value: value x rate, rounded half-up to the cent.
    pub fn of(self, value: Cents) -> Cents {
        Cents(clamp(round_half_up(self.raw(value))))
    }

    /// `duty - rate x value`, rounded half-up once, after the subtraction.
    pub fn taken_from(self, duty: Cents, value: Cents) -> Cents {
        let exact = i128::from(duty.0) * DENOMINATOR - self.raw(value);
        Cents(clamp(round_half_up(exact)))
    }

    /// Whether a duty differs from value x rate by more than the larger of `amount` and `share`
    /// of the duty. Exact: nothing is rounded.
    pub fn is_off(self, duty: Cents, value: Cents, amount: Cents, share: Rate) -> bool {
        let difference = (i128::from(duty.0) * DENOMINATOR - self.raw(value)).abs();
        let tolerance = (i128::from(amount.0) * DENOMINATOR).max(share.raw(duty).abs());
        difference > tolerance
    }

    fn raw(self, value: Cents) -> i128 {
        i128::from(value.0) * i128::from(self.millionths)
    }
}

/// Cents x millionths of a per cent, per cent.
const DENOMINATOR: i128 = 100 * SCALE as i128;

/// Half-up in the sense of customs arithmetic: a half moves away from zero.
fn round_half_up(numerator: i128) -> i128 {
    let half = DENOMINATOR / 2;
    if numerator >= 0 { (numerator + half) / DENOMINATOR } else { (numerator - half) / DENOMINATOR }
}

fn clamp(cents: i128) -> i64 {
    cents.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:06}", self.millionths % SCALE);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        write!(f, "{}{point}{decimals}%", self.millionths / SCALE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::read(text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn reads_per_cents_and_free_only() {
        assert_eq!(rate("2.5%").to_string(), "2.5%");
        assert_eq!(rate("15 %"), Rate::percent(15));
        assert_eq!(rate("FREE"), Rate::FREE);
        assert_eq!(Rate::read(b" "), Ok(None));
        assert_eq!(rate("0.000001%").to_string(), "0.000001%");
        assert_eq!(rate("999999.999999%").to_string(), "999999.999999%");
        assert_eq!(rate(".5%"), rate("0.5%"));
        for cell in
            ["2.5", "2.5% + 3c/kg", "3.7c/kg", "-1%", "%", "0.0000001%", "1000000%", "0000001%"]
        {
            assert_eq!(Rate::read(cell.as_bytes()), Err(Unreadable), "{cell}");
        }
    }

    #[test]
    fn money_t20_half_up() {
        for (value, percent, duty) in [
            (1_234_500, "14.5%", 179_003),
            (100_100, "2.5%", 2_503),
            (145_000, "12.25%", 17_763),
            (33_300, "15%", 4_995),
        ] {
            assert_eq!(rate(percent).of(Cents(value)), Cents(duty));
        }
    }

    #[test]
    fn the_floor_refund_is_rounded_once_after_the_subtraction() {
        // 15 % of 0.10 is reported as 0.02; 2.5 % of 0.10 is 0.0025.
        assert_eq!(rate("2.5%").taken_from(Cents(2), Cents(10)), Cents(2));
        assert_eq!(rate("2.5%").taken_from(Cents(150_000), Cents(1_000_000)), Cents(125_000));
        assert_eq!(rate("16%").taken_from(Cents(0), Cents(1_000_000)), Cents(-160_000));
    }
}
