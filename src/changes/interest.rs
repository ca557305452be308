//! How much of a change of interest is time alone.

use crate::assess::interest::Growths;
use crate::domain::{Cents, Day};
use crate::earlier::{EarlierEntry, MadeWith};
use crate::rulebook::InterestRates;

/// What time alone adds to the interest of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accrued {
    /// So much, with all else as the earlier report had it.
    Known(Cents),
    /// One of the reports does not have what it takes to reckon.
    Untold,
    /// The rules do not give the interest that the earlier report has.
    Off,
}

/// Reckons the interest of the earlier report on, to the day of the later one.
pub(super) struct Accrual<'a> {
    growths: Growths<'a>,
    then: &'a MadeWith,
    now: MadeWith,
    has_facts: bool,
}

impl<'a> Accrual<'a> {
    /// `to` is the day of the later report; without `has_facts` the deposit dates are not known, nor the
    /// day of the estimate.
    pub fn new(rates: &'a InterestRates, then: &'a MadeWith, to: Day, has_facts: bool) -> Self {
        let now = MadeWith { as_of: to, ..then.clone() };
        Accrual { growths: Growths::new(rates, then.taxpayer), then, now, has_facts }
    }

    /// On the most refund.
    pub fn high(&mut self, entry: &EarlierEntry) -> Accrued {
        self.of(entry, entry.refund_high, entry.interest_high)
    }

    /// On the least refund.
    pub fn low(&mut self, entry: &EarlierEntry) -> Accrued {
        self.of(entry, entry.refund_low, entry.interest_low)
    }

    fn of(&mut self, entry: &EarlierEntry, principal: Cents, interest: Cents) -> Accrued {
        if !self.has_facts {
            return Accrued::Untold;
        }
        let [then, now] = [self.then.interest_end(entry), self.now.interest_end(entry)]
            .map(|end| self.interest(entry.deposit_date, end, principal));
        match then.zip(now) {
            Some((then, now)) if then == interest => {
                now.0.checked_sub(then.0).map_or(Accrued::Off, |more| Accrued::Known(Cents(more)))
            }
            _ => Accrued::Off,
        }
    }

    fn interest(&mut self, start: Option<Day>, end: Day, principal: Cents) -> Option<Cents> {
        match start.filter(|start| *start < end && principal != Cents::ZERO) {
            Some(start) => self.growths.growth(start, end)?.interest(principal),
            None => Some(Cents::ZERO),
        }
    }
}
