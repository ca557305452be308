//! `small-refund`

use super::super::{Verdict, check};
use crate::domain::Cents;

check! {
    /// # small-refund
    ///
    /// ## What it finds
    /// An entry whose highest refund is above 0.00 and below 20.00, interest not counted.
    ///
    /// ## Why it matters
    /// At liquidation CBP disregards a net difference under $20 and takes the entry as entered; at
    /// reliquidation too, unless the importer asks for it (19 CFR 159.6). Interest counts towards
    /// the $20. Whether CAPE applies that rule was not found.
    ///
    /// ## What to do
    /// File it if it costs nothing, but do not count on the money. Leave it out where its other
    /// findings would cost more time than it brings.
    SMALL_REFUND {
        code: "small-refund",
        severity: Info,
        label: None,
        lane: None,
        fields: [RowDuty],
        settle: None,
        sources: ["interest-deadlines:S2"],
    }
    |entry| {
        let limit = entry.context.rules.windows.small_refund;
        let small = Cents::ZERO < entry.refund_high && entry.refund_high < limit;
        Verdict::found_if(small, || {
            format!("refund of {} at most, below {limit}", entry.refund_high)
        })
    }
}
