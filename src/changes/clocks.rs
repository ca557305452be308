//! Clocks that a day passed between two reports.

use crate::assess::checks::entry_type::entry_type_excluded::ENTRY_TYPE_EXCLUDED;
use crate::assess::checks::entry_type::entry_type_unconfirmed::ENTRY_TYPE_UNCONFIRMED;
use crate::assess::checks::liquidation::implausible_date::IMPLAUSIBLE_DATE;
use crate::assess::checks::liquidation::liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS;
use crate::assess::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use crate::assess::checks::liquidation::status_date_conflict::STATUS_DATE_CONFLICT;
use crate::assess::checks::liquidation::window_closing::WINDOW_CLOSING;
use crate::assess::checks::liquidation::window_last_days::WINDOW_LAST_DAYS;
use crate::assess::checks::payment::payment_date_ahead::PAYMENT_DATE_AHEAD;
use crate::assess::checks::reconciliation::recon_before_phase_2::RECON_BEFORE_PHASE_2;
use crate::assess::checks::{Check, CheckSet};
use crate::domain::Day;
use crate::rulebook::Windows;

/// Checks whose answer depends on the days since liquidation.
static OF_THE_WINDOW: CheckSet =
    CheckSet::of(&[&LIQUIDATED_OVER_80_DAYS, &WINDOW_CLOSING, &WINDOW_LAST_DAYS]);

/// Checks whose answer depends on the day of the estimate in another way.
static OF_THE_DAY: CheckSet = CheckSet::of(&[
    &ENTRY_TYPE_EXCLUDED,
    &ENTRY_TYPE_UNCONFIRMED,
    &IMPLAUSIBLE_DATE,
    &PAID_AT_LIQUIDATION,
    &PAYMENT_DATE_AHEAD,
    &RECON_BEFORE_PHASE_2,
    &STATUS_DATE_CONFLICT,
]);

/// The two days to which two reports count, and the rules between them.
#[derive(Clone, Copy)]
pub(super) struct Clocks<'a> {
    pub windows: &'a Windows,
    pub before: Day,
    pub after: Day,
}

impl Clocks<'_> {
    /// What time did to a check whose facts are the same in both reports, in words; `None` if it
    /// did nothing.
    pub fn turned(&self, place: usize, check: &Check, liquidated: Option<Day>) -> Option<String> {
        if self.before == self.after {
            return None;
        }
        if OF_THE_DAY.holds(place) {
            return Some(format!("judged as of {} then and {} now", self.before, self.after));
        }
        if !OF_THE_WINDOW.holds(place) {
            return None;
        }
        let date = liquidated?;
        if check.code == LIQUIDATED_OVER_80_DAYS.code {
            return self.passed(date, self.windows.cape_days);
        }
        let days = |day: Day| day.days_since(date);
        let stretch = |days: i32| {
            [self.windows.closing_from, self.windows.last_days_from, self.windows.cape_days + 1]
                .iter()
                .filter(|from| days >= **from)
                .count()
        };
        let (then, now) = (days(self.before), days(self.after));
        (stretch(then) != stretch(now))
            .then(|| format!("day {then} after liquidation {date} then, day {now} now"))
    }

    /// Whether the protest right ended between the two days, in words.
    pub fn protest_ended(&self, liquidated: Option<Day>) -> Option<String> {
        self.passed(liquidated?, self.windows.protest_days)
    }

    /// Whether the last day of a clock lies between the two days, in words.
    fn passed(&self, start: Day, days: i32) -> Option<String> {
        let last = start.plus(days);
        let between = (self.before <= last) != (self.after <= last);
        between.then(|| format!("day {days} after liquidation {start} was {last}"))
    }
}
