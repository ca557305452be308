//! How the figures come about, with every caveat.

use super::table::{Cell, Table};
use super::words::{self, Words};
use crate::assess::Route;
use crate::report::text::counted;
use crate::report::{Run, hts_rates, terminal};
use crate::rulebook::SourceId;
use std::collections::BTreeSet;

/// Quarters that an estimate past the published rates adds to the table at most.
const QUARTERS: usize = 60;

/// The section.
#[derive(Debug, Clone)]
pub(super) struct Method {
    /// What was assumed: what, and which.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) rates: Table,
    /// Sentences a reader must not miss.
    pub(super) caveats: Vec<Vec<Words>>,
    /// What is to be said about the inputs.
    pub(super) remarks: Vec<Vec<Words>>,
}

impl Method {
    /// The method of a run.
    pub(super) fn of(run: &Run<'_>) -> Method {
        let context = run.context;
        let rules = context.rules;
        let route = match &context.route {
            Route::NotSaid => {
                "not said: whether the filer or the importer may file was not checked".to_owned()
            }
            Route::Broker(codes) => format!("a broker, filer codes {}", codes.join(", ")),
            Route::Importer(own) => {
                let own: Vec<String> = own.iter().map(|number| number.key().to_string()).collect();
                format!("an importer, numbers {}", own.join(", "))
            }
        };
        let facts = vec![
            ("As-of date: the day of upload", context.as_of.to_string()),
            ("Who submits", words::sentence(&route)),
            (
                "Period of the duty, by entry date",
                format!("from {} to the day before {}", rules.period.start, rules.period.end),
            ),
            (
                "Refund",
                "the duty declared on rows of 9903.01 and 9903.02, never rate x value; a range \
                 where a code has the column-1 duty in it, or is not in the registry"
                    .to_owned(),
            ),
            ("Interest rate", format!("overpayments, {}", context.taxpayer)),
            (
                "Interest from",
                format!("payment date, else the {} date", context.deposit_basis.as_str()),
            ),
            (
                "Interest to",
                format!(
                    "{} after the as-of date for what can be filed, else the as-of date",
                    counted(context.processing_days.unsigned_abs().into(), "day", "days")
                ),
            ),
            ("Rulebook", rules.version.to_string()),
        ];
        let mut caveats = vec![terminal::assumptions(run)];
        caveats.extend(terminal::uncertain_rates(run));
        caveats.extend(run.estimate.rates_extrapolated_from.map(|day| {
            format!("From {day} on no rate is published yet; the last known rate is used there.")
        }));
        caveats.extend(hts_rates::in_words(run));
        caveats.push(
            "A check that could not be run is unproved, which is not passed. File only what the \
             filer of record has looked at."
                .to_owned(),
        );
        Method {
            facts,
            rates: rates(run),
            caveats: caveats.iter().map(|text| words::spans(text)).collect(),
            remarks: run.remarks().map(words::spans).collect(),
        }
    }
}

/// The rate of each quarter that interest can touch.
fn rates(run: &Run<'_>) -> Table {
    let rules = run.context.rules;
    let last = run.context.as_of.plus(run.context.processing_days);
    let mut table = Table::new(
        "Interest rates by quarter",
        &["quarter from", ">rate a year", "how sure", "source"],
    );
    let used = rules.interest.quarters().iter().filter(|quarter| {
        quarter.first_day.next_quarter() > rules.period.start && quarter.first_day <= last
    });
    let mut cited = BTreeSet::new();
    for quarter in used {
        cited.extend(&quarter.provenance.source);
        let sure = match run.context.taxpayer {
            crate::rulebook::Taxpayer::Gatt => quarter.gatt_confidence,
            _ => quarter.provenance.confidence,
        };
        table.row([
            Cell::text(quarter.first_day.to_string()),
            Cell::right(per_cent(quarter.rate(run.context.taxpayer))),
            Cell::text(sure.as_str()),
            Cell::text(quarter.provenance.to_string()),
        ]);
    }
    let mut day = rules.interest.last_published_day().plus(1);
    for _ in 0..QUARTERS {
        if day > last {
            break;
        }
        let (rate, _) = rules.interest.rate_on(day, run.context.taxpayer);
        table.row([
            Cell::text(day.to_string()),
            Cell::right(per_cent(rate)),
            Cell::text("not published: the last known rate"),
            Cell::blank(),
        ]);
        day = day.next_quarter();
    }
    table.note = titles(run, &cited);
    table
}

/// What the ids of sources stand for, each once.
fn titles(run: &Run<'_>, cited: &BTreeSet<&SourceId>) -> String {
    let sources = &run.context.rules.sources;
    let titled = cited.iter().map(|id| match sources.get(id.as_str()) {
        Some(source) => format!("{id}: {}.", source.title.trim_end_matches('.')),
        None => format!("{id}."),
    });
    titled.collect::<Vec<_>>().join(" ")
}

/// Basis points as `7.00%`.
fn per_cent(basis_points: u32) -> String {
    format!("{}.{:02}%", basis_points / 100, basis_points % 100)
}
