//! The payment groups, by importer and liquidation date.

use super::{command, words};
use crate::estimate::{Amounts, Group, GroupKey};
use crate::report::Run;
use crate::report::text::{count, dollars};
use std::cmp::Reverse;

/// Groups listed at most; the largest by refund.
const LISTED: usize = 5000;

/// The list.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) rows: Vec<Row>,
    /// How many there are, listed or not.
    pub(super) all: String,
    /// What the groups that are not listed come to.
    pub(super) rest: Option<Rest>,
    pub(super) total: Sums,
    /// What shows the entries of a group, with the first row as the example.
    pub(super) command: Option<String>,
    /// Whether it is known or asked who is paid.
    pub(super) has_payee: bool,
}

/// A group.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) importer: String,
    has_importer: bool,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) liquidated: String,
    /// Entries that are eligible, for review, blocked, and with nothing to get back.
    pub(super) statuses: [u64; 4],
    pub(super) sums: Sums,
    pub(super) day_80: String,
    pub(super) day_180: String,
    pub(super) payee: String,
}

/// What is not listed.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    pub(super) groups: String,
    pub(super) sums: Sums,
}

/// Entries and money, as printed.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) entries: String,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) interest: String,
}

impl Sums {
    fn of(amounts: &Amounts) -> Sums {
        Sums {
            entries: count(amounts.entries),
            low: dollars(amounts.refund_low),
            high: dollars(amounts.refund_high),
            interest: dollars(amounts.interest_high),
        }
    }
}

impl Groups {
    /// The largest groups of a run, the largest first; equal ones in the order of `groups.csv`.
    pub(super) fn of(run: &Run<'_>) -> Groups {
        let texts = run.entries.texts();
        let sorted = || run.estimate.groups.sorted(|id| texts.text(id));
        let mut sizes: Vec<(i128, usize)> =
            sorted().enumerate().map(|(at, (_, _, group))| (-group.all.refund_high, at)).collect();
        let all = sizes.len();
        // Of equal ones, the first in the order of the list.
        sizes.sort_unstable();
        let least = (all > LISTED).then(|| sizes.get(LISTED - 1).copied()).flatten();
        drop(sizes);
        let mut rows = Vec::with_capacity(all.min(LISTED));
        let mut rest = Amounts::default();
        for (at, (importer, key, group)) in sorted().enumerate() {
            match least.is_none_or(|least| (-group.all.refund_high, at) <= least) {
                true => {
                    rows.push((group.all.refund_high, Row::of(run, importer, &key, &group)));
                }
                false => rest.add(&group.all),
            }
        }
        // Who reads only the first rows has read what weighs most.
        rows.sort_by_key(|(refund, _)| Reverse(*refund));
        Groups {
            command: rows.first().and_then(|(_, row)| row.command(run)),
            rest: (all > LISTED)
                .then(|| Rest { groups: count((all - LISTED) as u64), sums: Sums::of(&rest) }),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            all: count(all as u64),
            total: Sums::of(&run.estimate.total),
            has_payee: run.context.parties.is_some(),
        }
    }
}

impl Row {
    /// What shows the entries of this group. A pseudonym cannot be looked up.
    fn command(&self, run: &Run<'_>) -> Option<String> {
        let date = match self.liquidated.is_empty() {
            true => self.state,
            false => &self.liquidated,
        };
        command::group(run, if self.has_importer { &self.importer } else { "" }, date)
    }

    fn of(run: &Run<'_>, importer: &str, key: &GroupKey, group: &Group) -> Row {
        let texts = run.entries.texts();
        let day = |day: Option<crate::domain::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        Row {
            importer: words::importer(importer),
            has_importer: !importer.is_empty(),
            name: match importer.is_empty() {
                true => "importer not known: no payment group can be told".to_owned(),
                false => words::shown(texts.text(group.importer_name)),
            },
            state: key.state.as_str(),
            liquidated: day(key.liquidation_date),
            statuses: [group.eligible, group.review, group.blocked, group.no_refund],
            sums: Sums::of(&group.all),
            day_80: day(group.cape_deadline),
            day_180: day(group.protest_deadline),
            payee: words::shown(&key.payee.print(importer, run.context.parties, texts)),
        }
    }
}
