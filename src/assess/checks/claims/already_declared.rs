//! `already-declared`

use super::super::{check, stopped_by_flag};
use crate::domain::{Field, Lane};

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
    /// on an earlier declaration is free. The claim files of CAPE list refused entries beside
    /// accepted ones, so their claim column is read only once the failed rows are out and it is
    /// called `declared_claim` or mapped to it (--map).
    ALREADY_DECLARED {
        code: "already-declared",
        severity: Block,
        label: Some("Duplicate Entry"),
        lane: Some(Lane::Declared),
        fields: [DeclaredClaim],
        settle: Some(
            "declared_claim for each entry with --facts, from ES-022 or CAPE Claim \
             Details (less Failed rows)",
        ),
        sources: ["cape-rules:S1", "es003-format:S1", "es003-format:S2"],
    }
    |entry| {
        stopped_by_flag(entry, Field::DeclaredClaim, || {
            "on an earlier CAPE declaration; CBP takes an entry once".to_owned()
        })
    }
}
