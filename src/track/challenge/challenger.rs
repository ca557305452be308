//! The days and rates that may explain interest, tried one after the other.

use super::{Bases, Basis, DayCount, Fit, Fits, Implied};
use crate::assess::interest::{Growth, Growths};
use crate::domain::{Cents, Day};
use crate::earlier::EarlierEntry;
use crate::rulebook::{Rulebook, Taxpayer};
use crate::track::Scene;

/// The bases that an entry itself tells, at most one day each.
type Candidates = Vec<(Day, Bases)>;

/// Days before the earliest candidate up to which a start is looked for.
const LOOK_BACK: i32 = 366;

/// Tries the days and rates; keeps the growths it has reckoned.
pub struct Challenger<'a> {
    rules: &'a Rulebook,
    /// The rate of the estimate first, then in the order of the rates.
    growths: Vec<(Taxpayer, Growths<'a>)>,
}

impl<'a> Challenger<'a> {
    /// Nothing tried yet.
    pub fn new(scene: &Scene<'a>) -> Challenger<'a> {
        let own = scene.made_with.taxpayer;
        let others = Taxpayer::ALL.iter().copied().filter(|taxpayer| *taxpayer != own);
        let rates = &scene.rules.interest;
        let growths =
            std::iter::once(own).chain(others).map(|t| (t, Growths::new(rates, t))).collect();
        Challenger { rules: scene.rules, growths }
    }

    /// Whose rate the estimate took.
    pub fn own(&self) -> Taxpayer {
        self.growths.first().map_or(Taxpayer::Corporate, |(taxpayer, _)| *taxpayer)
    }

    /// What explains the interest that CBP paid on a principal up to a (re)liquidation.
    pub fn fits(
        &mut self,
        entry: &EarlierEntry,
        principal: Cents,
        liquidated: Day,
        interest_paid: Cents,
    ) -> Fits {
        let candidates = self.candidates(entry, liquidated);
        if candidates.is_empty() || principal <= Cents::ZERO {
            return Fits::default();
        }
        let rules = &self.rules.tracking;
        let tolerance = rules.interest_tolerance_rate.of(principal).max(rules.interest_tolerance);
        let mut fits = Fits { enough: true, ..Fits::default() };
        let mut within = Vec::new();
        for (start, bases) in &candidates {
            // Without a day that bears interest all rates come to nothing.
            let rates = if *start < liquidated { self.growths.len() } else { 1 };
            for (taxpayer, growths) in self.growths.iter_mut().take(rates) {
                let mut best: Option<(i64, Fit)> = None;
                for day_count in DayCount::ALL {
                    let grown = growth(growths, *start, liquidated, *day_count);
                    let Some(interest) = grown.and_then(|grown| grown.interest(principal)) else {
                        continue;
                    };
                    let off = interest.0.saturating_sub(interest_paid.0).saturating_abs();
                    if off > tolerance.0 || best.is_some_and(|(least, _)| least <= off) {
                        continue;
                    }
                    let (start, bases, taxpayer) = (*start, *bases, *taxpayer);
                    let basis = bases.iter().next().unwrap_or(Basis::Estimate);
                    let day_count = *day_count;
                    best = Some((off, Fit { basis, bases, start, taxpayer, day_count, interest }));
                }
                match best {
                    Some((0, fit)) => fits.exact.push(fit),
                    Some((_, fit)) => within.push(fit),
                    None => {}
                }
            }
        }
        if fits.exact.is_empty() {
            fits.within = within;
        }
        if fits.exact.is_empty() && fits.within.is_empty() {
            fits.implied = self.implied(principal, &candidates, liquidated, interest_paid);
        }
        fits
    }

    /// The interest of the estimate's own start and rate, up to another day and on another
    /// principal; `None` without a start.
    pub fn expected(
        &mut self,
        entry: &EarlierEntry,
        principal: Cents,
        liquidated: Day,
    ) -> Option<Cents> {
        let start = entry.deposit_date?;
        let (_, growths) = self.growths.first_mut()?;
        growth(growths, start, liquidated, DayCount::AfterDeposit)?.interest(principal)
    }

    /// The days from which interest may run: the estimate's own first, then in the order of bases;
    /// bases that fall on one day stand together, and so do those that leave no day to bear any.
    fn candidates(&self, entry: &EarlierEntry, liquidated: Day) -> Candidates {
        let (rules, entered) = (self.rules, entry.entry_date);
        let statement = entered.map(|day| {
            let nth = rules.windows.monthly_statement_working_day;
            rules.holidays.nth_working_day_of_month(day.next_month(), nth)
        });
        let days = [
            (Basis::Payment, entry.payment_date),
            (Basis::Summary, entry.summary_date),
            (Basis::Entry, entered),
            (Basis::MonthlyStatement, statement),
            (Basis::EntryPlusDays, entered.map(|d| d.plus(rules.windows.summary_default_days))),
            (Basis::Estimate, entry.deposit_date),
        ];
        let mut candidates: Candidates = Vec::with_capacity(days.len());
        for (basis, day) in days {
            let Some(day) = day else { continue };
            let same = |known: &Day| (*known).min(liquidated) == day.min(liquidated);
            match candidates.iter_mut().find(|(known, _)| same(known)) {
                // The day of the estimate has a better name already.
                Some(_) if basis == Basis::Estimate => {}
                Some((_, bases)) => *bases = bases.and(basis),
                None => candidates.push((day, Bases::default().and(basis))),
            }
        }
        let own = |day: &Day| {
            entry.deposit_date.map(|d| d.min(liquidated)) == Some((*day).min(liquidated))
        };
        candidates.sort_by_key(|(day, _)| !own(day));
        candidates
    }

    /// For each rate the days from which interest would come to the cent. Interest never grows as
    /// its start moves on, so they stand together.
    fn implied(
        &mut self,
        principal: Cents,
        candidates: &Candidates,
        liquidated: Day,
        paid: Cents,
    ) -> Vec<Implied> {
        let earliest = candidates.iter().map(|(day, _)| *day).min().unwrap_or(liquidated);
        let from = earliest.min(liquidated).plus(-LOOK_BACK);
        let days = liquidated.days_since(from);
        let mut implied = Vec::new();
        for (taxpayer, growths) in &mut self.growths {
            let mut at = |days: i32| {
                growth(growths, from.plus(days), liquidated, DayCount::AfterDeposit)
                    .and_then(|grown| grown.interest(principal))
            };
            let first = first_day(days, |day| at(day).is_some_and(|interest| interest <= paid));
            let past = first_day(days, |day| at(day).is_some_and(|interest| interest < paid));
            if first < past && first < days && at(first) == Some(paid) {
                let (first, last) = (from.plus(first), from.plus(past - 1));
                implied.push(Implied { taxpayer: *taxpayer, first, last });
            }
        }
        implied.sort_by_key(|implied| implied.taxpayer);
        implied
    }
}

/// The growth by a way to count days.
fn growth(growths: &mut Growths<'_>, start: Day, end: Day, day_count: DayCount) -> Option<Growth> {
    match day_count {
        DayCount::AfterDeposit => growths.growth(start, end),
        DayCount::WithDeposit => growths.growth(start.plus(-1), end.plus(-1)),
    }
}

/// The first of the days 0 to `end` that holds; all after it hold too. One past `end` if none does.
fn first_day(end: i32, mut holds: impl FnMut(i32) -> bool) -> i32 {
    let (mut low, mut high) = (0, end + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
