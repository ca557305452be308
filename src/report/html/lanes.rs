//! Dollars by lane: what to do next.

use super::chart::{Bars, Chart, Tone};
use super::picture::{HEADS, Picture, cells, told as bar};
use super::table::{Cell, Table};
use crate::domain::Lane;
use crate::report::Run;
use crate::report::terminal::advice;
use crate::report::titles;

/// The picture.
pub(super) fn picture(run: &Run<'_>) -> Picture {
    let total = &run.estimate.total;
    let mut told = Vec::new();
    let mut heads = vec!["lane", "what to do"];
    heads.extend(HEADS);
    let mut table = Table::new("Entries, refund and interest by lane", &heads);
    for lane in Lane::ALL {
        let amounts = run.estimate.lane(*lane);
        let mut row =
            vec![Cell::titled(titles::lane(*lane), lane.as_str()), Cell::text(to_do(*lane))];
        row.extend(cells(&amounts));
        table.row(row);
        if amounts.entries > 0 && *lane != Lane::None {
            let tone = match lane {
                Lane::FileNow | Lane::Review | Lane::OtherFiler | Lane::FixThenFile => Tone::Known,
                _ => Tone::Idle,
            };
            told.push(bar(titles::lane(*lane).to_owned(), &amounts, tone));
        }
    }
    let mut row = vec![Cell::text("total"), Cell::blank()];
    row.extend(cells(total));
    table.total(row);
    let bars = Bars::new(
        "Refund by lane",
        "Bars, one for each lane: the lowest refund in full, what the highest is above it hatched. \
         The table below has the figures.",
        told,
    );
    Picture {
        id: "lanes",
        title: "What to do next",
        lead: "Every entry is in one lane: the first step it waits for. The first four \
               (blue) can still come to CAPE; the others (grey) cannot today."
            .to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: true,
    }
}

fn to_do(lane: Lane) -> &'static str {
    match lane {
        // Whoever reads a page has no list of checks at hand.
        Lane::Court => "over 180 days: CAPE is closed; ask counsel",
        lane => advice(lane),
    }
}
