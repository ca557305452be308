//! A slow, plain second implementation of the contract: rows to entries to refunds to reports.
//!
//! It is written from the sentences of the contract alone, with the serial `csv` crate, ordered
//! maps and exact decimals, and shares no code with the program. Only the registry of headings is
//! the repository's own data; every other rule fact is written out here again.

pub mod calendar;
pub mod checks;
pub mod fields;
pub mod header;
pub mod money;
pub mod registry;
pub mod reports;
pub mod rows;
pub mod tariff;
pub mod values;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use checks::{Codes, Liquidation, Subject};
use header::{Facts, Header, header_of, read_facts};
use money::{RowMoney, RowSurroundings, assess_row, neighbours};
use registry::{Registry, is_other_trade_remedy};
use rows::{Bin, IeepaRow, Ledger, Rows, Source, read_rows};
use tariff::Tariff;
use values::importer_key;

/// `--taxpayer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taxpayer {
    Corporate,
    NonCorporate,
    Gatt,
}

/// `--deposit-basis`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepositBasis {
    Summary,
    Entry,
    MonthlyStatement,
}

/// Who submits: `--filer-code`, `--importer`, or neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Unknown,
    Broker(Vec<String>),
    Importer(Vec<String>),
}

/// The options of `analyze` that change a figure.
#[derive(Clone, Debug)]
pub struct Options {
    pub as_of: NaiveDate,
    pub route: Route,
    pub taxpayer: Taxpayer,
    pub deposit_basis: DepositBasis,
    pub processing_days: u64,
    pub include_review: bool,
}

/// One kept IEEPA row with its figures.
#[derive(Clone, Debug)]
pub struct AssessedRow {
    pub row: IeepaRow,
    pub money: RowMoney,
}

/// One entry with every figure that a report prints.
#[derive(Clone, Debug)]
pub struct AssessedEntry {
    pub number: String,
    pub header: Header,
    /// As first seen in the run.
    pub importer_printed: String,
    pub liquidation: Liquidation,
    pub rows: Vec<AssessedRow>,
    pub duty_paid: Decimal,
    pub refund_low: Decimal,
    pub refund_high: Decimal,
    pub recomputed: Decimal,
    pub interest_low: Decimal,
    pub interest_high: Decimal,
    pub findings: Codes,
    pub unproved: Codes,
    pub status: &'static str,
    pub lane: &'static str,
    pub deposit_date: NaiveDate,
    pub projected_liquidation: Option<NaiveDate>,
    pub extrapolated_from: Option<NaiveDate>,
}

/// The whole run: what the reports are printed from.
pub struct Assessment {
    pub ledger: Ledger,
    /// Sorted by printed importer number, then entry number.
    pub entries: Vec<AssessedEntry>,
    pub options: Options,
}

/// Sections 2 to 6 for a run.
pub fn assess(
    registry: &Registry,
    inputs: &[Source],
    facts: &[Source],
    tariff: Option<&Source>,
    options: &Options,
) -> Assessment {
    let tariff = tariff.map(Tariff::read);
    let rows = read_rows(inputs);
    let facts = read_facts(facts);
    let importers = importers_as_first_seen(&rows, &facts);
    let mut by_entry: BTreeMap<&str, Vec<&IeepaRow>> = BTreeMap::new();
    for row in &rows.ieepa {
        by_entry.entry(&row.entry).or_default().push(row);
    }
    let mut entries: Vec<AssessedEntry> = by_entry
        .into_iter()
        .map(|(number, ieepa)| {
            let mut header = header_of(&ieepa, facts.cells.get(number));
            header.conflicting_facts = facts.conflicting.contains(number);
            header.payment_ahead = header.payment_date.is_some_and(|date| date > options.as_of);
            let importer_printed = importers.get(&header.importer).cloned().unwrap_or_default();
            let run = Run { registry, rows: &rows, tariff: tariff.as_ref(), options };
            assess_entry(&run, number, &ieepa, header, importer_printed)
        })
        .collect();
    entries.sort_by(|left, right| {
        (&left.importer_printed, &left.number).cmp(&(&right.importer_printed, &right.number))
    });
    Assessment { ledger: rows.ledger, entries, options: options.clone() }
}

/// Section 2: importer numbers are "printed as first seen in the run": input rows, then facts.
fn importers_as_first_seen(rows: &Rows, facts: &Facts) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    let exported = rows.ieepa.iter().map(|row| &row.cells["importer_number"]);
    let stated = facts.cells.values().filter_map(|cells| cells.get("importer_number"));
    for text in exported.chain(stated).filter(|text| !text.is_empty()) {
        seen.entry(importer_key(text)).or_insert_with(|| text.clone());
    }
    seen
}

struct Run<'a> {
    registry: &'a Registry,
    rows: &'a Rows,
    tariff: Option<&'a Tariff>,
    options: &'a Options,
}

fn assess_entry(
    run: &Run,
    number: &str,
    ieepa: &[&IeepaRow],
    header: Header,
    importer_printed: String,
) -> AssessedEntry {
    let options = run.options;
    let other = run.rows.other.get(number).map_or(&[][..], Vec::as_slice);
    let kept: Vec<&IeepaRow> =
        ieepa.iter().copied().filter(|row| row.bin != Bin::Duplicate).collect();
    let mut rows: Vec<AssessedRow> = kept
        .iter()
        .map(|row| {
            let around = RowSurroundings {
                registry: run.registry,
                line: &neighbours(run.registry, row.line, &kept, other),
                entry_type: &header.entry_type,
                column_one_fact: &header.column_one_fact,
                tariff: run.tariff,
            };
            AssessedRow { row: (*row).clone(), money: assess_row(row, &around) }
        })
        .collect();
    rows.sort_by_key(|assessed| {
        let row = &assessed.row;
        (row.line, row.ordinal, row.heading.clone(), row.order)
    });

    // "Entry duty_paid = sum of duty over counted rows; refund_low, refund_high = sums, not below 0."
    let counted = || rows.iter().filter(|assessed| assessed.row.bin == Bin::Counted);
    let duty_paid: Decimal = counted().map(|assessed| assessed.row.duty).sum();
    let refund_low =
        counted().map(|assessed| assessed.money.low).sum::<Decimal>().max(Decimal::ZERO);
    let refund_high =
        counted().map(|assessed| assessed.money.high).sum::<Decimal>().max(Decimal::ZERO);
    let recomputed: Decimal = counted().map(|assessed| assessed.money.recomputed).sum();

    let liquidation = checks::liquidation_of(&header, options.as_of);
    let (deposit_date, deposit_assumed) = calendar::deposit_date(
        options.deposit_basis,
        header.entry_date,
        header.summary_date,
        header.payment_date,
    );
    let subject = Subject {
        entry: number,
        header: &header,
        liquidation: &liquidation,
        options,
        refund_high,
        repaired: ieepa.iter().any(|row| row.repaired),
        deposit_assumed,
        other_remedy_row: other
            .iter()
            .any(|row| is_other_trade_remedy(&values::heading(&row.tariff_number))),
    };
    let mut findings = checks::entry_findings(&subject);
    findings.extend(rows.iter().flat_map(|assessed| assessed.money.findings.iter().copied()));
    if run.rows.rejected.contains(number) {
        findings.insert("row-rejected");
    }
    if run.rows.conflicting.contains(number) {
        findings.insert("conflicting-rows");
    }
    if ieepa.iter().any(|row| row.unreadable_cell) {
        findings.insert("unreadable-value");
    }
    let status = checks::status(&findings, refund_high);
    let lane = checks::lane(&findings, status, liquidation.days_since);

    // Section 6, E.
    let filed =
        matches!(status, "eligible" | "review") && !findings.contains("paid-at-liquidation");
    let end =
        if filed { calendar::plus(options.as_of, options.processing_days) } else { options.as_of };
    let interest = |principal| calendar::interest(principal, options.taxpayer, deposit_date, end);
    let projected_liquidation = match liquidation.state {
        "unliquidated" | "unknown" => Some(
            liquidation
                .announced
                .unwrap_or_else(|| calendar::projected_liquidation(header.entry_date)),
        ),
        _ => None,
    };
    AssessedEntry {
        number: number.to_string(),
        importer_printed,
        duty_paid,
        refund_low,
        refund_high,
        recomputed,
        interest_low: interest(refund_low),
        interest_high: interest(refund_high),
        unproved: checks::unproved(&header, &liquidation, options),
        findings,
        status,
        lane,
        deposit_date,
        projected_liquidation,
        extrapolated_from: if refund_high.is_zero() {
            None
        } else {
            calendar::first_extrapolated_day(deposit_date, end)
        },
        header,
        liquidation,
        rows,
    }
}
