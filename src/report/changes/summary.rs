//! `summary.json` of a comparison, for machines. Money is text with two decimals.

use super::{Compared, cause_in_words};
use crate::changes::{Big, CashItem, Cause, Component, Movement, Movements, Moves};
use crate::report::json::json_document;
use crate::report::summary::money;
use serde::Serialize;
use std::collections::BTreeMap;

/// The content of `summary.json`.
#[derive(Debug, Serialize)]
pub struct ChangesSummary<'a> {
    before: Report<'a>,
    after: Report<'a>,
    entries: Counts,
    receivable: Receivable,
    causes: Vec<CauseRow>,
    lanes: Vec<MoveRow<'a>>,
    states: Vec<MoveRow<'a>>,
    biggest: Vec<BigRow<'a>>,
    rollforward: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
    /// Cash of the period, by item; `null` where a report has no bank statement.
    cash: Option<BTreeMap<&'static str, String>>,
    remarks: &'a [String],
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    directory: &'a str,
    command: &'static str,
    as_of: String,
    rulebook: &'a str,
    entries: u64,
}

#[derive(Debug, Serialize)]
struct Counts {
    new: u64,
    gone: u64,
    changed: u64,
    same: u64,
}

#[derive(Debug, Serialize)]
struct Receivable {
    opening: String,
    closing: String,
    /// Interest in them beyond the estimates: without it they are what the two reports show.
    opening_beyond_estimate: String,
    closing_beyond_estimate: String,
}

#[derive(Debug, Serialize)]
struct CauseRow {
    caused_by: &'static str,
    what: &'static str,
    entries: u64,
    changes: u64,
    /// By how much it changed the receivable.
    receivable: String,
}

#[derive(Debug, Serialize)]
struct MoveRow<'a> {
    before: &'a str,
    after: &'a str,
    entries: u64,
    refund_high: String,
}

#[derive(Debug, Serialize)]
struct BigRow<'a> {
    entry_number: &'a str,
    change: &'static str,
    at_stake: String,
    field: &'static str,
    before: &'a str,
    after: &'a str,
    caused_by: &'static str,
    detail: &'a str,
}

impl<'a> ChangesSummary<'a> {
    /// The summary of a comparison.
    pub fn of(compared: &'a Compared<'_>) -> ChangesSummary<'a> {
        let totals = compared.totals;
        let [first, second] = compared.directories;
        let report = |side: &'a crate::changes::Side<'_>, directory: &'a str| Report {
            directory,
            command: if side.states.is_some() { "track" } else { "analyze" },
            as_of: side.made_with.as_of.to_string(),
            rulebook: &side.made_with.rulebook,
            entries: side.portfolio.len() as u64,
        };
        let causes = Cause::ALL.iter().map(|cause| (*cause, totals.of(*cause)));
        let (opening, closing) = compared.receivable();
        let [then, now] = compared.beyond_estimate();
        ChangesSummary {
            before: report(&compared.before, first),
            after: report(&compared.after, second),
            entries: Counts {
                new: totals.new,
                gone: totals.gone,
                changed: totals.changed,
                same: totals.same,
            },
            receivable: Receivable {
                opening: money(opening),
                closing: money(closing),
                opening_beyond_estimate: money(then),
                closing_beyond_estimate: money(now),
            },
            causes: causes
                .filter(|(_, total)| total.changes > 0 || total.receivable != 0)
                .map(|(cause, total)| CauseRow {
                    caused_by: cause.as_str(),
                    what: cause_in_words(cause),
                    entries: total.entries,
                    changes: total.changes,
                    receivable: money(total.receivable),
                })
                .collect(),
            lanes: totals.lanes.iter().map(|((x, y), moves)| moved(x, y, moves)).collect(),
            states: totals.states.iter().map(|((x, y), moves)| moved(x, y, moves)).collect(),
            biggest: totals.biggest.iter().map(big).collect(),
            rollforward: Component::ALL
                .iter()
                .zip(compared.roll.total())
                .map(|(component, row)| (component.as_str(), rolled(&row)))
                .collect(),
            cash: compared.cash.map(|cash| {
                let items = CashItem::ALL.iter();
                items.map(|item| (item.as_str(), money(cash.period(*item)))).collect()
            }),
            remarks: compared.remarks,
        }
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        // These types serialize without fail: string keys, no maps of other keys.
        json_document(self).unwrap_or_default()
    }
}

fn moved<'a>(before: &'a str, after: &'a str, moves: &Moves) -> MoveRow<'a> {
    MoveRow { before, after, entries: moves.entries, refund_high: money(moves.refund) }
}

fn big(big: &Big) -> BigRow<'_> {
    BigRow {
        entry_number: big.number.as_str(),
        change: big.kind.as_str(),
        at_stake: money(big.at_stake),
        field: big.field.as_str(),
        before: &big.before,
        after: &big.after,
        caused_by: big.cause.as_str(),
        detail: &big.detail,
    }
}

fn rolled(row: &Movements) -> BTreeMap<&'static str, String> {
    let movements = Movement::ALL.iter().map(|word| (word.as_str(), money(row.of(*word))));
    let ends = [("opening", money(row.opening)), ("closing", money(row.closing))];
    movements.chain(ends).collect()
}
