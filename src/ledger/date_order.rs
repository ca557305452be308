//! Whether the dates of a file put the day or the month first. ACE writes the month first; a file
//! that went through a spreadsheet with other settings may not, and then 03/04/2025 would be read
//! as another day without a sign of it.

use crate::domain::{DateOrder, Field};
use crate::intake::Row;

/// The date columns.
const DATE_FIELDS: [Field; 4] =
    [Field::EntryDate, Field::SummaryDate, Field::PaymentDate, Field::LiquidationDate];

/// What the dates of one input, or of a part of it, show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateOrders {
    columns: [Column; DATE_FIELDS.len()],
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Column {
    /// The first date that can only have the day first.
    day_first: Option<(u64, String)>,
    /// Whether a date can only have the month first.
    month_first: bool,
}

/// A date that has the day first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFirst<'a> {
    /// Its column.
    pub field: Field,
    /// Its record number.
    pub record: u64,
    /// What the cell says.
    pub cell: &'a str,
    /// Whether other dates of the column have the month first, so that only some are swapped.
    pub is_mixed: bool,
}

impl DateOrders {
    /// Looks at the dates of a row.
    pub fn see(&mut self, row: &Row<'_>, record: u64) {
        for (column, field) in self.columns.iter_mut().zip(DATE_FIELDS) {
            let cell = row.text(field);
            match DateOrder::of(cell) {
                Some(DateOrder::MonthFirst) => column.month_first = true,
                Some(DateOrder::DayFirst) if column.day_first.is_none() => {
                    column.day_first = Some((record, String::from_utf8_lossy(cell).into_owned()));
                }
                Some(DateOrder::DayFirst) | None => {}
            }
        }
    }

    /// Adds what the part that follows shows; `number` gives the record number of a row of it.
    pub fn add(&mut self, later: DateOrders, number: impl Fn(u64) -> u64) {
        for (column, later) in self.columns.iter_mut().zip(later.columns) {
            column.month_first |= later.month_first;
            let example = later.day_first.map(|(record, cell)| (number(record), cell));
            column.day_first = column.day_first.take().or(example);
        }
    }

    /// The columns with dates that have the day first, each with the first of them.
    pub fn day_first(&self) -> impl Iterator<Item = DayFirst<'_>> {
        DATE_FIELDS.into_iter().zip(&self.columns).filter_map(|(field, column)| {
            let (record, cell) = column.day_first.as_ref()?;
            Some(DayFirst { field, record: *record, cell, is_mixed: column.month_first })
        })
    }
}
