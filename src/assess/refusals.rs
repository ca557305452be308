//! Claims on which CBP refused an entry before: what for, whether that is past, and what it makes
//! of the checks that foresee it.

use super::Entry;
use super::checks::liquidation::adcvd_pending::ADCVD_PENDING;
use super::checks::{self, Check, CheckSet};
use crate::domain::{Day, Field, LiquidationState, quoted};
use crate::ledger::{Flag, Proceeding, ProceedingKind, Standing};
use crate::rulebook::Label;

/// A claim on which CBP refused the entry.
pub struct Refusal<'a> {
    line: &'a Proceeding,
    /// What its error names, among CBP's labels.
    labels: Vec<Option<&'a Label>>,
}

/// Why a refusal does not matter any more.
pub enum Past<'a> {
    /// CBP took the entry on another claim.
    Accepted(&'a Proceeding),
    /// CBP gave up every reason that it gave, the last of them on this day.
    CauseEnded(Day),
}

impl<'a> Refusal<'a> {
    /// The refusals of an entry, in the order in which they were read.
    pub fn of(entry: &Entry<'a>) -> impl Iterator<Item = Refusal<'a>> + use<'a> {
        let lines = entry.fact.map(|fact| fact.proceedings()).unwrap_or_default();
        let (texts, labels) = (entry.texts, &entry.context.rules.labels);
        lines
            .iter()
            .filter(|line| line.kind == ProceedingKind::Claim && line.refused)
            .map(move |line| Refusal { line, labels: labels.in_error(texts.text(line.error)) })
    }

    /// Why it does not matter any more; `None` while it does.
    pub fn past(&self, entry: &Entry<'a>) -> Option<Past<'a>> {
        let lines = entry.fact.map(|fact| fact.proceedings()).unwrap_or_default();
        let is_accepted = |line: &&Proceeding| {
            line.kind == ProceedingKind::Claim && line.standing == Standing::Stops
        };
        if let Some(accepted) = lines.iter().find(is_accepted) {
            return Some(Past::Accepted(accepted));
        }
        let ended = self.labels.iter().map(|label| label.and_then(|label| label.cause_ended));
        let last = ended.collect::<Option<Vec<Day>>>()?.into_iter().max()?;
        (last <= entry.context.as_of).then_some(Past::CauseEnded(last))
    }

    /// The checks that foresee what it names, as places among all checks: what CBP had given up by a
    /// day is left out.
    fn foreseen(&self, on: Day) -> impl Iterator<Item = usize> {
        let labels = self.labels.iter().filter_map(|label| *label);
        let open = labels.filter(move |label| label.cause_ended.is_none_or(|ended| on < ended));
        let codes = open.filter_map(|label| label.check.as_deref());
        codes.filter_map(|code| checks::ALL.iter().position(|check| check.code == code))
    }

    /// The refusal in words, with file and record.
    pub fn said(&self, entry: &Entry<'_>) -> String {
        let text = |id| entry.texts.text(id);
        let reason = match text(self.line.error) {
            "" => format!("{}, no reason given", quoted(text(self.line.status))),
            error => error.to_owned(),
        };
        let claim = claim(entry, self.line);
        let place = entry.supplement.place(self.line.place);
        let mut said = format!("CBP refused this entry on {claim}: {reason} ({place})");
        let foreseen = self.foreseen(entry.context.as_of);
        let codes: Vec<&str> = foreseen.map(|place| checks::ALL[place].code).collect();
        if !codes.is_empty() {
            said.push_str("; see ");
            said.push_str(&codes.join(", "));
        }
        said
    }
}

/// The number of a claim, for people.
pub fn claim(entry: &Entry<'_>, line: &Proceeding) -> String {
    match entry.texts.text(line.number) {
        "" => "a claim".to_owned(),
        number => format!("claim {number}"),
    }
}

/// The block checks that the absence of data does not prove for this entry: CBP refused it for what
/// they foresee, and no data says that this has changed.
pub(super) fn withheld(entry: &Entry<'_>) -> CheckSet {
    let mut withheld = CheckSet::default();
    for refusal in Refusal::of(entry) {
        if refusal.past(entry).is_none() {
            let open = refusal
                .foreseen(entry.context.as_of)
                .filter(|place| !is_told(entry, checks::ALL[*place]));
            open.for_each(|place| withheld.insert(place));
        }
    }
    withheld
}

/// Whether any cell answers the question of a check.
fn is_told(entry: &Entry<'_>, check: &'static Check) -> bool {
    if check.settle.is_none() {
        return true;
    }
    if check.code == ADCVD_PENDING.code {
        let types = &entry.context.rules.entry_types;
        return entry.flag(Field::Suspension) != Flag::Blank
            || entry.liquidation.date.is_some()
            || matches!(
                entry.liquidation.told,
                Some(LiquidationState::Liquidated | LiquidationState::Held)
            )
            || entry.entry_type.as_ref().is_some_and(|code| !types.is_adcvd(code));
    }
    check.fields.iter().any(|field| *field == Field::EntryNumber || entry.facts.states(*field))
}
