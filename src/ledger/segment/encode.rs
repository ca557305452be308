//! A run to bytes.

use super::bytes::{put, put_day, put_signed};
use super::{
    HAS_BASES, HAS_NOTES, HAS_NOTIFY_PARTY, HAS_ROWS, Head, NEAR_HTS, Run, base, row, texts_of,
};
use crate::domain::{Cents, Day};
use crate::ledger::{BaseRow, HeaderFacts, RowOrder, TariffRow};

/// Appends a run.
pub(in crate::ledger) fn encode(run: &Run, out: &mut Vec<u8>) {
    let Head(head) = Head::new(run);
    out.push(head);
    if head & HAS_ROWS != 0 {
        put(out, run.facts.len() as u64);
        for facts in &run.facts {
            put_facts(facts, out);
        }
        let near = run.facts.first().and_then(|facts| facts.entry_date);
        rows(&run.rows, near, out);
    }
    if head & HAS_BASES != 0 {
        bases(&run.bases, out);
    }
    if head & HAS_NOTES != 0 {
        put(out, run.notes.len() as u64);
        for note in &run.notes {
            out.push(note.kind as u8);
            out.push(note.field as u8);
            put(out, note.text.index() as u64);
        }
    }
}

fn put_facts(facts: &HeaderFacts, out: &mut Vec<u8>) {
    let mut facts = *facts;
    for text in texts_of(&mut facts) {
        put(out, text.index() as u64);
    }
    put_day(out, facts.entry_date, None);
    for day in [facts.summary_date, facts.payment_date, facts.liquidation_date] {
        put_day(out, day, facts.entry_date);
    }
    match facts.notify_party.is_blank() {
        true => put(out, facts.flags.into()),
        false => {
            put(out, u64::from(facts.flags) | HAS_NOTIFY_PARTY);
            put(out, facts.notify_party.index() as u64);
        }
    }
}

fn put_order(out: &mut Vec<u8>, order: RowOrder, before: &mut u32) {
    put_signed(out, i64::from(order.get()) - i64::from(*before));
    *before = order.get();
}

fn rows(rows: &[TariffRow], header_date: Option<Day>, out: &mut Vec<u8>) {
    put(out, rows.len() as u64);
    let (mut line, mut record, mut country) = (0, 0, [0, 0]);
    for tariff in rows {
        let bits = [
            (tariff.line.is_some(), row::LINE),
            (tariff.ordinal.is_some(), row::ORDINAL),
            (Some(tariff.date) != header_date, row::DATE),
            (tariff.value != Cents::ZERO, row::VALUE),
            (!tariff.rate.is_blank(), row::RATE),
            (tariff.country != country, row::COUNTRY),
            (tariff.claims_preference, row::PREFERENCE),
        ];
        out.push(bits.iter().filter(|(has, _)| *has).fold(0, |all, (_, bit)| all | bit));
        put_signed(out, tariff.place.record().wrapping_sub(record) as i64);
        record = tariff.place.record();
        put_signed(out, tariff.hts.packed().wrapping_sub(NEAR_HTS) as i64);
        put_signed(out, tariff.duty.0);
        if let Some(order) = tariff.line {
            put_order(out, order, &mut line);
        }
        if let Some(ordinal) = tariff.ordinal {
            put(out, ordinal.get().into());
        }
        if Some(tariff.date) != header_date {
            put_day(out, Some(tariff.date), header_date);
        }
        if tariff.value != Cents::ZERO {
            put_signed(out, tariff.value.0);
        }
        if !tariff.rate.is_blank() {
            put(out, tariff.rate.index() as u64);
        }
        if tariff.country != country {
            country = tariff.country;
            out.extend_from_slice(&country);
        }
    }
}

fn bases(rows: &[BaseRow], out: &mut Vec<u8>) {
    put(out, rows.len() as u64);
    let mut line = 0;
    for row in rows {
        let bits = [
            (row.chapter_98, base::CHAPTER_98),
            (row.ordinal.is_some(), base::ORDINAL),
            (row.duty != Cents::ZERO, base::DUTY),
            (row.value != Cents::ZERO, base::VALUE),
            (!row.rate.is_blank(), base::RATE),
            (row.claims_preference, base::PREFERENCE),
        ];
        out.push(bits.iter().filter(|(has, _)| *has).fold(0, |all, (_, bit)| all | bit));
        put_order(out, row.line, &mut line);
        put(out, row.heading.into());
        if let Some(ordinal) = row.ordinal {
            put(out, ordinal.get().into());
        }
        for amount in [row.duty, row.value] {
            if amount != Cents::ZERO {
                put_signed(out, amount.0);
            }
        }
        if !row.rate.is_blank() {
            put(out, row.rate.index() as u64);
        }
    }
}
