//! The next days on which money is lost, and entries of which no such day is known.

use super::figure::{Figure, Place, Span};
use crate::assess::checks::claims::protest_open::PROTEST_OPEN;
use crate::assess::checks::liquidation::window_last_days::WINDOW_LAST_DAYS;
use crate::domain::{Day, Lane, LiquidationState};
use crate::estimate::{Amounts, Breakdown};
use crate::report::Run;
use crate::report::text::counted;
use std::collections::BTreeMap;

/// Lanes of entries that CAPE may still take.
pub(super) const CAPE: [Lane; 4] =
    [Lane::FileNow, Lane::Review, Lane::OtherFiler, Lane::FixThenFile];

/// The next day on which money is lost.
#[derive(Debug, Clone)]
pub(super) struct Deadline {
    pub(super) day: String,
    pub(super) left: String,
    pub(super) entries: Figure,
    pub(super) refund: Span,
}

impl Deadline {
    /// The first day, from the as-of date on, on which `column` of entries in these lanes falls.
    pub(super) fn next(
        run: &Run<'_>,
        days: &BTreeMap<Day, Amounts>,
        column: &'static str,
        lanes: &[Lane],
    ) -> Option<Deadline> {
        let (day, amounts) = days.range(run.context.as_of..).next()?;
        let place =
            Place::rows("entries.csv").whose(column, day.to_string()).whose("lane", joined(lanes));
        // A protest that is open already is left to nobody.
        let place = match column {
            "protest_deadline" => place.without("findings", PROTEST_OPEN.code),
            _ => place,
        };
        Some(Deadline::of(run, *day, amounts, &place))
    }

    /// The first day 80 ahead of entries whose liquidation is only estimated.
    pub(super) fn estimated(run: &Run<'_>, breakdown: &Breakdown) -> Option<Deadline> {
        let days = run.context.rules.windows.cape_days;
        let is_ahead = |day: Day| day.plus(days) >= run.context.as_of;
        let mut next: Option<(Day, Amounts)> = None;
        for (key, clock) in breakdown.clocks.iter() {
            let is_estimated = key.state != LiquidationState::Liquidated;
            if !is_estimated || clock.cape.entries == 0 || !is_ahead(key.date) {
                continue;
            }
            match &mut next {
                Some((day, amounts)) if *day == key.date => amounts.add(&clock.cape),
                Some((day, _)) if *day < key.date => {}
                _ => next = Some((key.date, clock.cape)),
            }
        }
        let (day, amounts) = next?;
        let place = Place::rows("entries.csv")
            .whose("projected_liquidation", day.to_string())
            .whose("lane", joined(&CAPE))
            .without("refund_high", "0.00");
        Some(Deadline::of(run, day.plus(days), &amounts, &place))
    }

    fn of(run: &Run<'_>, day: Day, amounts: &Amounts, place: &Place) -> Deadline {
        let left = match day.days_since(run.context.as_of) {
            0 => "today".to_owned(),
            left => format!("in {}", counted(left.unsigned_abs().into(), "day", "days")),
        };
        Deadline {
            day: day.to_string(),
            left,
            entries: Figure::number(amounts.entries, place),
            refund: Span::refund(amounts.refund_low, amounts.refund_high, place),
        }
    }
}

/// Entries that may have a liquidation date which no file tells, and their refund.
pub(super) fn undated(run: &Run<'_>) -> Option<(Figure, Span)> {
    let amounts = &run.estimate.undated;
    let waits = |lane: &&Lane| !matches!(lane, Lane::Declared | Lane::None);
    let lanes: Vec<Lane> = Lane::ALL.iter().filter(waits).copied().collect();
    let states = [LiquidationState::Unknown, LiquidationState::Liquidated];
    let place = Place::rows("entries.csv")
        .whose("liquidation_date", "")
        .whose("liquidation_state", states.map(|state| state.as_str()).join(";"))
        .whose("lane", joined(&lanes));
    (amounts.entries > 0).then(|| {
        (
            Figure::number(amounts.entries, &place),
            Span::refund(amounts.refund_low, amounts.refund_high, &place),
        )
    })
}

fn joined(lanes: &[Lane]) -> String {
    lanes.iter().map(|lane| lane.as_str()).collect::<Vec<_>>().join(";")
}

/// Entries between day 78 and day 80.
pub(super) fn last_days(run: &Run<'_>) -> Option<Figure> {
    let code = WINDOW_LAST_DAYS.code;
    let entries = run.estimate.findings.entries_of(&WINDOW_LAST_DAYS);
    (entries > 0).then(|| Figure::number(entries, &Place::summary(format!("/findings/{code}"))))
}
