//! Where each figure of the first screen stands in the other files.

use super::figure::{Figure, Span};
use super::headline::Headline;
use super::table::{Cell, Table};

/// The table.
pub(super) fn table(headline: &Headline) -> Table {
    let mut table =
        Table::new("Where each figure stands", &["figure", ">value", "the same value in"]);
    let mut row = |name: String, figure: &Figure| {
        table.row([
            Cell::text(name),
            Cell::right(figure.shown.as_str()),
            Cell::text(figure.source.as_str()),
        ]);
    };
    let mut span = |name: &str, span: &Span| match span.is_one() {
        true => row(name.to_owned(), &span.low),
        false => {
            row(format!("{name}, lowest"), &span.low);
            row(format!("{name}, highest"), &span.high);
        }
    };
    span("refund", &headline.refund);
    span("interest", &headline.interest);
    span("refund and interest", &headline.together);
    if let Some(raised) = &headline.raised {
        span("raised to zero", raised);
    }
    span("refund ready to file", &headline.ready.refund);
    span("refund ready, every block check run", &headline.ready.proved.1);
    span("refund ready, checks not run", &headline.ready.unchecked.1);
    let deadlines = [
        ("day 80", headline.next_cape.as_ref()),
        ("estimated day 80", headline.next_estimated.as_ref()),
        ("day 180", headline.next_protest.as_ref()),
    ];
    for (name, deadline) in deadlines {
        if let Some(deadline) = deadline {
            span(&format!("refund at the next {name}"), &deadline.refund);
        }
    }
    if let Some((_, refund)) = &headline.undated {
        span("refund without a liquidation date", refund);
    }
    span("refund not proved", &headline.unproved.refund);
    row("entries".to_owned(), &headline.entries);
    row("IEEPA duty paid".to_owned(), &headline.duty);
    row("entries ready to file".to_owned(), &headline.ready.entries);
    row("entries ready, every block check run".to_owned(), &headline.ready.proved.0);
    row("entries ready, checks not run".to_owned(), &headline.ready.unchecked.0);
    if let Some((files, entries)) = &headline.ready.files {
        row("upload files".to_owned(), files);
        row("entries in upload files".to_owned(), entries);
    }
    row("entries to decide on".to_owned(), &headline.ready.review);
    for (name, deadline) in deadlines {
        if let Some(deadline) = deadline {
            row(format!("entries at the next {name}"), &deadline.entries);
        }
    }
    if let Some((entries, _)) = &headline.undated {
        row("entries without a liquidation date".to_owned(), entries);
    }
    if let Some(entries) = &headline.last_days {
        row("entries on the last days".to_owned(), entries);
    }
    row("entries not proved".to_owned(), &headline.unproved.entries);
    for (_, code, entries) in &headline.unproved.checks {
        row(format!("entries not proved by {code}"), entries);
    }
    table
}
