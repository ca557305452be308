//! Whether the dates of a file put the day or the month first. ACE writes the month first; a file
//! that went through a spreadsheet with other settings may not, and then 03/04/2025 would be read
//! as another day without a sign of it.

use crate::domain::{DateOrder, Field, text_of};
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
    /// Whether there is another such date.
    several: bool,
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
    /// Whether it is the odd one: other dates of the column have the month first, or it stands alone
    /// in its column and the other columns have the month first.
    pub is_odd: bool,
}

impl DateOrders {
    /// Looks at the dates of a row.
    pub fn see(&mut self, row: &Row<'_>, record: u64) {
        for (column, field) in self.columns.iter_mut().zip(DATE_FIELDS) {
            let cell = row.text(field);
            match DateOrder::of(cell) {
                Some(DateOrder::MonthFirst) => column.month_first = true,
                Some(DateOrder::DayFirst) => {
                    let text = text_of(cell).into_owned();
                    column.add_day_first(record, text);
                }
                None => {}
            }
        }
    }

    /// Adds what the part that follows shows; `number` gives the record number of a row of it.
    pub fn add(&mut self, later: DateOrders, number: impl Fn(u64) -> u64) {
        for (column, later) in self.columns.iter_mut().zip(later.columns) {
            column.month_first |= later.month_first;
            column.several |= later.several;
            if let Some((record, cell)) = later.day_first {
                column.add_day_first(number(record), cell);
            }
        }
    }

    /// The columns with dates that have the day first, each with the first of them.
    pub fn day_first(&self) -> impl Iterator<Item = DayFirst<'_>> {
        let elsewhere = self.columns.iter().any(|column| column.month_first);
        DATE_FIELDS.into_iter().zip(&self.columns).filter_map(move |(field, column)| {
            let (record, cell) = column.day_first.as_ref()?;
            let is_odd = column.month_first || elsewhere && !column.several;
            Some(DayFirst { field, record: *record, cell, is_odd })
        })
    }
}

impl Column {
    fn add_day_first(&mut self, record: u64, cell: String) {
        match &self.day_first {
            None => self.day_first = Some((record, cell)),
            Some((_, first)) => self.several |= *first != cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::batch::tests::with_row;

    /// What rows of these entry dates and summary dates show; the first is record 1.
    fn part(rows: &[&str]) -> DateOrders {
        let mut orders = DateOrders::default();
        for (record, row) in (1..).zip(rows) {
            with_row("entry_date,summary_date", row, |row| orders.see(row, record));
        }
        orders
    }

    #[test]
    fn parts_of_a_file_show_together_what_the_whole_file_shows() {
        let rows = [
            "05/06/2025,05/20/2025",
            "20/05/2025,05/06/2025",
            "21/05/2025,05/06/2025",
            "05/06/2025,22/05/2025",
        ];
        let whole = part(&rows);
        for cut in 0..=rows.len() {
            let mut joined = part(&rows[..cut]);
            joined.add(part(&rows[cut..]), |record| record + cut as u64);
            assert_eq!(joined, whole, "cut behind row {cut}");
        }
        let found: Vec<DayFirst<'_>> = whole.day_first().collect();
        // Two entry dates with the day first are no slip; one summary date among others is.
        let day_first = |field, record, cell, is_odd| DayFirst { field, record, cell, is_odd };
        let expected = [
            day_first(Field::EntryDate, 2, "20/05/2025", false),
            day_first(Field::SummaryDate, 4, "22/05/2025", true),
        ];
        assert_eq!(found, expected);
    }
}
