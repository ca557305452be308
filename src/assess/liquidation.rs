//! Where an entry stands with CBP, and the clocks that run from there.

use super::Context;
use crate::domain::{Day, Field, FieldSet, LiquidationState};
use crate::ledger::{HeaderFacts, Texts};
use crate::rulebook::LiquidationMeaning;

/// The liquidation facts of an entry, judged as at the day of upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Liquidation {
    /// What counts.
    pub state: LiquidationState,
    /// What the status word alone says; `None` if absent, blank or unmapped.
    pub told: Option<LiquidationState>,
    /// The date, if it is not after the day of upload.
    pub date: Option<Day>,
    /// The date, if it is after the day of upload: the export is younger than that day.
    pub future: Option<Day>,
    /// Calendar days from the date to the day of upload.
    pub days_since: Option<i32>,
    /// Last day on which CAPE takes the entry.
    pub cape_deadline: Option<Day>,
    /// Last day of the protest right.
    pub protest_deadline: Option<Day>,
    /// When it is expected to liquidate: an estimate.
    pub projected: Option<Day>,
}

impl Liquidation {
    /// Judges the facts of an entry whose columns are `present`.
    pub fn judge(
        facts: &HeaderFacts,
        present: FieldSet,
        context: &Context<'_>,
        texts: &Texts,
    ) -> Liquidation {
        let windows = &context.rules.windows;
        let word = texts.text(facts.liquidation_status);
        let told = match context.rules.status_words.liquidation(word) {
            Some(LiquidationMeaning::Liquidated) => Some(LiquidationState::Liquidated),
            Some(LiquidationMeaning::Unliquidated) => Some(LiquidationState::Unliquidated),
            Some(LiquidationMeaning::Held) => Some(LiquidationState::Held),
            None => None,
        };
        let date = facts.liquidation_date.filter(|d| *d <= context.as_of);
        let future = facts.liquidation_date.filter(|d| *d > context.as_of);
        let columns =
            present.contains(Field::LiquidationDate) || present.contains(Field::LiquidationStatus);
        let state = match (date, told, future) {
            (Some(_), _, _) => LiquidationState::Liquidated,
            (None, Some(LiquidationState::Held), _) => LiquidationState::Held,
            (None, Some(LiquidationState::Liquidated), None) => LiquidationState::Liquidated,
            _ if columns => LiquidationState::Unliquidated,
            _ => LiquidationState::Unknown,
        };
        let projected = match state {
            LiquidationState::Unliquidated | LiquidationState::Unknown => future.or_else(|| {
                let cycle_end = facts.entry_date?.plus(windows.liquidation_cycle_days);
                Some(cycle_end.friday_on_or_after())
            }),
            LiquidationState::Liquidated | LiquidationState::Held => None,
        };
        Liquidation {
            state,
            told,
            date,
            future,
            days_since: date.map(|d| context.as_of.days_since(d)),
            cape_deadline: date.map(|d| d.plus(windows.cape_days)),
            protest_deadline: date.map(|d| d.plus(windows.protest_days)),
            projected,
        }
    }
}
