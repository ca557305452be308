//! `duty-on-exemption`

use super::super::{Verdict, check};
use crate::assess::money::RefundCase;

check! {
    /// # duty-on-exemption
    ///
    /// ## What it finds
    /// A counted row that claims an exemption, or a heading whose rate was suspended (9903.01.63
    /// from 2025-05-14), and yet shows duty.
    ///
    /// ## Why it matters
    /// No IEEPA duty is due under such a number. The money was paid and is counted as refund, but
    /// the duty may belong to another number of the line and then does not come back.
    ///
    /// ## What to do
    /// Compare with the 7501. If the exemption was right, the duty was paid by mistake and CAPE is the
    /// way to get it back. If the number was wrong, correct it before filing by a post summary
    /// correction: up to 300 days after entry or 15 days before liquidation (`psc_deadline`), and
    /// not on a type 06 entry, whose IEEPA numbers no correction may touch since 2026-08-21.
    DUTY_ON_EXEMPTION {
        code: "duty-on-exemption",
        severity: Review,
        label: None,
        lane: None,
        fields: [Hts, RowDuty, EntryDate],
        settle: None,
        sources: ["ieepa-hts:S1", "ieepa-hts:S9"],
    }
    |entry| {
        Verdict::each(
            entry
                .counted()
                .filter(|row| row.case == RefundCase::DutyOnExemption),
            |row| {
                let kind = row
                    .nearest
                    .map_or("exemption", |version| version.kind.as_str());
                format!(
                    "{} ({kind}): duty {}, where 0.00 is due",
                    row.heading_and_line(),
                    row.kept.row.duty
                )
            },
        )
    }
}
