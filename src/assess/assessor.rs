//! One entry from rows to lane.

use super::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use super::checks::{self, Check, CheckSet, Verdict};
use super::deposit::Deposit;
use super::interest::Growths;
use super::liquidation::Liquidation;
use super::money::{AssessedRow, Refunds};
use super::refusals::withheld;
use super::{Context, Entry, Settled, lane};
use crate::domain::{Bin, Cents, Day, EntryStatus, EntryType, Field, Lane};
use crate::ledger::{
    Closing, Entries, EntryRows, Flag, KeptRow, Note, ProceedingKind, Supplement, TextId, collapse,
};

/// Paid when it liquidates, on a day nobody knows.
static PAID_LATER: CheckSet = CheckSet::of(&[&PAID_AT_LIQUIDATION]);

/// Something a check found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The check.
    pub check: &'static Check,
    /// What was found, for people.
    pub detail: String,
}

/// An entry, judged.
pub struct Assessed<'a> {
    /// The entry as the checks saw it.
    pub entry: Entry<'a>,
    /// What they found, by code.
    pub findings: Vec<Finding>,
    /// Block checks that could not be run for want of data, by code.
    pub unproved: CheckSet,
    /// What the facts files do to those that the exports alone leave unproved.
    pub settled: Settled,
    /// The checks that found something.
    pub found: CheckSet,
    /// Its status.
    pub status: EntryStatus,
    /// Its lane.
    pub lane: Lane,
    /// The day interest is reckoned to.
    pub interest_end: Day,
    /// Interest on the lowest refund.
    pub interest_low: Cents,
    /// Interest on the highest refund.
    pub interest_high: Cents,
    /// The first day past the published rates that its interest needed.
    pub extrapolated_from: Option<Day>,
}

/// What a thread keeps from entry to entry: growths already reckoned, and memory.
pub struct AssessBuffer<'a> {
    growths: Growths<'a>,
    kept: Vec<KeptRow>,
    rows: Vec<AssessedRow<'a>>,
    notes: Vec<Note>,
    findings: Vec<Finding>,
}

impl<'a> AssessBuffer<'a> {
    /// For the entries of a run.
    pub fn new(context: &'a Context<'a>) -> AssessBuffer<'a> {
        AssessBuffer {
            growths: Growths::new(&context.rules.interest, context.taxpayer),
            kept: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Takes the memory of an entry that is done with, for the next.
    pub fn reuse(&mut self, done: Assessed<'a>) {
        (self.rows, self.notes, self.findings) = (done.entry.rows, done.entry.notes, done.findings);
    }
}

/// Judges the entries of a run.
pub struct Assessor<'a> {
    /// What the user said.
    pub context: &'a Context<'a>,
    /// What was read.
    pub entries: &'a Entries,
    /// What the facts files say.
    pub supplement: &'a Supplement,
}

impl<'a> Assessor<'a> {
    /// Judges an entry; the bin of each of its rows is put into `closing`.
    pub fn assess(
        &self,
        rows: &EntryRows<'_>,
        buffer: &mut AssessBuffer<'a>,
        closing: &mut Closing,
    ) -> Assessed<'a> {
        let mut entry = self.entry(rows, buffer, closing);
        let mut findings = std::mem::take(&mut buffer.findings);
        findings.clear();
        let mut found = CheckSet::default();
        let mut unproved = CheckSet::default();
        let withheld = withheld(&entry);
        for (place, check) in checks::ALL.iter().enumerate() {
            match (check.run)(&entry) {
                Verdict::Clear if withheld.holds(place) => unproved.insert(place),
                Verdict::Clear => {}
                Verdict::Found(detail) => {
                    findings.push(Finding { check, detail });
                    found.insert(place);
                }
                Verdict::Unproved => unproved.insert(place),
            }
        }
        let settled = match entry.fact.is_some() || self.supplement.completes_any() {
            true => {
                let alone = self.unproved_alone(&mut entry, rows);
                Settled::of(&entry, rows, alone, unproved, found)
            }
            false => Settled { unproved_alone: unproved, ..Settled::default() },
        };
        let status = lane::status(&entry, found);
        let lane = lane::rule(&entry, status, found).lane();
        let as_of = self.context.as_of;
        let open = matches!(status, EntryStatus::Eligible | EntryStatus::Review);
        let waits = found.meets(PAID_LATER);
        let interest_end = match open && !waits {
            true => as_of.plus(self.context.processing_days),
            false => as_of,
        };
        let mut assessed = Assessed {
            entry,
            findings,
            unproved,
            settled,
            found,
            status,
            lane,
            interest_end,
            interest_low: Cents::ZERO,
            interest_high: Cents::ZERO,
            extrapolated_from: None,
        };
        assessed
            .reckon_interest(&mut buffer.growths, self.context.rules.interest.last_published_day());
        assessed
    }

    /// The block checks that could not be run on an entry without the facts files. The entry is
    /// left as it was.
    fn unproved_alone(&self, entry: &mut Entry<'a>, rows: &EntryRows<'_>) -> CheckSet {
        let texts = entry.texts;
        let (facts, present, fact) = (entry.facts, entry.present, entry.fact.take());
        let liquidation = Liquidation::judge(&rows.facts, rows.present, self.context, texts);
        let liquidation = std::mem::replace(&mut entry.liquidation, liquidation);
        let entry_type = EntryType::read(texts.text(rows.facts.entry_type).as_bytes());
        let entry_type = std::mem::replace(&mut entry.entry_type, entry_type);
        (entry.facts, entry.present) = (rows.facts, rows.present);
        let mut unproved = CheckSet::default();
        for (place, check) in checks::ALL.iter().enumerate() {
            if check.settle.is_some() && (check.run)(entry) == Verdict::Unproved {
                unproved.insert(place);
            }
        }
        (entry.facts, entry.present, entry.fact) = (facts, present, fact);
        (entry.liquidation, entry.entry_type) = (liquidation, entry_type);
        unproved
    }

    fn entry(
        &self,
        rows: &EntryRows<'_>,
        buffer: &mut AssessBuffer<'a>,
        closing: &mut Closing,
    ) -> Entry<'a> {
        let context = self.context;
        let texts = self.entries.texts();
        let fact = self.supplement.of(&rows.number);
        let words = &context.rules.status_words;
        let mut facts = fact.map_or(rows.facts, |fact| fact.over(&rows.facts, words, texts));
        // A list of statements that does not say that one is paid may give the day it is due.
        if facts.payment_date.is_some_and(|day| day > context.as_of)
            && facts.flag(Field::StatementPaid) == Flag::Blank
            && fact.is_some_and(|fact| {
                fact.proceedings().iter().any(|line| line.kind == ProceedingKind::Statement)
            })
        {
            facts.payment_date = rows.facts.payment_date;
        }
        let present = fact.map_or(rows.present, |fact| fact.present.union(rows.present));
        let present = present.union(self.supplement.completed(fact));
        let mut notes = std::mem::take(&mut buffer.notes);
        notes.clear();
        let open = |note: &&Note| !fact.is_some_and(|fact| fact.settles(note));
        notes.extend(rows.notes.iter().filter(open));
        if let Some(fact) = fact {
            notes.extend(fact.notes.iter().filter(|note| !fact.settles(note)));
        }
        let entry_type = EntryType::read(texts.text(facts.entry_type).as_bytes());
        collapse(rows.rows, &context.rules.period, &mut buffer.kept, |bin, row| {
            closing.put(bin, row.duty.0);
        });
        let refunds = Refunds {
            context,
            texts,
            bases: rows.bases,
            column1_fact: fact.map_or(TextId::BLANK, |fact| fact.column1_rate),
            temporary_import: entry_type
                .as_ref()
                .is_some_and(|t| context.rules.entry_types.is_temporary_import(t)),
        };
        let mut rows_assessed = std::mem::take(&mut buffer.rows);
        refunds.assess(&buffer.kept, &mut rows_assessed);
        let mut sums = [0i128; 4];
        for row in rows_assessed.iter().filter(|row| row.kept.bin == Bin::Counted) {
            let amounts = [row.kept.row.duty, row.low, row.high, row.recomputed];
            sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += i128::from(amount.0));
        }
        let mut too_large = false;
        let [duty_paid, refund_low, refund_high, recomputed] = sums.map(|exact| {
            i64::try_from(exact).map(Cents).unwrap_or_else(|_| {
                too_large = true;
                Cents::ZERO
            })
        });
        Entry {
            context,
            texts,
            number: rows.number.clone(),
            importer: texts.text(self.entries.printed_importer(facts.importer)),
            entry_type,
            facts,
            exported: rows.facts,
            present,
            fact,
            supplement: self.supplement,
            marks: rows.marks,
            conflicts: rows.conflicts,
            notes,
            rows: rows_assessed,
            liquidation: Liquidation::judge(&facts, present, context, texts),
            deposit: Deposit::of(&facts, context),
            duty_paid,
            refund_low: refund_low.at_least_zero(),
            refund_high: refund_high.at_least_zero(),
            recomputed,
            too_large,
        }
    }
}

impl Assessed<'_> {
    fn reckon_interest(&mut self, growths: &mut Growths<'_>, last_published: Day) {
        let Some(start) = self.entry.deposit.date.filter(|start| *start < self.interest_end) else {
            return;
        };
        if self.entry.refund_high == Cents::ZERO {
            return;
        }
        let growth = growths.growth(start, self.interest_end);
        let of = |principal| growth.and_then(|growth| growth.interest(principal));
        let (low, high) = (self.entry.refund_low, self.entry.refund_high);
        let of_high = of(high);
        let of_low = if low == high { of_high } else { of(low) };
        let reckoned = of_low.zip(of_high);
        self.entry.too_large |= reckoned.is_none();
        (self.interest_low, self.interest_high) = reckoned.unwrap_or_default();
        if self.interest_end > last_published {
            self.extrapolated_from = Some(start.max(last_published).plus(1));
        }
    }
}
