//! The first figures of sheet `Summary`, and the links to the other sheets.

use super::board::Board;
use crate::domain::Lane;
use crate::estimate::Amounts;
use crate::report::Run;
use crate::report::counted;
use rust_xlsxwriter::{Url, XlsxError};

/// The figures that everybody looks for.
///
/// # Errors
/// The library refuses a cell.
pub(super) fn put(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let context = run.context;
    let total = &run.estimate.total;
    board.title(&format!("IEEPA refund estimate as of {}", context.as_of))?;
    board.note(&format!(
        "Estimates by capeprep {} with rulebook {}, not CBP's figures. Every figure is a cell or a \
         formula over cells; sheet Method says how they are made and from which files.",
        env!("CARGO_PKG_VERSION"),
        context.rules.version
    ))?;
    board.head(&["", "Entries", "Low", "High"])?;
    let first = board.row;
    for (label, low, high) in [
        ("Refund", total.refund_low, total.refund_high),
        ("Interest", total.interest_low, total.interest_high),
    ] {
        board.text(0, label)?;
        board.figure(2, low)?;
        board.figure(3, high)?;
        board.row += 1;
    }
    board.sum_label("Refund with interest", 1)?;
    board.sum_of(2, (first, first + 1), total.refund_low + total.interest_low)?;
    board.sum_of(3, (first, first + 1), total.refund_high + total.interest_high)?;
    board.row += 1;
    ready(run, board)?;
    deadlines(run, board)?;
    board.text(0, "IEEPA duty paid")?;
    board.count(1, total.entries)?;
    board.money(2, total.duty_paid)?;
    board.row += 1;
    contents(board, first)
}

/// What can be filed today, and of how much nothing is left to be proved.
fn ready(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let ready = run.estimate.lane(Lane::FileNow);
    let proved = &run.estimate.ready_proved;
    let open = Amounts {
        entries: ready.entries - proved.entries,
        refund_low: ready.refund_low - proved.refund_low,
        refund_high: ready.refund_high - proved.refund_high,
        ..Amounts::default()
    };
    refund(board, "Of the refund, ready to file today", &ready, "lane file-now")?;
    refund(board, "- with every block check run", proved, "")?;
    refund(board, "- with checks not run", &open, "column Unproved of sheet Entries")?;
    let unproved = run.estimate.unproved.total();
    refund(board, "Of all, with checks not run", &unproved, "table Unproved below")
}

/// What runs out of time next, and what no clock is known of.
fn deadlines(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let estimate = run.estimate;
    match estimate.cape_deadlines.iter().find(|(_, a)| a.refund_high > 0) {
        Some((day, next)) => {
            let days = day.days_since(run.context.as_of).unsigned_abs().into();
            let beside = format!("on {day}, in {}", counted(days, "day", "days"));
            refund(board, "Reaches day 80 next", next, &beside)?;
        }
        None => {
            let beside = "no entry for CAPE is known to be liquidated";
            refund(board, "Reaches day 80 next", &Amounts::default(), beside)?;
        }
    }
    if estimate.undated.entries > 0 {
        let beside = "neither day 80 nor day 180 can be told";
        refund(board, "No liquidation date is known", &estimate.undated, beside)?;
    }
    Ok(())
}

/// A line of the headline: entries and refund, and what is to be said of them.
fn refund(
    board: &mut Board<'_>,
    label: &str,
    amounts: &Amounts,
    beside: &str,
) -> Result<(), XlsxError> {
    board.text(0, label)?;
    board.count(1, amounts.entries)?;
    board.money(2, amounts.refund_low)?;
    board.money(3, amounts.refund_high)?;
    if !beside.is_empty() {
        board.text(4, beside)?;
    }
    board.row += 1;
    Ok(())
}

/// What the other sheets hold.
const SHEETS: [(&str, &str); 7] = [
    ("Groups", "one payment of CBP each: importer and liquidation date"),
    ("Entries", "every entry with its refund, interest, status and lane"),
    ("Findings", "what the checks found in which entry, and why"),
    ("Who may file", "by filer code, importer and lane"),
    ("Deadlines", "days 60, 80 and 180 by liquidation date and importer"),
    ("Readiness", "what waits for the set-up in ACE"),
    ("Method", "how figures are made, from which files; every column explained"),
];

/// Links to the other sheets, beside the headline.
fn contents(board: &mut Board<'_>, first: u32) -> Result<(), XlsxError> {
    for (row, (name, holds)) in (first..).zip(SHEETS) {
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(format!("{name}: {holds}"));
        board.sheet.write_url(row, 6, link)?;
    }
    let below = first + u32::try_from(SHEETS.len()).unwrap_or(0);
    board.row = board.row.max(below);
    Ok(())
}
