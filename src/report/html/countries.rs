//! Refunds by country of origin.

use super::chart::{Bars, Chart};
use super::codes;
use super::picture::Picture;
use super::table::{Cell, Table};
use crate::estimate::{Breakdown, RowAmounts};
use crate::report::Run;

/// Bars of the picture; the table has all countries.
const BARS: usize = 12;

/// The picture.
pub(super) fn picture(run: &Run<'_>, breakdown: &Breakdown) -> Picture {
    let mut countries: Vec<(String, &RowAmounts)> = breakdown
        .countries
        .iter()
        .map(|(country, amounts)| {
            let name = match country {
                Some(code) => String::from_utf8_lossy(code).into_owned(),
                None => "not given".to_owned(),
            };
            (name, amounts)
        })
        .collect();
    countries.sort_by(|(a, x), (b, y)| y.refund_high.cmp(&x.refund_high).then_with(|| a.cmp(b)));
    let mut table = Table::new(
        "Counted rows by country of origin",
        &["country", ">rows", ">duty", ">refund low", ">refund high"],
    );
    for (name, amounts) in &countries {
        let mut row = vec![Cell::data(name)];
        row.extend(codes::money(amounts));
        table.row(row);
    }
    codes::finish(run, breakdown, &mut table, 0);
    let mut told: Vec<_> = countries
        .iter()
        .take(BARS)
        .map(|(name, amounts)| codes::told(super::words::shown(name), amounts))
        .collect();
    if countries.len() > BARS {
        let mut rest = RowAmounts::default();
        countries.iter().skip(BARS).for_each(|(_, amounts)| rest.add(amounts));
        told.push(codes::told(format!("{} others", countries.len() - BARS), &rest));
    }
    let bars = Bars::new(
        "Refund by country of origin",
        "Bars, one for each country, the largest first. The table below has all of them.",
        told,
    );
    Picture {
        id: "countries",
        title: "By country of origin",
        lead: "Counted tariff rows, by the country that the export gives.".to_owned(),
        charts: vec![Chart::Bars(bars)],
        table,
        is_open: false,
    }
}
