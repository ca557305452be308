//! The days on which something ends for an entry.

use super::Subject;
use crate::assess::clocks;
use crate::domain::Day;
use serde::Serialize;

/// A day on which something ends.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineTold {
    /// What ends.
    pub what: String,
    /// Its last day.
    pub date: String,
    /// Whether the day is counted from a liquidation that is only expected.
    pub estimated: bool,
    /// Days from the day of upload; below 0 if it is past.
    pub days_left: i32,
    /// How the day is reckoned.
    pub rule: String,
}

/// Tells the deadlines of an entry, the earliest first.
pub(super) fn deadlines(of: &Subject<'_>) -> Vec<DeadlineTold> {
    let entry = &of.assessed.entry;
    let (as_of, rules) = (entry.context.as_of, entry.context.rules);
    let (liquidation, windows) = (&entry.liquidation, &rules.windows);
    let mut days: Vec<(Day, String, String, bool)> = Vec::new();
    if let Some(date) = liquidation.date {
        let remind = windows.reminder_days;
        let rule = format!("liquidation date {date} + {remind} days");
        days.push((date.plus(remind), format!("reminder: day {remind}"), rule, false));
        days.extend(clocks_from(of, date, false));
    }
    if let Some(projected) = liquidation.projected {
        let rule = match liquidation.future {
            Some(_) => "liquidation date of the export, after the day of upload".to_owned(),
            None => format!(
                "estimate: first Friday from entry date + {} days",
                windows.liquidation_cycle_days
            ),
        };
        let what = "projected liquidation, from which the clocks run".to_owned();
        days.push((projected, what, rule, true));
        days.extend(clocks_from(of, projected, true));
    }
    if let Some(entered) = entry.facts.entry_date {
        if let Some(projected) = liquidation.projected {
            let last = clocks::psc_last_day(entered, projected);
            let mut rule =
                "entry date + 300 days, or 15 days before the projected liquidation".to_owned();
            if let Some(first) = rules.phases.iter().next() {
                rule.push_str(&format!(
                    "; for other corrections, before filing: since {} a correction cannot claim an \
                     IEEPA refund",
                    first.starts
                ));
            }
            days.push((last, "post summary correction".to_owned(), rule, true));
            let rule = "entry date + 1 year (19 USC 1504(a)(1))".to_owned();
            let deemed = clocks::deemed_liquidation(entered);
            days.push((deemed, "deemed liquidation".to_owned(), rule, false));
        }
        let rule = "entry date + 2 years, the safest reading of 28 USC 2636(i)".to_owned();
        days.push((clocks::court_last_day(entered), "court".to_owned(), rule, false));
    }
    days.sort();
    let told = days.into_iter().map(|(date, what, rule, estimated)| DeadlineTold {
        what,
        date: date.to_string(),
        estimated,
        days_left: date.days_since(as_of),
        rule,
    });
    told.collect()
}

/// The last days of CAPE and of the protest right, for an entry liquidated on that day.
fn clocks_from(
    of: &Subject<'_>,
    liquidated: Day,
    estimated: bool,
) -> [(Day, String, String, bool); 2] {
    let windows = &of.assessed.entry.context.rules.windows;
    let from = if estimated { "projected liquidation" } else { "liquidation date" };
    let after = |days: i32| format!("{from} {liquidated} + {days} days");
    let mut protest = after(windows.protest_days);
    if of.is_protested() {
        protest.push_str("; the protest that is open does not end then");
    }
    [
        (
            liquidated.plus(windows.cape_days),
            "CAPE window".to_owned(),
            after(windows.cape_days),
            estimated,
        ),
        (liquidated.plus(windows.protest_days), "protest right".to_owned(), protest, estimated),
    ]
}
