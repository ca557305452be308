//! Tables with some rows an entry, read beside the table of entries: all are in the same order.

use super::Unreadable;
use super::sums::{Book, Odd};
use super::table::Table;

/// A table whose rows follow the entries.
pub(super) struct Beside<'w> {
    pub table: Table<'w>,
    entry: usize,
    has_row: bool,
    /// Rows of no entry, or out of order.
    pub stray: Odd,
}

impl<'w> Beside<'w> {
    /// The table; `None` if it was not written.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(book: &Book<'w>, name: &str) -> Result<Option<Beside<'w>>, Unreadable> {
        let Some(mut table) = book.table(name)? else { return Ok(None) };
        let [entry] = table.columns(["entry_number"])?;
        let has_row = table.next()?;
        Ok(Some(Beside { table, entry, has_row, stray: Odd::default() }))
    }

    /// Hands on every row of an entry.
    pub fn of(
        &mut self,
        entry: &[u8],
        mut take: impl FnMut(&Table<'w>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        while self.has_row && self.table.cell(self.entry) == entry {
            take(&self.table)?;
            self.has_row = self.table.next()?;
        }
        Ok(())
    }

    /// Hands on the rows that are left when there are no more entries.
    pub fn rest(
        &mut self,
        is_odd: bool,
        mut take: impl FnMut(&Table<'w>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        while self.has_row {
            take(&self.table)?;
            if is_odd {
                let Beside { table, entry, stray, .. } = self;
                stray.note(|| {
                    format!(
                        "{}, record {}: entry {} is not in entries.csv in this place",
                        table.name,
                        table.rows + 1,
                        table.shown(*entry)
                    )
                });
            }
            self.has_row = self.table.next()?;
        }
        Ok(())
    }
}
