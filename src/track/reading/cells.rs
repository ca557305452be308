//! The cells of one row as values, or the reason why one cannot be read.

use crate::domain::{Cents, DateOrder, Day, EntryNumber, Field, quoted, text_of};
use crate::intake::Row;
use crate::rulebook::ReportColumn;
use std::collections::BTreeMap;

/// A row of a report whose cells are read.
pub(super) struct Line<'r, 'f> {
    pub(super) row: &'r Row<'r>,
    pub(super) record: u64,
    pub(super) dates: &'f mut DatesSeen,
}

impl<'r> Line<'r, '_> {
    /// The cell of a column that only reports have; empty without it.
    pub fn cell(&self, column: ReportColumn) -> &'r [u8] {
        self.row.report_text(column)
    }

    /// The cell of a column of numbers by which rows are put together: refunds, claims, traces. One
    /// without a digit other than 0 (`N/A`, `TBD`, `-`, `000000000`) stands where a number is
    /// missing, and is as good as blank: two of them are not the same number.
    ///
    /// What a spreadsheet made a rounded number of is none: several numbers may have become it.
    pub fn number(&mut self, column: ReportColumn) -> &'r [u8] {
        let cell = self.cell(column);
        if is_rounded(cell) {
            self.dates.rounded(column.as_str(), cell, self.record);
            return b"";
        }
        match cell.iter().any(|byte| matches!(byte, b'1'..=b'9')) {
            true => cell,
            false => b"",
        }
    }

    /// Whether one of these cells is filled.
    pub fn any_filled(&self, columns: &[ReportColumn]) -> bool {
        columns.iter().any(|column| !self.cell(*column).is_empty())
    }

    /// An amount; `None` if the cell is blank or not there.
    pub fn amount(&self, column: ReportColumn) -> Result<Option<Cents>, String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let read = Cents::read(cell).map(Some);
        read.map_err(|_| format!("{column} {} is no amount", quoted(&text_of(cell))))
    }

    /// The day in a column that only reports have.
    pub fn day(&mut self, column: ReportColumn) -> Result<Option<Day>, String> {
        self.day_in(column.as_str(), self.cell(column))
    }

    /// The day in the column of a field.
    pub fn day_of(&mut self, field: Field) -> Result<Option<Day>, String> {
        self.day_in(field.name(), self.row.text(field))
    }

    fn day_in(&mut self, column: &'static str, cell: &[u8]) -> Result<Option<Day>, String> {
        self.dates.see(column, cell, self.record);
        Day::read(cell).map_err(|_| {
            format!("{column} {} is no date such as 06/18/2026", quoted(&text_of(cell)))
        })
    }
}

/// Whether a spreadsheet wrote a long number in short, such as `1.23E+11`.
fn is_rounded(cell: &[u8]) -> bool {
    let has_exponent = cell.iter().any(|byte| matches!(byte, b'e' | b'E'));
    let has_sign = cell.iter().any(|byte| matches!(byte, b'+' | b'.' | b','));
    has_exponent && has_sign && EntryNumber::is_spreadsheet_number(cell)
}

/// What the dates of a file show of the order of day and month, and its damaged numbers.
#[derive(Debug, Default)]
pub(super) struct DatesSeen {
    columns: BTreeMap<&'static str, Column>,
    rounded: Option<RoundedNumbers>,
}

/// Numbers of refunds, claims and traces that a spreadsheet rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundedNumbers {
    /// How many cells.
    pub cells: u64,
    /// Record number of the first.
    pub record: u64,
    /// Its column.
    pub column: &'static str,
    /// What it says.
    pub cell: String,
}

#[derive(Debug, Default)]
struct Column {
    month_first: bool,
    /// The first date that can only have the day first.
    day_first: Option<(u64, String)>,
    /// Whether there is another one that says something else.
    several: bool,
}

/// A date that has the day first, in a column where all may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFirstDate {
    /// Place of the file in [`crate::track::Said::files`].
    pub file: u32,
    /// Its record number.
    pub record: u64,
    /// Its column.
    pub column: &'static str,
    /// What the cell says.
    pub cell: String,
}

impl DatesSeen {
    fn rounded(&mut self, column: &'static str, cell: &[u8], record: u64) {
        let first =
            || RoundedNumbers { cells: 0, record, column, cell: text_of(cell).into_owned() };
        self.rounded.get_or_insert_with(first).cells += 1;
    }

    /// Its rounded numbers.
    pub fn rounded_numbers(&self) -> Option<&RoundedNumbers> {
        self.rounded.as_ref()
    }

    fn see(&mut self, column: &'static str, cell: &[u8], record: u64) {
        let Some(order) = DateOrder::of(cell) else { return };
        let column = self.columns.entry(column).or_default();
        match (order, &column.day_first) {
            (DateOrder::MonthFirst, _) => column.month_first = true,
            (DateOrder::DayFirst, None) => {
                column.day_first = Some((record, text_of(cell).into_owned()));
            }
            (DateOrder::DayFirst, Some((_, first))) => column.several |= *first != text_of(cell),
        }
    }

    /// The first date by which a whole column has the day first. One odd date among others is the
    /// matter of its row.
    pub fn day_first(&self, file: u32) -> Option<DayFirstDate> {
        let elsewhere = self.columns.values().any(|column| column.month_first);
        self.columns.iter().find_map(|(name, column)| {
            let (record, cell) = column.day_first.as_ref()?;
            let is_odd = column.month_first || elsewhere && !column.several;
            let cell = cell.clone();
            (!is_odd).then_some(DayFirstDate { file, record: *record, column: name, cell })
        })
    }
}
