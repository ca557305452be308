//! The event of the day of upload: what has no day in the calendar, or that none is ahead.

use super::{money, whole_day};
use crate::report::Run;
use crate::report::text::{counted, range};
use icalendar::{Component, Event};

/// The notice, if there is something to say: entries whose liquidation date is not known, or a
/// calendar that `is_empty`.
pub(super) fn event(run: &Run<'_>, portfolio: &str, is_empty: bool) -> Option<Event> {
    let windows = &run.context.rules.windows;
    let undated = &run.estimate.undated;
    let (cape, protest) = (windows.cape_days, windows.protest_days);
    let mut text = String::new();
    if is_empty {
        text.push_str(&format!(
            "No entry with a refund is known to have liquidated so lately that day {cape} or day \
             {protest} is still ahead. What has not liquidated has no day yet: look again when it \
             has. "
        ));
    }
    let title = if undated.entries > 0 {
        text.push_str(&format!(
            "No liquidation date is known for {}, so this calendar has no day for them, and day \
             {cape} of some may be near or past. Bring `Liquidation Date` and `Liquidation Status` \
             (ES-003), or the dates as facts, and run the report again. ",
            money(undated)
        ));
        format!(
            "{cape}-day dates unknown for {}, {}",
            counted(undated.entries, "entry", "entries"),
            range(undated.refund_low, undated.refund_high)
        )
    } else if is_empty {
        "No IEEPA refund deadline ahead".to_owned()
    } else {
        return None;
    };
    text.push_str(&format!("Estimate as of {}.", run.context.as_of));
    // A later report replaces it.
    let mut event = whole_day(run, run.context.as_of, &format!("capeprep-not-known-{portfolio}"));
    event.summary(&title).description(&text);
    Some(event.done())
}
