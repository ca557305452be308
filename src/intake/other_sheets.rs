//! Sheets of a workbook without a header row. One that goes on with the rows of another would be
//! lost; any other is named.

use super::{IntakeError, PreparedInput};
use crate::domain::{EntryNumber, Field, clean_cell, quoted};

/// Sheets that are named in a warning; of more, only how many there are is said.
const NAMED: usize = 5;

/// The warning about the visible sheets of a workbook that have no header row, if one of them holds
/// anything. `inputs` are the sheets that have one.
///
/// # Errors
/// A sheet holds rows of one of the inputs.
pub(super) fn warning(
    name: &str,
    inputs: &[PreparedInput],
    others: &[(String, Vec<Vec<String>>)],
) -> Result<Option<String>, IntakeError> {
    let mut named = Vec::new();
    for (sheet, rows) in others {
        let mut filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
        let Some(first) = filled.next() else { continue };
        for input in inputs {
            let continued = entry(input, first, true)
                .or_else(|| filled.clone().find_map(|r| entry(input, r, false)));
            if let Some(number) = continued {
                return Err(IntakeError::ContinuedSheet {
                    name: name.to_string(),
                    sheet: sheet.clone(),
                    number,
                    first: input.sheet.clone().unwrap_or_default(),
                });
            }
        }
        named.push(quoted(sheet));
    }
    let (count, more) = (named.len(), named.len() > NAMED);
    named.truncate(NAMED);
    let warning = || {
        format!(
            "{name}: {count} visible sheet(s) have no header row and are not read: {}{}. Copy the \
             header row onto a sheet if its rows are to count.",
            named.join(", "),
            if more { ", ..." } else { "" }
        )
    };
    Ok((count > 0).then(warning))
}

/// The entry number of a row that looks like one of an input. A list or a pivot table has entry
/// numbers too, but titles above them and few columns; the rows of a report that goes on have
/// neither.
fn entry(input: &PreparedInput, row: &[String], is_first: bool) -> Option<String> {
    let cell = row.get(input.layout.column(Field::EntryNumber)?)?;
    let (number, _) = EntryNumber::read(clean_cell(cell.as_bytes()))?;
    let width = input.header.headers.len();
    let fits = number.check_digit_fits()? && (is_first || 2 * row.len() > width);
    (fits || row.len() >= width).then(|| number.to_string())
}
