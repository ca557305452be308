//! `report.xlsx` of a tracking: its sheets hold the tables that were written before, with types, and
//! a first sheet that sums them up.

mod columns;
mod method;
mod overview;

#[cfg(test)]
mod tests;

use super::columns::{Column, Kind};
use super::look::Look;
use super::pages::{MOST_ROWS, Pages, SheetPlan};
use super::rows::Sheet;
use super::{LARGE, Sheets, WorkbookError, properties, save};
use crate::report::cells::{Cells, Form};
use crate::report::tracking::read_back::{self, Row};
use crate::report::tracking::{Told, Tracking};
use crate::report::{OutputError, Staging};
use rust_xlsxwriter::{Workbook, Worksheet};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// A table, and the sheet that holds it.
struct TableSheet {
    file: &'static str,
    plan: SheetPlan,
    /// What the sheet holds, for the list of sheets.
    holds: &'static str,
    /// What stands above a sheet that does not go on in a next one, where rows are left out.
    cut: Option<&'static str>,
}

const fn sheet(
    name: &'static str,
    file: &'static str,
    columns: &'static [Column],
    empty: &'static str,
    holds: &'static str,
) -> TableSheet {
    let plan = SheetPlan { name, columns, marks: &[], no_totals: None, empty };
    TableSheet { file, plan, holds, cut: None }
}

/// At most one sheet, with this above it if there are more rows.
const fn cut(mut sheet: TableSheet, why: &'static str) -> TableSheet {
    sheet.cut = Some(why);
    sheet
}

/// What stands above rows that do not add up.
const fn not_added(mut sheet: TableSheet, why: &'static str) -> TableSheet {
    sheet.plan.no_totals = Some(why);
    sheet
}

/// The tables, in the order of the sheets.
const TABLES: [TableSheet; 12] = [
    sheet(
        "Payments",
        "payments.csv",
        columns::PAYMENTS,
        "There is no payment group.",
        "payee and (re)liquidation date: expected, refunded, paid, each cause",
    ),
    sheet(
        "Differences",
        "differences.csv",
        columns::DIFFERENCES,
        "Everything that was expected was paid.",
        "one row for each group and cause",
    ),
    sheet(
        "Refunds",
        "refunds.csv",
        columns::REFUNDS,
        "No report lists a refund.",
        "every refund, its deposit and its payment group",
    ),
    sheet(
        "Deposits",
        "deposits.csv",
        columns::DEPOSITS,
        "No bank statement was given.",
        "every bank credit, and what it was matched to",
    ),
    cut(
        sheet(
            "Refund entries",
            "refund_entries.csv",
            columns::REFUND_ENTRIES,
            "No report lists a refund of an entry of the estimate.",
            "which entries are in which refund, and with it in which deposit",
        ),
        "There are more rows than a sheet takes: refund_entries.csv has all.",
    ),
    cut(
        sheet(
            "Entries",
            "tracking.csv",
            columns::ENTRIES,
            "The estimate has no entry, or tracking.csv was not asked for.",
            "every entry: how far it is, by which report, what was refunded and paid",
        ),
        "There are more rows than a sheet takes: tracking.csv has all.",
    ),
    sheet(
        "Re-file",
        "refile/refile.csv",
        columns::REFILE,
        "CBP refused nothing.",
        "refused entries: CBP's label, what to do, whether they can go today",
    ),
    not_added(
        sheet(
            "Verdicts",
            "verdicts.csv",
            columns::VERDICTS,
            "No report gives a verdict on an entry.",
            "what the estimate had said of an entry, and what CBP said",
        ),
        "One row per entry on which CBP gave a verdict.",
    ),
    not_added(
        sheet(
            "Checks",
            "checks.csv",
            columns::CHECKS,
            "No report gives a verdict on an entry.",
            "how good the pre-check was: hits, misses, false alarms",
        ),
        "An entry may stand under several checks, so these rows do not add up.",
    ),
    sheet(
        "Interest",
        "interest.csv",
        columns::INTEREST,
        "No report gives duty and interest of an entry.",
        "which deposit date and rate explain the interest that CBP paid",
    ),
    not_added(
        sheet(
            "Cash",
            "cash.csv",
            columns::CASH,
            "Nothing is on its way.",
            "what comes when, by week: early, middle and late",
        ),
        "Weeks begin on Monday. Rows without a week stand last.",
    ),
    not_added(
        sheet(
            "Clocks",
            "clocks.csv",
            columns::CLOCKS,
            "No clock runs.",
            "what is overdue, and which rights end when",
        ),
        "An entry may stand under several clocks, so these rows do not add up.",
    ),
];

/// Writes `report.xlsx`, when all tables are written.
///
/// # Errors
/// It cannot be written, or a table cannot be read back.
pub(in crate::report) fn write(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    save(staging, |staging, file| make(tracking, told, staging, MOST_ROWS, file))
}

fn make(
    tracking: &Tracking<'_>,
    told: &Told,
    staging: &Staging,
    most_rows: u32,
    out: &mut (impl Write + Send),
) -> Result<(), WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(staging.temporary())?;
    let as_of = tracking.scene.as_of;
    let title = format!("IEEPA refunds tracked as of {as_of}");
    workbook.set_properties(&properties(&title, "By CBP's reports, against an estimate.", as_of)?);
    let look = Look::new(&mut workbook)?;
    let workbook = Mutex::new(workbook);
    let mut sheets: Vec<Sheets> = Vec::new();
    for table in TABLES {
        sheets.push(rows(
            Pages::new(&workbook, &look, table.plan, most_rows),
            staging,
            &table,
            most_rows,
        )?);
    }
    let overview = overview::sheet(tracking, told, &look)?;
    let method = method::sheet(tracking, &look)?;
    let mut workbook = workbook.into_inner().unwrap_or_else(PoisonError::into_inner);
    let bytes = sheets.iter().flatten().map(|(_, written)| written.bytes).max();
    workbook.use_zip_large_file(bytes.unwrap_or_default() > LARGE);
    let tables = sheets.into_iter().flatten().map(|(sheet, _)| sheet);
    for mut sheet in std::iter::once(overview).chain(tables).chain([method]) {
        for_paper(&mut sheet);
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_writer(out)?;
    Ok(())
}

/// The foot of each sheet of paper.
fn for_paper(sheet: &mut Worksheet) {
    let foot = "&L&\"Calibri,Italic\"By CBP's reports, against an estimate&C&A&RPage &P of &N";
    sheet.set_footer(foot);
}

/// The sheets of a table: read once to add up, once to write.
fn rows(
    mut pages: Pages<'_>,
    staging: &Staging,
    table: &TableSheet,
    most_rows: u32,
) -> Result<Sheets, WorkbookError> {
    let columns = table.plan.columns;
    let names: Vec<&'static str> = columns.iter().map(|column| column.name).collect();
    let mut packed = Vec::new();
    for is_written in [false, true] {
        let mut at = 0u64;
        read_back::each::<WorkbookError>(staging, table.file, &names, |row| {
            at += 1;
            if let Some(why) = table.cut.filter(|_| at > most_rows.into()) {
                pages.no_totals(why);
                return Ok(());
            }
            packed.clear();
            pack(row, columns, &mut packed);
            match is_written {
                true => pages.write(&packed)?,
                false => pages.count(&packed),
            }
            Ok(())
        })?;
    }
    Ok(pages.end()?)
}

/// Packs the cells of a row with the types of their columns. What is not of the type of its column
/// is text.
fn pack(row: &Row<'_>, columns: &[Column], out: &mut Vec<u8>) {
    let mut cells = Sheet::row(out);
    for column in columns {
        let printed = row.printed(column.name);
        match column.kind {
            Kind::Text | Kind::Lines | Kind::Word => cells.text(row.text(column.name)),
            Kind::Money => match read_back::cents(printed) {
                Some(cents) => cells.wide_cents(cents),
                None => cells.text(printed),
            },
            Kind::Count => match printed.parse() {
                Ok(number) => cells.number(number),
                Err(_) => cells.text(printed),
            },
            Kind::Days => match printed.parse() {
                Ok(days) => cells.days(days),
                Err(_) => cells.text(printed),
            },
            Kind::Day => match printed.parse() {
                Ok(day) => cells.day(Some(day)),
                Err(_) => cells.text(printed),
            },
        };
    }
    cells.end();
}
