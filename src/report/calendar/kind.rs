//! The kinds of days that the calendar has, and what it says of each.

use super::money;
use crate::domain::Day;
use crate::estimate::{Amounts, Clock};
use crate::rulebook::{Holidays, Rulebook, Windows};

/// The days that an event is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The window is still open, and late enough to be reminded of it.
    FileNow,
    /// The last day on which CAPE takes an entry.
    LastCapeDay,
    /// The last day for a protest.
    LastProtestDay,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::FileNow, Kind::LastCapeDay, Kind::LastProtestDay];

    /// Which day after liquidation it is.
    pub fn days(self, windows: &Windows) -> i32 {
        match self {
            Kind::FileNow => windows.reminder_days,
            Kind::LastCapeDay => windows.cape_days,
            Kind::LastProtestDay => windows.protest_days,
        }
    }

    /// What waits for it.
    pub fn amounts(self, clock: &Clock) -> Amounts {
        match self {
            Kind::FileNow | Kind::LastCapeDay => clock.cape,
            Kind::LastProtestDay => clock.protest,
        }
    }

    /// The word of its identifier.
    pub fn word(self) -> &'static str {
        match self {
            Kind::FileNow => "file-now",
            Kind::LastCapeDay => "cape-ends",
            Kind::LastProtestDay => "protest-ends",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Kind::FileNow => "File with CAPE now",
            Kind::LastCapeDay => "Last CAPE day",
            Kind::LastProtestDay => "Last day to protest",
        }
    }

    /// What to do, and by what rule.
    pub fn advice(self, liquidated: Day, rules: &Rulebook) -> String {
        let windows = &rules.windows;
        let (last, days) = (liquidated.plus(windows.cape_days), self.days(windows));
        match self {
            Kind::FileNow => format!(
                "Day {days} after liquidation. File now: CAPE takes these entries until {last} \
                 (day {}).{}",
                windows.cape_days,
                day_off(last, &rules.holidays)
            ),
            Kind::LastCapeDay => format!(
                "Day {days} after liquidation: the last day on which CAPE takes these entries. CBP \
                 does not say at which moment it ends. File today, or protest by {} (day {}).{}",
                liquidated.plus(windows.protest_days),
                windows.protest_days,
                day_off(last, &rules.holidays)
            ),
            Kind::LastProtestDay => format!(
                "Day {days} after liquidation: the last day for a protest under 19 USC 1514. After \
                 it only a court can help. A CAPE declaration does not stop this clock.{}",
                day_off(liquidated.plus(days), &rules.holidays)
            ),
        }
    }

    /// What part of it nothing is known to hold back, or is no matter.
    pub fn of_lanes(self, clock: &Clock) -> String {
        let rest = clock.cape.less(&clock.ready);
        match self {
            Kind::FileNow | Kind::LastCapeDay if rest.entries == 0 => String::new(),
            Kind::FileNow | Kind::LastCapeDay => format!(
                " Ready to upload (lane file-now): {}. The rest, {}, needs something first: a \
                 decision (review), a correction (fix-then-file) or another filer (other-filer).",
                money(&clock.ready),
                money(&rest)
            ),
            Kind::LastProtestDay if clock.protested.entries > 0 => format!(
                " Not counted: {} with a protest that is open already.",
                money(&clock.protested)
            ),
            Kind::LastProtestDay => String::new(),
        }
    }

    /// Which entries are counted, in the words of `entries.csv`.
    pub fn lanes(self) -> &'static str {
        match self {
            Kind::FileNow | Kind::LastCapeDay => "file-now, review, other-filer and fix-then-file",
            Kind::LastProtestDay => {
                "file-now, review, other-filer, fix-then-file, protest and later-phase, without \
                 the finding protest-open"
            }
        }
    }
}

/// Says which working day comes before a last day that is none; nothing if it is one.
fn day_off(last: Day, holidays: &Holidays) -> String {
    if holidays.is_working_day(last) {
        return String::new();
    }
    let named = holidays.iter().find(|holiday| holiday.date == last);
    let what = match (named, last.days_from_monday()) {
        (Some(holiday), _) => format!("a federal holiday ({})", holiday.name),
        (None, 5) => "a Saturday".to_owned(),
        (None, _) => "a Sunday".to_owned(),
    };
    // No two weeks are without a working day.
    let before = (1..14).map(|days| last.plus(-days)).find(|day| holidays.is_working_day(*day));
    let before = before.unwrap_or(last);
    format!(" {last} is {what}; the last working day before it is {before}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_day_without_work_names_the_working_day_before_it() {
        let rules = Rulebook::built_in().unwrap();
        for (last, said) in [
            ("2026-06-15", ""),
            (
                "2026-06-20",
                " 2026-06-20 is a Saturday; the last working day before it is 2026-06-18.",
            ),
            (
                "2026-09-06",
                " 2026-09-06 is a Sunday; the last working day before it is 2026-09-04.",
            ),
            (
                "2026-09-07",
                " 2026-09-07 is a federal holiday (Labor Day); the last working day before it is \
                 2026-09-04.",
            ),
        ] {
            assert_eq!(day_off(last.parse().unwrap(), &rules.holidays), said);
        }
    }
}
