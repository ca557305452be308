//! Findings and unproved checks that came or went, each with its cause.

use super::between::Between;
use super::{Cause, ChangedField, Told};
use crate::assess::checks::filer::account_mismatch::ACCOUNT_MISMATCH;
use crate::assess::checks::filer::filer_code_mismatch::FILER_CODE_MISMATCH;
use crate::assess::checks::{ALL, Check, CheckSet};
use crate::domain::Field;

/// Checks of who submits.
static OF_THE_ROUTE: CheckSet = CheckSet::of(&[&ACCOUNT_MISMATCH, &FILER_CODE_MISMATCH]);

/// A check whose answer is another one.
pub(super) struct Turned {
    pub check: &'static Check,
    /// It found something, or could not be run, in the later report and not in the earlier one.
    pub came: bool,
    pub cause: Cause,
    pub detail: String,
}

/// Facts of the entry that differ, each with the cause of that.
#[derive(Default)]
pub(super) struct FactsChanged {
    known: Vec<(ChangedField, Cause, String)>,
}

impl FactsChanged {
    pub fn put(&mut self, field: ChangedField, cause: Cause, detail: &str) {
        self.known.push((field, cause, detail.to_owned()));
    }

    pub fn any(&self, fields: &[ChangedField]) -> bool {
        self.known.iter().any(|(field, ..)| fields.contains(field))
    }

    /// The cause of a change of one of these; a fact that time alone changed passes that on.
    pub fn by_time(&self, fields: &[ChangedField]) -> Option<&str> {
        let time = |(field, cause, _): &&(ChangedField, Cause, String)| {
            fields.contains(field) && *cause == Cause::Time
        };
        self.known.iter().find(time).map(|(.., detail)| detail.as_str())
    }

    /// Which of the facts that a check reads differ: as a cause.
    fn read_by(&self, check: &Check) -> Option<(Cause, String)> {
        if self.known.is_empty() {
            return None;
        }
        let reads = |fields: &[Field]| fields.iter().any(|field| check.fields.contains(field));
        if reads(&[Field::LiquidationDate, Field::LiquidationStatus])
            && let Some(cause) = self.liquidation()
        {
            return Some(cause);
        }
        let plain: [(Cause, &[Field], &[ChangedField]); 4] = [
            (Cause::EntryType, &[Field::EntryType], &[ChangedField::EntryType]),
            (Cause::Importer, &[Field::ImporterNumber], &[ChangedField::Importer]),
            (Cause::Dates, &[Field::EntryDate, Field::SummaryDate, Field::PaymentDate], DATES),
            (Cause::Duty, &[Field::RowDuty], &[ChangedField::DutyPaid]),
        ];
        let cause = plain.iter().find(|(_, read, changed)| reads(read) && self.any(changed));
        cause.map(|(cause, ..)| (*cause, String::new()))
    }

    /// The cause of whatever follows from the liquidation, if that changed.
    pub fn liquidation(&self) -> Option<(Cause, String)> {
        match self.by_time(LIQUIDATION) {
            Some(detail) => Some((Cause::Time, detail.to_owned())),
            None => self.any(LIQUIDATION).then(|| (Cause::Liquidation, String::new())),
        }
    }
}

/// What tells when an entry liquidated.
const LIQUIDATION: &[ChangedField] =
    &[ChangedField::LiquidationState, ChangedField::LiquidationDate];

/// The dates that come with an entry.
pub(super) const DATES: &[ChangedField] =
    &[ChangedField::EntryDate, ChangedField::SummaryDate, ChangedField::PaymentDate];

/// The findings that came or went.
pub(super) fn found(
    between: &Between<'_>,
    before: &Told<'_>,
    after: &Told<'_>,
    facts: &FactsChanged,
) -> Vec<Turned> {
    turned(before.entry.found, after.entry.found, |place, check, came| {
        let unproved = if came { before.entry.unproved } else { after.entry.unproved };
        let cause = route(between, place).or_else(|| facts.read_by(check));
        if let Some(cause) = cause {
            return cause;
        }
        if unproved.holds(place) {
            let words = if came { "could not be run then" } else { "cannot be run now" };
            return (Cause::Proof, words.to_owned());
        }
        match between.clocks.turned(place, check, after.entry.liquidation_date) {
            Some(detail) => (Cause::Time, detail),
            None => between.otherwise(),
        }
    })
}

/// The checks that could not be run in one of the reports only.
pub(super) fn unproved(
    between: &Between<'_>,
    before: &Told<'_>,
    after: &Told<'_>,
    facts: &FactsChanged,
) -> Vec<Turned> {
    turned(before.entry.unproved, after.entry.unproved, |place, check, _| {
        let cause = route(between, place).or_else(|| facts.read_by(check));
        cause.unwrap_or_else(|| between.otherwise())
    })
}

fn route(between: &Between<'_>, place: usize) -> Option<(Cause, String)> {
    let detail = between.route.clone().filter(|_| OF_THE_ROUTE.holds(place))?;
    Some((Cause::Options, detail))
}

fn turned(
    before: CheckSet,
    after: CheckSet,
    cause: impl Fn(usize, &'static Check, bool) -> (Cause, String),
) -> Vec<Turned> {
    if before == after {
        return Vec::new();
    }
    let both = before.without(after).union(after.without(before));
    let one = |place: usize| {
        let check = *ALL.get(place)?;
        let came = after.holds(place);
        let (cause, detail) = cause(place, check, came);
        Some(Turned { check, came, cause, detail })
    };
    both.places().filter_map(one).collect()
}
