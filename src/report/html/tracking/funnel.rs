//! Where the entries stand: how many, and what was expected of them.

use crate::report::html::chart::{Bars, Chart, Told as Bar, Tone};
use crate::report::html::picture::Picture;
use crate::report::html::table::{Cell, Table};
use crate::report::text::{counted, dollars};
use crate::report::tracking::{Tracking, words};
use crate::track::State;

/// The picture.
pub(super) fn picture(tracking: &Tracking<'_>) -> Picture {
    let standing = tracking.standing;
    let total = &standing.total;
    let mut table = Table::new(
        "Entries and money by state",
        &["state", ">entries", ">expected", ">refunded", ">paid"],
    );
    let mut bars = Vec::new();
    for state in State::ALL {
        let sums = standing.state(*state);
        table.row([
            Cell::titled(words::state(*state), state.as_str()),
            Cell::count(sums.entries),
            Cell::money(sums.expected.total()),
            Cell::money(sums.refund.total()),
            Cell::money(sums.paid.total()),
        ]);
        if sums.entries > 0 {
            bars.push(Bar {
                label: words::state(*state).to_owned(),
                short: None,
                number: counted(sums.entries, "entry", "entries"),
                value: dollars(sums.expected.total()),
                low: sums.expected.total(),
                high: sums.expected.total(),
                tone: tone(*state),
            });
        }
    }
    table.total([
        Cell::text("total"),
        Cell::count(total.entries),
        Cell::money(total.expected.total()),
        Cell::money(total.refund.total()),
        Cell::money(total.paid.total()),
    ]);
    let mut bars = Bars::new(
        "Expected by state",
        "Bars, one for each state in which there are entries, in the order of the way from filing \
         to payment. The table below has the figures.",
        bars,
    );
    bars.legend = vec![
        (Tone::Known.class(), "paid"),
        (Tone::Estimated.class(), "on its way"),
        (Tone::Idle.class(), "not on its way"),
    ];
    Picture {
        id: "states",
        title: "Where entries stand",
        lead: "Every entry of the estimate is in one state: the furthest that a report proves. \
               tracking.csv names the report, its day and its row."
            .to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: false,
    }
}

fn tone(state: State) -> Tone {
    match state {
        State::Paid | State::Reissued => Tone::Known,
        State::Uploaded
        | State::Accepted
        | State::LinesRemoved
        | State::Liquidated
        | State::Certified
        | State::Sent => Tone::Estimated,
        State::NotFiled
        | State::FileRejected
        | State::EntryRejected
        | State::Held
        | State::Diverted
        | State::Returned => Tone::Idle,
    }
}
