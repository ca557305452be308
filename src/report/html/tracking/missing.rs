//! From what was expected to what was paid, cause by cause.

use crate::report::html::chart::{Bars, Chart, Told as Bar, Tone};
use crate::report::html::picture::Picture;
use crate::report::html::table::{Cell, Table};
use crate::report::text::{counted, dollars};
use crate::report::tracking::{Tracking, words};
use crate::track::{Cause, Sum};

/// The picture.
pub(super) fn picture(tracking: &Tracking<'_>) -> Picture {
    let standing = tracking.standing;
    let total = &standing.total;
    let heads = ["step", ">entries", ">duty", ">interest", ">together"];
    let mut table = Table::new("Expected, less each cause, is paid", &heads);
    let row = |name: Cell, entries: u64, sum: &Sum| {
        [
            name,
            Cell::count(entries),
            Cell::money(sum.principal),
            Cell::money(sum.interest),
            Cell::money(sum.total()),
        ]
    };
    table.row(row(Cell::text("expected"), total.entries, &total.expected));
    let expected = total.expected.total();
    let mut bars = vec![bar("Expected", None, total.entries, expected, (0, expected), Tone::Known)];
    let mut level = expected;
    for cause in Cause::ALL {
        let sums = standing.cause(*cause);
        if sums.entries == 0 {
            continue;
        }
        let amount = sums.amount.total();
        let title = words::cause(*cause);
        table.row(row(Cell::titled(title, cause.as_str()), sums.entries, &sums.amount));
        let tone = match words::is_on_its_way(*cause) {
            true => Tone::Estimated,
            false => Tone::Idle,
        };
        let short = Some(words::short_cause(*cause)).filter(|short| *short != title);
        bars.push(bar(title, short, sums.entries, amount, (level - amount, level), tone));
        level -= amount;
    }
    let paid = total.paid.total();
    bars.push(bar("Paid", None, settled(tracking), paid, (0, paid), Tone::Known));
    let mut last = row(Cell::text("paid"), settled(tracking), &total.paid).to_vec();
    last.truncate(heads.len());
    table.total(last);
    let mut bars = Bars::steps(
        "From expected to paid",
        "Bars below each other: what was expected, then one for each cause by which it grows less \
         (or more), each beginning where the one before it ended, then what was paid. The table \
         below has the figures.",
        bars,
    );
    bars.legend = vec![
        (Tone::Known.class(), "expected, and paid"),
        (Tone::Estimated.class(), "still on its way"),
        (Tone::Idle.class(), "does not come by itself"),
    ];
    Picture {
        id: "money",
        title: "The money",
        lead:
            "What the estimate came to at most, with interest, less each cause, is what arrived, \
               to the cent. A cause below zero is money beyond what was expected."
                .to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: true,
    }
}

/// Entries in a state in which money arrived.
fn settled(tracking: &Tracking<'_>) -> u64 {
    let states = crate::track::State::ALL.iter().map(|state| tracking.standing.state(*state));
    states.filter(|sums| sums.paid != Sum::default()).map(|sums| sums.entries).sum()
}

fn bar(
    label: &str,
    short: Option<&str>,
    entries: u64,
    amount: i128,
    (low, high): (i128, i128),
    tone: Tone,
) -> Bar {
    Bar {
        label: label.to_owned(),
        short: short.map(str::to_owned),
        number: counted(entries, "entry", "entries"),
        value: dollars(amount),
        low,
        high,
        tone,
    }
}
