//! `duty-off-rate`

use super::super::{Verdict, check};
use crate::assess::money::RefundCase;

check! {
    /// # duty-off-rate
    ///
    /// ## What it finds
    /// A counted row whose duty differs from rate times value by more than 0.02 and more than half
    /// a per cent of the duty. The value is the one of the base row of the line, else of the row.
    ///
    /// ## Why it matters
    /// The duty declared is what comes back, so the figures stand. Usual and harmless causes are
    /// metal content split off to another line, chapter 9802 goods with duty on part of the value,
    /// a rate fixed on another day, and values in whole dollars. A large difference may mean that
    /// another duty was declared on the IEEPA row.
    ///
    /// ## What to do
    /// Look at the largest differences. If another duty is mixed in, the part that is not IEEPA
    /// duty does not come back.
    DUTY_OFF_RATE {
        code: "duty-off-rate",
        severity: Info,
        label: None,
        lane: None,
        fields: [RowDuty, RowValue, Hts, EntryDate],
        settle: None,
        sources: ["ieepa-hts:S9", "interest-deadlines:S2"],
    }
    |entry| {
        let off = entry
            .counted()
            .filter_map(|row| Some((row, row.off_rate?, row.nearest?.rate)));
        Verdict::each(off, |(row, expected, rate)| {
            let (heading, duty) = (row.heading_and_line(), row.kept.row.duty);
            let both = match row.case {
                RefundCase::FloorSplit => " with the column-1 duty",
                _ => "",
            };
            format!("{heading}: duty {duty}, where {rate} of the value{both} is {expected}")
        })
    }
}
