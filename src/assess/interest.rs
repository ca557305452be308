//! Interest on a refund: compounded daily, walked quarter by quarter (19 USC 1505(c), 26 USC 6622;
//! `interest-deadlines:S1`, `interest-deadlines:S7`).

use crate::domain::{Cents, Day};
use crate::rulebook::{InterestRates, Taxpayer};
use foldhash::fast::FixedState;
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};
use std::collections::HashMap;

/// A stretch of days under one rate within one calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The last day before the stretch.
    pub after: Day,
    /// Its last day.
    pub to: Day,
    /// Days in it.
    pub days: u32,
    /// Rate in basis points a year.
    pub basis_points: u32,
    /// Whether the rate is past the published table.
    pub extrapolated: bool,
    /// (1 + rate / days of the year) ^ days.
    pub factor: Decimal,
}

/// (1 + rate / days of the year) ^ days, for a yearly rate in basis points.
pub fn compounded(basis_points: u32, days: u32, days_in_year: u32) -> Decimal {
    let year = Decimal::from(10_000 * u64::from(days_in_year));
    (Decimal::ONE + Decimal::from(basis_points) / year).powi(i64::from(days))
}

/// The stretches of the days after `start` up to and including `end`; none if `end <= start`.
pub fn segments(start: Day, end: Day, rates: &InterestRates, taxpayer: Taxpayer) -> Vec<Segment> {
    walk(start, end, rates, taxpayer, compounded)
}

/// The same, with the factors from wherever they are known.
fn walk(
    start: Day,
    end: Day,
    rates: &InterestRates,
    taxpayer: Taxpayer,
    mut compounded: impl FnMut(u32, u32, u32) -> Decimal,
) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut after = start;
    while after < end {
        let first = after.plus(1);
        // A quarter's last day is a year's last day too where the year ends.
        // At the end of the calendar there is no next quarter, and the walk must still go on.
        let to = end.min(first.next_quarter().plus(-1)).max(first);
        let days = to.days_since(after).unsigned_abs();
        let (basis_points, published) = rates.rate_on(first, taxpayer);
        let factor = compounded(basis_points, days, first.days_in_year());
        segments.push(Segment { after, to, days, basis_points, extrapolated: !published, factor });
        after = to;
    }
    segments
}

/// The factor by which a principal grows, less one; `None` if it is beyond reckoning, as after
/// thousands of years.
pub fn growth(start: Day, end: Day, rates: &InterestRates, taxpayer: Taxpayer) -> Option<Decimal> {
    product(&segments(start, end, rates, taxpayer))
}

fn product(segments: &[Segment]) -> Option<Decimal> {
    let factors = segments.iter().map(|segment| segment.factor);
    let product = factors.into_iter().try_fold(Decimal::ONE, Decimal::checked_mul)?;
    Some(product - Decimal::ONE)
}

/// Principal x growth, rounded half-up to the cent, once; `None` if that is no amount.
pub fn interest(principal: Cents, growth: Decimal) -> Option<Cents> {
    let exact = Decimal::from(principal.0).checked_mul(growth)?;
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).ok().map(Cents)
}

/// A growth, with what reckons interest on it fast.
#[derive(Debug, Clone, Copy)]
pub struct Growth {
    exact: Decimal,
    /// The growth in 2^-64ths, rounded down; `None` if it is negative, or 1 and more.
    part: Option<u64>,
}

impl Growth {
    /// Keeps a growth.
    pub fn new(exact: Decimal) -> Growth {
        let unit = 10u128.checked_pow(exact.scale());
        let digits = u128::try_from(exact.mantissa()).ok();
        let below_one = digits.zip(unit).filter(|(digits, unit)| digits < unit);
        Growth { exact, part: below_one.map(|(digits, unit)| binary_part(digits, unit)) }
    }

    /// Principal x growth, as [`interest`] reckons it.
    pub fn interest(&self, principal: Cents) -> Option<Cents> {
        self.quick(principal).or_else(|| interest(principal, self.exact))
    }

    /// The growth lies between its part and the next one. Where both give the same cents, so does
    /// the growth itself; where they do not, the exact way decides. It rounds a product to 28
    /// digits, so up to here to twelve decimals, for which the margin is wide enough.
    fn quick(&self, principal: Cents) -> Option<Cents> {
        const HALF: u128 = 1 << 63;
        const MARGIN: u128 = 1 << (64 - 36);
        let (part, principal) = (u128::from(self.part?), u128::try_from(principal.0).ok()?);
        let least = principal * part + HALF - MARGIN;
        let most = least + principal + 2 * MARGIN;
        let cents = least >> 64;
        (principal < 1 << 50 && cents == most >> 64).then_some(Cents(cents as i64))
    }
}

/// `digits / unit`, which is below 1, in 2^-64ths, rounded down.
fn binary_part(digits: u128, unit: u128) -> u64 {
    let (mut rest, mut part) = (digits, 0);
    for _ in 0..64 {
        rest *= 2;
        part <<= 1;
        if rest >= unit {
            rest -= unit;
            part |= 1;
        }
    }
    part
}

/// Growths already reckoned: a portfolio has few distinct pairs of dates.
pub struct Growths<'a> {
    rates: &'a InterestRates,
    taxpayer: Taxpayer,
    known: HashMap<(Day, Day), Option<Growth>, FixedState>,
    /// Factors by rate, days, and days of the year: there are fewer of them still.
    factors: HashMap<(u32, u32, u32), Decimal, FixedState>,
}

impl<'a> Growths<'a> {
    /// None reckoned yet.
    pub fn new(rates: &'a InterestRates, taxpayer: Taxpayer) -> Growths<'a> {
        Growths { rates, taxpayer, known: HashMap::default(), factors: HashMap::default() }
    }

    /// The growth from `start` to `end`.
    pub fn growth(&mut self, start: Day, end: Day) -> Option<Growth> {
        let Growths { rates, taxpayer, known, factors } = self;
        let factor = |rate, days, year| {
            *factors.entry((rate, days, year)).or_insert_with(|| compounded(rate, days, year))
        };
        let reckon = || product(&walk(start, end, rates, *taxpayer, factor)).map(Growth::new);
        *known.entry((start, end)).or_insert_with(reckon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_way_is_the_exact_one() {
        let rates = [
            "0",
            "0.5",
            "0.25",
            "0.1",
            "0.07",
            "0.0719178082191780821917808219",
            "0.125",
            "0.9999999999999999999999999999",
            "1",
            "1.5",
            "0.0000000000000000000000000001",
        ];
        for rate in rates {
            let exact: Decimal = rate.parse().unwrap();
            let growth = Growth::new(exact);
            let principals =
                (0..2000).chain((0..63).map(|bits| 1i64 << bits)).chain([i64::MAX, -1, -250]);
            for principal in principals.map(Cents) {
                assert_eq!(
                    growth.interest(principal),
                    interest(principal, exact),
                    "{rate} {principal}"
                );
            }
        }
    }
    #[test]
    fn stretches_past_the_published_rates_say_so() {
        let rules = crate::rulebook::Rulebook::built_in().unwrap();
        let last = rules.interest.last_published_day();
        let walked = segments(last.plus(-10), last.plus(30), &rules.interest, Taxpayer::Corporate);
        let told: Vec<_> = walked.iter().map(|s| (s.days, s.extrapolated)).collect();
        assert_eq!(told, [(10, false), (30, true)], "to {last} they are published");
    }
}
