//! Refunds over time: the weeks in which deadlines fall, the months of liquidation.

use crate::domain::{Day, LiquidationState};
use crate::estimate::Amounts;
use crate::report::Run;
use std::collections::BTreeMap;

/// Weeks that have a row of their own: half a year, in which day 180 of every entry liquidated today
/// falls.
const WEEKS: usize = 27;
/// Months that have a row of their own.
const MONTHS: usize = 36;

/// What reaches a deadline in a week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Week {
    /// Entries that reach day 80, estimated ones included.
    pub cape_entries: u64,
    /// Highest refund, in cents, that reaches day 80, day 80 as estimated, day 180, and day 180 as
    /// estimated.
    pub refund: [i128; 4],
}

/// The weeks with their first day; last what comes later.
pub(super) struct Weeks {
    pub rows: Vec<(String, Week)>,
    /// How many rows are weeks.
    pub shown: u32,
}

/// The weeks from the day of the estimate on.
pub(super) fn weeks(run: &Run<'_>) -> Weeks {
    let as_of = run.context.as_of;
    let windows = &run.context.rules.windows;
    let monday = as_of.plus(-as_of.days_from_monday());
    let mut rows = vec![Week::default(); WEEKS + 1];
    let mut put = |day: Day, at: usize, entries: u64, cents: i128| {
        if day < as_of {
            return;
        }
        let week = usize::try_from(day.days_since(monday) / 7).unwrap_or(WEEKS).min(WEEKS);
        if let Some(week) = rows.get_mut(week) {
            week.cape_entries += entries;
            if let Some(refund) = week.refund.get_mut(at) {
                *refund += cents;
            }
        }
    };
    let clocks = run.estimate.breakdown.iter().flat_map(|breakdown| breakdown.clocks.iter());
    for (key, clock) in clocks {
        let estimated = usize::from(key.state != LiquidationState::Liquidated);
        let (day_80, day_180) =
            (key.date.plus(windows.cape_days), key.date.plus(windows.protest_days));
        put(day_80, estimated, clock.cape.entries, clock.cape.refund_high);
        put(day_180, 2 + estimated, 0, clock.protest.refund_high);
    }
    let label = |at: usize| match (i32::try_from(at), at < WEEKS) {
        (Ok(week), true) => monday.plus(7 * week).to_string(),
        _ => "later".to_owned(),
    };
    let rows = rows.into_iter().enumerate().map(|(at, week)| (label(at), week)).collect();
    Weeks { rows, shown: u32::try_from(WEEKS).unwrap_or(u32::MAX) }
}

/// The months of liquidation, then the entries without a date; they add up to the estimate. There is
/// at least one row.
pub(super) struct Months {
    pub rows: Vec<(String, Amounts)>,
}

/// The months of liquidation.
pub(super) fn months(run: &Run<'_>) -> Months {
    let texts = run.entries.texts();
    let mut months: BTreeMap<(i32, u32), Amounts> = BTreeMap::new();
    let mut states: BTreeMap<LiquidationState, Amounts> = BTreeMap::new();
    for (_, key, group) in run.estimate.groups.sorted(|id| texts.text(id)) {
        let sum = match (key.liquidation_date, key.state) {
            (Some(date), LiquidationState::Liquidated) => {
                months.entry((date.year(), date.month())).or_default()
            }
            (_, state) => states.entry(state).or_default(),
        };
        sum.add(&group.all);
    }
    let mut earlier = Amounts::default();
    while months.len() > MONTHS
        && let Some((_, amounts)) = months.pop_first()
    {
        earlier.add(&amounts);
    }
    let mut rows = Vec::new();
    if earlier.entries > 0 {
        rows.push(("earlier".to_owned(), earlier));
    }
    rows.extend(months.into_iter().map(|((year, month), a)| (format!("{year}-{month:02}"), a)));
    let named = |state: LiquidationState| match state {
        LiquidationState::Liquidated => "liquidated, no date".to_owned(),
        state => state.to_string(),
    };
    rows.extend(states.into_iter().map(|(state, amounts)| (named(state), amounts)));
    if rows.is_empty() {
        rows.push(("no entry".to_owned(), Amounts::default()));
    }
    Months { rows }
}
