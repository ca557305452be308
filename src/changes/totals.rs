//! What changed as a whole: by cause, by lane, by state, and the biggest.

use super::balance::{Balance, Ended};
use super::compare::{Change, Kind, Seen, Value};
use super::{Cause, ChangedField, Told};
use crate::domain::EntryNumber;
use std::collections::BTreeMap;

/// How many of the biggest are kept.
const BIGGEST: usize = 10;

/// What one cause changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CauseTotal {
    /// Entries with a change by it.
    pub entries: u64,
    /// Changes.
    pub changes: u64,
    /// By how much it changed what is to come, in cents. The sum over all causes is the closing
    /// less the opening of the roll-forward.
    pub receivable: i128,
}

/// Entries that went one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moves {
    /// How many.
    pub entries: u64,
    /// The most their duty comes to, in the later report or else the earlier one, in cents.
    pub refund: i128,
}

/// One of the biggest changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Big {
    /// The entry.
    pub number: EntryNumber,
    /// What became of it.
    pub kind: Kind,
    /// What it is about, in cents.
    pub at_stake: i128,
    /// The change that says most.
    pub field: ChangedField,
    /// As it was, printed.
    pub before: String,
    /// As it is, printed.
    pub after: String,
    /// Why.
    pub cause: Cause,
    /// More about why.
    pub detail: String,
}

/// Sums of what changed.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// In the later report only.
    pub new: u64,
    /// In the earlier report only.
    pub gone: u64,
    /// In both, and something changed.
    pub changed: u64,
    /// In both, and nothing changed.
    pub same: u64,
    causes: [CauseTotal; Cause::ALL.len()],
    /// By lane then and now; blank where the entry is in one report only.
    pub lanes: BTreeMap<(&'static str, &'static str), Moves>,
    /// By state then and now; blank where it was not followed.
    pub states: BTreeMap<(String, String), Moves>,
    /// The biggest first.
    pub biggest: Vec<Big>,
}

impl Totals {
    /// What a cause changed.
    pub fn of(&self, cause: Cause) -> CauseTotal {
        self.causes.get(cause as usize).copied().unwrap_or_default()
    }

    /// Adds an entry.
    pub fn see(&mut self, seen: &Seen<'_>) {
        match seen.kind {
            Kind::New => self.new += 1,
            Kind::Gone => self.gone += 1,
            Kind::Changed if seen.changes.is_empty() => {
                self.same += 1;
                return;
            }
            Kind::Changed => self.changed += 1,
        }
        self.causes(seen);
        let refund = seen.after.or(seen.before).map_or(0, |told| told.entry.refund_high.0);
        let one = |moves: &mut Moves| {
            moves.entries += 1;
            moves.refund += i128::from(refund);
        };
        let lane = |told: Option<Told<'_>>| told.map_or("", |told| told.entry.lane.as_str());
        let lanes = (lane(seen.before), lane(seen.after));
        if lanes.0 != lanes.1 {
            one(self.lanes.entry(lanes).or_default());
        }
        if let Some(change) = of(seen, ChangedField::State) {
            let states = (printed(change.before), printed(change.after));
            one(self.states.entry(states).or_default());
        }
        self.keep_if_big(seen);
    }

    fn causes(&mut self, seen: &Seen<'_>) {
        let mut met = [false; Cause::ALL.len()];
        let mut estimated = 0;
        let was = seen.before.map(|told| Balance::of(&told)).unwrap_or_default();
        let is = seen.after.map(|told| Balance::of(&told)).unwrap_or_default();
        let beyond = is[1].beyond - was[1].beyond;
        // What CBP ended moves by its word, whatever became of the estimate.
        let is_both = seen.kind == Kind::Changed;
        let ended = is.map(|balance| is_both && balance.ended != Ended::Not);
        for change in &seen.changes {
            let Some(total) = self.causes.get_mut(change.cause as usize) else { continue };
            total.changes += 1;
            if let Some(met) = met.get_mut(change.cause as usize) {
                total.entries += u64::from(!std::mem::replace(met, true));
            }
            let more = match change.field {
                ChangedField::RefundHigh if !ended[0] => cents(change.after) - cents(change.before),
                ChangedField::InterestHigh if !ended[1] => {
                    cents(change.after) - cents(change.before)
                }
                ChangedField::InterestToDate => beyond,
                _ => continue,
            };
            total.receivable += more;
            estimated += more;
        }
        // What is to come changed otherwise by what came after filing only.
        let followed = seen.after.or(seen.before).is_some_and(|told| told.state.is_some());
        let cause = if followed { Cause::CbpReports } else { Cause::NotFollowed };
        if let Some(total) = self.causes.get_mut(cause as usize) {
            total.receivable += more_to_come(seen) - estimated;
        }
    }

    fn keep_if_big(&mut self, seen: &Seen<'_>) {
        let Some(told) = seen.after.or(seen.before) else { return };
        let moved = more_to_come(seen).abs();
        let sent = [ChangedField::Status, ChangedField::Lane, ChangedField::State];
        let expected =
            i128::from(told.entry.refund_high.0) + i128::from(told.entry.interest_high.0);
        let is_sent = seen.changes.iter().any(|change| sent.contains(&change.field));
        let at_stake = if is_sent { moved.max(expected) } else { moved };
        let place = self.biggest.partition_point(|big| big.at_stake >= at_stake);
        let Some(change) = telling(seen).filter(|_| place < BIGGEST && at_stake > 0) else {
            return;
        };
        self.biggest.truncate(BIGGEST - 1);
        self.biggest.insert(
            place,
            Big {
                number: told.entry.number.clone(),
                kind: seen.kind,
                at_stake,
                field: change.field,
                before: printed(change.before),
                after: printed(change.after),
                cause: change.cause,
                detail: change.detail.clone(),
            },
        );
    }
}

/// By how much more, or less, is to come for an entry.
fn more_to_come(seen: &Seen<'_>) -> i128 {
    let open = |told: Option<Told<'_>>| {
        let both = told.map(|told| Balance::of(&told)).unwrap_or_default();
        both.iter().map(Balance::open).sum::<i128>()
    };
    open(seen.after) - open(seen.before)
}

/// The change that says most of an entry.
fn telling<'s, 'a>(seen: &'s Seen<'a>) -> Option<&'s Change<'a>> {
    let order = [
        ChangedField::State,
        ChangedField::Lane,
        ChangedField::Status,
        ChangedField::RefundHigh,
        ChangedField::InterestHigh,
        ChangedField::PaidPrincipal,
    ];
    order.iter().find_map(|field| of(seen, *field)).or_else(|| seen.changes.first())
}

fn of<'s, 'a>(seen: &'s Seen<'a>, field: ChangedField) -> Option<&'s Change<'a>> {
    seen.changes.iter().find(|change| change.field == field)
}

fn cents(value: Value<'_>) -> i128 {
    match value {
        Value::Cents(cents) => cents.0.into(),
        _ => 0,
    }
}

fn printed(value: Value<'_>) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => text.to_owned(),
        Value::Word(word) => word.to_owned(),
        Value::Day(day) => day.to_string(),
        Value::Cents(cents) => cents.to_string(),
    }
}
