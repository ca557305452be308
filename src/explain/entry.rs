//! The figures of an entry as `entries.csv` has them, and the assumptions of the run.

use super::Money;
use crate::assess::{Assessed, Context, Route, clocks};
use crate::domain::{Day, ImporterNumber};
use crate::estimate::Payee;
use serde::Serialize;

/// What the user said, and the rules.
#[derive(Debug, Clone, Serialize)]
pub struct RunTold {
    /// The day of upload.
    pub as_of: String,
    /// Version of the rulebook.
    pub rulebook: String,
    /// Who submits.
    pub route: String,
    /// Whose interest rate.
    pub taxpayer: &'static str,
    /// Where interest starts if no payment date is known.
    pub deposit_basis: &'static str,
    /// Days from the day of upload to (re)liquidation.
    pub processing_days: i32,
}

impl RunTold {
    /// What an assessment depends on.
    pub fn of(context: &Context<'_>) -> RunTold {
        RunTold {
            as_of: context.as_of.to_string(),
            rulebook: context.rules.version.to_string(),
            route: match &context.route {
                Route::NotSaid => "not said".to_owned(),
                Route::Broker(codes) => format!("broker with filer code {}", codes.join(", ")),
                Route::Importer(numbers) => {
                    let numbers: Vec<_> = numbers.iter().map(ImporterNumber::as_str).collect();
                    format!("importer with IOR {}", numbers.join(", "))
                }
            },
            taxpayer: context.taxpayer.as_str(),
            deposit_basis: context.deposit_basis.as_str(),
            processing_days: context.processing_days,
        }
    }
}

/// The row of `entries.csv`; days are ISO dates, empty where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct EntryTold {
    /// Entry number.
    pub entry_number: String,
    /// Filer code.
    pub filer_code: String,
    /// Importer of record.
    pub importer_number: String,
    /// Its name.
    pub importer_name: String,
    /// Entry type code.
    pub entry_type: String,
    /// What the type is; not in `entries.csv`.
    pub entry_type_name: String,
    /// Entry date.
    pub entry_date: String,
    /// Where it stands with CBP.
    pub liquidation_state: &'static str,
    /// Liquidation date.
    pub liquidation_date: String,
    /// Days since then.
    pub days_since_liquidation: Option<u32>,
    /// IEEPA rows that are kept.
    pub ieepa_rows: usize,
    /// Duty of the counted rows.
    pub duty_paid: Money,
    /// Lowest refund.
    pub refund_low: Money,
    /// Highest refund.
    pub refund_high: Money,
    /// What rate x value would give on rows without duty.
    pub recomputed_duty: Money,
    /// Lowest interest.
    pub interest_low: Money,
    /// Highest interest.
    pub interest_high: Money,
    /// Status.
    pub status: &'static str,
    /// Lane.
    pub lane: &'static str,
    /// Codes of the checks that found something.
    pub findings: Vec<&'static str>,
    /// Codes of the checks that could not be run.
    pub unproved: Vec<&'static str>,
    /// Last day of CAPE.
    pub cape_deadline: String,
    /// Last day of a protest.
    pub protest_deadline: String,
    /// When it is expected to liquidate.
    pub projected_liquidation: String,
    /// Where interest starts.
    pub deposit_date: String,
    /// Last day of a post summary correction.
    pub psc_deadline: String,
    /// Last day of the court clock, read safely.
    pub court_deadline: String,
    /// Entry summary date.
    pub summary_date: String,
    /// Date the duty was paid.
    pub payment_date: String,
    /// Who is paid; empty without a parties file.
    pub payee: String,
}

/// An ISO date, or nothing.
pub(super) fn iso(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl EntryTold {
    /// The figures of a judged entry.
    pub(super) fn of(assessed: &Assessed<'_>) -> EntryTold {
        let entry = &assessed.entry;
        let (facts, liquidation) = (&entry.facts, &entry.liquidation);
        let types = &entry.context.rules.entry_types;
        let kind = entry.entry_type.as_ref();
        let psc = facts.entry_date.zip(liquidation.projected);
        EntryTold {
            entry_number: entry.number.as_str().to_owned(),
            filer_code: entry.number.filer_code().to_owned(),
            importer_number: entry.importer.to_owned(),
            importer_name: entry.texts.text(facts.importer_name).to_owned(),
            entry_type: kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            entry_type_name: kind
                .and_then(|kind| types.get(kind))
                .map(|rule| rule.name.clone())
                .unwrap_or_default(),
            entry_date: iso(facts.entry_date),
            liquidation_state: liquidation.state.as_str(),
            liquidation_date: iso(liquidation.date),
            days_since_liquidation: liquidation.days_since.map(i32::unsigned_abs),
            ieepa_rows: entry.rows.len(),
            duty_paid: entry.duty_paid.into(),
            refund_low: entry.refund_low.into(),
            refund_high: entry.refund_high.into(),
            recomputed_duty: entry.recomputed.into(),
            interest_low: assessed.interest_low.into(),
            interest_high: assessed.interest_high.into(),
            status: assessed.status.as_str(),
            lane: assessed.lane.as_str(),
            findings: assessed.found.checks().map(|check| check.code).collect(),
            unproved: assessed.unproved.checks().map(|check| check.code).collect(),
            cape_deadline: iso(liquidation.cape_deadline),
            protest_deadline: iso(liquidation.protest_deadline),
            projected_liquidation: iso(liquidation.projected),
            deposit_date: iso(entry.deposit.date),
            psc_deadline: iso(psc.map(|(entered, ends)| clocks::psc_last_day(entered, ends))),
            court_deadline: iso(facts.entry_date.map(clocks::court_last_day)),
            summary_date: iso(facts.summary_date),
            payment_date: iso(facts.payment_date),
            payee: Payee::of(entry)
                .print(entry.importer, entry.context.parties, entry.texts)
                .into_owned(),
        }
    }
}
