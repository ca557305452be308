//! The cells of a sheet as CSV text, row by row. A record's number is the number of its row in the
//! sheet: rows without a cell are empty lines.

use super::super::IntakeError;
use super::cell::{is_percentage, write_value};
use super::limits::{COLUMNS, ROWS};
use super::workbook_file::{Watch, WorkbookFile};
use calamine::{DataRef, XlsxCellReader, XlsxError};

/// Which part of a sheet is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// Rows before this one (from 0) are left out.
    pub first: u32,
    /// Every row has so many cells; without it each has as many as it needs.
    pub width: Option<usize>,
}

/// What is to be told of a sheet when it has been read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct SheetNotes {
    /// Formulas without a value, and where the first is.
    pub uncalculated: Tally,
    /// Cells to the right of the last header.
    pub beyond: Tally,
}

/// How many cells, and where the first is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many.
    pub count: u64,
    /// Row and column of the first, from 0.
    pub first: Option<(u32, u32)>,
}

impl Tally {
    fn add(&mut self, at: (u32, u32)) {
        self.count += 1;
        self.first.get_or_insert(at);
    }

    /// The address of the first, as Excel writes it.
    pub fn address(&self) -> String {
        self.first.map(address).unwrap_or_default()
    }
}

/// `B12` for row 11 and column 1, counted from 0.
pub(super) fn address((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().chain(&[]).collect::<String>() + &(row + 1).to_string()
}

/// Writes the rows of a sheet.
pub(super) struct SheetRows {
    stretch: Stretch,
    /// The text so far.
    out: Vec<u8>,
    /// The row that is being written.
    row: u32,
    /// Whether a cell of it was written, and which column comes next to it.
    column: Option<usize>,
    last: Option<(u32, u32)>,
    /// The row of the last cell, whether anything was written of it or not.
    begun: Option<u32>,
    notes: SheetNotes,
}

impl SheetRows {
    pub fn new(stretch: Stretch) -> SheetRows {
        let row = stretch.first;
        let notes = SheetNotes::default();
        SheetRows { stretch, out: Vec::new(), row, column: None, last: None, begun: None, notes }
    }

    /// Reads a sheet to its end, or until `enough` says so. It is asked before each row that has a
    /// cell, with the text before that row and the row's number, from 0.
    ///
    /// # Errors
    /// The sheet is damaged or passes a limit; an error of `enough`.
    pub fn read(
        mut self,
        reader: &mut XlsxCellReader<'_, WorkbookFile>,
        watch: &Watch,
        name: &str,
        mut enough: impl FnMut(&mut Vec<u8>, u32) -> Result<bool, IntakeError>,
    ) -> Result<(Vec<u8>, SheetNotes), IntakeError> {
        let percentages: Vec<bool> = reader.styles().iter().map(is_percentage).collect();
        let wrong = |error| of_calamine(name, error, watch);
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(wrong)? {
            let (at, value) = (cell.get_position(), cell.get_value());
            let number = watch.cell();
            // What is empty may be a formula that was never calculated.
            let uncalculated = watch.is_uncalculated(value) && watch.has_formula(number);
            self.follows(at, name)?;
            if self.begun != Some(at.0) {
                self.begun = Some(at.0);
                self.end_row();
                if enough(&mut self.out, at.0)? {
                    return Ok((self.out, self.notes));
                }
            }
            let percentage = percentages.get(style) == Some(&true);
            let value = if uncalculated { &DataRef::Empty } else { value };
            self.cell(at, value, uncalculated, percentage);
        }
        self.end_row();
        Ok((self.out, self.notes))
    }

    /// Cells come row by row and from left to right; Excel takes anything else for damage too.
    fn follows(&mut self, at: (u32, u32), name: &str) -> Result<(), IntakeError> {
        if at.0 >= ROWS || at.1 >= COLUMNS {
            return Err(IntakeError::TooLarge {
                name: name.to_string(),
                what: format!(
                    "cell {} lies beyond the {ROWS} rows and {COLUMNS} columns of a sheet",
                    address(at)
                ),
            });
        }
        if self.last.is_some_and(|last| last >= at) {
            return Err(IntakeError::Damaged {
                name: name.to_string(),
                what: format!("cell {} stands twice or out of order in the sheet", address(at)),
            });
        }
        self.last = Some(at);
        Ok(())
    }

    fn cell(&mut self, at: (u32, u32), value: &DataRef<'_>, formula: bool, percentage: bool) {
        let is_empty = match value {
            DataRef::Empty => !formula,
            DataRef::String(text) => text.is_empty(),
            DataRef::SharedString(text) => text.is_empty(),
            _ => false,
        };
        let column = at.1 as usize;
        if is_empty || at.0 < self.stretch.first {
            return;
        }
        if self.stretch.width.is_some_and(|width| column >= width) {
            self.notes.beyond.add(at);
            return;
        }
        if matches!(value, DataRef::Empty) {
            self.notes.uncalculated.add(at);
        }
        if at.0 != self.row {
            self.end_row();
            let lines = at.0.saturating_sub(self.row) as usize;
            self.out.resize(self.out.len() + lines, b'\n');
            self.row = at.0;
        }
        let commas = column - self.column.unwrap_or(0);
        for _ in 0..commas {
            self.out.push(b',');
        }
        self.column = Some(column);
        write_value(value, percentage, &mut self.out);
    }

    /// Ends the row that is being written, if a cell of it was.
    fn end_row(&mut self) {
        let Some(column) = self.column.take() else { return };
        let missing = self.stretch.width.map_or(0, |width| width.saturating_sub(column + 1));
        for _ in 0..missing {
            self.out.push(b',');
        }
        self.out.push(b'\n');
        self.row += 1;
    }
}

/// What went wrong while the XML of a workbook was read.
pub(super) fn of_calamine(name: &str, error: XlsxError, watch: &Watch) -> IntakeError {
    if let Some(failure) = watch.failure() {
        return failure;
    }
    let what = match error {
        XlsxError::CellError(value) => {
            format!("a cell holds the error value {value}, which is not known here; mend the cell")
        }
        error => format!("the workbook is damaged ({error})"),
    };
    IntakeError::Damaged { name: name.to_string(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_excel() {
        for (at, expected) in
            [((0, 0), "A1"), ((11, 25), "Z12"), ((0, 26), "AA1"), ((5, 702), "AAA6")]
        {
            assert_eq!(address(at), expected);
        }
    }
}
