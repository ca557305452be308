//! Who may file what: the filer of the entries, or their importer.

use super::chart::{Bars, Chart, Told, Tone};
use super::picture::{HEADS, Picture, cells, told};
use super::table::{Cell, Table};
use super::words;
use crate::assess::Route;
use crate::domain::{ImporterNumber, Lane};
use crate::estimate::{Amounts, Breakdown};
use crate::report::Run;
use crate::report::text::count;
use crate::report::titles;
use std::collections::BTreeMap;

/// Rows of the table; a national broker has tens of thousands of importers.
const ROWS: usize = 250;
const BARS: usize = 12;

/// The picture.
pub(super) fn picture(run: &Run<'_>, breakdown: &Breakdown) -> Picture {
    let texts = run.entries.texts();
    let mut filers: BTreeMap<&str, Amounts> = BTreeMap::new();
    let mut rows: Vec<(&str, &str, Lane, Amounts)> = Vec::new();
    for (key, lanes) in breakdown.filers.iter() {
        for (lane, amounts) in Lane::ALL.iter().zip(lanes.0) {
            if amounts.entries > 0 {
                filers.entry(&key.filer).or_default().add(&amounts);
                rows.push((&key.filer, texts.text(key.importer), *lane, amounts));
            }
        }
    }
    rows.sort_by_key(|(filer, importer, lane, amounts)| {
        (std::cmp::Reverse(amounts.refund_high), *filer, *importer, *lane)
    });
    let mut heads = vec!["filer code", "importer", "lane", "may you file"];
    heads.extend(HEADS);
    let mut table = Table::new("Entries by filer code, importer and lane", &heads);
    let mut shown = Amounts::default();
    for (filer, importer, lane, amounts) in rows.iter().take(ROWS) {
        shown.add(amounts);
        let mut row = vec![
            Cell::data(&filer_text(filer)),
            Cell::data(&words::importer(importer)),
            Cell::titled(titles::lane(*lane), lane.as_str()),
            Cell::text(may_file(&run.context.route, filer, importer)),
        ];
        row.extend(cells(amounts));
        table.row(row);
    }
    if rows.len() > ROWS {
        let rest = run.estimate.total.less(&shown);
        let name = format!("{} more", count((rows.len() - ROWS) as u64));
        let mut row = vec![Cell::text(name), Cell::blank(), Cell::blank(), Cell::blank()];
        row.extend(cells(&rest));
        table.row(row);
        table.note =
            "The largest are listed; entries.csv has the filer code, the importer and the \
                      lane of every entry."
                .to_owned();
    }
    let mut total = vec![Cell::text("total"), Cell::blank(), Cell::blank(), Cell::blank()];
    total.extend(cells(&run.estimate.total));
    table.total(total);
    Picture {
        id: "filers",
        title: "Who may file",
        lead: "CAPE takes an entry from the filer whose code it bears, or from its importer of \
               record. Nobody else can file it."
            .to_owned(),
        charts: vec![Chart::Bars(bars(filers))],
        table,
        is_open: false,
    }
}

fn bars(filers: BTreeMap<&str, Amounts>) -> Bars {
    let mut filers: Vec<(&str, Amounts)> = filers.into_iter().collect();
    filers.sort_by_key(|(filer, amounts)| (std::cmp::Reverse(amounts.refund_high), *filer));
    let mut bars: Vec<Told> = filers
        .iter()
        .take(BARS)
        .map(|(filer, amounts)| told(words::shown(&filer_text(filer)), amounts, Tone::Known))
        .collect();
    if filers.len() > BARS {
        let mut rest = Amounts::default();
        filers.iter().skip(BARS).for_each(|(_, amounts)| rest.add(amounts));
        bars.push(told(format!("{} others", filers.len() - BARS), &rest, Tone::Known));
    }
    Bars::new(
        "Refund by filer code",
        "Bars, one for each filer code, the largest first. The table below has importers and lanes.",
        bars,
    )
}

fn filer_text(filer: &str) -> String {
    if filer.is_empty() { "(bad number)".to_owned() } else { filer.to_owned() }
}

fn may_file(route: &Route, filer: &str, importer: &str) -> &'static str {
    let may = match route {
        Route::NotSaid => return "not said",
        Route::Broker(codes) => codes.iter().any(|code| code.eq_ignore_ascii_case(filer)),
        Route::Importer(own) => {
            let number = ImporterNumber::read(importer.as_bytes());
            number.is_some_and(|number| own.iter().any(|own| own.key() == number.key()))
        }
    };
    if may { "you" } else { "not you" }
}
