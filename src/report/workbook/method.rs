//! Sheet `Method`: how the figures are made and from what, so that the workbook explains itself.

use super::board::Board;
use super::columns::{self, Column};
use super::look::{Look, colour_lanes, colour_words};
use super::words;
use crate::assess::Route;
use crate::assess::checks;
use crate::domain::{EntryStatus, Lane};
use crate::report::{InputReport, Run, terminal};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The sheet.
///
/// # Errors
/// The library refuses a cell.
pub(super) fn sheet(run: &Run<'_>, look: &Look) -> Result<Worksheet, XlsxError> {
    let mut board = Board::new("Method", look, &[28, 22, 16, 16, 20, 30, 52])?;
    board.title("Method")?;
    options(run, &mut board)?;
    rates(run, &mut board)?;
    money(&mut board)?;
    vocabularies(&mut board)?;
    unproved(run, &mut board)?;
    inputs(run, &mut board)?;
    meanings(&mut board)?;
    board.end()
}

fn options(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let context = run.context;
    let rules = context.rules;
    let windows = &rules.windows;
    board.section("Options and rules")?;
    let route = match &context.route {
        Route::NotSaid => "not said: who may file is not checked".to_owned(),
        Route::Broker(codes) => format!("a broker with filer codes {}", codes.join(", ")),
        Route::Importer(numbers) => {
            let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
            format!("an importer with numbers {}", numbers.join(", "))
        }
    };
    let hts_rates = context.hts_rates.map_or("none: not brought", |rates| rates.name.as_str());
    let parties = if context.parties.is_some() { "brought" } else { "none: not brought" };
    let period = rules.period;
    let rows = [
        ("Day of the estimate", context.as_of.to_string()),
        ("Program", format!("capeprep {}", env!("CARGO_PKG_VERSION"))),
        ("Rulebook", rules.version.to_string()),
        ("Tariff period", format!("entry dates from {} to before {}", period.start, period.end)),
        ("Who submits", route),
        ("Interest rate of", context.taxpayer.to_string()),
        (
            "Interest starts",
            format!("on the payment date, or else the {} date", context.deposit_basis.as_str()),
        ),
        (
            "Interest ends",
            format!(
                "{} days after the day of the estimate for what can be filed, on that day for the rest",
                context.processing_days
            ),
        ),
        ("CAPE takes entries", format!("up to day {} after liquidation", windows.cape_days)),
        ("Protest right", format!("up to day {} after liquidation", windows.protest_days)),
        ("Usual liquidation", format!("{} days after entry", windows.liquidation_cycle_days)),
        ("Tariff rates", hts_rates.to_owned()),
        ("Parties file", parties.to_owned()),
    ];
    for (label, text) in rows {
        board.text(0, label)?;
        board.text(1, &text)?;
        board.row += 1;
    }
    Ok(())
}

fn rates(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let context = run.context;
    let rules = context.rules;
    board.section("Interest rates by quarter, a year, compounded daily")?;
    board.head(&["Quarter from", "Rate", "Confidence", "As of", "Source"])?;
    let last = context.as_of.plus(context.processing_days);
    let quarters = rules.interest.quarters().iter();
    for quarter in
        quarters.filter(|q| q.first_day.next_quarter() > rules.period.start && q.first_day <= last)
    {
        board.text(0, &quarter.first_day.to_string())?;
        board.rate(1, quarter.rate(context.taxpayer))?;
        board.text(2, quarter.provenance.confidence.as_str())?;
        board.text(3, &quarter.provenance.as_of.to_string())?;
        board.text(4, &quarter.provenance.to_string())?;
        board.row += 1;
    }
    if let Some(text) = terminal::uncertain_rates(run) {
        board.caution(&text)?;
    }
    if let Some(day) = run.estimate.rates_extrapolated_from {
        board.caution(&format!("From {day} on the last known rate goes on: none is published."))?;
    }
    Ok(())
}

fn money(board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("How figures stand in cells")?;
    for text in [
        "A refund is a range where the export leaves two readings open; low and high are equal where it \
         does not. Refunds of the rows of an entry are added up, and the sum of an entry is not below 0.",
        "Money is in US dollars, exact to the cent: the program reckons in whole cents, and a cell holds \
         the nearest number. An amount of 10 trillion dollars and more stands as text, because a cell \
         would not keep its cents.",
        "Dates are dates. A date before March 1900 stands as text, because Excel counts days before it \
         in another way.",
        "Text stands as it was exported. A text cell is never a formula. Control characters stand as \
         their pictures (␊ for a line feed), and those that turn the direction of reading or are not \
         seen are replaced by \u{fffd}. A text of more than 32,767 characters is cut and says so; the CSV reports have it whole.",
        "Totals in the first row of a sheet follow its filter. Rows beyond a sheet's limit go on in the \
         next sheet of the same name with a number.",
    ] {
        board.note(text)?;
    }
    Ok(())
}

fn vocabularies(board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Lanes: what to do next")?;
    let first = board.row;
    for lane in Lane::ALL {
        board.text(0, &words::lane(*lane))?;
        board.text(1, terminal::advice(*lane))?;
        board.row += 1;
    }
    colour_lanes(&mut board.sheet, 0, (first, board.row - 1))?;
    board.note(
        "Lane file-now is green on sheet Entries where column Unproved is empty: every block check was \
         run on the entry. Elsewhere a lane or a status says nothing of checks that were not run.",
    )?;
    board.section("Statuses: what can be said of an entry today")?;
    let first = board.row;
    for status in EntryStatus::ALL {
        board.text(0, status.as_str())?;
        board.text(
            1,
            match status {
                EntryStatus::Eligible => "nothing found by the checks that could run",
                EntryStatus::Review => "a person decides before filing",
                EntryStatus::Blocked => "CBP would refuse it",
                EntryStatus::NoRefund => "nothing to get back, and nothing doubtful about that",
            },
        )?;
        board.row += 1;
    }
    colour_words(&mut board.sheet, 0, (first, board.row - 1))
}

fn unproved(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Unproved: checks that could not be run, so no entry has passed them")?;
    if run.estimate.total.entries == 0 {
        return board.note("No entry could be judged.");
    }
    if run.estimate.unproved.is_empty() {
        return board.note("None: every check could be run on every entry.");
    }
    board.head(&["Check", "Entries", "What would settle it"])?;
    for check in checks::ALL {
        let entries = run.estimate.unproved.entries_of(check);
        if entries > 0 {
            board.text(0, check.code)?;
            board.count(1, entries)?;
            board.text(2, check.settle.unwrap_or_default())?;
            board.row += 1;
        }
    }
    Ok(())
}

fn inputs(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let heads = ["File", "Records", "Bytes", "Kind or member", "", "SHA-256"];
    board.section("Files read")?;
    board.head(&heads)?;
    for input in run.inputs.iter().chain(&run.facts.files) {
        board.text(0, &input.file)?;
        board.count(1, input.records)?;
        board.text(2, &input.bytes.to_string())?;
        board.text(3, &kind(input))?;
        board.text(5, &input.sha256)?;
        board.row += 1;
    }
    for remark in run.remarks() {
        board.caution(remark)?;
    }
    Ok(())
}

fn kind(input: &InputReport) -> String {
    let parts = [input.kind, input.member.as_deref(), input.sheet.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    match parts.is_empty() {
        true => "entry summaries".to_owned(),
        false => parts.join(", "),
    }
}

fn meanings(board: &mut Board<'_>) -> Result<(), XlsxError> {
    let sheets: [(&str, &[Column]); 6] = [
        ("Groups", columns::GROUPS),
        ("Entries", columns::ENTRIES),
        ("Findings", columns::FINDINGS),
        ("Who may file", columns::FILERS),
        ("Deadlines", columns::DEADLINES),
        ("Readiness", columns::READINESS),
    ];
    board.section("Columns of the sheets")?;
    board.head(&["Column", "Name in the CSV report", "Sheet", "What it means"])?;
    for (sheet, columns) in sheets {
        for column in columns {
            board.text(0, &column.title())?;
            board.text(1, column.name)?;
            board.text(2, sheet)?;
            board.text(3, column.means)?;
            board.row += 1;
        }
    }
    Ok(())
}
