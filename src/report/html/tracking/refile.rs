//! What can go again today, and how good the pre-check was.

use super::section::Section;
use super::settled::{day, more, word};
use crate::report::html::table::{Cell, Table};
use crate::report::html::words;
use crate::report::text::counted;
use crate::report::tracking::told::{self, Told};
use crate::report::tracking::words as titles;

/// The section of refused entries.
pub(super) fn refile(told: &Told) -> Section {
    let refile = &told.refile;
    let mut actions = Table::new(
        "Refused entries by what to do",
        &["what to do", ">ready today", ">refund", ">not ready", ">refund"],
    );
    for (action, sums) in &refile.by_action {
        actions.row([
            Cell::titled(titles::action(action), action),
            Cell::count(sums.ready.entries),
            Cell::money(sums.ready.refund),
            Cell::count(sums.not_ready.entries),
            Cell::money(sums.not_ready.refund),
        ]);
    }
    actions.total([
        Cell::text("total"),
        Cell::count(refile.ready.entries),
        Cell::money(refile.ready.refund),
        Cell::count(refile.not_ready.entries),
        Cell::money(refile.not_ready.refund),
    ]);
    let mut listed = Table::new(
        "Refused entries, those that are ready first",
        &[
            "entry",
            "importer",
            "CBP's label",
            "what to do",
            "ready",
            "why not",
            ">refund",
            "last CAPE day",
            "last protest day",
            "last PSC day",
        ],
    );
    for one in &refile.listed {
        listed.row([
            Cell::data(&one.entry),
            Cell::data(&one.importer),
            Cell::data(&one.label),
            Cell::text(titles::action(&one.action)),
            Cell::text(if one.is_ready { "yes" } else { "no" }),
            Cell::text(words::sentence(&one.why_not)),
            Cell::money(one.refund),
            day(one.cape_deadline),
            day(one.protest_deadline),
            word(&one.psc_deadline),
        ]);
    }
    more(&mut listed, refile.all.entries, "refile/refile.csv");
    let hiding = match told.hiding {
        0 => String::new(),
        rows => format!(
            " But {} may tell of entries that cannot be seen in them: before you upload, mend the \
             rows with `yes` in hides of `rejected_rows.csv`. Until then nothing is offered as \
             never filed.",
            counted(rows, "row that could not be read", "rows that could not be read"),
        ),
    };
    let lead = format!(
        "{} refused, {} of these ready to go again today, in {} of `refile/declarations/`. No \
         upload file holds an entry that a report shows accepted, pending or refunded.{hiding}",
        counted(refile.all.entries, "entry is", "entries are"),
        crate::report::text::count(refile.ready.entries),
        counted(refile.uploads, "file", "files"),
    );
    Section::new("refile", "File again today", &lead, vec![actions, listed], "CBP refused nothing.")
}

/// The section that compares what was said before with CBP's verdict.
pub(super) fn pre_check(told: &Told) -> Section {
    let found = &told.pre_check;
    let mut outcomes =
        Table::new("Entries by what came of them", &["outcome", "what it is", ">entries"]);
    let known = told::OUTCOMES.iter().map(|(word, what)| (*word, *what));
    let others = found.outcomes.keys().map(|word| (word.as_str(), ""));
    let others = others.filter(|(word, _)| told::OUTCOMES.iter().all(|(known, _)| known != word));
    for (outcome, what) in known.chain(others) {
        let entries = found.outcome(outcome);
        if entries > 0 {
            outcomes.row([
                Cell::text(format!("`{outcome}`")),
                Cell::text(what),
                Cell::count(entries),
            ]);
        }
    }
    outcomes.total([Cell::text("total"), Cell::blank(), Cell::count(found.verdicts)]);
    let mut checks = Table::new(
        "Checks by hit, miss and false alarm",
        &[
            "check",
            "CBP's label",
            ">run",
            ">hits",
            ">misses",
            ">not run",
            ">false alarms",
            ">refused",
        ],
    );
    let mut unforeseen =
        Table::new("Labels that no check foresees", &["CBP's label", ">entries refused with it"]);
    for row in &found.checks {
        if row.check.is_empty() {
            unforeseen.row([Cell::data(&row.label), Cell::count(row.rejected)]);
            continue;
        }
        checks.row([
            Cell::text(format!("`{}`", row.check)),
            Cell::data(&row.label),
            Cell::count(row.ran),
            Cell::count(row.hits),
            Cell::count(row.misses),
            Cell::count(row.not_checked),
            Cell::count(row.false_alarms),
            Cell::count(row.rejected),
        ]);
    }
    let part = |(right, of): (u64, u64)| format!("{right} of {of}");
    let lead = format!(
        "Of the entries that a check had blocked and CBP gave a verdict on, CBP refused {}. Of the \
         entries that CBP refused, a check had blocked {}. The checks were made for the day of the \
         estimate, and not for the day of filing.",
        part(found.precision()),
        part(found.recall()),
    );
    Section::new(
        "pre-check",
        "How good the pre-check was",
        &lead,
        vec![outcomes, checks, unforeseen],
        "No report gives a verdict on an entry.",
    )
}
