//! Working days: weekdays that are no federal holiday.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::sources::Sources;
use super::table::Table;
use crate::domain::Day;

pub(super) const FILE: &str = "holidays.csv";

/// A federal holiday on the day it is observed.
#[derive(Debug, Clone)]
pub struct Holiday {
    /// The day.
    pub date: Day,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The holidays in order. In a year of which none is known every weekday is a working day.
#[derive(Debug, Clone)]
pub struct Holidays(Vec<Holiday>);

impl Holidays {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Holidays, RulebookError> {
        let columns = &["date", "name", "source", "confidence", "as_of"];
        let mut holidays: Vec<Holiday> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let date = row.day("date")?;
            if holidays.last().is_some_and(|above| above.date >= date) {
                return Err(row.wrong("date", "a day after the one above"));
            }
            if date.is_weekend() {
                return Err(row.wrong("date", "a weekday, on which the holiday is observed"));
            }
            holidays.push(Holiday {
                date,
                name: row.filled("name")?.to_owned(),
                provenance: Provenance::of(&row, sources)?,
            });
        }
        Ok(Holidays(holidays))
    }

    /// Whether it is a weekday and no holiday.
    pub fn is_working_day(&self, day: Day) -> bool {
        !day.is_weekend() && self.0.binary_search_by_key(&day, |h| h.date).is_err()
    }

    /// The `n`th working day, counted from 1, of the month that begins with `first_of_month`.
    /// Counting goes on into the next month if the month has fewer.
    pub fn nth_working_day_of_month(&self, first_of_month: Day, n: u32) -> Day {
        let mut day = first_of_month;
        let mut left = n.saturating_sub(u32::from(self.is_working_day(day)));
        while left > 0 {
            day = day.plus(1);
            left -= u32::from(self.is_working_day(day));
        }
        day
    }

    /// Whether any holiday of the year is known.
    pub fn knows_year(&self, year: i32) -> bool {
        self.0.iter().any(|holiday| holiday.date.year() == year)
    }

    /// Every holiday, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Holiday> {
        self.0.iter()
    }
}
