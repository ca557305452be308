//! `tracking.csv` of what was tracked after filing.

use super::entries::{Repeated, SAMPLE, number, put, rows_in};
use super::table::{Column, Row, Table};
use super::{EarlierEntry, EarlierError, EarlierState, Parts, Portfolio};
use crate::assess::checks::CheckSet;
use crate::domain::{Cents, EntryStatus, FilingState, Lane, LiquidationState};

/// Its name.
pub(super) const FILE: &str = "tracking.csv";

/// Principal and interest in two columns.
#[derive(Clone, Copy)]
struct Pair(Column, Column);

impl Pair {
    fn read(self, row: &Row<'_>) -> Result<Option<Parts>, EarlierError> {
        let amounts = row.money_or_blank(self.0)?.zip(row.money_or_blank(self.1)?);
        Ok(amounts.map(|(principal, interest)| Parts { principal, interest }))
    }

    fn or_nothing(self, row: &Row<'_>) -> Result<Parts, EarlierError> {
        Ok(self.read(row)?.unwrap_or_default())
    }
}

struct Columns {
    number: Column,
    importer: Column,
    importer_name: Column,
    payee: Column,
    status: Column,
    lane: Column,
    liquidation_date: Column,
    refund_low: Column,
    refund_high: Column,
    interest_low: Column,
    interest_high: Column,
    state: Column,
    since: Column,
    proof_report: Column,
    proof_file: Column,
    claim: Column,
    label: Column,
    accepted_on: Column,
    liquidated: Column,
    expected: Pair,
    refund: Pair,
    refund_basis: Column,
    paid: Pair,
    diverted: Pair,
    causes: Column,
    interest_to_date: Column,
}

impl Columns {
    fn of(table: &mut Table<'_>) -> Result<Columns, EarlierError> {
        let columns = Columns {
            number: table.need("entry_number"),
            importer: table.need("importer_number"),
            importer_name: table.need("importer_name"),
            payee: table.need("payee"),
            status: table.need("estimated_status"),
            lane: table.need("estimated_lane"),
            liquidation_date: table.need("estimated_liquidation_date"),
            refund_low: table.need("refund_low"),
            refund_high: table.need("refund_high"),
            interest_low: table.need("interest_low"),
            interest_high: table.need("interest_high"),
            state: table.need("state"),
            since: table.need("since"),
            proof_report: table.need("proof_report"),
            proof_file: table.need("proof_file"),
            claim: table.need("claim_number"),
            label: table.need("label"),
            accepted_on: table.need("accepted_on"),
            liquidated: table.need("liquidation_date"),
            expected: Pair(table.need("expected_principal"), table.need("expected_interest")),
            refund: Pair(table.need("refund_principal"), table.need("refund_interest")),
            refund_basis: table.need("refund_basis"),
            paid: Pair(table.need("paid_principal"), table.need("paid_interest")),
            diverted: Pair(table.need("diverted_principal"), table.need("diverted_interest")),
            causes: table.need("causes"),
            interest_to_date: table.perhaps("interest_to_date"),
        };
        table.complete()?;
        Ok(columns)
    }
}

/// Reads the entries and where each stood.
///
/// # Errors
/// A cell or row that cannot be read, or an entry that stands there twice.
pub(super) fn read(table: &mut Table<'_>) -> Result<(Portfolio, Vec<EarlierState>), EarlierError> {
    let columns = Columns::of(table)?;
    let (mut portfolio, mut states) = (Portfolio::new(), Vec::new());
    let mut last: [Repeated; 9] = Default::default();
    loop {
        if portfolio.len() == SAMPLE {
            let rows = rows_in(table);
            portfolio.make_room(rows);
            states.reserve_exact(rows.saturating_sub(SAMPLE));
        }
        let Some(row) = table.next_row()? else { break };
        let texts = &mut portfolio.texts;
        let [importer, name, payee, report, file, claim, label, basis, causes] = &mut last;
        let liquidation_date = row.day(columns.liquidation_date)?;
        let entry = EarlierEntry {
            number: number(&row, columns.number)?,
            importer: importer.id(&row, columns.importer, texts)?,
            importer_name: name.id(&row, columns.importer_name, texts)?,
            payee: payee.id(&row, columns.payee, texts)?,
            entry_type: Default::default(),
            entry_date: None,
            summary_date: None,
            payment_date: None,
            deposit_date: None,
            liquidation_state: match liquidation_date {
                Some(_) => LiquidationState::Liquidated,
                None => LiquidationState::Unknown,
            },
            liquidation_date,
            projected_liquidation: None,
            duty_paid: Cents::ZERO,
            refund_low: row.money(columns.refund_low)?,
            refund_high: row.money(columns.refund_high)?,
            interest_low: row.money(columns.interest_low)?,
            interest_high: row.money(columns.interest_high)?,
            status: row.word(columns.status, EntryStatus::ALL, EntryStatus::as_str)?,
            lane: row.word(columns.lane, Lane::ALL, Lane::as_str)?,
            found: CheckSet::default(),
            unproved: CheckSet::default(),
        };
        states.push(EarlierState {
            state: row.word(columns.state, FilingState::ALL, FilingState::as_str)?,
            since: row.day(columns.since)?,
            proof_report: report.id(&row, columns.proof_report, texts)?,
            proof_file: file.id(&row, columns.proof_file, texts)?,
            claim: claim.id(&row, columns.claim, texts)?,
            label: label.id(&row, columns.label, texts)?,
            accepted_on: row.day(columns.accepted_on)?,
            liquidated: row.day(columns.liquidated)?,
            expected: columns.expected.or_nothing(&row)?,
            interest_to_date: row.money_or_blank(columns.interest_to_date)?,
            refund: columns.refund.read(&row)?,
            refund_basis: basis.id(&row, columns.refund_basis, texts)?,
            paid: columns.paid.or_nothing(&row)?,
            diverted: columns.diverted.or_nothing(&row)?,
            causes: causes.id(&row, columns.causes, texts)?,
        });
        put(&mut portfolio, entry, &row, columns.number)?;
    }
    Ok((portfolio, states))
}
