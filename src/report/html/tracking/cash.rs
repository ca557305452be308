//! What comes when, by week, with a range.

use crate::report::html::chart::{Chart, Columns, Tone};
use crate::report::html::picture::Picture;
use crate::report::html::table::{Cell, Table};
use crate::report::html::words;
use crate::report::text::dollars;
use crate::report::tracking::told::Told;
use crate::report::tracking::words as titles;

/// The picture.
pub(super) fn picture(told: &Told) -> Picture {
    let cash = &told.cash;
    let mut table = Table::new(
        "Expected cash by week",
        &[
            "week of",
            ">early (P10)",
            ">middle (P50)",
            ">late (P90)",
            ">early, up to then",
            ">middle, up to then",
            ">late, up to then",
            ">entries, middle",
        ],
    );
    for week in cash.rows() {
        let mut row = vec![Cell::text(words::shown(titles::week(&week.week)))];
        row.extend(week.in_week.iter().chain(&week.up_to).map(|amount| Cell::money(*amount)));
        row.push(Cell::count(week.entries));
        table.row(row);
    }
    for left in &cash.left {
        let mut row = vec![Cell::text(words::shown(titles::week(&left.why)))];
        row.extend([Cell::blank(), Cell::money(left.amount), Cell::blank()]);
        row.extend([Cell::blank(), Cell::blank(), Cell::blank()]);
        row.push(Cell::count(left.entries));
        table.row(row);
    }
    table.note = "Early, middle and late: one, five and nine in ten refunds do not take longer. \
                  What is late is to be looked for this week: the sums up to each week begin with \
                  it. Other rows without a week are in no sum."
        .to_owned();
    let mut total = vec![Cell::text("late, and all weeks")];
    total.extend(cash.total().map(Cell::money));
    total.extend([Cell::blank(), Cell::blank(), Cell::blank()]);
    total.push(Cell::count(cash.rows().map(|week| week.entries).sum()));
    if cash.rows().next().is_some() {
        table.total(total);
    }
    let most = cash.weeks.iter().flat_map(|week| week.up_to).max().unwrap_or_default();
    // The full column is what has come even if all is late; above it, what may have come.
    let columns = cash.weeks.iter().map(|week| {
        let [early, middle, late] = week.up_to;
        let words = format!(
            "By the end of the week of {}: {} if late, {} in the middle, {} if early",
            words::shown(&week.week),
            dollars(late),
            dollars(middle),
            dollars(early)
        );
        (words::shown(&week.week), late, early - late, words)
    });
    let mut columns = Columns::new(
        "Expected cash, added up by week",
        "Columns, one for each week: in full what has come by its end if refunds take long, hatched \
         up to what has come if they are quick, with a line at the middle. The table below has the \
         figures.",
        |most| format!("{} in all at most", dollars(most)),
        columns.collect(),
    );
    columns.mark(cash.weeks.iter().map(|week| week.up_to[1]), most);
    columns.legend = vec![
        (Tone::Known.class(), "if late (P90)"),
        (Tone::Estimated.class(), "up to early (P10)"),
        ("mark", "middle (P50)"),
    ];
    let charts = if cash.weeks.is_empty() { Vec::new() } else { vec![Chart::Columns(columns)] };
    Picture {
        id: "cash",
        title: "Cash by week",
        lead: "When what is accepted, (re)liquidated or sent should arrive. No promise of CBP: a \
               range by the days that such refunds have taken. For suspended entries no day can be \
               told."
            .to_owned(),
        charts,
        table,
        is_open: true,
    }
}
