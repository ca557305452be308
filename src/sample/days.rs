//! The calendar of an export: its days numbered from 0, each with its printed form at hand.

use crate::domain::Day;
use crate::rulebook::Period;

/// Days before the tariff period that an export may mention.
const BEFORE: i32 = 60;
/// Days after it.
const AFTER: i32 = 500;
/// Days from entry to the ordinary liquidation.
const CYCLE: i32 = 314;

/// A day of an export: a number that stays inside the calendar.
pub(super) type DayNumber = i32;

/// The days an export may mention.
pub(super) struct Days {
    first: Day,
    /// `MM/DD/YYYY`.
    printed: Vec<[u8; 10]>,
    /// First day of the tariff period.
    pub(super) period_start: DayNumber,
    /// First day after it.
    pub(super) period_end: DayNumber,
    /// The day on which the export was pulled: what was to liquidate by then has.
    pub(super) pulled: DayNumber,
    /// From here on ACE checks that the goods come last on a line.
    pub(super) order_checked: DayNumber,
}

impl Days {
    /// The calendar around the tariff period.
    pub(super) fn around(period: Period) -> Days {
        let first = period.start.plus(-BEFORE);
        let count = period.end.days_since(first) + AFTER;
        let number = |year, month, day| {
            Day::from_ymd(year, month, day).map_or(0, |found| found.days_since(first))
        };
        Days {
            first,
            printed: (0..count).map(|n| printed(first.plus(n))).collect(),
            period_start: BEFORE,
            period_end: period.end.days_since(first),
            pulled: number(2026, 5, 15),
            order_checked: number(2025, 6, 28),
        }
    }

    /// The day behind a number.
    pub(super) fn day(&self, number: DayNumber) -> Day {
        self.first.plus(number)
    }

    /// The number of a day; days outside the calendar are held at its ends.
    pub(super) fn number(&self, day: Day) -> DayNumber {
        day.days_since(self.first).clamp(0, self.printed.len() as i32 - 1)
    }

    /// How many days there are.
    pub(super) fn count(&self) -> i32 {
        self.printed.len() as i32
    }

    /// The day as `MM/DD/YYYY`.
    pub(super) fn printed(&self, number: DayNumber) -> &[u8; 10] {
        &self.printed[number.clamp(0, self.count() - 1) as usize]
    }

    /// The first Friday on or after a day.
    pub(super) fn friday(&self, number: DayNumber) -> DayNumber {
        number + (4 - self.first.days_from_monday() - number).rem_euclid(7)
    }

    /// When an entry of this day liquidates if nothing holds it up.
    pub(super) fn ordinary_liquidation(&self, entered: DayNumber) -> DayNumber {
        self.friday(entered + CYCLE)
    }
}

fn printed(day: Day) -> [u8; 10] {
    let mut iso = Vec::with_capacity(10);
    day.write_to(&mut iso);
    let mut text = *b"MM/DD/YYYY";
    for (at, from) in [5, 6, 0, 8, 9, 0, 0, 1, 2, 3].into_iter().enumerate() {
        if at != 2 && at != 5 {
            text[at] = iso[from];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn days_print_as_in_the_report() {
        let days = Days::around(Rulebook::built_in().unwrap().period);
        assert_eq!(days.printed(days.period_start), b"02/04/2025");
        assert_eq!(days.printed(days.period_end), b"02/24/2026");
        assert_eq!(days.printed(days.pulled), b"05/15/2026");
        for number in 0..days.count() {
            let back = Day::read(days.printed(number)).unwrap().unwrap();
            assert_eq!((days.day(number), days.number(back)), (back, number));
            assert_eq!(days.day(days.friday(number)), back.friday_on_or_after());
        }
    }
}
