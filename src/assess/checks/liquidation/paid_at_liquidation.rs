//! `paid-at-liquidation`

use super::super::{Verdict, check};
use crate::domain::{Field, LiquidationState};

check! {
    /// # paid-at-liquidation
    ///
    /// ## What it finds
    /// An entry whose liquidation status is suspended, extended or under review. CAPE takes it:
    /// this status is not the `Entry Summary Under Review` of the error table, which means an
    /// adjusted summary.
    ///
    /// ## Why it matters
    /// CAPE removes the IEEPA lines, but the refund waits until the entry liquidates, and nobody
    /// knows when that is. Interest is therefore shown up to the day of upload, as earned so far,
    /// and no liquidation is projected. Once accepted, the entry can take no post summary
    /// correction for as long as it waits.
    ///
    /// ## What to do
    /// File it, but first make any other correction that it needs. Keep its refund out of a
    /// forecast of cash.
    PAID_AT_LIQUIDATION {
        code: "paid-at-liquidation",
        severity: Info,
        label: None,
        lane: None,
        fields: [LiquidationStatus],
        settle: None,
        sources: ["cape-rules:S1"],
    }
    |entry| {
        Verdict::found_if(
            entry.liquidation.told == Some(LiquidationState::Held),
            || {
                let status = entry.quoted_status(Field::LiquidationStatus);
                let when = match (entry.liquidation.date, entry.liquidation.future) {
                    (Some(date), _) => format!("yet dated {date}: compare it with ACE"),
                    (None, Some(date)) => format!("dated {date}"),
                    (None, None) => "date unknown".to_owned(),
                };
                format!("liquidation status {status}: paid when it liquidates, {when}")
            },
        )
    }
}
