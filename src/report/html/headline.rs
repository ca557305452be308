//! The first screen: the refund, what can be filed today, what expires next, what is not proved.

use super::expiring::{self, CAPE, Deadline};
use super::figure::{Figure, Place, Span};
use super::words::{Words, spans};
use crate::assess::checks::Check;
use crate::domain::{Bin, Lane};
use crate::estimate::{Amounts, Breakdown};
use crate::report::{Run, Staging, cautions};

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
    /// What the refund is above that of the rows, since no entry counts below zero.
    pub(super) raised: Option<Span>,
    pub(super) ready: Ready,
    pub(super) next_cape: Option<Deadline>,
    /// The next day 80 of entries without a date, if it comes before the others.
    pub(super) next_estimated: Option<Deadline>,
    pub(super) next_protest: Option<Deadline>,
    /// Entries that may have a liquidation date which no file tells.
    pub(super) undated: Option<(Figure, Span)>,
    /// Entries on the last days, on which they should be filed at once.
    pub(super) last_days: Option<Figure>,
    pub(super) unproved: Unproved,
}

/// What can be filed today.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub(super) entries: Figure,
    pub(super) refund: Span,
    /// Of these, entries for which every block check was run.
    pub(super) proved: (Figure, Span),
    /// Of these, the others.
    pub(super) unchecked: (Figure, Span),
    /// The upload files, if they were written: how many, and the entries in them.
    pub(super) files: Option<(Figure, Figure)>,
    /// Whether the upload files hold lane `review` too, or other entries than the lane.
    pub(super) review: Figure,
}

/// What is not known.
#[derive(Debug, Clone)]
pub(super) struct Unproved {
    pub(super) entries: Figure,
    pub(super) refund: Span,
    /// CBP's label, if there is one, and the code.
    pub(super) checks: Vec<(&'static str, &'static str, Figure)>,
    pub(super) more: usize,
}

impl Headline {
    /// The first screen of a run; `staging` knows which upload files were written.
    pub(super) fn of(run: &Run<'_>, breakdown: &Breakdown, staging: &Staging) -> Headline {
        let total = &run.estimate.total;
        let undated = expiring::undated(run);
        let next_cape = Deadline::next(run, &run.estimate.cape_deadlines, "cape_deadline", &CAPE);
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
            raised: raised(breakdown),
            next_estimated: Deadline::estimated(run, breakdown)
                // What is known comes first; days print as they sort.
                .filter(|next| next_cape.as_ref().is_none_or(|known| next.day < known.day)),
            next_cape,
            next_protest: Deadline::next(
                run,
                &run.estimate.protest_deadlines,
                "protest_deadline",
                &[Lane::Protest],
            ),
            undated,
            last_days: expiring::last_days(run),
            unproved: Unproved::of(run),
        }
    }
}

/// What is refunded above the sum of the rows: an entry below zero is owed nothing, and takes
/// nothing from the others.
fn raised(breakdown: &Breakdown) -> Option<Span> {
    let raised = &breakdown.raised_to_zero;
    let place = |column: &'static [&'static str]| {
        let rows = Place::rows("lines.csv").whose("bin", Bin::Counted.as_str());
        Place::rows("entries.csv").sum(column).above(rows.sum(column))
    };
    (raised.refund_high != 0 || raised.refund_low != 0).then(|| {
        Span::new(
            (raised.refund_low, place(&["refund_low"])),
            (raised.refund_high, place(&["refund_high"])),
        )
    })
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
        let proved = &run.estimate.ready_proved;
        let ready = || Place::rows("entries.csv").whose("lane", Lane::FileNow.as_str());
        let told = |amounts: &Amounts, place: &Place| {
            (
                Figure::number(amounts.entries, place),
                Span::refund(amounts.refund_low, amounts.refund_high, place),
            )
        };
        let entries = stretches.map(|stretch| declared.entries(stretch).count() as u64);
        Ready {
            entries: Figure::number(amounts.entries, &of_lane(Lane::FileNow, "entries")),
            refund: Span::new(
                (amounts.refund_low, of_lane(Lane::FileNow, "refund_low")),
                (amounts.refund_high, of_lane(Lane::FileNow, "refund_high")),
            ),
            proved: told(proved, &ready().whose("unproved", "")),
            unchecked: told(&amounts.less(proved), &ready().whose("unproved", "*")),
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

impl Unproved {
    fn of(run: &Run<'_>) -> Unproved {
        let unproved = &run.estimate.unproved;
        let total = unproved.total();
        let place = Place::rows("entries.csv").whose("unproved", "*");
        let mut checks: Vec<(&'static Check, u64)> =
            unproved.iter().map(|(check, amounts)| (check, amounts.entries)).collect();
        checks.sort_by_key(|(check, entries)| (std::cmp::Reverse(*entries), check.code));
        Unproved {
            entries: Figure::number(total.entries, &place),
            refund: Span::refund(total.refund_low, total.refund_high, &place),
            more: checks.len().saturating_sub(CHECKS),
            checks: checks
                .into_iter()
                .take(CHECKS)
                .map(|(check, entries)| {
                    let place = Place::summary(format!("/unproved/{}", check.code));
                    // A sentence would be too long here.
                    (check.label.unwrap_or_default(), check.code, Figure::number(entries, &place))
                })
                .collect(),
        }
    }
}
