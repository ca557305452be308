//! What a tracking says on the terminal: how far it is, what is missing and why, what to do today,
//! what matches nothing, what the interest says, what contradicts itself.

use super::told::{self, Told};
use super::{Tracking, words};
use crate::domain::{Day, quoted};
use crate::report::text::{Table, count, counted, dollars, plain, wrapped};
use crate::track::clocks::ClockKind;
use crate::track::links::Ahead;
use crate::track::payments::Closing;
use crate::track::{Cause, State};
use std::fmt::{self, Write};

/// Rows a list shows before it says how many more there are.
const SHOWN: usize = 5;
/// The clock of corrections.
const PSC: &str = ClockKind::PscRejected.as_str();
/// The clock that CBP's payment is late by.
const PAYMENT: &str = ClockKind::Payment.as_str();
/// Signs of the longest bar.
const BAR: i128 = 24;

/// The summary of a tracking, for people.
///
/// # Errors
/// None in practice: writing to a string cannot fail.
pub fn summary(tracking: &Tracking<'_>, told: &Told, out_dir: &str) -> Result<String, fmt::Error> {
    let mut out = String::new();
    head(tracking, told, &mut out)?;
    states(tracking, &mut out)?;
    missing(tracking, &mut out)?;
    today(told, &mut out)?;
    deposits(told, &mut out)?;
    writeln!(out)?;
    out.push_str(&wrapped(&interest(told), "Interest: ", "  "));
    contradictions(tracking, &mut out)?;
    for remark in tracking.remarks {
        writeln!(out)?;
        out.push_str(&wrapped(&plain(remark), "Note: ", "  "));
    }
    writeln!(out, "\nReports: {}", plain(out_dir))?;
    Ok(out)
}

fn head(tracking: &Tracking<'_>, told: &Told, out: &mut String) -> fmt::Result {
    let scene = &tracking.scene;
    let total = &tracking.standing.total;
    writeln!(
        out,
        "IEEPA refunds tracked as of {}, by the estimate of {}",
        scene.as_of, scene.made_with.as_of
    )?;
    for text in cautions(tracking, told) {
        writeln!(out)?;
        out.push_str(&wrapped(&text, "Caution: ", "  "));
    }
    writeln!(
        out,
        "\n  Expected  {}\n  Paid      {}\n  Missing   {}\n  To come   {} of it\n  in {} \
         by {}",
        dollars(total.expected.total()),
        dollars(total.paid.total()),
        dollars(total.expected.less(&total.paid).total()),
        dollars(tracking.standing.to_come().total()),
        counted(total.entries, "entry", "entries"),
        counted(scene.said.files.len() as u64, "report", "reports"),
    )
}

/// What is dated after the day to which clocks count, in a sentence; `None` if nothing is.
pub fn ahead(closing: &Closing, as_of: Day) -> Option<String> {
    let Ahead { rows, refunds, amount } = closing.refunds_ahead;
    if rows == 0 && closing.ahead == 0 {
        return None;
    }
    Some(format!(
        "Dated after --as-of {as_of}, and left out of all states and sums: {} about refunds ({} of \
         {} of which no other row tells), and bank credits of {}.",
        counted(rows, "row", "rows"),
        counted(refunds, "refund", "refunds"),
        dollars(amount),
        dollars(closing.ahead)
    ))
}

/// What must be known before a figure is used.
pub(in crate::report) fn cautions(tracking: &Tracking<'_>, told: &Told) -> Vec<String> {
    let mut cautions = Vec::new();
    let bins = &told.bins;
    if bins.unreadable > 0 {
        let first = tracking.scene.said.unreadable.first();
        let first = first.map(|row| {
            let file = tracking.scene.said.file(row.place).map_or("", |file| file.name.as_str());
            format!(" The first is record {} of {file}: {}.", row.place.record, row.reason)
        });
        cautions.push(plain(&format!(
            "{} could not be read and {} in no figure: rejected_rows.csv lists them.{}",
            counted(bins.unreadable, "row of these reports", "rows of these reports"),
            if bins.unreadable == 1 { "is" } else { "are" },
            first.unwrap_or_default().replace("..", ".")
        )));
    }
    if told.hiding > 0 {
        cautions.push(format!(
            "{} of these may tell of entries that cannot be seen in them. So nothing is offered as \
             never filed, and an entry of refile/declarations/ may have been accepted meanwhile: \
             before you upload, mend the rows of rejected_rows.csv that have `yes` in hides, or \
             pull their reports again, and run this again.",
            count(told.hiding)
        ));
    }
    cautions.extend(unread(tracking));
    if bins.stranger > 0 {
        cautions.push(format!(
            "{} {} an entry that the estimate does not have: strangers.csv lists them.",
            counted(bins.stranger, "row", "rows"),
            if bins.stranger == 1 { "names" } else { "name" },
        ));
    }
    cautions.extend(refund_cautions(told));
    if tracking.scene.said.files.is_empty() {
        cautions.push("No report was read, so every entry counts as not filed.".to_owned());
    }
    if !tracking.standing.closes() {
        cautions.push(
            "Expected is not paid and causes together. This is a slip of the program.".to_owned(),
        );
    }
    cautions
}

/// The columns by which a file may say more than was read of it.
fn unread(tracking: &Tracking<'_>) -> Option<String> {
    let files = tracking.scene.said.files.iter().filter_map(|file| {
        let telling = file.unread.iter().filter(|column| column.may_tell);
        let columns: Vec<String> = telling.map(|column| quoted(&column.header)).collect();
        let name = words::report_name(file);
        (!columns.is_empty())
            .then(|| format!("{} (taken as {name}): {}", file.name, columns.join(", ")))
    });
    let mut files: Vec<String> = files.collect();
    let more = files.len().saturating_sub(SHOWN);
    if files.is_empty() {
        return None;
    }
    files.truncate(SHOWN);
    let more = if more > 0 { format!("; and {more} files more") } else { String::new() };
    Some(plain(&format!(
        "Columns that may tell of claims, refunds or which way money went were not read: {}{more}. \
         If one does, what the file says there is lost: rename it as the report has it \
         (docs/tracking.md).",
        files.join("; ")
    )))
}

/// What must be known of refunds.
fn refund_cautions(told: &Told) -> Vec<String> {
    let refunds = &told.refunds;
    let mut cautions = Vec::new();
    if refunds.not_seen.number > 0 {
        let unseen = refunds.listed.iter().filter(|refund| refund.is_unseen);
        let named: Vec<String> = unseen
            .take(SHOWN)
            .map(|refund| format!("{} {}", refund.number, dollars(refund.amount)))
            .collect();
        let more = refunds.not_seen.number.saturating_sub(named.len() as u64);
        let more = if more > 0 { format!(" and {} more", count(more)) } else { String::new() };
        cautions.push(plain(&format!(
            "{} of {} {} issued by CBP and not seen at the bank: {}{more}. Counted as paid by \
             CBP's word alone: ask CBP or Treasury for the trace.",
            counted(refunds.not_seen.number, "refund", "refunds"),
            dollars(refunds.not_seen.amount),
            if refunds.not_seen.number == 1 { "is" } else { "are" },
            named.join(", "),
        )));
    }
    let kept = refunds.kept_at_most;
    if kept.number > 0 {
        cautions.push(format!(
            "{} of {} {} kept against a debt, and nothing says how much of it: it counts as offset \
             in whole, which is the most it can be. A bank statement of those days would tell.",
            counted(kept.number, "refund", "refunds"),
            dollars(kept.amount),
            if kept.number == 1 { "was" } else { "were" },
        ));
    }
    let beside = refunds.beside_unpaid;
    if beside.number > 0 {
        cautions.push(format!(
            "{} of {} {} in no payment group, while (re)liquidated entries of the same payees \
             have no refund: those may be paid and not overdue. refunds.csv names the group that \
             a refund may be of, where its date and amount allow.",
            counted(beside.number, "refund", "refunds"),
            dollars(beside.amount),
            if beside.number == 1 { "stands" } else { "stand" },
        ));
    }
    cautions
}

fn states(tracking: &Tracking<'_>, out: &mut String) -> fmt::Result {
    let standing = tracking.standing;
    let all = standing.total.expected.total();
    writeln!(out, "\nHow far the entries are")?;
    let mut table = Table::new(&["state", ">entries", ">expected", ">paid", ""]);
    for state in State::ALL {
        let sums = standing.state(*state);
        if sums.entries == 0 {
            continue;
        }
        table.row([
            words::state(*state).to_owned(),
            count(sums.entries),
            dollars(sums.expected.total()),
            dollars(sums.paid.total()),
            bar(sums.expected.total(), all),
        ]);
    }
    table.write(out)
}

/// Signs as many as a part is of a whole; at least one of what is there.
fn bar(part: i128, whole: i128) -> String {
    if part <= 0 || whole <= 0 {
        return String::new();
    }
    let signs = part.min(whole).saturating_mul(BAR) / whole;
    "#".repeat(usize::try_from(signs).unwrap_or_default().max(1))
}

fn missing(tracking: &Tracking<'_>, out: &mut String) -> fmt::Result {
    let standing = tracking.standing;
    let total = &standing.total;
    writeln!(out, "\nWhat is missing, and why (adds up)")?;
    let mut table = Table::new(&["", ">entries", ">principal", ">interest", ">together"]);
    let row = |name: &str, entries: u64, sum: &crate::track::Sum| {
        [
            name.to_owned(),
            count(entries),
            dollars(sum.principal),
            dollars(sum.interest),
            dollars(sum.total()),
        ]
    };
    table.row(row("expected", total.entries, &total.expected));
    for cause in Cause::ALL {
        let sums = standing.cause(*cause);
        if sums.entries > 0 {
            let name = format!("- {}", words::cause(*cause).to_lowercase());
            table.row(row(&lowered(&name), sums.entries, &sums.amount));
        }
    }
    let paid = State::ALL.iter().map(|state| standing.state(*state));
    let paid = paid.filter(|sums| sums.paid.total() != 0).map(|sums| sums.entries).sum();
    table.row(row("= paid", paid, &total.paid));
    table.write(out)
}

/// A title in the middle of a line; what is written in capitals stays so.
fn lowered(text: &str) -> String {
    ["CBP", "ACH", "CAPE", "IEEPA", "PSC"]
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(&word.to_lowercase(), word))
}

fn today(told: &Told, out: &mut String) -> fmt::Result {
    let refile = &told.refile;
    let mut table = Table::new(&["", ">entries", ">amount", ""]);
    if refile.ready.entries > 0 {
        let until = refile.next_deadline.map(|day| format!(", the first by {day}"));
        let nearer = refile
            .next_projected
            .filter(|projected| refile.next_deadline.is_none_or(|known| *projected < known));
        let until = nearer.map(|day| format!(", the first by about {day} (estimate)")).or(until);
        table.row([
            "file again".to_owned(),
            count(refile.ready.entries),
            dollars(refile.ready.refund),
            format!("{}refile/declarations/{}", upload(told), until.unwrap_or_default()),
        ]);
    }
    if refile.not_ready.entries > 0 {
        table.row([
            "refused, not ready".to_owned(),
            count(refile.not_ready.entries),
            dollars(refile.not_ready.refund),
            "refile/refile.csv says what comes first".to_owned(),
        ]);
    }
    if refile.never_filed.entries > 0 {
        table.row([
            "never filed".to_owned(),
            count(refile.never_filed.entries),
            dollars(refile.never_filed.refund),
            format!(
                "make sure none was filed, then {}refile/never_filed_declarations/",
                upload(told)
            ),
        ]);
    }
    if refile.never_filed_not_ready.entries > 0 {
        table.row([
            "never filed, kept back".to_owned(),
            count(refile.never_filed_not_ready.entries),
            dollars(refile.never_filed_not_ready.refund),
            "refile/never_filed.csv says why".to_owned(),
        ]);
    }
    for (kind, sums) in told.clocks.overdue() {
        table.row([
            lowered(&told::kind(kind).to_lowercase()),
            count(sums.over),
            dollars(sums.over_amount),
            match kind == PAYMENT && told.refunds.beside_unpaid.number > 0 {
                true => format!(
                    "overdue, unless it is in the {} of refunds in no group",
                    dollars(told.refunds.beside_unpaid.amount)
                ),
                false => "overdue: clocks.csv says since when and what to do".to_owned(),
            },
        ]);
    }
    for (kind, next, sums) in told.clocks.closing().into_iter().take(SHOWN) {
        table.row([
            lowered(&told::kind(kind).to_lowercase()),
            count(sums.next_entries),
            dollars(sums.next_amount),
            match (kind, sums.next_is_projected) {
                (PSC, _) => format!("correct by {next} (refile/refile.csv)"),
                (_, true) => format!("until about {next}, an estimate: pull ES-003 again"),
                (_, false) => format!("until {next}, the next last day"),
            },
        ]);
    }
    writeln!(out, "\nWhat to do today")?;
    if table.is_empty() {
        return writeln!(out, "  Nothing: no entry can be filed again, and no clock is over.");
    }
    table.write(out)
}

/// What is said before the name of upload files.
fn upload(told: &Told) -> &'static str {
    match told.hiding {
        0 => "upload ",
        _ => "first read rejected_rows.csv, then upload ",
    }
}

fn deposits(told: &Told, out: &mut String) -> fmt::Result {
    let deposits = &told.deposits;
    let refunds = &told.refunds;
    let unseen = refunds.not_seen.number;
    if deposits.unmatched.number == 0 && refunds.unmatched.number == 0 && unseen == 0 {
        return Ok(());
    }
    writeln!(out, "\nMoney that matches nothing")?;
    let mut table = Table::new(&["", "date", ">amount", ""]);
    let open = deposits.listed.iter().filter(|one| one.is_open());
    for deposit in open.take(SHOWN) {
        table.row([
            "deposit".to_owned(),
            deposit.on.map(|day| day.to_string()).unwrap_or_default(),
            dollars(deposit.amount),
            plain(&deposit.reference),
        ]);
    }
    let open = refunds.listed.iter().filter(|one| !one.is_grouped);
    for refund in open.take(SHOWN) {
        table.row([
            "refund".to_owned(),
            refund.on.map(|day| day.to_string()).unwrap_or_default(),
            dollars(refund.amount),
            plain(&format!("{} {}", refund.number, refund.payee)).trim().to_owned(),
        ]);
    }
    let unseen = refunds.listed.iter().filter(|one| one.is_unseen);
    for refund in unseen.take(SHOWN) {
        table.row([
            "not seen".to_owned(),
            refund.on.map(|day| day.to_string()).unwrap_or_default(),
            dollars(refund.amount),
            plain(&format!(
                "{} {}: issued by CBP, not seen at the bank",
                refund.number, refund.payee
            )),
        ]);
    }
    table.write(out)?;
    let left = |all: u64| all.saturating_sub(SHOWN as u64);
    let more = [deposits.unmatched, refunds.unmatched, refunds.not_seen];
    match more.map(|sums| left(sums.number)).iter().sum() {
        0 => Ok(()),
        more => writeln!(out, "  ... and {} more in deposits.csv and refunds.csv", count(more)),
    }
}

/// Entries whose interest was tried, by what came of it.
fn tried(told: &Told) -> [u64; 4] {
    ["explained", "ambiguous", "tolerance", "unexplained"]
        .map(|word| told.interest.verdict(word).entries)
}

/// Which deposit date and rate fit CBP's interest best.
pub(in crate::report) fn fit(told: &Told) -> String {
    let all: u64 = tried(told).iter().sum();
    let entries = counted(all, "entry", "entries");
    match told.interest.best() {
        _ if all == 0 => {
            "no report gives duty and interest of an entry, so nothing can be said of \
                          it."
            .to_owned()
        }
        Some((basis, taxpayer, way)) => format!(
            "the {} rate from the {} fits CBP's figures for {} of {entries}{}.",
            plain(taxpayer),
            plain(told::basis(basis)),
            count(way.sums.entries),
            same_day(basis, way),
        ),
        None => format!("no deposit date and rate fit CBP's figures for {entries}."),
    }
}

/// Which other dates fall on the day of a basis, so that they explain as much.
fn same_day(basis: &str, way: &told::Way) -> String {
    let all = way.sums.entries;
    let named = |word: &str| plain(told::basis(word));
    let always = way.same_day.iter().filter(|(_, entries)| **entries == all);
    let always: Vec<String> = always.map(|(word, _)| named(word)).collect();
    let times = way.same_day.iter().filter(|(_, entries)| **entries < all);
    let mut said = Vec::new();
    if !always.is_empty() {
        let equal = format!("{} = {}", named(basis), always.join(" = "));
        said.push(match all {
            1 => format!("{equal}, the same day"),
            _ => format!("{equal}, the same day in all {}", count(all)),
        });
    }
    said.extend(
        times.map(|(word, entries)| format!("{} the same day in {}", named(word), count(*entries))),
    );
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

/// What the interest says, in a sentence or two.
pub(in crate::report) fn interest(told: &Told) -> String {
    let [_, ambiguous, tolerance, unexplained] = tried(told);
    let mut rest = Vec::new();
    if ambiguous > 0 {
        rest.push(format!("in several ways {}", count(ambiguous)));
    }
    if tolerance > 0 {
        rest.push(format!("within tolerance only {}", count(tolerance)));
    }
    if unexplained > 0 {
        rest.push(format!("not at all {}", count(unexplained)));
    }
    match rest.is_empty() {
        true => fit(told),
        false => format!("{} Explained otherwise: {}.", fit(told), rest.join(", ")),
    }
}

fn contradictions(tracking: &Tracking<'_>, out: &mut String) -> fmt::Result {
    let standing = tracking.standing;
    if standing.all_contradictions == 0 {
        return Ok(());
    }
    writeln!(out, "\nContradictions: nothing was moved by them")?;
    for (id, one) in standing.contradictions.iter().take(SHOWN) {
        let number = tracking.scene.portfolio.get(*id).map_or("", |entry| entry.number.as_str());
        let file = tracking.scene.said.file(one.against.place);
        let text = format!(
            "{number}: {}, against {} ({}, record {}): {}",
            one.was.state,
            one.against.state,
            file.map_or("", |file| file.name.as_str()),
            one.against.place.record,
            one.why
        );
        out.push_str(&wrapped(&plain(&text), "  ", "    "));
    }
    match standing.all_contradictions.saturating_sub(SHOWN as u64) {
        0 => Ok(()),
        more => writeln!(out, "  ... and {} more in history.csv", count(more)),
    }
}
