//! The days on which something ends for an entry.

use super::Subject;
use crate::assess::clocks;
use crate::domain::Day;
use serde::Serialize;

/// A day on which something ends.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineTold {
    /// What ends.
    pub what: &'static str,
    /// Its last day.
    pub date: String,
    /// Days from the day of upload; below 0 if it is past.
    pub days_left: i32,
    /// How the day is reckoned.
    pub rule: String,
}

/// Days after liquidation on which the reminder of the calendar comes.
const REMINDER: i32 = 60;

/// Tells the deadlines of an entry, the earliest first.
pub(super) fn deadlines(of: &Subject<'_>) -> Vec<DeadlineTold> {
    let entry = &of.assessed.entry;
    let (as_of, windows) = (entry.context.as_of, &entry.context.rules.windows);
    let liquidation = &entry.liquidation;
    let mut days: Vec<(Day, &'static str, String)> = Vec::new();
    if let Some(date) = liquidation.date {
        let after = |days: i32| format!("liquidation date {date} + {days} days");
        days.push((date.plus(REMINDER), "reminder: day 60", after(REMINDER)));
        days.extend(
            liquidation.cape_deadline.map(|day| (day, "CAPE window", after(windows.cape_days))),
        );
        days.extend(
            liquidation
                .protest_deadline
                .map(|day| (day, "protest right", after(windows.protest_days))),
        );
    }
    if let Some(projected) = liquidation.projected {
        let rule = match liquidation.future {
            Some(_) => "liquidation date of the export, after the day of upload".to_owned(),
            None => format!(
                "estimate: first Friday from entry date + {} days",
                windows.liquidation_cycle_days
            ),
        };
        days.push((projected, "projected liquidation, from which the clocks run", rule));
    }
    if let Some(entered) = entry.facts.entry_date {
        if let Some(projected) = liquidation.projected {
            let last = clocks::psc_last_day(entered, projected);
            let rule = "entry date + 300 days, or 15 days before the projected liquidation";
            days.push((last, "post summary correction", rule.to_owned()));
            let rule = "entry date + 1 year (19 USC 1504(a)(1))";
            days.push((clocks::deemed_liquidation(entered), "deemed liquidation", rule.to_owned()));
        }
        let rule = "entry date + 2 years, the safest reading of 28 USC 2636(i)";
        days.push((clocks::court_last_day(entered), "court", rule.to_owned()));
    }
    days.sort();
    let told = days.into_iter().map(|(date, what, rule)| DeadlineTold {
        what,
        date: date.to_string(),
        days_left: date.days_since(as_of),
        rule,
    });
    told.collect()
}
