//! `window-closing`

use super::super::{Verdict, check};

check! {
    /// # window-closing
    ///
    /// ## What it finds
    /// An entry that is on day 61 to 77 after its latest liquidation or reliquidation.
    ///
    /// ## Why it matters
    /// CAPE takes it up to day 80, no weekend or holiday moves that day, and CBP's queue alone may
    /// take a day or two. An entry that comes back with an error has to be corrected and filed again
    /// inside the same window. After day 80 only the protest is left, up to day 180.
    ///
    /// ## What to do
    /// File these before anything that is unliquidated: upload files put the nearest deadline
    /// first. Do not let one doubtful entry hold up the rest of a declaration.
    WINDOW_CLOSING {
        code: "window-closing",
        severity: Info,
        label: None,
        lane: None,
        fields: [LiquidationDate],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S27"],
    }
    |entry| {
        let windows = &entry.context.rules.windows;
        match (
            entry.liquidation.days_since,
            entry.liquidation.cape_deadline,
        ) {
            (Some(days), Some(last))
                if (windows.closing_from..windows.last_days_from).contains(&days) =>
            {
                Verdict::Found(format!(
                    "day {days} of {}; last day {last}",
                    windows.cape_days
                ))
            }
            _ => Verdict::Clear,
        }
    }
}
