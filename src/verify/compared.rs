//! The sums of a comparison: opening, movements, closing; what is debited is credited.

use super::Unreadable;
use super::sums::{Book, Figure, NOT_ADDED, Odd, SUMMARY, count, money};
use super::table::{cents, printed};
use super::told::Verdict;
use serde_json::Value;
use std::collections::BTreeMap;

const CHANGES: &str = "changes.csv";
const ROLL: &str = "rollforward.csv";
const JOURNAL: &str = "journal.csv";
const CASH: &str = "cash_reconciliation.csv";
/// Between opening and closing.
const MOVEMENTS: [&str; 10] = [
    "new",
    "gone",
    "re_estimated",
    "accrued_interest",
    "rejected",
    "refiled",
    "paid",
    "diverted",
    "settled_difference",
    "not_followed",
];

pub(super) fn add(book: &mut Book<'_>, summary: Option<&Value>) {
    if summary.is_none() {
        book.without("totals", SUMMARY);
    }
    let steps: [(&str, Step); 4] =
        [(CHANGES, changes), (ROLL, roll), (JOURNAL, journal), (CASH, cash)];
    for (file, step) in steps {
        if let Err(error) = step(book, summary) {
            book.unread(file, &error);
            book.untold(sums_of(file), NOT_ADDED);
        }
    }
}

/// The sums that a table is for.
fn sums_of(file: &str) -> &'static [&'static str] {
    match file {
        CHANGES => &["entries new / gone / changed"],
        ROLL => &[
            "opening + movements = closing, one by one",
            "roll-forward = totals",
            "receivable, opening / closing",
        ],
        JOURNAL => &["journal: debits = credits, by reference"],
        _ => &["cash: later - earlier = of the period"],
    }
}

type Step = fn(&mut Book<'_>, Option<&Value>) -> Result<(), Unreadable>;

/// Entries that are new, gone or changed.
fn changes(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "entries new / gone / changed";
    let Some(mut table) = book.table(CHANGES)? else {
        book.without(WHAT, CHANGES);
        return Ok(());
    };
    let [number, change] = table.columns(["entry_number", "change"])?;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut last = Vec::new();
    while table.next()? {
        // All rows of an entry stand together.
        if table.cell(number) == last.as_slice() {
            continue;
        }
        last = table.cell(number).to_vec();
        let known = ["new", "gone", "changed"];
        let word = known.into_iter().find(|word| word.as_bytes() == table.cell(change));
        *counts.entry(word.unwrap_or("unknown")).or_default() += 1;
    }
    let Some(summary) = summary else { return Ok(()) };
    if let Some(rows) = counts.get("unknown") {
        let detail = format!("{CHANGES}: {rows} entries are neither new nor gone nor changed");
        book.tell(WHAT, Verdict::Open, detail);
    }
    let of = |word| Figure::Count(counts.get(word).copied().unwrap_or_default());
    book.hold(
        WHAT,
        &[
            ("new", of("new"), SUMMARY, count(summary, "/entries/new")),
            ("gone", of("gone"), SUMMARY, count(summary, "/entries/gone")),
            ("changed", of("changed"), SUMMARY, count(summary, "/entries/changed")),
        ],
    );
    Ok(())
}

/// Every row of the roll-forward closes, and the sums are those of the summary.
fn roll(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "opening + movements = closing, one by one";
    let Some(mut table) = book.table(ROLL)? else {
        book.without(WHAT, ROLL);
        return Ok(());
    };
    let [component, opening, closing] = table.columns(["component", "opening", "closing"])?;
    let movements = table.columns(MOVEMENTS)?;
    let (mut odd, mut parts) = (Odd::default(), BTreeMap::<Vec<u8>, Vec<i128>>::new());
    while table.next()? {
        let (then, now) = (table.money(opening)?, table.money(closing)?);
        let mut all = vec![then];
        for column in movements {
            all.push(table.money(column)?);
        }
        let reckoned: i128 = all.iter().sum();
        if reckoned != now {
            odd.note(|| {
                format!(
                    "{ROLL}, record {}: opening and movements come to {}, closing is {}",
                    table.rows + 1,
                    printed(reckoned),
                    printed(now)
                )
            });
        }
        all.push(now);
        let sums =
            parts.entry(table.cell(component).to_vec()).or_insert_with(|| vec![0; all.len()]);
        sums.iter_mut().zip(&all).for_each(|(sum, one)| *sum += one);
    }
    book.one_by_one(WHAT, table.rows, &odd);
    let Some(summary) = summary else { return Ok(()) };
    let mut odd = Odd::default();
    let names = ["opening"].into_iter().chain(MOVEMENTS).chain(["closing"]);
    let names: Vec<&str> = names.collect();
    let told = summary["rollforward"].as_object();
    for (component, told) in told.into_iter().flatten() {
        let none = vec![0; names.len()];
        let found = parts.get(component.as_bytes()).unwrap_or(&none);
        for (name, sum) in names.iter().zip(found) {
            let cents = cents(told[*name].as_str().unwrap_or_default().as_bytes());
            if cents != Some(*sum) {
                odd.note(|| {
                    let sum = printed(*sum);
                    format!("{component}, {name}: {ROLL} {sum}, {SUMMARY} {}", told[*name])
                });
            }
        }
    }
    if let Some(part) = parts
        .keys()
        .find(|part| summary["rollforward"].get(String::from_utf8_lossy(part).as_ref()).is_none())
    {
        let part = String::from_utf8_lossy(part).into_owned();
        odd.note(|| format!("{} is not in {SUMMARY}", crate::domain::quoted(&part)));
    }
    book.one_by_one("roll-forward = totals", parts.len() as u64, &odd);
    let sum = |at: usize| {
        let sums = parts.values().filter_map(|sums| sums.get(at));
        Figure::Money(sums.sum())
    };
    book.hold(
        "receivable, opening / closing",
        &[
            ("opening", sum(0), SUMMARY, money(summary, "/receivable/opening")),
            ("closing", sum(names.len() - 1), SUMMARY, money(summary, "/receivable/closing")),
        ],
    );
    Ok(())
}

/// What is debited is credited, under every reference.
fn journal(book: &mut Book<'_>, _: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "journal: debits = credits, by reference";
    let Some(mut table) = book.table(JOURNAL)? else {
        book.without(WHAT, JOURNAL);
        return Ok(());
    };
    let [reference, debit, credit] = table.columns(["reference", "debit", "credit"])?;
    let (mut odd, mut last, mut open) = (Odd::default(), Vec::new(), 0);
    let mut note = |last: &[u8], open: i128| {
        if open != 0 {
            odd.note(|| {
                let reference = crate::domain::quoted(&String::from_utf8_lossy(last));
                format!("{reference}: {} is debited and not credited", printed(open))
            });
        }
    };
    while table.next()? {
        if table.cell(reference) != last.as_slice() {
            note(&last, std::mem::take(&mut open));
            last = table.cell(reference).to_vec();
        }
        open += table.money_or_blank(debit)? - table.money_or_blank(credit)?;
    }
    note(&last, open);
    book.one_by_one(WHAT, table.rows, &odd);
    Ok(())
}

/// Later - earlier = of the period, and these are the figures of the summary.
fn cash(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "cash: later - earlier = of the period";
    // Without a bank statement there is none.
    if !book.manifest.lists(CASH) && summary.is_some_and(|summary| summary["cash"].is_null()) {
        return Ok(());
    }
    let Some(mut table) = book.table(CASH)? else {
        book.without(WHAT, CASH);
        return Ok(());
    };
    let [item, earlier, later, period] = table.columns(["item", "earlier", "later", "period"])?;
    let mut odd = Odd::default();
    while table.next()? {
        let [then, now] = [table.money_or_blank(earlier)?, table.money_or_blank(later)?];
        let told = table.money_or_blank(period)?;
        let name = String::from_utf8_lossy(table.cell(item)).into_owned();
        let in_summary = summary.map(|summary| money(&summary["cash"], &format!("/{name}")));
        let same = matches!(in_summary, None | Some(Figure::Money(_)))
            && in_summary.is_none_or(|sum| matches!(sum, Figure::Money(cents) if cents == told));
        if now - then != told || !same {
            odd.note(|| {
                format!(
                    "{}: {} less {} is not {}, or not that of {SUMMARY}",
                    crate::domain::quoted(&name),
                    printed(now),
                    printed(then),
                    printed(told)
                )
            });
        }
    }
    book.one_by_one(WHAT, table.rows, &odd);
    Ok(())
}
