//! Reading a CSV table of rules: exact columns, and errors that name the cell.

use super::error::RulebookError;
use crate::domain::{Day, Hts8, Rate};
use std::fmt::Display;

/// A table with the expected columns in the expected order. Lines that begin with `#` are remarks.
pub(super) struct Table {
    file: &'static str,
    columns: &'static [&'static str],
    records: Vec<csv::StringRecord>,
}

/// A record of a [`Table`].
pub(super) struct Row<'a> {
    table: &'a Table,
    record: &'a csv::StringRecord,
}

impl Table {
    pub(super) fn read(
        file: &'static str,
        text: &str,
        columns: &'static [&'static str],
    ) -> Result<Table, RulebookError> {
        let wrap = |source| RulebookError::Csv { file, source };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let found = reader.headers().map_err(wrap)?;
        if found.iter().ne(columns.iter().copied()) {
            return Err(RulebookError::Columns {
                file,
                found: found.iter().collect::<Vec<_>>().join(","),
                expected: columns.join(","),
            });
        }
        let records = reader.records().collect::<Result<_, _>>().map_err(wrap)?;
        Ok(Table { file, columns, records })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(move |record| Row { table: self, record })
    }
}

impl<'a> Row<'a> {
    /// The cell; may be blank.
    pub(super) fn text(&self, column: &'static str) -> Result<&'a str, RulebookError> {
        let at = self.table.columns.iter().position(|c| *c == column);
        at.and_then(|at| self.record.get(at))
            .ok_or_else(|| self.error(column, "", "a column of this table".to_owned()))
    }

    /// The cell, which must not be blank.
    pub(super) fn filled(&self, column: &'static str) -> Result<&'a str, RulebookError> {
        let text = self.text(column)?;
        if text.trim().is_empty() {
            return Err(self.wrong(column, "some text"));
        }
        Ok(text)
    }

    /// A day in the form 2026-11-22.
    pub(super) fn day(&self, column: &'static str) -> Result<Day, RulebookError> {
        iso_day(self.text(column)?).ok_or_else(|| self.wrong(column, DAY_EXPECTED))
    }

    /// A day, or nothing.
    pub(super) fn day_if_any(&self, column: &'static str) -> Result<Option<Day>, RulebookError> {
        match self.text(column)? {
            "" => Ok(None),
            _ => self.day(column).map(Some),
        }
    }

    /// A dotted heading of eight digits.
    pub(super) fn heading(&self, column: &'static str) -> Result<Hts8, RulebookError> {
        let text = self.text(column)?;
        Hts8::read(text)
            .filter(|heading| heading.dotted() == text)
            .ok_or_else(|| self.wrong(column, "eight digits in the form 9903.01.25"))
    }

    /// A rate in per cent.
    pub(super) fn rate(&self, column: &'static str) -> Result<Rate, RulebookError> {
        Rate::from_decimal(self.text(column)?.as_bytes())
            .map_err(|_| self.wrong(column, "a number of per cent"))
    }

    /// A number of basis points.
    pub(super) fn basis_points(&self, column: &'static str) -> Result<u32, RulebookError> {
        let points = self.text(column)?.parse().ok();
        points
            .filter(|points| *points < 10_000)
            .ok_or_else(|| self.wrong(column, "a whole number of basis points below 10000"))
    }

    /// `yes` or `no`.
    pub(super) fn yes_no(&self, column: &'static str) -> Result<bool, RulebookError> {
        match self.text(column)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(column, "yes or no")),
        }
    }

    /// One of the words of a vocabulary.
    pub(super) fn choice<T: Copy + Display>(
        &self,
        column: &'static str,
        all: &[T],
    ) -> Result<T, RulebookError> {
        let text = self.text(column)?;
        all.iter().copied().find(|word| word.to_string() == text).ok_or_else(|| {
            let words: Vec<_> = all.iter().map(T::to_string).collect();
            self.wrong(column, &format!("one of {}", words.join(", ")))
        })
    }

    /// The line of the record, as an editor counts.
    pub(super) fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// The error that this cell is not what it should be.
    pub(super) fn wrong(&self, column: &'static str, expected: &str) -> RulebookError {
        let value = self.text(column).unwrap_or_default();
        self.error(column, value, expected.to_owned())
    }

    fn error(&self, column: &'static str, value: &str, expected: String) -> RulebookError {
        RulebookError::Cell {
            file: self.table.file,
            line: self.line(),
            column,
            value: value.to_owned(),
            expected,
        }
    }
}

pub(super) const DAY_EXPECTED: &str = "a day in the form 2026-11-22";

/// A day in the form 2026-11-22 and no other.
pub(super) fn iso_day(text: &str) -> Option<Day> {
    let day: Day = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}
