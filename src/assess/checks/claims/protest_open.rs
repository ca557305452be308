//! `protest-open`

use super::super::{check, stopped_by_word};
use crate::domain::{Field, Lane};
use crate::ledger::ProceedingKind;
use crate::rulebook::{ProtestMeaning, StatusWords};

check! {
    /// # protest-open
    ///
    /// ## What it finds
    /// An entry under a protest that is open or suspended, or that was denied with the box for
    /// further review ticked. A protest that was simply denied, approved or withdrawn is no bar. In
    /// an export a protest number alone is no status and is not read; in a list of protests a
    /// number without a status is `status-unmapped`, and of several protests the open one counts.
    /// A column that says just `Denied` may not
    /// show that box: look it up in ACE.
    ///
    /// ## Why CBP refuses it
    /// The protest and CAPE would both reliquidate the entry, and CBP deals with the protest first.
    ///
    /// ## What to do
    /// If the protest was filed over the IEEPA duty alone and the entry is within 80 days of
    /// liquidation, withdrawing it and filing through CAPE is the quicker way. Otherwise let it
    /// run: a withdrawn protest cannot be filed again after day 180.
    PROTEST_OPEN {
        code: "protest-open",
        severity: Block,
        label: Some("Protest on Entry"),
        lane: Some(Lane::LaterPhase),
        fields: [ProtestStatus],
        settle: Some(
            "ES-003 object `Protest Status` (`Protest Number` is not enough), or a protest list \
             as facts (--complete protests)",
        ),
        sources: ["cape-rules:S1", "cape-rules:S5", "cape-rules:S39", "es003-format:S2"],
    }
    |entry| {
        stopped_by_word(
            entry,
            Field::ProtestStatus,
            StatusWords::protest,
            ProtestMeaning::Open,
            |status| {
                let protest = entry.stopped_by(ProceedingKind::Protest);
                let number = protest.map(|line| entry.texts.text(line.number)).unwrap_or_default();
                let number = if number.is_empty() { "" } else { &format!(" of {number}") };
                format!("protest status {status}{number}{}", entry.told_by(Field::ProtestStatus))
            },
        )
    }
}
