//! Refunds by liquidation month and state: when CBP has paid, or will.

use super::chart::{Bars, Chart, Tone};
use super::picture::{HEADS, Picture, cells, told as bar};
use super::table::{Cell, Table};
use crate::domain::LiquidationState;
use crate::estimate::Amounts;
use crate::report::Run;
use std::collections::BTreeMap;

/// Year and month, after the state and whether there is none.
type Key = (LiquidationState, bool, Option<(i32, u32)>);

/// The picture.
pub(super) fn picture(run: &Run<'_>) -> Picture {
    let mut months: BTreeMap<Key, Amounts> = BTreeMap::new();
    let texts = run.entries.texts();
    for (_, key, group) in run.estimate.groups.sorted(|id| texts.text(id)) {
        let month = key.liquidation_date.map(|day| (day.year(), day.month()));
        months.entry((key.state, month.is_none(), month)).or_default().add(&group.all);
    }
    let mut heads = vec!["state", "month"];
    heads.extend(HEADS);
    let mut table = Table::new("Entries, refund and interest by liquidation month", &heads);
    let mut told = Vec::new();
    for ((state, _, month), amounts) in &months {
        let name = match (state, month) {
            (_, Some((year, month))) => format!("{year}-{month:02}"),
            (LiquidationState::Liquidated, None) => "no date".to_owned(),
            (_, None) => String::new(),
        };
        let mut row = vec![Cell::text(state.as_str()), Cell::text(&name)];
        row.extend(cells(amounts));
        table.row(row);
        let label = match name.is_empty() {
            true => state.to_string(),
            false => format!("{state} {name}"),
        };
        let tone = match state {
            LiquidationState::Liquidated => Tone::Known,
            LiquidationState::Unliquidated => Tone::Idle,
            LiquidationState::Held | LiquidationState::Unknown => Tone::Estimated,
        };
        told.push(bar(label, amounts, tone));
    }
    let mut row = vec![Cell::text("total"), Cell::blank()];
    row.extend(cells(&run.estimate.total));
    table.total(row);
    let bars = Bars::new(
        "Refund by liquidation month and state",
        "Bars: one for each month in which entries were liquidated, then one for each state \
         without a date. The table below has the figures.",
        told,
    );
    Picture {
        id: "months",
        title: "By liquidation month and state",
        lead: "CBP pays by importer and liquidation date. Held entries are suspended, extended or \
               under review; unknown means that no column tells. Both are \
               hatched."
            .to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: false,
    }
}
