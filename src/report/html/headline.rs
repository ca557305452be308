//! The first screen: the refund, what can be filed today, what expires next, what is not proved.

use super::figure::{Figure, Place, Span};
use super::table::{Cell, Table};
use super::words::{Words, spans};
use crate::assess::checks::claims::protest_open::PROTEST_OPEN;
use crate::assess::checks::liquidation::window_last_days::WINDOW_LAST_DAYS;
use crate::domain::{Day, Lane};
use crate::estimate::Amounts;
use crate::report::text::counted;
use crate::report::{Run, Staging, cautions};
use std::collections::BTreeMap;

/// Checks named on the first screen; the section has all.
const CHECKS: usize = 4;

/// The first screen.
#[derive(Debug, Clone)]
pub(super) struct Headline {
    pub(super) cautions: Vec<Vec<Words>>,
    pub(super) refund: Span,
    pub(super) interest: Span,
    pub(super) together: Span,
    pub(super) entries: Figure,
    pub(super) duty: Figure,
    pub(super) ready: Ready,
    pub(super) next_cape: Option<Deadline>,
    pub(super) next_protest: Option<Deadline>,
    /// Entries on the last days, on which they should be filed at once.
    pub(super) last_days: Option<Figure>,
    pub(super) unproved: Unproved,
}

/// What can be filed today.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub(super) entries: Figure,
    pub(super) refund: Span,
    /// The upload files, if they were written: how many, and the entries in them.
    pub(super) files: Option<(Figure, Figure)>,
    /// Whether the upload files hold lane `review` too, or other entries than the lane.
    pub(super) review: Figure,
}

/// The next day on which money is lost.
#[derive(Debug, Clone)]
pub(super) struct Deadline {
    pub(super) day: String,
    pub(super) left: String,
    pub(super) entries: Figure,
    pub(super) refund: Span,
}

/// What is not known.
#[derive(Debug, Clone)]
pub(super) struct Unproved {
    pub(super) entries: Figure,
    pub(super) refund: Span,
    pub(super) checks: Vec<(&'static str, Figure)>,
    pub(super) more: usize,
}

impl Headline {
    /// The first screen of a run; `staging` knows which upload files were written.
    pub(super) fn of(run: &Run<'_>, staging: &Staging) -> Headline {
        let total = &run.estimate.total;
        let json = Place::summary;
        let with = |columns| Place::rows("groups.csv").sum(columns);
        Headline {
            // Nothing to refund is not the same as nothing known.
            cautions: cautions::all(run)
                .into_iter()
                .chain((total.entries == 0).then(|| super::unproved::lead(run).to_owned()))
                .map(|text| spans(&text))
                .collect(),
            refund: Span::new(
                (total.refund_low, json("/refund/low")),
                (total.refund_high, json("/refund/high")),
            ),
            interest: Span::new(
                (total.interest_low, json("/interest/low")),
                (total.interest_high, json("/interest/high")),
            ),
            together: Span::new(
                (total.refund_low + total.interest_low, with(&["refund_low", "interest_low"])),
                (total.refund_high + total.interest_high, with(&["refund_high", "interest_high"])),
            ),
            entries: Figure::number(total.entries, &json("/entries/total")),
            duty: Figure::money(total.duty_paid, &json("/duty/counted")),
            ready: Ready::of(run, staging),
            next_cape: Deadline::next(
                run,
                &run.estimate.cape_deadlines,
                "cape_deadline",
                &[Lane::FileNow, Lane::Review, Lane::OtherFiler, Lane::FixThenFile],
            ),
            next_protest: Deadline::next(
                run,
                &run.estimate.protest_deadlines,
                "protest_deadline",
                &[Lane::Protest],
            ),
            last_days: last_days(run),
            unproved: Unproved::of(run),
        }
    }
}

/// Where each figure of the first screen stands in the other files.
pub(super) fn sources(headline: &Headline) -> Table {
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
    span("refund ready to file", &headline.ready.refund);
    let deadlines =
        [("day 80", headline.next_cape.as_ref()), ("day 180", headline.next_protest.as_ref())];
    for (name, deadline) in deadlines {
        if let Some(deadline) = deadline {
            span(&format!("refund at the next {name}"), &deadline.refund);
        }
    }
    span("refund not proved", &headline.unproved.refund);
    row("entries".to_owned(), &headline.entries);
    row("IEEPA duty paid".to_owned(), &headline.duty);
    row("entries ready to file".to_owned(), &headline.ready.entries);
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
    if let Some(entries) = &headline.last_days {
        row("entries on the last days".to_owned(), entries);
    }
    row("entries not proved".to_owned(), &headline.unproved.entries);
    for (code, entries) in &headline.unproved.checks {
        row(format!("entries not proved by {code}"), entries);
    }
    table
}

/// Entries between day 78 and day 80.
fn last_days(run: &Run<'_>) -> Option<Figure> {
    let code = WINDOW_LAST_DAYS.code;
    let entries = run.estimate.findings.entries_of(&WINDOW_LAST_DAYS);
    (entries > 0).then(|| Figure::number(entries, &Place::summary(format!("/findings/{code}"))))
}

/// A value of a lane in `summary.json`.
fn of_lane(lane: Lane, key: &str) -> Place {
    Place::summary(format!("/lanes/{lane}/{key}"))
}

impl Ready {
    fn of(run: &Run<'_>, staging: &Staging) -> Ready {
        let amounts = run.estimate.lane(Lane::FileNow);
        let review = run.estimate.lane(Lane::Review);
        const INDEX: &str = "declarations/declarations.csv";
        let written = staging.written();
        let files = written.keys().filter(|file| file.starts_with("declarations/")).count();
        let declared = &run.estimate.to_declare;
        let stretches = declared.stretches().iter();
        let entries = stretches.map(|stretch| declared.entries(stretch).count() as u64);
        Ready {
            entries: Figure::number(amounts.entries, &of_lane(Lane::FileNow, "entries")),
            refund: Span::new(
                (amounts.refund_low, of_lane(Lane::FileNow, "refund_low")),
                (amounts.refund_high, of_lane(Lane::FileNow, "refund_high")),
            ),
            files: written.contains_key(INDEX).then(|| {
                let index = Place::rows(INDEX);
                (
                    Figure::number((files - 1) as u64, &index),
                    Figure::number(entries.sum(), &index.clone().sum(&["entries"])),
                )
            }),
            review: Figure::number(review.entries, &of_lane(Lane::Review, "entries")),
        }
    }
}

impl Deadline {
    fn next(
        run: &Run<'_>,
        days: &BTreeMap<Day, Amounts>,
        column: &'static str,
        lanes: &[Lane],
    ) -> Option<Deadline> {
        let as_of = run.context.as_of;
        let (day, amounts) = days.range(as_of..).next()?;
        let lanes: Vec<&str> = lanes.iter().map(|lane| lane.as_str()).collect();
        let place = Place::rows("entries.csv")
            .whose(column, day.to_string())
            .whose("lane", lanes.join(";"));
        // A protest that is open already is left to nobody.
        let place = match column {
            "protest_deadline" => place.without("findings", PROTEST_OPEN.code),
            _ => place,
        };
        let left = match day.days_since(as_of) {
            0 => "today".to_owned(),
            left => format!("in {}", counted(left.unsigned_abs().into(), "day", "days")),
        };
        Some(Deadline {
            day: day.to_string(),
            left,
            entries: Figure::number(amounts.entries, &place),
            refund: Span::refund(amounts.refund_low, amounts.refund_high, &place),
        })
    }
}

impl Unproved {
    fn of(run: &Run<'_>) -> Unproved {
        let unproved = &run.estimate.unproved;
        let total = unproved.total();
        let place = Place::rows("entries.csv").whose("unproved", "*");
        let mut checks: Vec<(&'static str, u64)> =
            unproved.iter().map(|(check, amounts)| (check.code, amounts.entries)).collect();
        checks.sort_by_key(|(code, entries)| (std::cmp::Reverse(*entries), *code));
        Unproved {
            entries: Figure::number(total.entries, &place),
            refund: Span::refund(total.refund_low, total.refund_high, &place),
            more: checks.len().saturating_sub(CHECKS),
            checks: checks
                .into_iter()
                .take(CHECKS)
                .map(|(code, entries)| {
                    (code, Figure::number(entries, &Place::summary(format!("/unproved/{code}"))))
                })
                .collect(),
        }
    }
}
