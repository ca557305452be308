//! The cells of a sheet as CSV text, row by row. A record's number is the number of its row in the
//! sheet: rows without a cell are empty lines.

use super::super::IntakeError;
use super::limits::{COLUMNS, ROWS};
use super::number::{write_number, write_percentage};
use super::workbook_file::{Watch, WorkbookFile};
use crate::domain::write_digits;
use calamine::{DataRef, ExcelDateTime, Style, XlsxCellReader, XlsxError};
use memchr::memchr3;
use std::io::Write;

/// Stands for the value of a formula that was never calculated: no amount, no date and no number.
const NO_CACHED_VALUE: &[u8] = b"#NO CACHED VALUE";

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
        loop {
            let (simple, formula);
            // A formula without a value is told from an empty cell only by asking for formulas,
            // which hides the styles; most sheets have none.
            let (at, value, has_formula, style) = if watch.may_have_formulas() {
                formula = reader.next_cell_with_formula_metadata().map_err(wrong)?;
                let Some(cell) = &formula else { break };
                (cell.pos, &cell.value, cell.formula.is_some(), None)
            } else {
                simple = reader.next_cell_with_style_id().map_err(wrong)?;
                let Some((cell, style)) = &simple else { break };
                (cell.get_position(), cell.get_value(), false, Some(*style))
            };
            watch.cell();
            self.follows(at, name)?;
            if self.begun != Some(at.0) {
                self.begun = Some(at.0);
                self.end_row();
                if enough(&mut self.out, at.0)? {
                    return Ok((self.out, self.notes));
                }
            }
            let percentage = style.and_then(|style| percentages.get(style)) == Some(&true);
            self.cell(at, value, has_formula, percentage);
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
            DataRef::Empty if formula => {
                self.notes.uncalculated.add(at);
                false
            }
            DataRef::Empty => true,
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

fn write_value(value: &DataRef<'_>, percentage: bool, out: &mut Vec<u8>) {
    match value {
        DataRef::String(text) => write_text(text.as_bytes(), out),
        DataRef::SharedString(text) => write_text(text.as_bytes(), out),
        DataRef::Float(number) if percentage => write_percentage(*number, out),
        DataRef::Float(number) => {
            // Most are whole: codes, line numbers, quantities.
            let whole = *number as i64;
            let is_whole =
                same(whole as _, *number) && whole.unsigned_abs() < 1_000_000_000_000_000;
            if is_whole { write_whole(whole, out) } else { write_number(*number, out) }
        }
        DataRef::Int(number) => write_whole(*number, out),
        DataRef::Bool(true) => out.extend_from_slice(b"TRUE"),
        DataRef::Bool(false) => out.extend_from_slice(b"FALSE"),
        DataRef::DateTime(date) => write_date(*date, out),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            write_text(text.as_bytes(), out);
        }
        DataRef::Error(error) => write_text(error.to_string().as_bytes(), out),
        DataRef::Empty => out.extend_from_slice(NO_CACHED_VALUE),
    }
}

fn same<T: PartialEq>(one: T, other: T) -> bool {
    one == other
}

fn write_whole(number: i64, out: &mut Vec<u8>) {
    if number < 0 {
        out.push(b'-');
    }
    write_digits(number.unsigned_abs(), out);
}

/// Text as a cell of CSV.
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    let quoted = memchr3(b',', b'"', b'\n', text).is_some() || text.contains(&b'\r');
    if !quoted {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// A date without its time; a time alone as a time; what Excel cannot show as a date, as a number.
fn write_date(date: ExcelDateTime, out: &mut Vec<u8>) {
    let number = date.as_f64();
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    // The last day of the calendar is 9999-12-31: 2,958,465 days from 1900 on.
    if date.is_duration() || !(0.0..2_958_466.0).contains(&number) {
        write_number(number, out);
        return;
    }
    // Writing to memory cannot fail.
    let _ = match number > 0.0 && number < 1.0 {
        true => write!(out, "{hour:02}:{minute:02}:{second:02}"),
        false => {
            let two = |number: u8, out: &mut Vec<u8>| {
                out.push(b'0' + number / 10);
                out.push(b'0' + number % 10);
            };
            two(month, out);
            out.push(b'/');
            two(day, out);
            out.push(b'/');
            write!(out, "{year:04}")
        }
    };
}

/// Whether a style shows numbers as percentages: its format has a percent sign that is no text.
fn is_percentage(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let mut characters = format.format_code.chars();
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted = !quoted,
            _ if quoted => {}
            // The character behind stands for itself.
            '\\' | '_' | '*' => drop(characters.next()),
            '%' => return true,
            _ => {}
        }
    }
    false
}

/// What went wrong while the XML of a workbook was read.
pub(super) fn of_calamine(name: &str, error: XlsxError, watch: &Watch) -> IntakeError {
    if let Some(failure) = watch.failure() {
        return failure;
    }
    let what = match error {
        XlsxError::CellError(value) => {
            format!("a cell holds {value}, an error value of Excel that is not known here")
        }
        error => format!("the workbook is damaged ({error})"),
    };
    IntakeError::Damaged { name: name.to_string(), what }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn addresses_are_those_of_excel() {
        for (at, expected) in
            [((0, 0), "A1"), ((11, 25), "Z12"), ((0, 26), "AA1"), ((5, 702), "AAA6")]
        {
            assert_eq!(address(at), expected);
        }
    }

    #[test]
    fn dates_lose_their_time() {
        for (number, is_1904, expected) in [
            (45797.0, false, "05/20/2025"),
            (45797.75, false, "05/20/2025"),
            (44335.0, true, "05/20/2025"),
            (0.5, false, "12:00:00"),
            (-3.0, false, "-3"),
            (3e9, false, "3000000000"),
        ] {
            let date = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904);
            let mut out = Vec::new();
            write_date(date, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
