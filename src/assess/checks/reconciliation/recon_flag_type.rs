//! `recon-flag-type`

use super::super::{Verdict, check};
use super::flagged_and_allowed;

check! {
    /// # recon-flag-type
    ///
    /// ## What it finds
    /// An entry flagged for reconciliation whose type is not 01, 02 or 06, or is blank.
    ///
    /// ## Why it matters
    /// Phase 2 opened CAPE for flagged entries of these three types. Nothing CBP wrote says what
    /// becomes of a flagged entry of another type, and an entry without a type cannot be told.
    ///
    /// ## What to do
    /// Compare flag and type with the 7501. If both stand, decide whether to try the entry on a
    /// declaration of its own before its reconciliation is filed.
    RECON_FLAG_TYPE {
        code: "recon-flag-type",
        severity: Review,
        label: None,
        lane: None,
        fields: [ReconFlag, EntryType],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S7"],
    }
    |entry| {
        Verdict::found_if(flagged_and_allowed(entry) == Some(false), || {
            match &entry.entry_type {
                Some(code) => {
                    format!("flagged for reconciliation with type {code}; CBP named 01, 02 and 06")
                }
                None => {
                    "flagged for reconciliation, type blank; CBP named 01, 02 and 06".to_owned()
                }
            }
        })
    }
}
