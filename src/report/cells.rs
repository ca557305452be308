//! The cells of a row, whatever the row is written for: the CSV reports and the sheets of the
//! workbook list the same columns by the same code.

use super::cell::{ReadyCell, RowWriter};
use crate::domain::{Cents, Day, EntryNumber};

/// A row that takes its cells one after the other.
pub(super) trait Cells: Sized {
    /// A cell of text from the data.
    fn text(&mut self, text: &str) -> &mut Self;
    /// A cell with one of the program's own words.
    fn word(&mut self, word: &str) -> &mut Self;
    /// A cell of words joined by `;`.
    fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> &mut Self;
    /// An entry number.
    fn entry(&mut self, number: &EntryNumber) -> &mut Self;
    /// A whole number.
    fn number(&mut self, number: u64) -> &mut Self;
    /// A whole number, or an empty cell.
    fn number_or_blank(&mut self, number: Option<u64>) -> &mut Self;
    /// An amount.
    fn cents(&mut self, cents: Cents) -> &mut Self;
    /// An amount of any size, in cents.
    fn wide_cents(&mut self, cents: i128) -> &mut Self;
    /// A date, or an empty cell.
    fn day(&mut self, day: Option<Day>) -> &mut Self;
    /// Cells made before for rows of this form.
    fn ready(&mut self, cell: &ReadyCell) -> &mut Self;
    /// Ends the row.
    fn end(&mut self);
}

/// What rows are written for.
pub(super) trait Form: 'static {
    /// A row of it.
    type Row<'a>: Cells;

    /// A row at the end of `out`.
    fn row(out: &mut Vec<u8>) -> Self::Row<'_>;

    /// The cell of a text from the data, for rows that share it.
    fn text(text: &str) -> ReadyCell {
        let mut out = Vec::new();
        Self::cells(&mut out).text(text);
        out.into()
    }

    /// The cell of words joined by `;`, for rows that share it.
    fn words<'w>(words: impl Iterator<Item = &'w str>) -> ReadyCell {
        let mut out = Vec::new();
        Self::cells(&mut out).words(words);
        out.into()
    }

    /// Cells at the end of `out` that are to stand in the middle of a row.
    fn cells(out: &mut Vec<u8>) -> Self::Row<'_>;
}

/// Rows of a CSV report.
pub(super) struct Csv;

impl Form for Csv {
    type Row<'a> = RowWriter<'a>;

    fn row(out: &mut Vec<u8>) -> RowWriter<'_> {
        RowWriter::new(out)
    }

    fn cells(out: &mut Vec<u8>) -> RowWriter<'_> {
        RowWriter::new(out)
    }
}

impl Cells for RowWriter<'_> {
    #[inline]
    fn text(&mut self, text: &str) -> &mut Self {
        RowWriter::text(self, text)
    }

    #[inline]
    fn word(&mut self, word: &str) -> &mut Self {
        RowWriter::word(self, word)
    }

    #[inline]
    fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> &mut Self {
        RowWriter::words(self, words)
    }

    #[inline]
    fn entry(&mut self, number: &EntryNumber) -> &mut Self {
        RowWriter::entry(self, number)
    }

    #[inline]
    fn number(&mut self, number: u64) -> &mut Self {
        RowWriter::number(self, number)
    }

    #[inline]
    fn number_or_blank(&mut self, number: Option<u64>) -> &mut Self {
        RowWriter::number_or_blank(self, number)
    }

    #[inline]
    fn cents(&mut self, cents: Cents) -> &mut Self {
        RowWriter::cents(self, cents)
    }

    #[inline]
    fn wide_cents(&mut self, cents: i128) -> &mut Self {
        RowWriter::wide_cents(self, cents)
    }

    #[inline]
    fn day(&mut self, day: Option<Day>) -> &mut Self {
        RowWriter::day(self, day)
    }

    #[inline]
    fn ready(&mut self, cell: &ReadyCell) -> &mut Self {
        RowWriter::ready(self, cell)
    }

    #[inline]
    fn end(&mut self) {
        RowWriter::end(self);
    }
}
