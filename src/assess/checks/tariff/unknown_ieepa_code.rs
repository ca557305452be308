//! `unknown-ieepa-code`

use super::super::{Verdict, check};
use crate::assess::money::RefundCase;

check! {
    /// # unknown-ieepa-code
    ///
    /// ## What it finds
    /// A counted row whose number begins with 9903.01 or 9903.02 but is none of the headings that
    /// the tariff ever had. 9903.01.35 to .42 and 9903.02.92 upwards, for one, never existed.
    ///
    /// ## Why it matters
    /// By its prefix the duty is IEEPA duty, by its number it is bad data. It counts towards the
    /// highest refund only, and CAPE may refuse a number that is not valid on its date.
    ///
    /// ## What to do
    /// Compare with the 7501. If the number is mistyped in the export, correct it there; if it was
    /// filed so, it takes a post summary correction while its window is open (`psc_deadline`),
    /// which is not to be had for the IEEPA numbers of a type 06 entry since 2026-08-21.
    UNKNOWN_IEEPA_CODE {
        code: "unknown-ieepa-code",
        severity: Review,
        label: None,
        lane: None,
        fields: [Hts],
        settle: None,
        sources: ["ieepa-hts:S1", "ieepa-hts:S2"],
    }
    |entry| {
        Verdict::each(
            entry
                .counted()
                .filter(|row| row.case == RefundCase::UnknownCode),
            |row| {
                format!(
                    "{}: not in the tariff; duty {}",
                    row.heading_and_line(),
                    row.kept.row.duty
                )
            },
        )
    }
}
