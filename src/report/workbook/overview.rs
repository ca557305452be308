//! Sheet `Summary`: the figures, the charts, and the proof that all adds up.

use super::board::{Board, Rows, Sum};
use super::charts;
use super::headline;
use super::look::{Look, colour_lanes, colour_words};
use super::over_time::{self, Months, Weeks};
use super::pages::{HEAD_ROWS, Written};
use super::words;
use crate::domain::{Bin, EntryStatus, Lane};
use crate::estimate::{Amounts, RowAmounts};
use crate::report::Run;
use crate::report::summary::money;
use crate::report::text::range;
use crate::report::{cautions, counted, terminal, titles};
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

/// The name of the sheet.
pub(super) const NAME: &str = "Summary";

/// Rows that a pair of charts takes.
const CHART_ROWS: u32 = 14;
/// Most bars of a chart that lists kinds.
const CHARTED: usize = 10;

const AMOUNTS: [&str; 6] =
    ["", "Entries", "Refund low", "Refund high", "Interest low", "Interest high"];

/// The sheet. `entries` and `groups` are what the sheets of that name hold.
///
/// # Errors
/// The library refuses a cell.
pub(super) fn sheet(
    run: &Run<'_>,
    look: &Look,
    groups: &[Written],
    entries: &[Written],
) -> Result<Worksheet, XlsxError> {
    let mut board = Board::new(NAME, look, &[40, 13, 19, 19, 18, 26, 64])?;
    headline::put(run, &mut board)?;
    let cautions = cautions(run);
    if !cautions.is_empty() {
        board.section("Cautions")?;
        for caution in &cautions {
            board.caution(caution)?;
        }
    }
    board.row += 1;
    let charts_at = board.row;
    // A paper takes the figures with one pair of charts, whatever is cautioned, then the others.
    board.row += CHART_ROWS;
    board.new_paper();
    board.row += 2 * CHART_ROWS;

    board.new_paper();
    let lane_rows = lanes(run, &mut board)?;
    statuses(run, &mut board)?;
    unproved(run, &mut board)?;
    board.new_paper();
    ledger(run, look, &mut board)?;
    reconciliation(run, look, &mut board, groups, entries)?;
    board.new_paper();
    let week_rows = by_week(run, &mut board)?;
    let month_rows = by_month(run, &mut board)?;
    board.new_paper();
    let program_rows = by_program(run, &mut board)?;
    let country_rows = by_country(run, &mut board)?;

    let mut sheet = board.end()?;
    let place = |row: u32, column: u16| (charts_at + row * CHART_ROWS, column);
    charts::lanes(&mut sheet, place(0, 0), lane_rows)?;
    charts::months(&mut sheet, place(0, 4), month_rows)?;
    charts::weeks(&mut sheet, place(1, 0), week_rows, &charts::DAY_80)?;
    charts::weeks(&mut sheet, place(1, 4), week_rows, &charts::DAY_180)?;
    charts::kinds(&mut sheet, place(2, 0), program_rows, "IEEPA program")?;
    charts::kinds(&mut sheet, place(2, 4), country_rows, "country of origin")?;
    sheet.set_tab_color(rust_xlsxwriter::Color::RGB(0x001F_3A5F));
    Ok(sheet)
}

/// What must be known before a figure is used.
fn cautions(run: &Run<'_>) -> Vec<String> {
    let estimate = run.estimate;
    let mut cautions = cautions::all(run);
    cautions.extend(cautions::beside_the_bins(run).into_iter().map(|text| text + "."));
    if let Some(text) = terminal::uncertain_rates(run) {
        cautions.push(text);
    }
    if let Some(day) = estimate.rates_extrapolated_from {
        cautions.push(format!(
            "From {day} on no interest rate is published yet; the last known rate is used there."
        ));
    }
    if !estimate.unproved.is_empty() {
        cautions.push(format!(
            "{} could not be run on {}, so these have not passed: column Unproved of sheet Entries \
             names the checks, sheet Method says what would settle them.",
            counted(estimate.unproved.iter().count() as u64, "check", "checks"),
            counted(estimate.unproved.total().entries, "entry", "entries")
        ));
    }
    cautions.extend(without_importer(run));
    cautions.extend(run.remarks().map(str::to_owned));
    cautions
}

/// Groups of entries whose importer the export does not name.
fn without_importer(run: &Run<'_>) -> Option<String> {
    let texts = run.entries.texts();
    let mut groups = 0;
    let mut sum = Amounts::default();
    let all = run.estimate.groups.sorted(|id| texts.text(id));
    for (_, _, group) in all.filter(|(importer, ..)| importer.is_empty()) {
        groups += 1;
        sum.add(&group.all);
    }
    (groups > 0).then(|| {
        format!(
            "{} without importer number ({}), in {} of sheet Groups that may mix importers: no \
             payment group can be told for them, and no name is given.",
            counted(sum.entries, "entry", "entries"),
            range(sum.refund_low, sum.refund_high),
            counted(groups, "row", "rows"),
        )
    })
}

fn lanes(run: &Run<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    board.section("What to do next")?;
    let mut heads = AMOUNTS.to_vec();
    heads.push("What to do");
    board.head(&heads)?;
    let first = board.row;
    for lane in Lane::ALL {
        board.text(0, &words::lane(*lane))?;
        board.amounts(&run.estimate.lane(*lane))?;
        board.text(6, terminal::advice(*lane))?;
        board.row += 1;
    }
    let rows = (first, board.row - 1);
    total(board, "All lanes", rows, &run.estimate.total)?;
    colour_lanes(&mut board.sheet, 0, rows)?;
    Ok(rows)
}

fn statuses(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("By status")?;
    board.head(&AMOUNTS)?;
    let first = board.row;
    for status in EntryStatus::ALL {
        board.text(0, status.as_str())?;
        board.amounts(&run.estimate.status(*status))?;
        board.row += 1;
    }
    let rows = (first, board.row - 1);
    total(board, "All statuses", rows, &run.estimate.total)?;
    colour_words(&mut board.sheet, 0, rows)
}

/// What no entry has passed, because it could not be run.
fn unproved(run: &Run<'_>, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Unproved: checks that could not be run, so no entry has passed them")?;
    if run.estimate.total.entries == 0 {
        return board.note("No entry could be judged.");
    }
    if run.estimate.unproved.is_empty() {
        return board.note("None: every check could be run on every entry.");
    }
    let mut heads = AMOUNTS;
    heads[0] = "Check";
    board.head(&heads)?;
    for (check, amounts) in run.estimate.unproved.iter() {
        board.text(0, check.code)?;
        board.amounts(&amounts)?;
        board.row += 1;
    }
    board.text(0, "Entries with any of them, each once")?;
    board.amounts(&run.estimate.unproved.total())?;
    board.row += 1;
    board.note("An entry may miss several checks, so the checks do not add up. Sheet Method says what would settle each.")
}

fn total(board: &mut Board<'_>, label: &str, rows: Rows, total: &Amounts) -> Result<(), XlsxError> {
    board.sums(
        label,
        rows,
        &[
            Sum::Count(total.entries),
            Sum::Money(total.refund_low),
            Sum::Money(total.refund_high),
            Sum::Money(total.interest_low),
            Sum::Money(total.interest_high),
        ],
    )
}

/// Every row read is in one bin.
fn ledger(run: &Run<'_>, look: &Look, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let tally = &run.tally;
    board.section("Ledger: every row read is in one bin")?;
    board.head(&["Bin", "Rows", "Duty"])?;
    let first = board.row;
    for bin in Bin::ALL {
        let (rows, duty) = run.bin(*bin);
        board.text(0, &bin.as_str().replace('_', " "))?;
        board.count(1, rows)?;
        match duty {
            Some(duty) => board.money(2, duty)?,
            // What they hold is not known, which is not nothing.
            None if *bin == Bin::Rejected && rows > 0 => {
                board.text(3, "their duty is in no figure: see rejected_rows.csv")?;
            }
            None => {}
        }
        board.row += 1;
    }
    let rows = (first, board.row - 1);
    board.sums("All bins", rows, &[Sum::Count(tally.read), Sum::Money(tally.duty_read)])?;
    board.text(0, "Rows read")?;
    board.count(1, tally.read)?;
    board.money(2, tally.duty_read)?;
    board.row += 1;
    let (all, read) = (board.row - 1, board.row);
    board.text(0, "Difference")?;
    board.formula(1, &format!("B{all}-B{read}"), "0", &look.sum_count)?;
    board.formula(2, &format!("ROUND(C{all}-C{read},2)"), "0", &look.sum_money)?;
    board.row += 1;
    Ok(())
}

/// The totals again, added up over the cells of other sheets.
fn reconciliation(
    run: &Run<'_>,
    look: &Look,
    board: &mut Board<'_>,
    groups: &[Written],
    entries: &[Written],
) -> Result<(), XlsxError> {
    let total = &run.estimate.total;
    board.section("Does it add up? The totals again, from the cells of other sheets")?;
    board.head(&["", "Estimate", "Sheet Groups", "Sheet Entries", "Difference"])?;
    // The columns of the sheets: those of groups, then those of entries.
    let figures = [
        ("IEEPA duty paid", total.duty_paid, "J", "K"),
        ("Refund low", total.refund_low, "K", "L"),
        ("Refund high", total.refund_high, "L", "M"),
        ("Interest low", total.interest_low, "O", "O"),
        ("Interest high", total.interest_high, "P", "P"),
    ];
    for (label, cents, in_groups, in_entries) in figures {
        board.text(0, label)?;
        board.money(1, cents)?;
        for (column, sheets, letters) in [(2, groups, in_groups), (3, entries, in_entries)] {
            let formula = format!("ROUND({},2)", over(sheets, letters));
            board.formula(column, &formula, &money(cents), &look.money)?;
        }
        let row = board.row + 1;
        let formula = format!("ABS(B{row}-C{row})+ABS(B{row}-D{row})");
        board.formula(4, &format!("ROUND({formula},2)"), "0", &look.sum_money)?;
        board.row += 1;
    }
    Ok(())
}

/// The sum over a column of sheets.
fn over(sheets: &[Written], letters: &str) -> String {
    let first = HEAD_ROWS + 1;
    let ranges = sheets.iter().map(|sheet| {
        let last = HEAD_ROWS + sheet.rows.max(1);
        format!("SUM('{}'!{letters}{first}:{letters}{last})", sheet.name)
    });
    ranges.collect::<Vec<_>>().join("+")
}

fn by_week(run: &Run<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let Weeks { rows, shown } = over_time::weeks(run);
    board.section("Refunds that reach a deadline, by week (highest refund)")?;
    board.head(&[
        "Week that begins on",
        "Entries, day 80",
        "Day 80 (CAPE)",
        "Day 80, estimated",
        "Day 180 (protest)",
        "Day 180, estimated",
    ])?;
    let first = board.row;
    for (label, week) in &rows {
        board.text(0, label)?;
        board.count(1, week.cape_entries)?;
        for (column, cents) in (2..).zip(week.refund) {
            board.money(column, cents)?;
        }
        board.row += 1;
    }
    board.note(
        "Estimated: entries not liquidated, or not known to be, taken to liquidate on the usual cycle. \
         Day 80 counts lanes file-now, review, other-filer and fix-then-file; day 180 also protest and \
         later-phase, without entries whose protest is already open: sheet Deadlines has these apart.",
    )?;
    Ok((first, first + shown.max(1) - 1))
}

fn by_month(run: &Run<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let Months { rows } = over_time::months(run);
    board.section("By month of liquidation")?;
    board.head(&AMOUNTS)?;
    let first = board.row;
    for (label, amounts) in &rows {
        board.text(0, label)?;
        board.amounts(amounts)?;
        board.row += 1;
    }
    let rows = (first, board.row - 1);
    total(board, "All entries", rows, &run.estimate.total)?;
    Ok(rows)
}

fn by_program(run: &Run<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let registry = &run.context.rules.registry;
    let mut programs: BTreeMap<&str, Kind> = BTreeMap::new();
    for (key, amounts) in run.estimate.breakdown.iter().flat_map(|breakdown| &breakdown.codes) {
        let program = registry.code(key.heading).map(|code| registry.program_of(code));
        let name = program.map_or("", |program| &program.name);
        let kind = programs.entry(name).or_insert_with(|| match program {
            Some(program) => Kind {
                title: titles::program(program).to_owned(),
                code: program.name.clone(),
                is: program.description.clone(),
                amounts: RowAmounts::default(),
            },
            None => Kind::titled("(not in the registry)".to_owned(), RowAmounts::default()),
        });
        kind.amounts.add(amounts);
    }
    by_rows(
        run,
        board,
        "By IEEPA program",
        &["Code", "In the registry"],
        programs.into_values().collect(),
    )
}

fn by_country(run: &Run<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let countries = run.estimate.breakdown.iter().flat_map(|breakdown| &breakdown.countries);
    let named = |country: &Option<[u8; 2]>| match country {
        Some(letters) => String::from_utf8_lossy(letters).into_owned(),
        None => "(not named)".to_owned(),
    };
    let rows = countries.map(|(country, amounts)| Kind::titled(named(country), *amounts)).collect();
    by_rows(run, board, "By country of origin", &[], rows)
}

/// A kind of rows of the inputs.
struct Kind {
    title: String,
    /// What the program calls it; may be blank.
    code: String,
    /// What it is; may be blank.
    is: String,
    amounts: RowAmounts,
}

impl Kind {
    fn titled(title: String, amounts: RowAmounts) -> Kind {
        Kind { title, code: String::new(), is: String::new(), amounts }
    }
}

/// Rows of the inputs in kinds, those with the largest refund first; returns where the charted ones
/// stand.
fn by_rows(
    run: &Run<'_>,
    board: &mut Board<'_>,
    title: &str,
    more_heads: &[&str],
    mut rows: Vec<Kind>,
) -> Result<Rows, XlsxError> {
    board.section(title)?;
    let mut heads = vec!["", "Rows", "Duty paid", "Refund low", "Refund high"];
    heads.extend(more_heads);
    board.head(&heads)?;
    rows.sort_by(|a, b| {
        let largest = b.amounts.refund_high.cmp(&a.amounts.refund_high);
        largest.then_with(|| (&a.title, &a.code).cmp(&(&b.title, &b.code)))
    });
    let with_refund = rows.iter().filter(|row| row.amounts.refund_high > 0).count();
    let charted = u32::try_from(with_refund.clamp(1, CHARTED)).unwrap_or(1);
    let breakdown = run.estimate.breakdown.as_ref();
    let raised = breakdown.map(|breakdown| breakdown.raised_to_zero).unwrap_or_default();
    rows.push(Kind::titled("entries below 0, raised to 0".to_owned(), raised));
    let first = board.row;
    let mut sum = RowAmounts::default();
    for Kind { title, code, is, amounts } in &rows {
        sum.add(amounts);
        board.text(0, title)?;
        board.count(1, amounts.rows)?;
        board.money(2, amounts.duty)?;
        board.money(3, amounts.refund_low)?;
        board.money(4, amounts.refund_high)?;
        for (column, text) in [(5, code), (6, is)].into_iter().filter(|(_, text)| !text.is_empty())
        {
            board.text(column, text)?;
        }
        board.row += 1;
    }
    let sums = [
        Sum::Count(sum.rows),
        Sum::Money(sum.duty),
        Sum::Money(sum.refund_low),
        Sum::Money(sum.refund_high),
    ];
    board.sums("All rows that count", (first, board.row - 1), &sums)?;
    Ok((first, first + charted - 1))
}
