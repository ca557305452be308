//! Sheet `Summary`: what was expected and paid, why not the rest, where entries stand, and whether
//! all adds up.

use super::TABLES;
use crate::report::summary::money;
use crate::report::tracking::told::{self, Told};
use crate::report::tracking::{Tracking, terminal, words};
use crate::report::workbook::board::{Board, Rows, Sum};
use crate::report::workbook::charts;
use crate::report::workbook::look::Look;
use crate::report::workbook::overview::NAME;
use crate::track::{Cause, State};
use rust_xlsxwriter::{Url, Worksheet, XlsxError};

/// Rows that the charts take.
const CHART_ROWS: u32 = 22;

/// The sheet.
///
/// # Errors
/// The library refuses a cell.
pub(super) fn sheet(
    tracking: &Tracking<'_>,
    told: &Told,
    look: &Look,
) -> Result<Worksheet, XlsxError> {
    let mut board = Board::new(NAME, look, &[44, 13, 19, 19, 19, 19, 64])?;
    headline(tracking, told, &mut board)?;
    let cautions = terminal::cautions(tracking, told);
    if !cautions.is_empty() || !tracking.remarks.is_empty() {
        board.section("Cautions")?;
        for text in cautions.iter().chain(tracking.remarks) {
            board.caution(text)?;
        }
    }
    board.row += 1;
    let charts_at = board.row;
    board.row += CHART_ROWS;
    board.new_paper();
    let causes = missing(tracking, look, &mut board)?;
    let states = states(tracking, &mut board)?;
    board.new_paper();
    to_come(tracking, told, &mut board)?;
    groups(told, &mut board)?;
    to_do(told, &mut board)?;
    interest(told, &mut board)?;
    let mut sheet = board.end()?;
    let title = "What is missing, by cause ($)";
    charts::bars(&mut sheet, (charts_at, 0), causes, (4, "Together"), title)?;
    let title = "Expected, by state of the entries ($)";
    charts::bars(&mut sheet, (charts_at, 4), states, (2, "Expected"), title)?;
    sheet.set_tab_color(rust_xlsxwriter::Color::RGB(0x001F_3A5F));
    Ok(sheet)
}

fn headline(tracking: &Tracking<'_>, told: &Told, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let scene = &tracking.scene;
    let total = &tracking.standing.total;
    board.title(&format!("IEEPA refunds tracked as of {}", scene.as_of))?;
    board.note(&format!(
        "By CBP's reports and the bank's, against the estimate of {}; by capeprep {} with rulebook \
         {}. Every figure is a cell or a formula over cells; sheet Method says how they are made \
         and from which files.",
        scene.made_with.as_of,
        env!("CARGO_PKG_VERSION"),
        scene.rules.version
    ))?;
    board.head(&["", "Entries", "Duty", "Interest", "Together"])?;
    let first = board.row;
    for (label, sum) in [
        ("Expected at most", &total.expected),
        ("Refunded by CBP's reports", &total.refund),
        ("Paid", &total.paid),
        ("Missing", &total.expected.less(&total.paid)),
        ("Of it, still to come", &tracking.standing.to_come()),
    ] {
        board.text(0, label)?;
        if label == "Expected at most" {
            board.count(1, total.entries)?;
        }
        board.figure(2, sum.principal)?;
        board.figure(3, sum.interest)?;
        board.figure(4, sum.total())?;
        board.row += 1;
    }
    for (label, entries, amount, beside) in [
        (
            "Ready to file again today",
            told.refile.ready.entries,
            told.refile.ready.refund,
            "sheet Re-file",
        ),
        (
            "Refused, and not ready",
            told.refile.not_ready.entries,
            told.refile.not_ready.refund,
            "sheet Re-file",
        ),
    ] {
        line(board, label, entries, amount, beside)?;
    }
    for (kind, sums) in told.clocks.overdue() {
        let label = format!("Overdue: {}", told::kind(kind));
        line(board, &label, sums.over, sums.over_amount, "sheet Clocks")?;
    }
    for (label, counted, beside) in [
        ("Number of deposits that match no refund", &told.deposits.unmatched, "sheet Deposits"),
        ("Number of refunds in no payment group", &told.refunds.unmatched, "sheet Refunds"),
        ("Number of refunds not seen at the bank", &told.refunds.not_seen, "sheet Refunds"),
    ] {
        line(board, label, counted.number, counted.amount, beside)?;
    }
    contents(board, first)
}

fn line(
    board: &mut Board<'_>,
    label: &str,
    entries: u64,
    amount: i128,
    beside: &str,
) -> Result<(), XlsxError> {
    board.text(0, label)?;
    board.count(1, entries)?;
    board.money(4, amount)?;
    board.text(5, beside)?;
    board.row += 1;
    Ok(())
}

/// Links to the other sheets, beside the headline.
fn contents(board: &mut Board<'_>, first: u32) -> Result<(), XlsxError> {
    let tables = TABLES.iter().map(|table| (table.plan.name, table.holds));
    let method = ("Method", "how figures are made, from which files; every column explained");
    let mut row = first;
    for (name, holds) in tables.chain([method]) {
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(format!("{name}: {holds}"));
        board.sheet.write_url(row, 6, link)?;
        row += 1;
    }
    board.row = board.row.max(row);
    Ok(())
}

/// Expected, less each cause, is paid.
fn missing(tracking: &Tracking<'_>, look: &Look, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let standing = tracking.standing;
    let total = &standing.total;
    board.section("What is missing, and why")?;
    board.head(&["Cause", "Entries", "Duty", "Interest", "Together", "", "What it is"])?;
    let first = board.row;
    let mut causes = crate::track::Sum::default();
    let mut entries = 0;
    for cause in Cause::ALL {
        let sums = standing.cause(*cause);
        board.text(0, cause.as_str())?;
        board.count(1, sums.entries)?;
        board.money(2, sums.amount.principal)?;
        board.money(3, sums.amount.interest)?;
        board.money(4, sums.amount.total())?;
        board.text(6, words::cause(*cause))?;
        board.row += 1;
        causes.principal += sums.amount.principal;
        causes.interest += sums.amount.interest;
        entries += sums.entries;
    }
    let rows = (first, board.row - 1);
    board.sums(
        "All causes",
        rows,
        &[
            Sum::Count(entries),
            Sum::Money(causes.principal),
            Sum::Money(causes.interest),
            Sum::Money(causes.total()),
        ],
    )?;
    for (label, sum) in [("Expected", &total.expected), ("Paid", &total.paid)] {
        board.text(0, label)?;
        board.money(2, sum.principal)?;
        board.money(3, sum.interest)?;
        board.money(4, sum.total())?;
        board.row += 1;
    }
    board.text(0, "Expected less paid and all causes: nothing")?;
    let (all, expected, paid) = (board.row - 2, board.row - 1, board.row);
    let left = total.expected.less(&total.paid).less(&causes);
    for (column, letter, left) in
        [(2, 'C', left.principal), (3, 'D', left.interest), (4, 'E', left.total())]
    {
        let formula = format!("ROUND({letter}{expected}-{letter}{paid}-{letter}{all},2)");
        board.formula(column, &formula, &money(left), &look.sum_money)?;
    }
    board.row += 1;
    Ok(rows)
}

fn states(tracking: &Tracking<'_>, board: &mut Board<'_>) -> Result<Rows, XlsxError> {
    let standing = tracking.standing;
    board.section("Where entries stand")?;
    board.head(&["State", "Entries", "Expected", "Refunded", "Paid", "", "What it is"])?;
    let first = board.row;
    for state in State::ALL {
        let sums = standing.state(*state);
        board.text(0, state.as_str())?;
        board.count(1, sums.entries)?;
        board.money(2, sums.expected.total())?;
        board.money(3, sums.refund.total())?;
        board.money(4, sums.paid.total())?;
        board.text(6, words::state(*state))?;
        board.row += 1;
    }
    let rows = (first, board.row - 1);
    let total = &standing.total;
    board.sums(
        "All states",
        rows,
        &[
            Sum::Count(total.entries),
            Sum::Money(total.expected.total()),
            Sum::Money(total.refund.total()),
            Sum::Money(total.paid.total()),
        ],
    )?;
    Ok(rows)
}

/// What is still to come, by three times; by each it is the same in all.
fn to_come(tracking: &Tracking<'_>, told: &Told, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("What is still to come, early, in the middle and late")?;
    board.head(&["", "Entries", "Early (P10)", "Middle (P50)", "Late (P90)", "", "What it is"])?;
    let cash = &told.cash;
    let first = board.row;
    let weeks = cash.weeks.iter().fold(([0; 3], 0), |(sums, entries), week| {
        let [p10, p50, p90] = sums;
        let [early, middle, late] = week.in_week;
        ([p10 + early, p50 + middle, p90 + late], entries + week.entries)
    });
    let late = cash.late.as_ref().map_or(([0; 3], 0), |late| (late.in_week, late.entries));
    let not_filed = tracking.standing.cause(Cause::NotFiled);
    let left = cash
        .left
        .iter()
        .map(|one| (one.why.as_str(), ([one.amount; 3], one.entries), words::week(&one.why)));
    let rows = [
        ("late", late, "its day has passed: to be looked for this week"),
        ("in the weeks to come", weeks, "sheet Cash has each week"),
    ];
    let others = [(
        Cause::NotFiled.as_str(),
        ([not_filed.amount.total(); 3], not_filed.entries),
        words::cause(Cause::NotFiled),
    )];
    let (mut sums, mut all) = ([0; 3], 0);
    for (label, (amounts, entries), what) in rows.into_iter().chain(left).chain(others) {
        board.text(0, label)?;
        board.count(1, entries)?;
        for ((column, amount), sum) in (2..).zip(amounts).zip(&mut sums) {
            board.money(column, amount)?;
            *sum += amount;
        }
        all += entries;
        board.text(6, what)?;
        board.row += 1;
    }
    let [early, middle, late] = sums.map(Sum::Money);
    let rows = (first, board.row - 1);
    board.sums("All still to come", rows, &[Sum::Count(all), early, middle, late])
}

fn groups(told: &Told, board: &mut Board<'_>) -> Result<(), XlsxError> {
    let payments = &told.payments;
    board.section("Payment groups by status")?;
    board.head(&[
        "Status",
        "Groups",
        "Expected",
        "Refunded",
        "Paid",
        "Difference",
        "What it is",
    ])?;
    let first = board.row;
    let others = payments.by_status.keys().map(String::as_str);
    let others = others.filter(|word| !told::STATUSES.contains(word));
    for status in told::STATUSES.into_iter().chain(others) {
        let sums = payments.status(status);
        board.text(0, status)?;
        board.count(1, sums.groups)?;
        board.money(2, sums.expected)?;
        board.money(3, sums.refunded)?;
        board.money(4, sums.paid)?;
        board.money(5, sums.difference)?;
        board.text(6, words::group_status(status))?;
        board.row += 1;
    }
    let all = &payments.all;
    board.sums(
        "All groups",
        (first, board.row - 1),
        &[
            Sum::Count(all.groups),
            Sum::Money(all.expected),
            Sum::Money(all.refunded),
            Sum::Money(all.paid),
            Sum::Money(all.difference),
        ],
    )
}

fn to_do(told: &Told, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Refused entries by what to do")?;
    if told.refile.by_action.is_empty() {
        return board.note("CBP refused nothing.");
    }
    board.head(&[
        "What to do",
        "Ready today",
        "Refund",
        "Not ready",
        "Refund",
        "",
        "What it is",
    ])?;
    for (action, sums) in &told.refile.by_action {
        board.text(0, action)?;
        board.count(1, sums.ready.entries)?;
        board.money(2, sums.ready.refund)?;
        board.count(3, sums.not_ready.entries)?;
        board.money(4, sums.not_ready.refund)?;
        board.text(6, words::action(action))?;
        board.row += 1;
    }
    Ok(())
}

fn interest(told: &Told, board: &mut Board<'_>) -> Result<(), XlsxError> {
    board.section("Interest that CBP paid, by what explains it")?;
    let lead = terminal::interest(told);
    board.note(&format!("In short: {lead}"))?;
    if told.interest.all.entries == 0 {
        return Ok(());
    }
    board.head(&[
        "Verdict",
        "Entries",
        "Duty refunded",
        "Interest paid",
        "Above the estimate's",
    ])?;
    for (verdict, sums) in &told.interest.verdicts {
        board.text(0, verdict)?;
        board.count(1, sums.entries)?;
        board.money(2, sums.principal)?;
        board.money(3, sums.paid)?;
        board.money(4, sums.difference)?;
        board.row += 1;
    }
    Ok(())
}
