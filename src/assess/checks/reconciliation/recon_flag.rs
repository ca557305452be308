//! `recon-flag`

use super::super::{Verdict, check};
use super::flagged_and_allowed;

check! {
    /// # recon-flag
    ///
    /// ## What it finds
    /// An entry of type 01, 02 or 06 that is flagged for reconciliation.
    ///
    /// ## Why it matters
    /// Since 2026-06-29 CAPE takes it, within the same 80 days, as long as no type 09 is on file.
    /// Filing the 09 first locks the entry out.
    ///
    /// ## What to do
    /// File CAPE, wait for acceptance, then file the 09. If the 09 is due in less than 30 days,
    /// file the 09 first and deposit no increased IEEPA duty with it.
    RECON_FLAG {
        code: "recon-flag",
        severity: Info,
        label: None,
        lane: None,
        fields: [ReconFlag, EntryType],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S7", "interest-deadlines:S13"],
    }
    |entry| {
        Verdict::found_if(flagged_and_allowed(entry) == Some(true), || {
            "flagged for reconciliation: file CAPE before the type 09".to_owned()
        })
    }
}
