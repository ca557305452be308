//! `psc-pending`

use super::super::{Verdict, check};
use crate::domain::Field;

check! {
    /// # psc-pending
    ///
    /// ## What it finds
    /// An entry that is marked with a post summary correction (PSC). The mark tells that one was
    /// filed, not whether CBP is done with it.
    ///
    /// ## Why it matters
    /// While a correction is under review the summary may be in adjusted status, which CAPE
    /// refuses. The correction may also have changed the IEEPA rows, or paid further duty on
    /// another day, so that refund and interest here are off. Once CAPE has accepted the entry, no
    /// further correction is taken (ABI error 864).
    ///
    /// ## What to do
    /// See whether the correction is accepted. If it is, make sure that the export was pulled after
    /// it; if not, wait for it, and make every other correction before the entry is declared.
    PSC_PENDING {
        code: "psc-pending",
        severity: Review,
        label: None,
        lane: None,
        fields: [PscFlag],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S12", "es003-format:S2"],
    }
    |entry| {
        Verdict::found_if(entry.says_yes(Field::PscFlag), || {
            "a post summary correction is on file; CAPE refuses a summary still being adjusted"
                .to_owned()
        })
    }
}
