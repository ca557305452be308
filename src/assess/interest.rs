//! Interest on a refund: compounded daily, walked quarter by quarter (19 USC 1505(c), 26 USC 6622;
//! `interest-deadlines:S1`, `interest-deadlines:S7`).

use crate::domain::{Cents, Day};
use crate::rulebook::{InterestRates, Taxpayer};
use foldhash::fast::FixedState;
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

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
    let product = segments(start, end, rates, taxpayer)
        .iter()
        .try_fold(Decimal::ONE, |product, segment| product.checked_mul(segment.factor))?;
    Some(product - Decimal::ONE)
}

/// Principal x growth, rounded half-up to the cent, once; `None` if that is no amount.
pub fn interest(principal: Cents, growth: Decimal) -> Option<Cents> {
    let exact = Decimal::from(principal.0).checked_mul(growth)?;
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).ok().map(Cents)
}

/// Growth factors already computed, shared by all threads: a portfolio has few distinct pairs of
/// dates.
pub struct GrowthTable<'a> {
    rates: &'a InterestRates,
    taxpayer: Taxpayer,
    known: RwLock<HashMap<(Day, Day), Option<Decimal>, FixedState>>,
}

impl<'a> GrowthTable<'a> {
    /// An empty table.
    pub fn new(rates: &'a InterestRates, taxpayer: Taxpayer) -> GrowthTable<'a> {
        GrowthTable { rates, taxpayer, known: RwLock::default() }
    }

    /// The growth from `start` to `end`.
    pub fn growth(&self, start: Day, end: Day) -> Option<Decimal> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(growth) = known.get(&(start, end)) {
            return *growth;
        }
        drop(known);
        let growth = growth(start, end, self.rates, self.taxpayer);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert((start, end), growth);
        growth
    }
}
