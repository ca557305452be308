//! `entries.csv`: one row per entry.

use super::cell::ReadyCell;
use super::cells::{Cells, Csv, Form};
use super::{EntryTable, TablePen};
use crate::assess::checks::CheckSet;
use crate::assess::{Assessed, clocks};
use crate::estimate::Payee;
use crate::ledger::TextId;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::marker::PhantomData;

pub(super) struct EntriesTable;

impl EntryTable for EntriesTable {
    fn file(&self) -> &'static str {
        "entries.csv"
    }

    fn header(&self) -> &'static str {
        HEADER
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        pen::<Csv>()
    }
}

pub(super) const HEADER: &str = "entry_number,filer_code,importer_number,importer_name,entry_type,entry_date,\
    liquidation_state,liquidation_date,days_since_liquidation,ieepa_rows,duty_paid,\
    refund_low,refund_high,recomputed_duty,interest_low,interest_high,status,lane,findings,\
    unproved,cape_deadline,protest_deadline,projected_liquidation,deposit_date,psc_deadline,\
    court_deadline,summary_date,payment_date,payee";

/// What writes the rows of entries in this form.
pub(super) fn pen<F: Form>() -> Box<dyn TablePen> {
    Box::new(EntriesPen::<F> {
        importer: String::new(),
        importer_cell: ReadyCell::default(),
        name: None,
        name_cell: ReadyCell::default(),
        payee: None,
        payee_cell: ReadyCell::default(),
        codes: HashMap::default(),
        form: PhantomData,
    })
}

/// Entries of one importer stand together, and few sets of codes make up most cells.
struct EntriesPen<F> {
    importer: String,
    importer_cell: ReadyCell,
    name: Option<TextId>,
    name_cell: ReadyCell,
    /// That of the importer above; none yet after another importer.
    payee: Option<Payee>,
    payee_cell: ReadyCell,
    codes: HashMap<CheckSet, ReadyCell, FixedState>,
    form: PhantomData<fn() -> F>,
}

/// Sets of codes remembered at most.
const REMEMBERED: usize = 4096;

impl<F: Form> EntriesPen<F> {
    fn see(&mut self, assessed: &Assessed<'_>) {
        let entry = &assessed.entry;
        if self.importer != entry.importer || self.name.is_none() {
            entry.importer.clone_into(&mut self.importer);
            self.importer_cell = F::text(entry.importer);
            self.payee = None;
        }
        let payee = Payee::of(entry);
        if self.payee != Some(payee) {
            self.payee = Some(payee);
            let printed = payee.print(entry.importer, entry.context.parties, entry.texts);
            self.payee_cell = F::text(&printed);
        }
        let name = entry.facts.importer_name;
        if self.name != Some(name) {
            self.name = Some(name);
            self.name_cell = F::text(entry.texts.text(name));
        }
        if self.codes.len() > REMEMBERED {
            self.codes.clear();
        }
        for set in [assessed.found, assessed.unproved] {
            let codes = || F::words(set.checks().map(|check| check.code));
            self.codes.entry(set).or_insert_with(codes);
        }
    }
}

impl<F: Form> TablePen for EntriesPen<F> {
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>) {
        self.see(assessed);
        let entry = &assessed.entry;
        let liquidation = &entry.liquidation;
        // A correction is possible only while the entry is open, and only its projected
        // liquidation is known.
        let psc_deadline = entry
            .facts
            .entry_date
            .zip(liquidation.projected)
            .map(|(entered, projected)| clocks::psc_last_day(entered, projected));
        let mut row = F::row(out);
        row.entry(&entry.number)
            .word(entry.number.filer_code())
            .ready(&self.importer_cell)
            .ready(&self.name_cell)
            .text(entry.entry_type.as_ref().map_or("", |t| t.as_str()))
            .day(entry.facts.entry_date)
            .word(liquidation.state.as_str())
            .day(liquidation.date)
            .number_or_blank(liquidation.days_since.map(|days| days.unsigned_abs().into()))
            .number(entry.rows.len() as u64)
            .cents(entry.duty_paid)
            .cents(entry.refund_low)
            .cents(entry.refund_high)
            .cents(entry.recomputed)
            .cents(assessed.interest_low)
            .cents(assessed.interest_high)
            .word(assessed.status.as_str())
            .word(assessed.lane.as_str())
            .ready(&self.codes[&assessed.found])
            .ready(&self.codes[&assessed.unproved])
            .day(liquidation.cape_deadline)
            .day(liquidation.protest_deadline)
            .day(liquidation.projected)
            .day(entry.deposit.date)
            .day(psc_deadline)
            .day(entry.facts.entry_date.map(clocks::court_last_day))
            .day(entry.facts.summary_date)
            .day(entry.facts.payment_date)
            .ready(&self.payee_cell)
            .end();
    }
}
