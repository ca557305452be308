//! Amounts in an explanation.

use crate::domain::{Cents, write_cents};
use serde::{Serialize, Serializer};
use std::fmt;

/// An amount in cents, printed with two decimals; a string in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(pub i128);

impl Money {
    /// With commas between thousands: `1,250.00`.
    pub fn grouped(self) -> String {
        let text = self.to_string();
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let mut out = String::from(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out + "." + cents
    }
}

impl From<Cents> for Money {
    fn from(cents: Cents) -> Money {
        Money(cents.0.into())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::with_capacity(16);
        write_cents(self.0, &mut out);
        f.pad(&String::from_utf8_lossy(&out))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        for (cents, text) in [
            (0, "0.00"),
            (99, "0.99"),
            (100_000, "1,000.00"),
            (-123_456_789, "-1,234,567.89"),
            (-5, "-0.05"),
        ] {
            assert_eq!(Money(cents).grouped(), text);
        }
    }
}
