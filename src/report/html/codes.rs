//! Refunds by IEEPA program, heading and rate version.

use super::chart::{Bars, Chart, Told, Tone};
use super::picture::Picture;
use super::table::{Cell, Table};
use crate::estimate::{Breakdown, RowAmounts};
use crate::report::Run;
use crate::report::text::{counted, range};
use crate::report::titles;
use std::collections::BTreeMap;

const UNKNOWN: &str = "not in the registry";

/// The picture.
pub(super) fn picture(run: &Run<'_>, breakdown: &Breakdown) -> Picture {
    let registry = &run.context.rules.registry;
    let mut programs: BTreeMap<(&str, &str), RowAmounts> = BTreeMap::new();
    let mut table = Table::new(
        "Counted rows by program, heading and rate version",
        &[
            "program",
            "heading",
            ">rate",
            "entries from",
            ">rows",
            ">duty",
            ">refund low",
            ">refund high",
        ],
    );
    for (key, amounts) in &breakdown.codes {
        let code = registry.code(key.heading);
        let program = code.map(|code| registry.program_of(code));
        let (title, name) = program.map_or((UNKNOWN, UNKNOWN), |program| {
            (titles::program(program), program.name.as_str())
        });
        programs.entry((name, title)).or_default().add(amounts);
        let version = code
            .and_then(|code| code.versions().iter().find(|version| Some(version.from) == key.from));
        let mut row = vec![
            program.map_or_else(|| Cell::text(UNKNOWN), |_| Cell::titled(title, name)),
            Cell::text(dotted(&key.heading.to_string())),
            Cell::right(version.map(|version| version.rate.to_string()).unwrap_or_default()),
            Cell::text(key.from.map(|day| day.to_string()).unwrap_or_default()),
        ];
        row.extend(money(amounts));
        table.row(row);
    }
    finish(run, breakdown, &mut table, 3);
    let mut bars: Vec<((&str, &str), RowAmounts)> = programs.into_iter().collect();
    bars.sort_by_key(|(name, amounts)| (std::cmp::Reverse(amounts.refund_high), *name));
    let seen = bars.into_iter().filter(|(_, amounts)| amounts.refund_high > 0);
    let told = seen.map(|((name, title), amounts)| Told {
        short: Some(name.to_owned()),
        ..told(title.to_owned(), &amounts)
    });
    let told = told.collect();
    let bars = Bars::new(
        "Refund by IEEPA program",
        "Bars, one for each program, the largest first. The table below has the headings and rates.",
        told,
    );
    Picture {
        id: "programs",
        title: "By IEEPA program and rate",
        lead:
            "Counted tariff rows. The rate is that of the registry version in force on the entry \
               date."
                .to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: false,
    }
}

/// Rows, duty and refund of a row of a table.
pub(super) fn money(amounts: &RowAmounts) -> [Cell; 4] {
    [
        Cell::count(amounts.rows),
        Cell::money(amounts.duty),
        Cell::money(amounts.refund_low),
        Cell::money(amounts.refund_high),
    ]
}

/// The bar of rows.
pub(super) fn told(label: String, amounts: &RowAmounts) -> Told {
    Told {
        label,
        short: None,
        number: counted(amounts.rows, "row", "rows"),
        value: range(amounts.refund_low, amounts.refund_high),
        low: amounts.refund_low,
        high: amounts.refund_high,
        tone: Tone::Known,
    }
}

/// Adds what makes rows add up to the total of the entries, and the total; `before` cells stand
/// between the name and the number of rows.
pub(super) fn finish(run: &Run<'_>, breakdown: &Breakdown, table: &mut Table, before: usize) {
    let named = |name: &str, amounts: &RowAmounts| {
        let mut row = vec![Cell::text(name)];
        row.extend(std::iter::repeat_n(Cell::blank(), before));
        row.extend(money(amounts));
        row
    };
    let raised = &breakdown.raised_to_zero;
    if raised.refund_low != 0 || raised.refund_high != 0 {
        table.row(named("entries below zero, raised to zero", raised));
    }
    let total = &run.estimate.total;
    let (rows, _) = run.estimate.closing.of(crate::domain::Bin::Counted);
    let total = RowAmounts {
        rows,
        duty: total.duty_paid,
        refund_low: total.refund_low,
        refund_high: total.refund_high,
    };
    table.total(named("total", &total));
}

/// `99030124` as `9903.01.24`.
fn dotted(heading: &str) -> String {
    match (heading.get(..4), heading.get(4..6), heading.get(6..)) {
        (Some(chapter), Some(middle), Some(end)) if !end.is_empty() => {
            format!("{chapter}.{middle}.{end}")
        }
        _ => heading.to_owned(),
    }
}
