//! `on-drawback`

use super::super::{check, stopped_by_flag};
use crate::domain::{Field, Lane};
use crate::ledger::ProceedingKind;

check! {
    /// # on-drawback
    ///
    /// ## What it finds
    /// An entry that a drawback claim names, in whole or for one line.
    ///
    /// ## Why CBP refuses it
    /// Drawback may have paid part of the same duty back already, and CAPE does not net the two.
    /// CBP has put every entry with a drawback link off to a later deployment.
    ///
    /// ## What to do
    /// For new claims the order is CAPE first: the entry has to be liquidated or reliquidated
    /// before it goes on a drawback claim. For an entry already claimed wait for the later phase,
    /// and watch the five years in which drawback itself may be claimed. How ES-003 spells its
    /// drawback object is not confirmed; `Drawback Indicator` and `Drawback Flag` are understood.
    ON_DRAWBACK {
        code: "on-drawback",
        severity: Block,
        label: Some("Entry on Drawback"),
        lane: Some(Lane::LaterPhase),
        fields: [Drawback],
        settle: Some(
            "a drawback list as facts (or --complete drawbacks), or drawback with --facts; its \
             ES-003 spelling is unconfirmed",
        ),
        sources: ["cape-rules:S1", "interest-deadlines:S1"],
    }
    |entry| {
        stopped_by_flag(entry, Field::Drawback, || {
            let claim = entry.stopped_by(ProceedingKind::Drawback);
            let claim = claim.map(|claim| entry.texts.text(claim.number)).unwrap_or_default();
            let claim = if claim.is_empty() { "" } else { &format!(" {claim}") };
            format!("named on a drawback claim{claim}{}", entry.told_by(Field::Drawback))
        })
    }
}
