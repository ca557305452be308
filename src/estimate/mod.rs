//! What all entries come to: groups by IOR + liquidation date, lanes, totals, clocks, what is
//! unproved, and what waits behind the set-up. This is the value that every report prints; it knows no format.

mod amounts;
mod breakdown;
mod by_check;
mod declared;
mod groups;
mod hts_effect;
mod kept;
mod packed;
mod payee;
mod readiness;
mod requests;

pub use amounts::Amounts;
pub use breakdown::{
    Biggest, Breakdown, Clock, ClockKey, CodeKey, FlaggedEntry, RowAmounts, SHOWN_OF_EACH,
};
pub use by_check::ByCheck;
pub use declared::{Declared, Stretch, ToDeclare};
pub use groups::{Group, GroupKey, Groups};
pub use hts_effect::{HtsEffect, RangeRows};
pub use kept::{ImporterKey, Kept, Sums};
pub use payee::Payee;
pub use readiness::{ImporterReadiness, Months, Readiness, ReadinessRow};
pub use requests::{Requests, missing};

use crate::assess::Assessed;
use crate::assess::checks::CheckSet;
use crate::assess::checks::claims::protest_open::PROTEST_OPEN;
use crate::assess::checks::liquidation::liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS;
use crate::domain::{Cents, Day, EntryStatus, Lane, LiquidationState};
use crate::ledger::{Closing, EntryKey, TextId};
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// The check without which no entry is known to be in time.
static TIMING: CheckSet = CheckSet::of(&[&LIQUIDATED_OVER_80_DAYS]);

static PROTESTED: CheckSet = CheckSet::of(&[&PROTEST_OPEN]);

/// What is asked of an estimate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether lane `review` is declared too.
    pub include_review: bool,
    /// Whether it is to be seen from several sides ([`Breakdown`]).
    pub breakdown: bool,
}

/// The estimate over entries in the order of the reports. Two of them add up.
#[derive(Debug, Default)]
pub struct Estimate {
    /// Everything.
    pub total: Amounts,
    /// By status, in the order of the statuses.
    pub statuses: [Amounts; EntryStatus::ALL.len()],
    /// By lane, in the order of the lanes.
    pub lanes: [Amounts; Lane::ALL.len()],
    /// By IOR, liquidation state, liquidation date and payee: as CBP pays.
    pub groups: Groups,
    /// By filer code and importer: who may file what. Numbers of another shape have no filer code.
    pub filers: HashMap<(CompactString, TextId), Amounts, FixedState>,
    /// By importer: the months in which it has an entry; only if the user says who is set up.
    pub months: HashMap<TextId, Months, FixedState>,
    /// By check: entries in which it found something.
    pub findings: ByCheck,
    /// By block check: entries for which it could not be run.
    pub unproved: ByCheck,
    /// By block check: entries for which it could not be run from the exports alone.
    pub unproved_alone: ByCheck,
    /// Of these, entries for which it counts as run because of a cell of the facts that cannot be
    /// read or whose word is not known.
    pub unclear: ByCheck,
    /// Of these, entries for which it counts as run because a list is said to be complete.
    pub as_stated: ByCheck,
    /// Entries that CAPE may still take, by their last day.
    pub cape_deadlines: BTreeMap<Day, Amounts>,
    /// Entries left to a protest, by its last day; those that have one are in none.
    pub protest_deadlines: BTreeMap<Day, Amounts>,
    /// Entries for the upload files.
    pub to_declare: Declared,
    /// IEEPA rows and duty by final bin.
    pub closing: Closing,
    /// The first day past the published rates that any interest needed.
    pub rates_extrapolated_from: Option<Day>,
    /// Entries that facts of `--facts` met.
    pub met_by_facts: Vec<EntryKey>,
    /// An entry whose sums are beyond reckoning: no report may be written.
    pub too_large: Option<EntryKey>,
    /// Entries to be filed now for which the 80-day test could not be run.
    pub untimed: Amounts,
    /// Of these, the ones past day 80 if they liquidated on schedule.
    pub probably_past: Amounts,
    /// Entries to be filed now that are said not to be liquidated, though day 80 is over if they
    /// liquidated on schedule: the export may be old.
    pub overdue: Amounts,
    /// Entries to be filed now for which every block check was run.
    pub ready_proved: Amounts,
    /// Entries with something to get back, not declared yet, whose liquidation date is not known
    /// though they may have one: no column says, or the status says liquidated.
    pub undated: Amounts,
    /// What has to be asked of which filer.
    pub requests: Requests,
    /// What a file of tariff rates did to it.
    pub hts_effect: HtsEffect,
    /// The same from several sides, if that was asked for.
    pub breakdown: Option<Box<Breakdown>>,
}

impl Estimate {
    /// Takes in a judged entry; `key` stands for its number.
    pub fn put(&mut self, key: EntryKey, assessed: &Assessed<'_>, importer: TextId, asked: Asked) {
        let entry = &assessed.entry;
        let amounts = Amounts::of(assessed);
        self.total.add(&amounts);
        self.statuses[assessed.status as usize].add(&amounts);
        self.lanes[assessed.lane as usize].add(&amounts);
        self.groups.put(assessed, importer, &amounts);
        if entry.context.parties.is_some() {
            self.months.entry(importer).or_default().put(entry);
        }
        let filer = entry.number.filer_code();
        // A number of another shape has no filer code that anyone could file under.
        let filer = if entry.number.is_well_formed() { filer } else { "" };
        self.requests.put(filer, assessed, &amounts);
        self.filers.entry((filer.into(), importer)).or_default().add(&amounts);
        self.findings.put(assessed.found, &amounts);
        self.unproved.put(assessed.unproved, &amounts);
        self.unproved_alone.put(assessed.settled.unproved_alone, &amounts);
        self.unclear.put(assessed.settled.unclear, &amounts);
        self.as_stated.put(assessed.settled.as_stated, &amounts);
        match assessed.lane {
            Lane::Protest if assessed.found.meets(PROTESTED) => {}
            Lane::Protest => {
                if let Some(deadline) = entry.liquidation.protest_deadline {
                    self.protest_deadlines.entry(deadline).or_default().add(&amounts);
                }
            }
            Lane::FileNow | Lane::Review | Lane::OtherFiler | Lane::FixThenFile => {
                if let Some(deadline) = entry.liquidation.cape_deadline {
                    self.cape_deadlines.entry(deadline).or_default().add(&amounts);
                }
            }
            Lane::LaterPhase | Lane::Court | Lane::Declared | Lane::None => {}
        }
        let declared =
            assessed.lane == Lane::FileNow || asked.include_review && assessed.lane == Lane::Review;
        if declared && entry.refund_high > Cents::ZERO {
            let declared = ToDeclare {
                entry: key,
                deadline: entry.liquidation.cape_deadline,
                refund_low: entry.refund_low,
                refund_high: entry.refund_high,
            };
            self.to_declare.put(&entry.number, importer, &declared);
        }
        if entry.too_large {
            self.too_large = Some(key);
        }
        self.put_timing(assessed, &amounts);
        self.hts_effect.add(&HtsEffect::of(entry));
        if asked.breakdown {
            self.breakdown.get_or_insert_default().put(assessed, importer, &amounts);
        }
        self.note_extrapolation(assessed.extrapolated_from);
    }

    /// What is known, and not known, of the clocks of an entry.
    fn put_timing(&mut self, assessed: &Assessed<'_>, amounts: &Amounts) {
        let entry = &assessed.entry;
        let liquidation = &entry.liquidation;
        let waits = !matches!(assessed.lane, Lane::Declared | Lane::None);
        let may_have_a_date =
            matches!(liquidation.state, LiquidationState::Unknown | LiquidationState::Liquidated);
        if waits && liquidation.date.is_none() && may_have_a_date {
            self.undated.add(amounts);
        }
        if assessed.lane != Lane::FileNow {
            return;
        }
        if assessed.unproved.is_empty() {
            self.ready_proved.add(amounts);
        }
        let windows = &entry.context.rules.windows;
        let last_day = liquidation.projected.map(|day| day.plus(windows.cape_days));
        let is_past = last_day.is_some_and(|day| day < entry.context.as_of);
        if assessed.unproved.meets(TIMING) {
            self.untimed.add(amounts);
            if is_past {
                self.probably_past.add(amounts);
            }
        } else if is_past && liquidation.state == LiquidationState::Unliquidated {
            self.overdue.add(amounts);
        }
    }

    /// Adds the estimate over the entries that follow.
    pub fn add(&mut self, later: &Estimate) {
        fn add_all<K: Ord + Copy>(into: &mut BTreeMap<K, Amounts>, from: &BTreeMap<K, Amounts>) {
            for (key, amounts) in from {
                into.entry(*key).or_default().add(amounts);
            }
        }
        self.total.add(&later.total);
        let statuses = self.statuses.iter_mut().zip(&later.statuses);
        let lanes = self.lanes.iter_mut().zip(&later.lanes);
        statuses.chain(lanes).for_each(|(sum, amounts)| sum.add(amounts));
        for (key, amounts) in &later.filers {
            self.filers.entry(key.clone()).or_default().add(amounts);
        }
        for (importer, months) in &later.months {
            self.months.entry(*importer).or_default().add(*months);
        }
        self.findings.add(&later.findings);
        self.unproved.add(&later.unproved);
        self.unproved_alone.add(&later.unproved_alone);
        self.unclear.add(&later.unclear);
        self.as_stated.add(&later.as_stated);
        add_all(&mut self.cape_deadlines, &later.cape_deadlines);
        add_all(&mut self.protest_deadlines, &later.protest_deadlines);
        self.groups.add(&later.groups);
        self.to_declare.add(&later.to_declare);
        self.closing.add(&later.closing);
        self.met_by_facts.extend_from_slice(&later.met_by_facts);
        self.too_large = self.too_large.or(later.too_large);
        self.untimed.add(&later.untimed);
        self.probably_past.add(&later.probably_past);
        self.overdue.add(&later.overdue);
        self.ready_proved.add(&later.ready_proved);
        self.undated.add(&later.undated);
        self.requests.add(&later.requests);
        self.hts_effect.add(&later.hts_effect);
        if let Some(breakdown) = &later.breakdown {
            self.breakdown.get_or_insert_default().add(breakdown);
        }
        self.note_extrapolation(later.rates_extrapolated_from);
    }

    fn note_extrapolation(&mut self, day: Option<Day>) {
        self.rates_extrapolated_from = self.rates_extrapolated_from.into_iter().chain(day).min();
    }

    /// The amounts of a lane.
    pub fn lane(&self, lane: Lane) -> Amounts {
        self.lanes[lane as usize]
    }

    /// The amounts of a status.
    pub fn status(&self, status: EntryStatus) -> Amounts {
        self.statuses[status as usize]
    }
}
