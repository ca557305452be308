//! Checks that could not be run: none of their entries has passed them.

use super::check_page;
use super::table::{Cell, Table};
use crate::assess::checks;
use crate::estimate::Estimate;
use crate::report::Run;

/// The list of a run, with what would settle each.
pub(super) fn table(run: &Run<'_>) -> Table {
    let Estimate { unproved, unproved_alone, unclear, as_stated, .. } = run.estimate;
    let has_facts = !run.facts.files.is_empty();
    let mut table = Table::new(
        "Block checks that could not be run",
        &[
            "check",
            ">entries",
            ">refund up to",
            ">without facts",
            ">unclear",
            "what would settle it",
        ],
    );
    for check in checks::ALL {
        let (before, after) = (unproved_alone.entries_of(check), unproved.entries_of(check));
        if before == 0 && after == 0 {
            continue;
        }
        let settle = match (after, as_stated.entries_of(check)) {
            (1.., _) => check.settle.unwrap_or_default(),
            (0, 0) => "settled by the facts",
            (0, stated) if stated == before => "as you state with --complete",
            (0, _) => "settled by the facts, and as you state with --complete",
        };
        let refund = unproved.iter().find(|(other, _)| other.code == check.code);
        table.row([
            Cell::titled(&check_page::title(check), check.code),
            Cell::count(after),
            Cell::money(refund.map_or(0, |(_, amounts)| amounts.refund_high)),
            if has_facts { Cell::count(before) } else { Cell::blank() },
            if has_facts { Cell::count(unclear.entries_of(check)) } else { Cell::blank() },
            Cell::text(settle),
        ]);
    }
    let all = unproved.total();
    table.total([
        Cell::text("entries with any"),
        Cell::count(all.entries),
        Cell::money(all.refund_high),
        Cell::blank(),
        Cell::blank(),
        Cell::blank(),
    ]);
    if !unclear.is_empty() {
        table.note = "Unclear: the facts have a cell there that cannot be read, or a word that is \
                      not known. The check counts as run, and the entry is for review."
            .to_owned();
    }
    table
}

/// What to say of it in a sentence.
pub(super) fn lead(run: &Run<'_>) -> &'static str {
    if run.estimate.total.entries == 0 {
        "No entry could be judged: every row was rejected or other (see the ledger)."
    } else if run.estimate.unproved.is_empty() {
        "Nothing is unproved: every check could be run on every entry."
    } else {
        "The exports and facts lack what these checks need. No entry below has passed them: unknown \
         is not clear."
    }
}
