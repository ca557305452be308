//! `window-last-days`

use super::super::{Verdict, check};

check! {
    /// # window-last-days
    ///
    /// ## What it finds
    /// An entry that is on day 78, 79 or 80 after its latest liquidation or reliquidation. On day
    /// 80 it still passes, on day 81 it does not.
    ///
    /// ## Why it matters
    /// CBP does not say which moment it counts: the upload, the check of the batch or the
    /// acceptance, nor in which time zone. Queues of 24 to 48 hours were reported, so an entry
    /// uploaded on day 79 may be judged on day 81. One alert even reads day 80 itself as too late.
    ///
    /// ## What to do
    /// File today, in a file of its own if the rest is not ready. If CAPE refuses it as finally
    /// liquidated, the protest is open up to day 180.
    WINDOW_LAST_DAYS {
        code: "window-last-days",
        severity: Info,
        label: None,
        lane: None,
        fields: [LiquidationDate],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S27", "cape-rules:S32"],
    }
    |entry| {
        let windows = &entry.context.rules.windows;
        match (
            entry.liquidation.days_since,
            entry.liquidation.cape_deadline,
        ) {
            (Some(days), Some(last))
                if (windows.last_days_from..=windows.cape_days).contains(&days) =>
            {
                Verdict::Found(format!(
                    "day {days} of {}; last day {last}: file today",
                    windows.cape_days
                ))
            }
            _ => Verdict::Clear,
        }
    }
}
