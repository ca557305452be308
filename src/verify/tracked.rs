//! The sums of a tracking: what was expected is what was paid and, by cause, what was not.

use super::Unreadable;
use super::sums::{Book, Figure, NOT_ADDED, Odd, SUMMARY, all_counts, count, money};
use super::table::{Table, cents, printed};
use super::uploads::{Filed, Uploads};
use serde_json::Value;
use std::collections::BTreeMap;

const TRACKING: &str = "tracking.csv";
const DIFFERENCES: &str = "differences.csv";
const PAYMENTS: &str = "payments.csv";
const REFILE: &str = "refile/refile.csv";

const BINS: [&str; 5] =
    ["/rows/blank", "/rows/unreadable", "/rows/stranger", "/rows/other", "/rows/used"];

pub(super) fn add(book: &mut Book<'_>, summary: Option<&Value>) {
    let Some(summary) = summary else {
        book.without("expected = paid + causes, and all other totals", SUMMARY);
        if let Err(error) = payments(book, None) {
            book.unread(PAYMENTS, &error);
        }
        return;
    };
    let read = count(summary, "/rows/read");
    book.hold("rows read = sum of the bins", &[("read", read, "bins", all_counts(summary, &BINS))]);
    totals(book, summary);
    let steps: [(&str, Step); 5] = [
        (TRACKING, entries),
        (DIFFERENCES, differences),
        (PAYMENTS, |book, summary| payments(book, Some(summary))),
        ("refunds.csv and deposits.csv", bank),
        (REFILE, refile),
    ];
    for (file, step) in steps {
        if let Err(error) = step(book, summary) {
            book.unread(file, &error);
            book.untold(sums_of(file), NOT_ADDED);
        }
    }
    for (what, file, pointer) in [
        ("rows that could not be read", "rejected_rows.csv", "/unreadable"),
        ("verdicts", "verdicts.csv", "/verdicts/entries"),
    ] {
        if let Err(error) = rows(book, summary, what, file, pointer) {
            book.unread(what, &error);
        }
    }
}

/// The sums that a table is for.
fn sums_of(file: &str) -> &'static [&'static str] {
    match file {
        TRACKING => &[
            "entries",
            "expected / refunded / paid, duty and interest",
            "states, entries and amounts",
        ],
        DIFFERENCES => &["causes = sums of the differences"],
        PAYMENTS => &[
            "payment groups: expected - paid = causes, one by one",
            "payment groups by status",
            "payment groups = totals (entries / expected / paid / difference)",
        ],
        REFILE => &[
            "to be filed again: ready",
            "upload files = to be filed again: ready",
            "never filed: ready",
            "upload files = never filed: ready",
        ],
        _ => &["refunds, number and amount", "deposits, number and amount"],
    }
}

type Step = fn(&mut Book<'_>, &Value) -> Result<(), Unreadable>;

/// Expected = paid + causes, in the summary itself.
fn totals(book: &mut Book<'_>, summary: &Value) {
    let of = |pointer: &str| match money(summary, pointer) {
        Figure::Money(cents) => cents,
        _ => 0,
    };
    let mut causes = [0; 3];
    let told = summary["causes"].as_object();
    for cause in told.into_iter().flat_map(|causes| causes.values()) {
        for (sum, key) in causes.iter_mut().zip(["principal", "interest", "amount"]) {
            *sum += cents(cause[key].as_str().unwrap_or_default().as_bytes()).unwrap_or_default();
        }
    }
    let parts = ["principal", "interest", "total"];
    let pair = |at: usize, part: &'static str| {
        let after = of(&format!("/paid/{part}")) + causes.get(at).copied().unwrap_or_default();
        let expected = money(summary, &format!("/expected/{part}"));
        (part, expected, "paid and causes", Figure::Money(after))
    };
    let pairs: Vec<_> = parts.into_iter().enumerate().map(|(at, part)| pair(at, part)).collect();
    book.hold("expected = paid + causes (duty / interest / all)", &pairs);
    let difference = of("/expected/total") - of("/paid/total");
    let told = money(summary, "/difference/total");
    book.hold(
        "difference = expected - paid",
        &[("difference", told, "reckoned", Figure::Money(difference))],
    );
}

/// `tracking.csv` against the totals, as a whole and by state.
fn entries(book: &mut Book<'_>, summary: &Value) -> Result<(), Unreadable> {
    const WHAT: &str = "entries, expected, refunded and paid";
    let Some(mut table) = book.table(TRACKING)? else {
        book.without(WHAT, TRACKING);
        return Ok(());
    };
    let [state] = table.columns(["state"])?;
    let columns = table.columns([
        "expected_principal",
        "expected_interest",
        "refund_principal",
        "refund_interest",
        "paid_principal",
        "paid_interest",
    ])?;
    let mut sums = [0; 6];
    let mut states: BTreeMap<Vec<u8>, (u64, [i128; 6])> = BTreeMap::new();
    let mut odd = Odd::default();
    let told = summary["states"].as_object();
    for state in told.into_iter().flat_map(|states| states.keys()) {
        states.insert(state.as_bytes().to_vec(), (0, [0; 6]));
    }
    while table.next()? {
        let mut one = [0; 6];
        for (cell, column) in one.iter_mut().zip(columns) {
            *cell = table.money_or_blank(column)?;
        }
        add_all(&mut sums, &one);
        match states.get_mut(table.cell(state)) {
            Some((entries, sums)) => {
                *entries += 1;
                add_all(sums, &one);
            }
            None => odd.note(|| format!("state {} is not in {SUMMARY}", table.shown(state))),
        }
    }
    let pointers = [
        "/expected/principal",
        "/expected/interest",
        "/refunded/principal",
        "/refunded/interest",
        "/paid/principal",
        "/paid/interest",
    ];
    let all = ("entries", Figure::Count(table.rows), SUMMARY, count(summary, "/entries"));
    book.hold("entries", &[all]);
    let pairs = sums.iter().zip(pointers);
    let pairs: Vec<_> = pairs
        .map(|(sum, pointer)| (pointer, Figure::Money(*sum), SUMMARY, money(summary, pointer)))
        .collect();
    book.hold("expected / refunded / paid, duty and interest", &pairs);
    for (state, (entries, [a, b, c, d, e, f])) in &states {
        let state = String::from_utf8_lossy(state);
        let told = &summary["states"][state.as_ref()];
        let figures = ["expected", "refunded", "paid"]
            .map(|key| cents(told[key].as_str().unwrap_or_default().as_bytes()));
        let same = told["entries"].as_u64() == Some(*entries)
            && figures == [Some(a + b), Some(c + d), Some(e + f)];
        if !same {
            odd.note(|| {
                format!("state {state}: {entries} entries in {TRACKING}, and not in {SUMMARY}")
            });
        }
    }
    book.one_by_one("states, entries and amounts", states.len() as u64, &odd);
    Ok(())
}

fn add_all<const N: usize>(sums: &mut [i128; N], one: &[i128; N]) {
    sums.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
}

/// `differences.csv` against the causes.
fn differences(book: &mut Book<'_>, summary: &Value) -> Result<(), Unreadable> {
    const WHAT: &str = "causes = sums of the differences";
    let Some(mut table) = book.table(DIFFERENCES)? else {
        book.without(WHAT, DIFFERENCES);
        return Ok(());
    };
    let [cause] = table.columns(["cause"])?;
    let columns = table.columns(["principal", "interest", "amount"])?;
    let told = summary["causes"].as_object();
    let mut causes: BTreeMap<Vec<u8>, [i128; 3]> = BTreeMap::new();
    for cause in told.into_iter().flat_map(|causes| causes.keys()) {
        causes.insert(cause.as_bytes().to_vec(), [0; 3]);
    }
    let mut odd = Odd::default();
    while table.next()? {
        let mut one = [0; 3];
        for (cell, column) in one.iter_mut().zip(columns) {
            *cell = table.money(column)?;
        }
        match causes.get_mut(table.cell(cause)) {
            Some(sums) => add_all(sums, &one),
            None => odd.note(|| format!("cause {} is not in {SUMMARY}", table.shown(cause))),
        }
    }
    for (cause, sums) in &causes {
        let cause = String::from_utf8_lossy(cause);
        let told = &summary["causes"][cause.as_ref()];
        let figures = ["principal", "interest", "amount"]
            .map(|key| cents(told[key].as_str().unwrap_or_default().as_bytes()));
        if figures != sums.map(Some) {
            odd.note(|| {
                let found = printed(sums[2]);
                format!("{cause}: {found} in {DIFFERENCES}, {} in {SUMMARY}", told["amount"])
            });
        }
    }
    book.one_by_one(WHAT, table.rows, &odd);
    Ok(())
}

/// Every payment group closes, and all come to the totals.
fn payments(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "payment groups: expected - paid = causes, one by one";
    let Some(mut table) = book.table(PAYMENTS)? else {
        book.without(WHAT, PAYMENTS);
        return Ok(());
    };
    let [expected, paid, difference, entries] =
        table.columns(["expected", "paid", "difference", "entries"])?;
    let parts = table.columns(["expected_principal", "expected_interest"])?;
    let [refunded, status] = table.columns(["refunded", "status"])?;
    let causes = causes(&table)?;
    let (mut odd, mut sums, mut all) = (Odd::default(), [0; 3], 0u64);
    let mut by_status: BTreeMap<Vec<u8>, ([u64; 2], [i128; 4])> = BTreeMap::new();
    while table.next()? {
        let one = [table.money(expected)?, table.money(paid)?, table.money(difference)?];
        let mut by_cause = 0;
        for column in &causes {
            by_cause += table.money_or_blank(*column)?;
        }
        let [then, now, difference] = one;
        if then - now != difference || difference != by_cause {
            odd.note(|| {
                format!(
                    "{PAYMENTS}, record {}: expected {}, paid {}, difference {}, causes {}",
                    table.rows + 1,
                    printed(then),
                    printed(now),
                    printed(difference),
                    printed(by_cause)
                )
            });
        }
        let [principal, interest] = [table.money(parts[0])?, table.money(parts[1])?];
        if principal + interest != then {
            odd.note(|| {
                format!(
                    "{PAYMENTS}, record {}: expected_principal {} and expected_interest {} are not \
                     expected {}",
                    table.rows + 1,
                    printed(principal),
                    printed(interest),
                    printed(then)
                )
            });
        }
        add_all(&mut sums, &one);
        let of_group = table.number(entries)?;
        all = all.saturating_add(of_group);
        let (counts, amounts) = by_status.entry(table.cell(status).to_vec()).or_default();
        counts[0] += 1;
        counts[1] = counts[1].saturating_add(of_group);
        add_all(amounts, &[then, table.money_or_blank(refunded)?, now, difference]);
    }
    book.one_by_one(WHAT, table.rows, &odd);
    let Some(summary) = summary else { return Ok(()) };
    statuses(book, summary, by_status);
    let [expected, paid, difference] = sums.map(Figure::Money);
    book.hold(
        "payment groups = totals (entries / expected / paid / difference)",
        &[
            ("entries", Figure::Count(all), SUMMARY, count(summary, "/entries")),
            ("expected", expected, SUMMARY, money(summary, "/expected/total")),
            ("paid", paid, SUMMARY, money(summary, "/paid/total")),
            ("difference", difference, SUMMARY, money(summary, "/difference/total")),
        ],
    );
    Ok(())
}

/// The groups by their status, with what was refunded.
fn statuses(
    book: &mut Book<'_>,
    summary: &Value,
    mut found: BTreeMap<Vec<u8>, ([u64; 2], [i128; 4])>,
) {
    let told = summary["groups"].as_object();
    for status in told.into_iter().flat_map(|statuses| statuses.keys()) {
        found.entry(status.as_bytes().to_vec()).or_default();
    }
    let mut odd = Odd::default();
    for (status, (counts, amounts)) in &found {
        let status = String::from_utf8_lossy(status);
        let told = &summary["groups"][status.as_ref()];
        let keys = ["count", "entries"].into_iter().zip(counts.map(Figure::Count));
        let amounts = amounts.map(Figure::Money);
        let keys =
            keys.chain(["expected", "refunded", "paid", "difference"].into_iter().zip(amounts));
        for (key, figure) in keys {
            let pointer = format!("/{key}");
            let in_summary = match figure {
                Figure::Count(_) => count(told, &pointer),
                _ => money(told, &pointer),
            };
            if !figure.is(in_summary) {
                let status = crate::domain::quoted(&status);
                odd.note(|| {
                    format!("{status}, {key}: {PAYMENTS} {figure}, {SUMMARY} {in_summary}")
                });
            }
        }
    }
    book.one_by_one("payment groups by status", found.len() as u64, &odd);
}

/// The columns of causes stand between these two.
fn causes(table: &Table<'_>) -> Result<Vec<usize>, Unreadable> {
    let [first, last] = table.columns(["not_filed", "unknown"])?;
    Ok((first..=last).collect())
}

/// Refunds and credits of the bank.
fn bank(book: &mut Book<'_>, summary: &Value) -> Result<(), Unreadable> {
    for (file, key) in [("refunds.csv", "refunds"), ("deposits.csv", "deposits")] {
        let what = format!("{key}, number and amount");
        let Some(mut table) = book.table(file)? else {
            book.without(&what, file);
            continue;
        };
        let [amount, how] = table.columns(["amount", "how_matched"])?;
        let (mut number, mut sum) = (0, 0);
        while table.next()? {
            // What went back is told beside them.
            if key == "deposits" && table.cell(how) == b"sent-back" {
                continue;
            }
            number += 1;
            sum += table.money_or_blank(amount)?;
        }
        let [told, amount] = ["count", "amount"].map(|what| format!("/{key}/all/{what}"));
        book.hold(
            &what,
            &[
                (file, Figure::Count(number), SUMMARY, count(summary, &told)),
                (file, Figure::Money(sum), SUMMARY, money(summary, &amount)),
            ],
        );
    }
    Ok(())
}

/// What is to be filed again or for the first time, and its upload files.
fn refile(book: &mut Book<'_>, summary: &Value) -> Result<(), Unreadable> {
    let lists = [
        ("to be filed again", REFILE, "refile/declarations", "/refile/ready/entries"),
        (
            "never filed",
            "refile/never_filed.csv",
            "refile/never_filed_declarations",
            "/refile/never_filed_ready/entries",
        ),
    ];
    for (what, file, dir, pointer) in lists {
        let Some(mut table) = book.table(file)? else {
            book.without(&format!("{what}: ready"), file);
            continue;
        };
        let [number, filer, importer, ready, refund] = table.columns([
            "entry_number",
            "filer_code",
            "importer_number",
            "ready",
            "refund_high",
        ])?;
        let deadline = table.perhaps("cape_deadline");
        let mut uploads = Uploads::read(book, dir)?;
        let mut all = 0;
        while table.next()? {
            let is_ready = table.cell(ready) == b"yes";
            all += u64::from(is_ready);
            let high = table.money_or_blank(refund)?;
            let entry = Filed {
                number: table.cell(number),
                filer: table.cell(filer),
                importer: table.cell(importer),
                low: None,
                high,
                deadline: deadline.map(|at| table.cell(at)).unwrap_or_default(),
            };
            if let Some(uploads) = &mut uploads {
                uploads.see(&entry, is_ready);
            }
        }
        let told = count(summary, pointer);
        book.hold(&format!("{what}: ready"), &[(file, Figure::Count(all), SUMMARY, told)]);
        match uploads {
            Some(uploads) => uploads.end(book, &format!("upload files = {what}: ready")),
            None => book.without(
                &format!("upload files = {what}: ready"),
                &format!("{dir}/declarations.csv"),
            ),
        }
    }
    Ok(())
}

/// The rows of a table against a count.
fn rows(
    book: &mut Book<'_>,
    summary: &Value,
    what: &str,
    file: &str,
    pointer: &str,
) -> Result<(), Unreadable> {
    let Some(mut table) = book.table(file)? else {
        book.without(what, file);
        return Ok(());
    };
    while table.next()? {}
    let told = count(summary, pointer);
    book.hold(what, &[(file, Figure::Count(table.rows), SUMMARY, told)]);
    Ok(())
}
