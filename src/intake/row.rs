//! One record of an export, seen through its layout.

use super::Layout;
use super::reader::without_line_end;
use super::scan::Record;
use crate::domain::{Field, clean_cell, fold};
use crate::rulebook::ReportColumn;

/// The cells of one record, whoever read it.
#[derive(Clone, Copy)]
pub enum Cells<'a> {
    /// Read by the `csv` crate.
    Csv(&'a csv::ByteRecord),
    /// Read by the fast reader.
    Scanned(&'a Record<'a>),
}

impl<'a> Cells<'a> {
    /// How many there are.
    pub fn count(self) -> usize {
        match self {
            Cells::Csv(record) => record.len(),
            Cells::Scanned(record) => record.count(),
        }
    }

    /// The cell at `index`, unquoted; empty past the end.
    #[inline]
    pub fn cell(self, index: usize) -> &'a [u8] {
        match self {
            Cells::Csv(record) => record.get(index).unwrap_or_default(),
            Cells::Scanned(record) => record.cell(index),
        }
    }
}

/// A record with the meaning of its columns.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    cells: Cells<'a>,
    layout: &'a Layout,
    raw: &'a [u8],
    unclosed: bool,
}

impl<'a> Row<'a> {
    /// A row of `cells` under `layout`; `raw` is the text it was read from, with or
    /// without its line end.
    pub fn new(cells: Cells<'a>, layout: &'a Layout, raw: &'a [u8]) -> Row<'a> {
        Row { cells, layout, raw, unclosed: false }
    }

    /// The same row, said to end the file inside quotes.
    pub fn unclosed(self, unclosed: bool) -> Row<'a> {
        Row { unclosed, ..self }
    }

    /// Whether the file ends inside a quoted cell of this row: certain damage, which may have
    /// swallowed any number of rows.
    pub fn is_unclosed(&self) -> bool {
        self.unclosed
    }

    /// The cell of a field, stripped of blanks and spreadsheet wrapping. `None` means the file has
    /// no such column, which is not the same as an empty cell.
    pub fn cell(&self, field: Field) -> Option<&'a [u8]> {
        self.layout.column(field).map(|index| clean_cell(self.cells.cell(index)))
    }

    /// The text of neighbouring columns as it stands in the file, if it is still there to see:
    /// rows with the same text have the same cells.
    #[inline]
    pub fn span(&self, first: usize, last: usize) -> Option<&'a [u8]> {
        match self.cells {
            Cells::Csv(_) => None,
            Cells::Scanned(record) => Some(record.span(first, last)),
        }
    }

    /// The cell of a field, with an absent column read as an empty cell.
    pub fn text(&self, field: Field) -> &'a [u8] {
        self.cell(field).unwrap_or_default()
    }

    /// The cell of a column that only a report of facts has, stripped; empty without the column.
    pub fn report_text(&self, column: ReportColumn) -> &'a [u8] {
        let index = self.layout.report_column(column);
        index.map(|index| clean_cell(self.cells.cell(index))).unwrap_or_default()
    }

    /// The cell of the column at `index`, stripped; empty past the end.
    pub fn cell_at(&self, index: usize) -> &'a [u8] {
        clean_cell(self.cells.cell(index))
    }

    /// How many cells the record has.
    pub fn width(&self) -> usize {
        self.cells.count()
    }

    /// The layout of its file.
    pub fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// The text of the record as it stands in the file, without its line end.
    pub fn raw(&self) -> &'a [u8] {
        without_line_end(self.raw)
    }

    /// A copy of its cells.
    pub fn to_record(&self) -> csv::ByteRecord {
        (0..self.width()).map(|index| self.cells.cell(index)).collect()
    }

    /// Whether every cell is empty.
    pub fn is_blank(&self) -> bool {
        (0..self.width()).all(|index| clean_cell(self.cells.cell(index)).is_empty())
    }

    /// Whether every filled cell of the record says what the header says there.
    pub fn is_header(&self) -> bool {
        let headers = self.layout.headers();
        let mut filled = (0..self.width()).filter(|at| !self.cell_at(*at).is_empty()).peekable();
        let says = |at: usize| {
            headers.get(at).is_some_and(|header| fold(self.cell_at(at)) == fold(header.as_bytes()))
        };
        filled.peek().is_some() && filled.all(says)
    }

    /// Whether the record repeats the header: its cells under the entry number and HTS columns say
    /// what the header says there; under the entry number alone where there is no HTS column.
    pub fn repeats_header(&self) -> bool {
        self.layout.is_header(|index| self.cells.cell(index))
    }
}
