//! `entries.csv` of an estimate.

use super::codes::Codes;
use super::table::{Column, Row, Table};
use super::{EarlierEntry, EarlierError, Portfolio};
use crate::domain::{EntryNumber, EntryStatus, Lane, LiquidationState};
use crate::ledger::{TextId, Texts};

/// Its name.
pub(super) const FILE: &str = "entries.csv";

/// Rows after which the number of all rows is reckoned from the size of the file.
pub(super) const SAMPLE: usize = 1000;

struct Columns {
    number: Column,
    importer: Column,
    importer_name: Column,
    payee: Column,
    entry_type: Column,
    entry_date: Column,
    summary_date: Column,
    payment_date: Column,
    deposit_date: Column,
    liquidation_state: Column,
    liquidation_date: Column,
    projected_liquidation: Column,
    duty_paid: Column,
    refund_low: Column,
    refund_high: Column,
    interest_low: Column,
    interest_high: Column,
    status: Column,
    lane: Column,
    found: Column,
    unproved: Column,
}

impl Columns {
    fn of(table: &mut Table<'_>) -> Result<Columns, EarlierError> {
        let columns = Columns {
            number: table.need("entry_number"),
            importer: table.need("importer_number"),
            importer_name: table.need("importer_name"),
            payee: table.perhaps("payee"),
            entry_type: table.need("entry_type"),
            entry_date: table.need("entry_date"),
            summary_date: table.perhaps("summary_date"),
            payment_date: table.perhaps("payment_date"),
            deposit_date: table.need("deposit_date"),
            liquidation_state: table.need("liquidation_state"),
            liquidation_date: table.need("liquidation_date"),
            projected_liquidation: table.need("projected_liquidation"),
            duty_paid: table.need("duty_paid"),
            refund_low: table.need("refund_low"),
            refund_high: table.need("refund_high"),
            interest_low: table.need("interest_low"),
            interest_high: table.need("interest_high"),
            status: table.need("status"),
            lane: table.need("lane"),
            found: table.need("findings"),
            unproved: table.need("unproved"),
        };
        table.complete()?;
        Ok(columns)
    }

    /// What is to be said of the columns that older reports do not have.
    fn remark(&self) -> Option<String> {
        let all = [self.summary_date, self.payment_date, self.payee];
        let missing: Vec<_> = all.iter().filter(|c| !c.is_there()).map(|c| c.name).collect();
        (!missing.is_empty()).then(|| {
            format!(
                "{FILE} has no column {}: an older version wrote it. Interest is held against the \
                 other dates, and the importer is taken for the payee; run analyze again for more.",
                missing.join(", ")
            )
        })
    }
}

/// A text that stands in row after row.
#[derive(Default)]
pub(super) struct Repeated {
    cell: Vec<u8>,
    id: TextId,
}

impl Repeated {
    pub fn id(
        &mut self,
        row: &Row<'_>,
        column: Column,
        texts: &mut Texts,
    ) -> Result<TextId, EarlierError> {
        let cell = row.bytes(column);
        if self.cell != cell {
            self.id = texts.id(&row.text(column)?);
            self.cell.clear();
            self.cell.extend_from_slice(cell);
        }
        Ok(self.id)
    }
}

/// Reads the entries.
///
/// # Errors
/// A cell or row that cannot be read, or an entry that stands there twice.
pub(super) fn read(
    table: &mut Table<'_>,
    remarks: &mut Vec<String>,
) -> Result<Portfolio, EarlierError> {
    let columns = Columns::of(table)?;
    remarks.extend(columns.remark());
    let mut portfolio = Portfolio::new();
    let mut codes = Codes::new();
    let mut last: [Repeated; 4] = Default::default();
    loop {
        if portfolio.len() == SAMPLE {
            portfolio.make_room(rows_in(table));
        }
        let Some(row) = table.next_row()? else { break };
        let number = number(&row, columns.number)?;
        let texts = &mut portfolio.texts;
        let [importer, importer_name, payee, entry_type] = &mut last;
        let entry = EarlierEntry {
            number,
            importer: importer.id(&row, columns.importer, texts)?,
            importer_name: importer_name.id(&row, columns.importer_name, texts)?,
            payee: payee.id(&row, columns.payee, texts)?,
            entry_type: entry_type.id(&row, columns.entry_type, texts)?,
            entry_date: row.day(columns.entry_date)?,
            summary_date: row.day(columns.summary_date)?,
            payment_date: row.day(columns.payment_date)?,
            deposit_date: row.day(columns.deposit_date)?,
            liquidation_state: row.word(
                columns.liquidation_state,
                LiquidationState::ALL,
                LiquidationState::as_str,
            )?,
            liquidation_date: row.day(columns.liquidation_date)?,
            projected_liquidation: row.day(columns.projected_liquidation)?,
            duty_paid: row.money(columns.duty_paid)?,
            refund_low: row.money(columns.refund_low)?,
            refund_high: row.money(columns.refund_high)?,
            interest_low: row.money(columns.interest_low)?,
            interest_high: row.money(columns.interest_high)?,
            status: row.word(columns.status, EntryStatus::ALL, EntryStatus::as_str)?,
            lane: row.word(columns.lane, Lane::ALL, Lane::as_str)?,
            found: codes.read(row.bytes(columns.found)),
            unproved: codes.read(row.bytes(columns.unproved)),
        };
        put(&mut portfolio, entry, &row, columns.number)?;
    }
    remarks.extend(codes.remark(FILE));
    Ok(portfolio)
}

/// About how many rows the file has, by those read so far.
pub(super) fn rows_in(table: &Table<'_>) -> usize {
    let rows = u128::from(table.bytes()) * SAMPLE as u128 / u128::from(table.position().max(1));
    // A little more: growing at the end would copy all.
    usize::try_from(rows + rows / 50).unwrap_or_default()
}

/// The entry number of a row.
pub(super) fn number(row: &Row<'_>, column: Column) -> Result<EntryNumber, EarlierError> {
    let number = std::str::from_utf8(row.bytes(column)).ok().and_then(EntryNumber::of_signs);
    number.ok_or_else(|| row.wrong(column, "an entry number: capital letters and digits"))
}

/// Puts an entry behind the others.
pub(super) fn put(
    portfolio: &mut Portfolio,
    entry: EarlierEntry,
    row: &Row<'_>,
    column: Column,
) -> Result<(), EarlierError> {
    match portfolio.add(entry) {
        Some(_) => Ok(()),
        None => Err(row.wrong(column, "every entry once, and four thousand million at most")),
    }
}
