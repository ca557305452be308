//! Sheet `Method`: how the figures are made and from what, so that the workbook explains itself.

use super::TABLES;
use crate::report::html::tracking::method::{CAVEATS, facts};
use crate::report::tracking::told::{self};
use crate::report::tracking::{Tracking, report_name, words};
use crate::report::workbook::board::{Board, Sum};
use crate::report::workbook::look::Look;
use crate::track::{Cause, State};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The sheet.
///
/// # Errors
/// The library refuses a cell.
pub(super) fn sheet(tracking: &Tracking<'_>, look: &Look) -> Result<Worksheet, XlsxError> {
    let mut board = Board::new("Method", look, &[40, 24, 16, 16, 16, 16, 52])?;
    board.title("Method")?;
    board.section("Options and rules")?;
    for (label, text) in facts(tracking) {
        board.text(0, label)?;
        board.text(1, &text)?;
        board.row += 1;
    }
    for text in CAVEATS {
        board.note(text)?;
    }
    board.note(
        "Money is in US dollars, exact to the cent. Text stands as it was in the reports; a text \
         cell is never a formula. Totals in the first row of a sheet follow its filter.",
    )?;
    vocabularies(&mut board)?;
    files(tracking, &mut board)?;
    meanings(&mut board)?;
    board.end()
}

fn words_of<'w>(
    board: &mut Board<'_>,
    title: &str,
    words: impl Iterator<Item = (&'w str, &'w str)>,
) -> Result<(), XlsxError> {
    board.section(title)?;
    for (word, what) in words {
        board.text(0, word)?;
        board.text(1, what)?;
        board.row += 1;
    }
    Ok(())
}

fn vocabularies(board: &mut Board<'_>) -> Result<(), XlsxError> {
    let states = State::ALL.iter().map(|state| (state.as_str(), words::state(*state)));
    words_of(board, "States of an entry, in the order of the way", states)?;
    let causes = Cause::ALL.iter().map(|cause| (cause.as_str(), words::cause(*cause)));
    words_of(board, "Causes, in the order in which they are looked for", causes)?;
    let statuses = told::STATUSES.iter().map(|word| (*word, words::group_status(word)));
    words_of(board, "Statuses of a payment group", statuses)?;
    words_of(board, "Outcomes of a prediction", told::OUTCOMES.into_iter())?;
    words_of(board, "Verdicts on interest", told::VERDICTS.into_iter())?;
    words_of(board, "Clocks", told::kinds())
}

fn files(tracking: &Tracking<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Files read: every row is in one of the bins")?;
    board.head(&["File", "Rows", "Used", "Other", "Not of the estimate", "Taken as", "SHA-256"])?;
    let first = board.row;
    let mut all = [0; 4];
    for (at, file) in tracking.scene.said.files.iter().enumerate() {
        let rows = &file.rows;
        let bins = [rows.read, rows.used, rows.other, rows.stranger];
        board.text(0, &file.name)?;
        board.text(5, report_name(file))?;
        for (column, (sum, bin)) in (1..).zip(all.iter_mut().zip(bins)) {
            board.count(column, bin)?;
            *sum += bin;
        }
        let digest = tracking.inputs.get(at).map_or("", |input| input.sha256.as_str());
        board.text(6, digest)?;
        board.row += 1;
        if rows.unreadable + rows.blank > 0 {
            let (bad, blank) = (rows.unreadable, rows.blank);
            board.text(5, &format!("besides: unreadable {bad}, blank {blank}"))?;
            board.row += 1;
        }
        if !file.unread.is_empty() {
            board.text(5, &format!("columns not read: {}", words::unread(file)))?;
            board.row += 1;
        }
    }
    if all[0] > 0 {
        let rows = (first, board.row - 1);
        board.sums("All files", rows, &all.map(Sum::Count))?;
    } else {
        board.note("No report was read.")?;
    }
    Ok(())
}

fn meanings(board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Columns of the sheets")?;
    board.head(&["Column", "Name in the table", "Sheet", "What it means"])?;
    for table in TABLES {
        for column in table.plan.columns {
            board.text(0, &column.title())?;
            board.text(1, column.name)?;
            board.text(2, table.plan.name)?;
            board.text(3, column.means)?;
            board.row += 1;
        }
    }
    Ok(())
}
