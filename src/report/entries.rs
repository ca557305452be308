//! `entries.csv`: one row per entry.

use super::EntryTable;
use super::cell::RowWriter;
use crate::assess::{Assessed, clocks};

pub(super) struct EntriesTable;

impl EntryTable for EntriesTable {
    fn file(&self) -> &'static str {
        "entries.csv"
    }

    fn header(&self) -> &'static str {
        "entry_number,filer_code,importer_number,importer_name,entry_type,entry_date,\
         liquidation_state,liquidation_date,days_since_liquidation,ieepa_rows,duty_paid,\
         refund_low,refund_high,recomputed_duty,interest_low,interest_high,status,lane,findings,\
         unproved,cape_deadline,protest_deadline,projected_liquidation,deposit_date,psc_deadline,\
         court_deadline"
    }

    fn rows(&self, assessed: &Assessed<'_>, _inputs: &[String], out: &mut Vec<u8>) {
        let entry = &assessed.entry;
        let liquidation = &entry.liquidation;
        // A correction is possible only while the entry is open, and only its projected
        // liquidation is known.
        let psc_deadline = entry
            .facts
            .entry_date
            .zip(liquidation.projected)
            .map(|(entered, projected)| clocks::psc_last_day(entered, projected));
        let mut row = RowWriter::new(out);
        row.word(entry.number.as_str())
            .word(entry.number.filer_code())
            .text(entry.importer)
            .text(entry.texts.text(entry.facts.importer_name))
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
            .words(assessed.found.checks().map(|check| check.code))
            .words(assessed.unproved.checks().map(|check| check.code))
            .day(liquidation.cape_deadline)
            .day(liquidation.protest_deadline)
            .day(liquidation.projected)
            .day(entry.deposit.date)
            .day(psc_deadline)
            .day(entry.facts.entry_date.map(clocks::court_last_day))
            .end();
    }
}
