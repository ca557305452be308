//! The first screen: what arrived of what was expected, why not the rest, what to do, what to look
//! into. All its figures stand in `summary.json`.

use crate::report::html::figure::{Figure, Place};
use crate::report::html::table::{Cell, Table};
use crate::report::html::words::{self, Words, spans};
use crate::report::tracking::words as titles;
use crate::report::tracking::{Told, Tracking, terminal, told};
use crate::track::Cause;

/// Causes named on the first screen; the section has all.
const CAUSES: usize = 6;
/// Rights that end soon, named on the first screen.
const CLOSING: usize = 3;

/// The first screen.
#[derive(Debug, Clone)]
pub(super) struct First {
    pub(super) cautions: Vec<Vec<Words>>,
    pub(super) paid: Figure,
    pub(super) expected: Figure,
    pub(super) principal: Figure,
    pub(super) interest: Figure,
    pub(super) entries: Figure,
    pub(super) refunded: Figure,
    pub(super) difference: Figure,
    /// Of it, still to come.
    pub(super) to_come: Figure,
    /// The causes that weigh most: what it is, its word, entries, amount.
    pub(super) causes: Vec<(&'static str, &'static str, Figure, Figure)>,
    pub(super) more_causes: usize,
    pub(super) ready: (Figure, Figure),
    pub(super) not_ready: (Figure, Figure),
    pub(super) uploads: Figure,
    /// Never filed, and ready today.
    pub(super) never_filed: Option<(Figure, Figure)>,
    /// What CBP or the bank is late with: what, entries, amount.
    pub(super) overdue: Vec<(String, Figure, Figure)>,
    pub(super) held: Option<(Figure, Figure)>,
    /// The next end of clocks that take a right away: what, when, entries, amount.
    pub(super) closing: Vec<(String, String, Figure, Figure)>,
    pub(super) deposits: (Figure, Figure),
    pub(super) refunds: (Figure, Figure),
    /// Issued by CBP and not seen at the bank.
    pub(super) not_seen: Option<(Figure, Figure)>,
    pub(super) fit: String,
    /// Entries whose interest is explained, ambiguous, within tolerance, unexplained.
    pub(super) verdicts: Vec<(&'static str, Figure)>,
    pub(super) contradictions: (Figure, Figure),
}

fn money(cents: i128, pointer: impl Into<String>) -> Figure {
    Figure::money(cents, &Place::summary(pointer))
}

fn number(number: u64, pointer: impl Into<String>) -> Figure {
    Figure::number(number, &Place::summary(pointer))
}

impl First {
    /// The first screen of a tracking.
    pub(super) fn of(tracking: &Tracking<'_>, told: &Told) -> First {
        let standing = tracking.standing;
        let total = &standing.total;
        let refile = &told.refile;
        let mut causes: Vec<Cause> = Cause::ALL.to_vec();
        causes.retain(|cause| standing.cause(*cause).entries > 0);
        let all_causes = causes.len();
        causes.sort_by_key(|cause| {
            std::cmp::Reverse(standing.cause(*cause).amount.total().unsigned_abs())
        });
        let held = standing.cause(Cause::Held);
        let verdicts = ["explained", "ambiguous", "tolerance", "unexplained"].map(|word| {
            let entries = told.interest.verdict(word).entries;
            (word, number(entries, format!("/interest/verdicts/{word}/entries")))
        });
        First {
            cautions: terminal::cautions(tracking, told).iter().map(|text| spans(text)).collect(),
            paid: money(total.paid.total(), "/paid/total"),
            expected: money(total.expected.total(), "/expected/total"),
            principal: money(total.expected.principal, "/expected/principal"),
            interest: money(total.expected.interest, "/expected/interest"),
            entries: number(total.entries, "/entries"),
            refunded: money(total.refund.total(), "/refunded/total"),
            difference: money(total.expected.less(&total.paid).total(), "/difference/total"),
            to_come: money(standing.to_come().total(), "/to_come/total"),
            more_causes: all_causes.saturating_sub(CAUSES),
            causes: causes
                .into_iter()
                .take(CAUSES)
                .map(|cause| {
                    let sums = standing.cause(cause);
                    (
                        titles::cause(cause),
                        cause.as_str(),
                        number(sums.entries, format!("/causes/{cause}/entries")),
                        money(sums.amount.total(), format!("/causes/{cause}/amount")),
                    )
                })
                .collect(),
            ready: (
                number(refile.ready.entries, "/refile/ready/entries"),
                money(refile.ready.refund, "/refile/ready/refund"),
            ),
            not_ready: (
                number(refile.not_ready.entries, "/refile/not_ready/entries"),
                money(refile.not_ready.refund, "/refile/not_ready/refund"),
            ),
            uploads: number(refile.uploads, "/refile/upload_files"),
            never_filed: (refile.never_filed.entries > 0).then(|| {
                (
                    number(refile.never_filed.entries, "/refile/never_filed_ready/entries"),
                    money(refile.never_filed.refund, "/refile/never_filed_ready/refund"),
                )
            }),
            overdue: told
                .clocks
                .overdue()
                .map(|(kind, sums)| {
                    (
                        words::shown(told::kind(kind)),
                        number(sums.over, format!("/overdue/{kind}/entries")),
                        money(sums.over_amount, format!("/overdue/{kind}/amount")),
                    )
                })
                .collect(),
            held: (held.entries > 0).then(|| {
                (
                    number(held.entries, "/causes/held/entries"),
                    money(held.amount.total(), "/causes/held/amount"),
                )
            }),
            closing: told
                .clocks
                .closing()
                .into_iter()
                .take(CLOSING)
                .map(|(kind, next, sums)| {
                    (
                        words::shown(told::kind(kind)),
                        next.to_string(),
                        number(sums.next_entries, format!("/clocks/{kind}/next_entries")),
                        money(sums.next_amount, format!("/clocks/{kind}/next_amount")),
                    )
                })
                .collect(),
            deposits: (
                number(told.deposits.unmatched.number, "/deposits/unmatched/count"),
                money(told.deposits.unmatched.amount, "/deposits/unmatched/amount"),
            ),
            refunds: (
                number(told.refunds.unmatched.number, "/refunds/unmatched/count"),
                money(told.refunds.unmatched.amount, "/refunds/unmatched/amount"),
            ),
            not_seen: (told.refunds.not_seen.number > 0).then(|| {
                (
                    number(told.refunds.not_seen.number, "/refunds/not_seen_at_bank/count"),
                    money(told.refunds.not_seen.amount, "/refunds/not_seen_at_bank/amount"),
                )
            }),
            fit: terminal::fit(told),
            verdicts: verdicts.into_iter().filter(|(_, figure)| figure.value != "0").collect(),
            contradictions: (
                number(standing.all_contradictions, "/contradictions/rows"),
                number(standing.contradicted, "/contradictions/entries"),
            ),
        }
    }

    /// Where each figure stands in the other files.
    pub(super) fn sources(&self) -> Table {
        let mut table =
            Table::new("Where each figure stands", &["figure", ">value", "the same value in"]);
        let mut row = |name: &str, figure: &Figure| {
            table.row([
                Cell::text(name),
                Cell::right(figure.shown.as_str()),
                Cell::text(figure.source.as_str()),
            ]);
        };
        for (name, figure) in [
            ("paid", &self.paid),
            ("expected", &self.expected),
            ("expected, duty", &self.principal),
            ("expected, interest", &self.interest),
            ("entries", &self.entries),
            ("refunded by CBP", &self.refunded),
            ("missing", &self.difference),
            ("missing, still to come", &self.to_come),
        ] {
            row(name, figure);
        }
        for (title, _, entries, amount) in &self.causes {
            row(&format!("{title}: entries"), entries);
            row(title, amount);
        }
        for (name, (entries, amount)) in
            [("ready to file again", &self.ready), ("refused and not ready", &self.not_ready)]
        {
            row(&format!("{name}: entries"), entries);
            row(name, amount);
        }
        row("upload files", &self.uploads);
        if let Some((entries, amount)) = &self.never_filed {
            row("never filed, ready: entries", entries);
            row("never filed, ready", amount);
        }
        if let Some((entries, amount)) = &self.held {
            row("held, no ACH account: entries", entries);
            row("held, no ACH account", amount);
        }
        for (what, entries, amount) in &self.overdue {
            row(&format!("overdue, {what}: entries"), entries);
            row(&format!("overdue, {what}"), amount);
        }
        for (what, _, entries, amount) in &self.closing {
            row(&format!("{what}: entries"), entries);
            row(what, amount);
        }
        for (name, (count, amount)) in [
            ("deposits that match nothing", &self.deposits),
            ("refunds in no group", &self.refunds),
        ] {
            row(&format!("{name}: number"), count);
            row(name, amount);
        }
        if let Some((count, amount)) = &self.not_seen {
            row("refunds not seen at the bank: number", count);
            row("refunds not seen at the bank", amount);
        }
        for (word, entries) in &self.verdicts {
            row(&format!("interest {word}: entries"), entries);
        }
        row("contradictions", &self.contradictions.0);
        row("entries with a contradiction", &self.contradictions.1);
        table
    }
}
