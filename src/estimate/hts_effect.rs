//! What a file of tariff rates did to the estimate.

use crate::assess::{Column1Basis, Entry};
use crate::domain::Cents;

/// How much narrower the range of the refund became by `--hts-rates`, and which floor rows stay a
/// range. All 0 without such a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HtsEffect {
    /// Rows whose refund the file narrowed to one figure.
    pub resolved: u64,
    /// Rows whose refund is still a range.
    pub ranges: RangeRows,
    /// How much narrower the range of the total refund became, in cents.
    pub narrowed: i128,
}

/// Floor rows whose refund is a range although a file of rates was brought, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RangeRows {
    /// The rate is compound, specific or a reference.
    pub no_ad_valorem_rate: u64,
    /// The file gives two rates for the number.
    pub two_rates: u64,
    /// The number is not in the file.
    pub no_such_number: u64,
    /// The line has no row of chapters 1-97 with a number to look up.
    pub no_number_on_line: u64,
    /// The goods value is not known.
    pub no_goods_value: u64,
    /// A preference is claimed, and which rate comes off is not settled; the file narrows it.
    pub preference_claimed: u64,
}

impl RangeRows {
    /// All of them.
    pub fn total(&self) -> u64 {
        let RangeRows {
            no_ad_valorem_rate,
            two_rates,
            no_such_number,
            no_number_on_line,
            no_goods_value,
            preference_claimed,
        } = self;
        no_ad_valorem_rate
            + two_rates
            + no_such_number
            + no_number_on_line
            + no_goods_value
            + preference_claimed
    }
}

impl HtsEffect {
    /// The effect on one entry.
    pub(super) fn of(entry: &Entry<'_>) -> HtsEffect {
        let mut effect = HtsEffect::default();
        if entry.context.hts_rates.is_none() {
            return effect;
        }
        let (mut low, mut high) = (0i128, 0i128);
        for row in entry.counted() {
            let kept = row.kept.row.duty.at_least_zero();
            let of_file = row.column1.is_of_file();
            let without = if of_file { (Cents::ZERO, kept) } else { (row.low, row.high) };
            low += i128::from(without.0.0);
            high += i128::from(without.1.0);
            match row.column1 {
                _ if row.low != row.high => effect.ranges.count(&row.column1),
                _ if of_file && kept > Cents::ZERO => effect.resolved += 1,
                _ => {}
            }
        }
        // As the sums of the entry: not below 0.
        let width = |low: i128, high: i128| high.max(0) - low.max(0);
        let with = width(entry.refund_low.0.into(), entry.refund_high.0.into());
        effect.narrowed = width(low, high) - with;
        effect
    }

    /// Adds the effect on other entries.
    pub(super) fn add(&mut self, other: &HtsEffect) {
        self.resolved += other.resolved;
        self.narrowed += other.narrowed;
        let (sum, more) = (&mut self.ranges, &other.ranges);
        sum.no_ad_valorem_rate += more.no_ad_valorem_rate;
        sum.two_rates += more.two_rates;
        sum.no_such_number += more.no_such_number;
        sum.no_number_on_line += more.no_number_on_line;
        sum.no_goods_value += more.no_goods_value;
        sum.preference_claimed += more.preference_claimed;
    }
}

impl RangeRows {
    fn count(&mut self, basis: &Column1Basis<'_>) {
        let count = match basis {
            Column1Basis::LineIsNoRate(line, _) if line.is_two() => &mut self.two_rates,
            Column1Basis::LineIsNoRate(..) | Column1Basis::CellIsNoRate(_) => {
                &mut self.no_ad_valorem_rate
            }
            Column1Basis::NotInFile(_) => &mut self.no_such_number,
            Column1Basis::NoNumber => &mut self.no_number_on_line,
            Column1Basis::NoValue => &mut self.no_goods_value,
            Column1Basis::Preference(..) => &mut self.preference_claimed,
            // A heading the registry does not have is a range of its own kind.
            Column1Basis::NotAsked
            | Column1Basis::Facts(_)
            | Column1Basis::Export
            | Column1Basis::HtsLine(..)
            | Column1Basis::NoRate => return,
        };
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_added_figure_by_figure() {
        let effect = |n: u64| HtsEffect {
            resolved: n,
            narrowed: i128::from(n) * 100,
            ranges: RangeRows {
                no_ad_valorem_rate: n + 1,
                two_rates: n + 2,
                no_such_number: n + 3,
                no_number_on_line: n + 4,
                no_goods_value: n + 5,
                preference_claimed: n + 6,
            },
        };
        let mut sum = effect(10);
        sum.add(&effect(200));
        let expected = HtsEffect {
            resolved: 210,
            narrowed: 21_000,
            ranges: RangeRows {
                no_ad_valorem_rate: 212,
                two_rates: 214,
                no_such_number: 216,
                no_number_on_line: 218,
                no_goods_value: 220,
                preference_claimed: 222,
            },
        };
        assert_eq!(sum, expected);
        assert_eq!(sum.ranges.total(), 212 + 214 + 216 + 218 + 220 + 222);
    }
}
