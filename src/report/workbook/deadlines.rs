//! Sheet `Deadlines`: days 60, 80 and 180 after the liquidation of each importer's entries.

use super::columns;
use super::pages::{Mark, SheetPlan};
use super::rows::{PackedRow, Sheet};
use crate::domain::{Day, LiquidationState};
use crate::report::Run;
use crate::report::cells::{Cells, Form};

pub(super) const PLAN: SheetPlan = SheetPlan {
    name: "Deadlines",
    columns: columns::DEADLINES,
    marks: &[
        // Less than 20 days to day 80, and something to file.
        ("=AND($G3>=0,$G3<20,$H3>0,$B3=\"known\")", Mark::Hurry),
        ("=$B3=\"estimated\"", Mark::Estimated),
    ],
    no_totals: None,
    empty: "No entry with a refund has a liquidation date, known or projected.",
};

/// Hands on a row per liquidation date and importer, the earliest first.
///
/// # Errors
/// Those of `take`.
pub(super) fn each<E>(
    run: &Run<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let Some(breakdown) = &run.estimate.breakdown else { return Ok(()) };
    let texts = run.entries.texts();
    let windows = &run.context.rules.windows;
    let mut out = Vec::new();
    for (key, importer, clock) in breakdown.clocks_in_order(|id| texts.text(id)) {
        if clock.protest.entries == 0 && clock.protested.entries == 0 {
            continue;
        }
        let is_known = key.state == LiquidationState::Liquidated;
        let (day_80, day_180) =
            (key.date.plus(windows.cape_days), key.date.plus(windows.protest_days));
        out.clear();
        let mut row = Sheet::row(&mut out);
        row.day(Some(key.date))
            .word(if is_known { "known" } else { "estimated" })
            .word(key.state.as_str())
            .text(importer)
            .day(Some(key.date.plus(windows.reminder_days)))
            .day(Some(day_80));
        days_left(&mut row, run.context.as_of, day_80);
        row.number(clock.cape.entries)
            .wide_cents(clock.cape.refund_low)
            .wide_cents(clock.cape.refund_high)
            .day(Some(day_180));
        days_left(&mut row, run.context.as_of, day_180);
        row.number(clock.protest.entries)
            .wide_cents(clock.protest.refund_low)
            .wide_cents(clock.protest.refund_high)
            .number(clock.protested.entries)
            .wide_cents(clock.protested.refund_high)
            .end();
        take(&out)?;
    }
    Ok(())
}

fn days_left(row: &mut PackedRow<'_>, as_of: Day, last: Day) {
    row.days(last.days_since(as_of));
}
