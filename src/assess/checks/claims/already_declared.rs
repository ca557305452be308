//! `already-declared`

use super::super::{check, stopped_by_flag};
use crate::domain::{Field, Lane};
use crate::ledger::ProceedingKind;

check! {
    /// # already-declared
    ///
    /// ## What it finds
    /// An entry that an earlier, accepted CAPE declaration names. Any text in the column counts, a
    /// claim number as much as a yes, but for `N`, `NO`, `FALSE`, `0` and blank.
    ///
    /// ## Why CBP refuses it
    /// An entry may stand on one accepted declaration only, and an accepted one cannot be amended
    /// or taken back. CBP's table prints this label for a number that stands twice in one file; for
    /// a number on an earlier declaration it gives none.
    ///
    /// ## What to do
    /// Follow the refund in ES-022 and REV-615 and leave the entry out. An entry that was refused
    /// on an earlier declaration is free; `refused-before` tells what CBP gave as the reason. The
    /// Claim Details file of CAPE and ES-022 are known by their headers and read line by line: an
    /// entry that any claim took is declared, one that every claim refused is not, and where the
    /// file does not tell, or CBP refused it as a duplicate, `status-unmapped` says so. In a file of another shape a claim column is
    /// read only if it is called `declared_claim` or mapped to it (--map).
    ALREADY_DECLARED {
        code: "already-declared",
        severity: Block,
        label: Some("Duplicate Entry"),
        lane: Some(Lane::Declared),
        fields: [DeclaredClaim],
        settle: Some(
            "CAPE Claim Details or ES-022 as facts, for each entry (or --complete claims)",
        ),
        sources: ["cape-rules:S1", "es003-format:S1", "es003-format:S2"],
    }
    |entry| {
        stopped_by_flag(entry, Field::DeclaredClaim, || {
            let claim = entry.stopped_by(ProceedingKind::Claim);
            let claim = claim.map(|claim| entry.texts.text(claim.number)).unwrap_or_default();
            let claim = if claim.is_empty() { "" } else { &format!(", claim {claim}") };
            let told_by = entry.told_by(Field::DeclaredClaim);
            format!("on an earlier CAPE declaration{claim}{told_by}; CBP takes an entry once")
        })
    }
}
