//! The payment groups: what was expected, refunded and paid, and what weighs most in between.

use crate::report::html::table::{Cell, Table};
use crate::report::html::words;
use crate::report::text::{count, dollars};
use crate::report::tracking::told::{self, Group, GroupSums, Told};
use crate::report::tracking::words as titles;
use std::cmp::Reverse;

/// The list.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) rows: Vec<Row>,
    /// How many there are, listed or not.
    pub(super) all: String,
    pub(super) total: Sums,
    /// How many are not listed, and what they come to.
    pub(super) rest: Option<(String, Sums)>,
    pub(super) statuses: Vec<String>,
    pub(super) by_status: Table,
}

/// A group.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) payee: String,
    pub(super) name: String,
    pub(super) liquidated: String,
    pub(super) status: String,
    pub(super) sums: Sums,
    pub(super) cause: &'static str,
    pub(super) amount: String,
}

/// Entries and money, as printed.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) entries: String,
    pub(super) expected: String,
    pub(super) refunded: String,
    pub(super) paid: String,
    pub(super) difference: String,
}

impl From<&GroupSums> for Sums {
    fn from(sums: &GroupSums) -> Sums {
        Sums {
            entries: count(sums.entries),
            expected: dollars(sums.expected),
            refunded: dollars(sums.refunded),
            paid: dollars(sums.paid),
            difference: dollars(sums.difference),
        }
    }
}

impl Groups {
    /// The largest groups, the largest first.
    pub(super) fn of(told: &Told) -> Groups {
        let payments = &told.payments;
        let mut listed: Vec<&Group> = payments.largest.iter().collect();
        listed.sort_by_key(|group| Reverse(group.expected));
        let rest = payments.all.less(&payments.largest);
        let statuses = payments.by_status.keys().map(|word| titles::group_status(word));
        Groups {
            rows: listed.into_iter().map(Row::of).collect(),
            all: count(payments.all.groups),
            total: (&payments.all).into(),
            rest: (rest.groups > 0).then(|| (count(rest.groups), (&rest).into())),
            statuses: statuses.map(words::shown).collect(),
            by_status: by_status(told),
        }
    }
}

impl Row {
    fn of(group: &Group) -> Row {
        let cause = group.cause;
        Row {
            payee: words::importer(&group.payee).replace("importer", "payee"),
            name: words::shown(&group.name),
            liquidated: group.liquidated.map(|day| day.to_string()).unwrap_or_default(),
            status: words::shown(titles::group_status(&group.status)),
            sums: Sums {
                entries: count(group.entries),
                expected: dollars(group.expected),
                refunded: dollars(group.refunded),
                paid: dollars(group.paid),
                difference: dollars(group.difference),
            },
            cause: cause.map_or("", |(cause, _)| titles::cause(cause)),
            amount: cause.map(|(_, amount)| dollars(amount)).unwrap_or_default(),
        }
    }
}

fn by_status(told: &Told) -> Table {
    let heads = ["status", ">groups", ">entries", ">expected", ">refunded", ">paid", ">difference"];
    let mut table = Table::new("Payment groups by status", &heads);
    let cells = |sums: &GroupSums| {
        [
            Cell::count(sums.groups),
            Cell::count(sums.entries),
            Cell::money(sums.expected),
            Cell::money(sums.refunded),
            Cell::money(sums.paid),
            Cell::money(sums.difference),
        ]
    };
    let payments = &told.payments;
    let others = payments.by_status.keys().map(String::as_str);
    let others = others.filter(|word| !told::STATUSES.contains(word));
    for status in told::STATUSES.into_iter().chain(others) {
        let sums = payments.status(status);
        if sums.groups > 0 {
            let mut row = vec![Cell::titled(titles::group_status(status), status)];
            row.extend(cells(&sums));
            table.row(row);
        }
    }
    let mut total = vec![Cell::text("total")];
    total.extend(cells(&payments.all));
    table.total(total);
    table
}
