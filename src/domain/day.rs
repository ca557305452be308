//! A calendar day. The only file that reckons with chrono.

use super::Unreadable;
use chrono::{Datelike, Local, NaiveDate};
use std::fmt;
use std::num::NonZeroI32;

/// A calendar day. Range: 1900-01-01 to 9999-12-31.
///
/// Kept as a count of days that is never zero, so that `Option<Day>` takes four bytes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroI32);

/// Days from chrono's day 1 (0001-01-01) to 1970-01-01.
const EPOCH: i32 = 719_163;
/// Days from 0000-03-01 to 1970-01-01.
const MARCH_OF_0: i32 = 719_468;
/// Excel's serial of 1970-01-01 in the 1900 date system.
const EXCEL_EPOCH: i32 = 25_569;
const FIRST: i32 = -25_567;
const LAST: i32 = 2_932_896;
/// Added to the days since 1970-01-01; keeps every day of the range above zero.
const OFFSET: i32 = 100_000;

impl Day {
    /// The day so many days after 1970-01-01, held inside the range.
    fn new(since_epoch: i32) -> Day {
        let kept = since_epoch.clamp(FIRST, LAST) + OFFSET;
        Day(NonZeroI32::new(kept).unwrap_or(NonZeroI32::MIN))
    }

    fn since_epoch(self) -> i32 {
        self.0.get() - OFFSET
    }

    /// Days from 1900-01-01 to this day.
    pub fn since_1900(self) -> u32 {
        (self.since_epoch() - FIRST) as u32
    }

    /// The day so many days after 1900-01-01, held inside the range.
    pub fn from_1900(days: u32) -> Day {
        Day::new(i32::try_from(days).unwrap_or(i32::MAX).saturating_add(FIRST))
    }

    /// The day with this year, month (1-12) and day of month, if there is one in range.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let since_epoch = date.num_days_from_ce() - EPOCH;
        (FIRST..=LAST).contains(&since_epoch).then(|| Day::new(since_epoch))
    }

    /// Today in the local time zone.
    pub fn today() -> Day {
        Day::new(Local::now().date_naive().num_days_from_ce() - EPOCH)
    }

    /// Reads `MM/DD/YYYY`, `M/D/YYYY`, `M/D/YY` (20YY), ISO `YYYY-MM-DD`, or an Excel serial of
    /// the 1900 system; a time part behind the date is ignored. Blank is `None`.
    ///
    /// Expects a cell already stripped by [`super::clean_cell`].
    ///
    /// # Errors
    /// [`Unreadable`] for anything else, days that do not exist and day-first dates included.
    pub fn read(cell: &[u8]) -> Result<Option<Day>, Unreadable> {
        // As ACE prints them.
        if let [m, n, b'/', d, e, b'/', year @ ..] = cell
            && let ([y, z, u, v], true) = (year, cell.len() == 10)
        {
            let digits = [m, n, d, e, y, z, u, v].map(|byte| i32::from(byte.wrapping_sub(b'0')));
            if digits.iter().all(|digit| *digit < 10) {
                let [m, n, d, e, y, z, u, v] = digits;
                let year = y * 1000 + z * 100 + u * 10 + v;
                return calendar(year, m * 10 + n, d * 10 + e).map(Some);
            }
        }
        let text = cell.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        let (first, after) = digits(text)?;
        let day = match after.first() {
            None => serial(first)?,
            Some(b'/') => {
                let (second, after) = digits(&after[1..])?;
                let Some(b'/') = after.first() else {
                    return Err(Unreadable);
                };
                let (third, after) = digits(&after[1..])?;
                time_part(after)?;
                let year = match third.len() {
                    2 => 2000 + number(third)?,
                    4 => number(third)?,
                    _ => return Err(Unreadable),
                };
                if first.len() > 2 || second.len() > 2 {
                    return Err(Unreadable);
                }
                calendar(year, number(first)?, number(second)?)?
            }
            Some(b'-') => {
                let (second, after) = digits(&after[1..])?;
                let Some(b'-') = after.first() else {
                    return Err(Unreadable);
                };
                let (third, after) = digits(&after[1..])?;
                time_part(after)?;
                if first.len() != 4 || second.len() > 2 || third.len() > 2 {
                    return Err(Unreadable);
                }
                calendar(number(first)?, number(second)?, number(third)?)?
            }
            Some(_) => return Err(Unreadable),
        };
        Ok(Some(day))
    }

    /// The day `days` later (earlier if negative), held inside the range.
    pub fn plus(self, days: i32) -> Day {
        Day::new(self.since_epoch().saturating_add(days))
    }

    /// Calendar days from `earlier` to this day; negative if this day is before it.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.0.get() - earlier.0.get()
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.date().0
    }

    /// The month, 1-12.
    pub fn month(self) -> u32 {
        self.date().1
    }

    /// The day of the month, 1-31.
    pub fn day_of_month(self) -> u32 {
        self.date().2
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        self.days_from_monday() >= 5
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn days_from_monday(self) -> i32 {
        // 1970-01-01 was a Thursday.
        (self.since_epoch() + 3).rem_euclid(7)
    }

    /// The first Friday on or after this day.
    pub fn friday_on_or_after(self) -> Day {
        self.plus((4 - self.days_from_monday()).rem_euclid(7))
    }

    /// Days in the calendar year of this day: 365 or 366.
    pub fn days_in_year(self) -> u32 {
        let year = self.year();
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if leap { 366 } else { 365 }
    }

    /// The first day of the calendar quarter after the one of this day.
    pub fn next_quarter(self) -> Day {
        let (year, month, _) = self.date();
        let next = (month - 1) / 3 * 3 + 4;
        let (year, month) = if next > 12 { (year + 1, 1) } else { (year, next) };
        Day::from_ymd(year, month, 1).unwrap_or_else(|| Day::new(LAST))
    }

    /// The first day of the month after the one of this day.
    pub fn next_month(self) -> Day {
        let (year, month) = match self.date() {
            (year, 12, _) => (year + 1, 1),
            (year, month, _) => (year, month + 1),
        };
        Day::from_ymd(year, month, 1).unwrap_or_else(|| Day::new(LAST))
    }

    /// The same day `years` later; 29 February becomes the 28th where there is none.
    pub fn years_later(self, years: i32) -> Day {
        let (year, month, day) = self.date();
        let year = year + years;
        Day::from_ymd(year, month, day)
            .or_else(|| Day::from_ymd(year, month, day - 1))
            .unwrap_or_else(|| Day::new(LAST))
    }

    /// Appends the ISO form to `out`.
    pub fn write_to(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.iso());
    }

    /// The ISO form.
    pub fn iso(self) -> [u8; 10] {
        let (year, month, day) = self.date();
        let digit = |value: u32, divisor: u32| b'0' + (value / divisor % 10) as u8;
        let (y, m, d) = (|by| digit(year as u32, by), |by| digit(month, by), |by| digit(day, by));
        [y(1000), y(100), y(10), y(1), b'-', m(10), m(1), b'-', d(10), d(1)]
    }

    /// Year, month and day of month, reckoned in years that begin in March: so the leap day is the
    /// last of its year, and the lengths of months follow a straight line.
    fn date(self) -> (i32, u32, u32) {
        let since_march_of_0 = (self.since_epoch() + MARCH_OF_0) as u32;
        let quarters = 4 * since_march_of_0 + 3;
        let (century, rest) = (quarters / 146_097, quarters % 146_097 / 4);
        let quarters = 4 * rest + 3;
        let (year, day_of_year) = (century * 100 + quarters / 1461, quarters % 1461 / 4);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        (year as i32, month, day)
    }
}

/// Which comes first in a date: told by a number that can be no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// As ACE writes: `05/20/2025`.
    MonthFirst,
    /// As most of the world writes: `20/05/2025` or `20.05.2025`.
    DayFirst,
}

impl DateOrder {
    /// The order of a date written with slashes or points; `None` where both numbers could be a
    /// month, and for anything else. A time part is ignored.
    pub fn of(cell: &[u8]) -> Option<DateOrder> {
        let text = cell.trim_ascii();
        // Most dates are as ACE writes them.
        let at = text.iter().take(3).position(|byte| matches!(byte, b'/' | b'.'))?;
        let (first, rest) = digits(text).ok()?;
        let separator = *rest.first()?;
        let (second, rest) = digits(rest.get(1..)?).ok()?;
        if at != first.len() || second.len() > 2 || rest.first() != Some(&separator) {
            return None;
        }
        let (year, rest) = digits(rest.get(1..)?).ok()?;
        time_part(rest).ok()?;
        let is_year = matches!(year.len(), 2 | 4);
        let (first, second) = (number(first).ok()?, number(second).ok()?);
        match (first, second) {
            _ if !is_year => None,
            (1..=12, 13..=31) => Some(DateOrder::MonthFirst),
            (13..=31, 1..=12) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

fn digits(text: &[u8]) -> Result<(&[u8], &[u8]), Unreadable> {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 { Err(Unreadable) } else { Ok(text.split_at(end)) }
}

fn number(digits: &[u8]) -> Result<i32, Unreadable> {
    if digits.len() > 8 {
        return Err(Unreadable);
    }
    Ok(digits.iter().fold(0, |sum, d| sum * 10 + i32::from(d - b'0')))
}

fn calendar(year: i32, month: i32, day: i32) -> Result<Day, Unreadable> {
    Day::from_ymd(year, month as u32, day as u32).ok_or(Unreadable)
}

/// Excel's day 60 is 1900-02-29, which never was; the days before it are one off.
#[allow(non_contiguous_range_endpoints, reason = "60 is a day that never was")]
fn serial(digits: &[u8]) -> Result<Day, Unreadable> {
    let serial = number(digits)?;
    let since_epoch = match serial {
        1..60 => serial + 1 - EXCEL_EPOCH,
        61.. => serial - EXCEL_EPOCH,
        _ => return Err(Unreadable),
    };
    if since_epoch <= LAST { Ok(Day::new(since_epoch)) } else { Err(Unreadable) }
}

fn time_part(rest: &[u8]) -> Result<(), Unreadable> {
    match rest.split_first() {
        None => Ok(()),
        Some((b'T' | b't' | b' ', time)) if time.first().is_some_and(u8::is_ascii_digit) => Ok(()),
        Some(_) => Err(Unreadable),
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.iso()).map_err(|_| fmt::Error)?)
    }
}

impl std::str::FromStr for Day {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Day, Unreadable> {
        Day::read(text.as_bytes())?.ok_or(Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn reads_every_listed_format() {
        for cell in [
            "05/19/2025",
            "5/19/2025",
            "5/19/25",
            "2025-05-19",
            "2025-05-19T00:00:00",
            "2025-05-19 00:00:00",
            "05/19/2025 12:00:00 AM",
            "45796",
        ] {
            assert_eq!(Day::read(cell.as_bytes()), Ok(Day::from_ymd(2025, 5, 19)), "{cell}");
        }
        assert_eq!(Day::read(b"  "), Ok(None));
        assert_eq!(day("3/20/1900").to_string(), "1900-03-20");
        assert_eq!(day("1").to_string(), "1900-01-01");
        assert_eq!(day("2").to_string(), "1900-01-02");
        assert_eq!(day("59").to_string(), "1900-02-28");
        assert_eq!(day("61").to_string(), "1900-03-01");
        assert_eq!(day("12/31/1999").to_string(), "1999-12-31");
        assert_eq!(day("2025-5-9").to_string(), "2025-05-09");
        assert_eq!(Day::read(b""), Ok(None));
    }

    #[test]
    fn refuses_what_is_no_day() {
        for cell in [
            "25/12/2025",
            "2025-02-29",
            "02/30/2025",
            "0",
            "60",
            "45796.5",
            "20250519",
            "N/A",
            "19-MAY-2025",
            "5/19",
            "05/19/025",
            "005/19/2025",
            "05/019/2025",
            "0002025-05-19",
            "2025-005-19",
            "2025-05-019",
            // A colon comes after the nine.
            "0:/01/2025",
            "05/1:/2025",
            "05/19/202:",
            "2025-05-19x",
            "99999999999",
            "5/19/2025 noon",
        ] {
            assert_eq!(Day::read(cell.as_bytes()), Err(Unreadable), "{cell}");
        }
    }

    #[test]
    fn the_range_is_what_the_doc_says() {
        assert_eq!(Day::new(FIRST).to_string(), "1900-01-01");
        assert_eq!(Day::new(LAST).to_string(), "9999-12-31");
        assert_eq!(Day::new(LAST).plus(5), Day::new(LAST));
        assert_eq!(size_of::<Option<Day>>(), 4);
    }

    #[test]
    fn every_day_is_the_one_of_the_calendar() {
        let mut date = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        for since_epoch in FIRST..=LAST {
            let day = Day::new(since_epoch);
            assert_eq!(day.date(), (date.year(), date.month(), date.day()));
            assert_eq!(Day::from_1900(day.since_1900()), day);
            assert_eq!(day.days_in_year() == 366, date.leap_year());
            date = date.succ_opt().unwrap();
        }
    }

    #[test]
    fn a_number_beyond_12_tells_the_order() {
        for (cell, order) in [
            ("05/20/2025", Some(DateOrder::MonthFirst)),
            ("20/05/2025", Some(DateOrder::DayFirst)),
            ("20.5.25", Some(DateOrder::DayFirst)),
            ("20/05/2025 00:00", Some(DateOrder::DayFirst)),
            ("03/04/2025", None),
            ("2025-05-20", None),
            ("45796", None),
            ("32/05/2025", None),
            ("20/05", None),
            ("20/05.2025", None),
            ("20/005/2025", None),
            ("20/05/025", None),
            ("20/05/2025x", None),
            ("", None),
        ] {
            assert_eq!(DateOrder::of(cell.as_bytes()), order, "{cell}");
        }
    }

    #[test]
    fn quarters_and_years() {
        assert_eq!(day("2025-12-31").next_quarter(), day("2026-01-01"));
        assert_eq!(day("2026-04-01").next_quarter(), day("2026-07-01"));
        assert_eq!(day("2024-12-31").days_in_year(), 366);
        assert_eq!(day("2025-12-15").next_month(), day("2026-01-01"));
        assert_eq!(day("2025-12-31").day_of_month(), 31);
        assert_eq!(day("2025-05-19").years_later(2), day("2027-05-19"));
        assert_eq!(day("2024-02-29").years_later(1), day("2025-02-28"));
        assert_eq!(day("2024-02-29").years_later(4), day("2028-02-29"));
    }
}
