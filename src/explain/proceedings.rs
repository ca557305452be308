//! What reports list of an entry beside its header: claims, protests, drawback claims, statements.

use super::entry::iso;
use super::{At, Subject};
use crate::ledger::{ProceedingKind, Standing};
use serde::Serialize;

/// A line of such a report.
#[derive(Debug, Clone, Serialize)]
pub struct ProceedingTold {
    /// `claim`, `protest`, `drawback` or `statement`.
    pub kind: &'static str,
    /// Its number; may be empty.
    pub number: String,
    /// Its status as the report says it; may be empty.
    pub status: String,
    /// `stops` the entry, is `free` for it, or leaves it `unsure`.
    pub standing: &'static str,
    /// Of a refused claim: why, as CBP says it.
    pub error: String,
    /// Of a statement: when it was paid.
    pub paid_on: String,
    /// The record of the facts file.
    pub at: At,
    /// Whether it decides what counts.
    pub decides: bool,
}

/// Tells what reports list of an entry, in the order in which they were read.
pub(super) fn proceedings(of: &Subject<'_>) -> Vec<ProceedingTold> {
    let entry = &of.assessed.entry;
    let Some(fact) = entry.fact else { return Vec::new() };
    let text = |id| entry.texts.text(id).to_owned();
    let told = fact.proceedings().iter().map(|line| ProceedingTold {
        kind: match line.kind {
            ProceedingKind::Claim => "claim",
            ProceedingKind::Protest => "protest",
            ProceedingKind::Drawback => "drawback",
            ProceedingKind::Statement => "statement",
        },
        number: text(line.number),
        status: text(line.status),
        standing: match line.standing {
            Standing::Free => "free",
            Standing::Unsure => "unsure",
            Standing::Stops => "stops",
        },
        error: text(line.error),
        paid_on: iso(line.paid_on),
        at: of.facts_at(line.place),
        decides: fact.decided_by(line.kind).is_some_and(|decides| decides.place == line.place),
    });
    told.collect()
}
