//! Money of a set of entries.

use crate::assess::Assessed;
use crate::domain::Cents;

/// Sums over entries. Money in cents, wide enough for any portfolio.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// How many entries.
    pub entries: u64,
    /// Duty of their counted rows.
    pub duty_paid: i128,
    /// Lowest refund.
    pub refund_low: i128,
    /// Highest refund.
    pub refund_high: i128,
    /// Interest on the lowest refund.
    pub interest_low: i128,
    /// Interest on the highest refund.
    pub interest_high: i128,
}

impl Amounts {
    /// The amounts of one entry.
    pub fn of(assessed: &Assessed<'_>) -> Amounts {
        let wide = |cents: Cents| i128::from(cents.0);
        Amounts {
            entries: 1,
            duty_paid: wide(assessed.entry.duty_paid),
            refund_low: wide(assessed.entry.refund_low),
            refund_high: wide(assessed.entry.refund_high),
            interest_low: wide(assessed.interest_low),
            interest_high: wide(assessed.interest_high),
        }
    }

    /// Adds other entries.
    pub fn add(&mut self, other: &Amounts) {
        self.entries += other.entries;
        self.duty_paid += other.duty_paid;
        self.refund_low += other.refund_low;
        self.refund_high += other.refund_high;
        self.interest_low += other.interest_low;
        self.interest_high += other.interest_high;
    }

    /// What these have above a part of them.
    pub fn less(&self, part: &Amounts) -> Amounts {
        Amounts {
            entries: self.entries.saturating_sub(part.entries),
            duty_paid: self.duty_paid - part.duty_paid,
            refund_low: self.refund_low - part.refund_low,
            refund_high: self.refund_high - part.refund_high,
            interest_low: self.interest_low - part.interest_low,
            interest_high: self.interest_high - part.interest_high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_taken_away_and_added_again_leaves_all() {
        let all = Amounts {
            entries: 9,
            duty_paid: 1_000,
            refund_low: 200,
            refund_high: 300,
            interest_low: 40,
            interest_high: 50,
        };
        let part = Amounts {
            entries: 2,
            duty_paid: 100,
            refund_low: 30,
            refund_high: 70,
            interest_low: 5,
            interest_high: 9,
        };
        let rest = Amounts {
            entries: 7,
            duty_paid: 900,
            refund_low: 170,
            refund_high: 230,
            interest_low: 35,
            interest_high: 41,
        };
        assert_eq!(all.less(&part), rest);
        let mut sum = rest;
        sum.add(&part);
        assert_eq!(sum, all);
    }
}
