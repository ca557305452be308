//! The sums of an estimate: the ledger, entries, lines, findings, groups and upload files.

mod groups;
mod rows;

use super::Unreadable;
use super::sums::{Book, Figure, NOT_ADDED, Odd, SUMMARY, all_counts, all_money, count, money};
use super::table::{Table, printed};
use super::uploads::{Filed, Uploads};
use groups::groups;
use rows::{Findings, Lines, counts, tally, told_of_rows};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

const ENTRIES: &str = "entries.csv";

const UPLOADS: &str = "upload files = entries to file";
/// All sums that are added entry by entry; the last is of no masked copy.
const OF_ENTRIES: [&str; 15] = [
    "entries",
    "eligible / review / blocked / no refund",
    "duty counted = sum of the entries",
    "refund, lowest / highest",
    "interest, lowest / highest",
    "rows of entries = rows counted + out of period",
    "lanes, entries and refunds",
    "unproved checks",
    "lines: rows and duty counted / out of period",
    "findings",
    "lines = entries, one by one",
    "findings = entries, one by one",
    "files of the rows = inputs",
    "groups = sums of their entries",
    UPLOADS,
];

const BINS: [&str; 6] = [
    "/rows/blank",
    "/rows/rejected",
    "/rows/other",
    "/rows/duplicate",
    "/rows/out_of_period",
    "/rows/counted",
];
const DUTY: [&str; 4] = ["/duty/other", "/duty/duplicate", "/duty/out_of_period", "/duty/counted"];

pub(super) fn add(book: &mut Book<'_>, summary: Option<&Value>) {
    match summary {
        Some(summary) => {
            let rows = count(summary, "/rows/read");
            book.hold(
                "rows read = sum of the bins",
                &[("read", rows, "bins", all_counts(summary, &BINS))],
            );
            let duty = money(summary, "/duty/read");
            book.hold(
                "duty read = sum of the bins",
                &[("read", duty, "bins", all_money(summary, &DUTY))],
            );
        }
        None => book.without("rows and duty read = sum of the bins", SUMMARY),
    }
    if let Err(error) = rejected(book, summary) {
        book.unread("rejected rows", &error);
    }
    if let Err(error) = entries(book, summary) {
        book.unread("entries, lines, findings, groups and upload files", &error);
        let (uploads, all) = OF_ENTRIES.split_last().unwrap_or((&"", &[]));
        book.untold(all, NOT_ADDED);
        if !book.manifest.is_masked() {
            book.untold(&[uploads], NOT_ADDED);
        }
    }
}

fn rejected(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    const WHAT: &str = "rejected rows";
    let file = "rejected_rows.csv";
    let Some(mut table) = book.table(file)? else {
        book.without(WHAT, file);
        return Ok(());
    };
    while table.next()? {}
    match summary {
        Some(summary) => {
            let told = count(summary, "/rows/rejected");
            book.hold(WHAT, &[(file, Figure::Count(table.rows), SUMMARY, told)]);
        }
        None => book.without(WHAT, SUMMARY),
    }
    Ok(())
}

/// What amounts come to, of entries or of a group.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Amounts {
    entries: u64,
    duty: i128,
    low: i128,
    high: i128,
    interest_low: i128,
    interest_high: i128,
}

impl Amounts {
    fn add(&mut self, one: &Amounts) {
        self.entries += one.entries;
        self.duty += one.duty;
        self.low += one.low;
        self.high += one.high;
        self.interest_low += one.interest_low;
        self.interest_high += one.interest_high;
    }
}

/// The sums of a payment group.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Group {
    all: Amounts,
    eligible_low: i128,
    eligible_high: i128,
    /// Eligible, review, blocked, without refund.
    by_status: [u64; 4],
}

const STATUSES: [&str; 4] = ["eligible", "review", "blocked", "no_refund"];

/// What is known when all entries are seen.
#[derive(Default)]
struct Seen {
    total: Amounts,
    by_status: [u64; 4],
    lanes: BTreeMap<Vec<u8>, Amounts>,
    unproved: BTreeMap<Vec<u8>, u64>,
    groups: HashMap<Vec<u8>, Group>,
    rows: u64,
    odd_status: Odd,
    odd_lines: Odd,
    odd_findings: Odd,
}

fn entries(book: &mut Book<'_>, summary: Option<&Value>) -> Result<(), Unreadable> {
    let mut lines = Lines::open(book)?;
    let mut findings = Findings::open(book)?;
    let Some(mut table) = book.table(ENTRIES)? else {
        book.without("entries, their lines and findings, groups and upload files", ENTRIES);
        lines.iter_mut().try_for_each(|lines| lines.rest(false))?;
        findings.iter_mut().try_for_each(|findings| findings.rest(false))?;
        told_of_rows(book, summary, lines.as_ref(), findings.as_ref(), None);
        return Ok(());
    };
    let mut uploads = Uploads::read(book, "declarations")?;
    let is_filed = filed_lanes(book);
    let mut seen = Seen::default();
    let at = Columns::of(&table)?;
    let mut key = Vec::new();
    while table.next()? {
        let one = Amounts {
            entries: 1,
            duty: table.money(at.duty)?,
            low: table.money(at.low)?,
            high: table.money(at.high)?,
            interest_low: table.money(at.interest_low)?,
            interest_high: table.money(at.interest_high)?,
        };
        let rows = table.number(at.rows)?;
        seen.rows += rows;
        at.key(&table, &mut key);
        seen.add(&table, &at, &one, &key);
        if let Some(lines) = &mut lines {
            lines.hold(table.cell(at.number), &one, rows, &mut seen.odd_lines)?;
        }
        if let Some(findings) = &mut findings {
            findings.hold(
                table.cell(at.number),
                table.cell(at.findings),
                &mut seen.odd_findings,
            )?;
        }
        if let Some(uploads) = &mut uploads {
            let entry = Filed {
                number: table.cell(at.number),
                filer: table.cell(at.filer),
                importer: table.cell(at.importer),
                low: Some(one.low),
                high: one.high,
                deadline: table.cell(at.deadline),
            };
            uploads.see(&entry, one.high > 0 && is_filed(table.cell(at.lane)));
        }
    }
    lines.iter_mut().try_for_each(|lines| lines.rest(true))?;
    findings.iter_mut().try_for_each(|findings| findings.rest(true))?;
    seen.tell(book, summary);
    told_of_rows(book, summary, lines.as_ref(), findings.as_ref(), Some(&seen));
    groups(book, &seen)?;
    match uploads {
        Some(uploads) => uploads.end(book, UPLOADS),
        None if book.manifest.is_masked() => {}
        None => book.without(UPLOADS, "declarations/declarations.csv"),
    }
    Ok(())
}

/// Which lanes go into upload files, by the options of the report.
fn filed_lanes(book: &Book<'_>) -> impl Fn(&[u8]) -> bool + use<> {
    let with_review = book.manifest.said["options"]["include_review"] == Value::Bool(true);
    move |lane| lane == b"file-now" || with_review && lane == b"review"
}

/// The columns of `entries.csv`.
struct Columns {
    number: usize,
    filer: usize,
    importer: usize,
    state: usize,
    date: usize,
    rows: usize,
    duty: usize,
    low: usize,
    high: usize,
    interest_low: usize,
    interest_high: usize,
    status: usize,
    lane: usize,
    findings: usize,
    unproved: usize,
    deadline: usize,
    payee: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Result<Columns, Unreadable> {
        let [number, filer, importer, state, date, rows, duty, low, high] = table.columns([
            "entry_number",
            "filer_code",
            "importer_number",
            "liquidation_state",
            "liquidation_date",
            "ieepa_rows",
            "duty_paid",
            "refund_low",
            "refund_high",
        ])?;
        let [interest_low, interest_high, status, lane, findings, unproved, deadline] = table
            .columns([
                "interest_low",
                "interest_high",
                "status",
                "lane",
                "findings",
                "unproved",
                "cape_deadline",
            ])?;
        let payee = table.perhaps("payee");
        Ok(Columns {
            number,
            filer,
            importer,
            state,
            date,
            rows,
            duty,
            low,
            high,
            interest_low,
            interest_high,
            status,
            lane,
            findings,
            unproved,
            deadline,
            payee,
        })
    }

    fn key(&self, table: &Table<'_>, key: &mut Vec<u8>) {
        key.clear();
        let payee = self.payee.map(|payee| table.cell(payee)).unwrap_or_default();
        group_key(
            [table.cell(self.importer), table.cell(self.state), table.cell(self.date), payee],
            key,
        );
    }
}

/// Importer, state, date and payee; a cell has no NUL that would confuse two of them.
fn group_key(cells: [&[u8]; 4], key: &mut Vec<u8>) {
    for cell in cells {
        key.extend_from_slice(cell);
        key.push(0);
    }
}

impl Seen {
    fn add(&mut self, table: &Table<'_>, at: &Columns, one: &Amounts, key: &[u8]) {
        self.total.add(one);
        let status = table.cell(at.status);
        let place = STATUSES.iter().position(|word| word.as_bytes() == status);
        if !self.groups.contains_key(key) {
            self.groups.insert(key.to_vec(), Group::default());
        }
        let group = self.groups.get_mut(key);
        if let Some(group) = group {
            group.all.add(one);
            if place == Some(0) {
                group.eligible_low += one.low;
                group.eligible_high += one.high;
            }
            if let Some(count) = place.and_then(|place| group.by_status.get_mut(place)) {
                *count += 1;
            }
        }
        match place.and_then(|place| self.by_status.get_mut(place)) {
            Some(count) => *count += 1,
            None => self.odd_status.note(|| format!("status {}", table.shown(at.status))),
        }
        let lane = table.cell(at.lane);
        match self.lanes.get_mut(lane) {
            Some(sums) => sums.add(one),
            None => drop(self.lanes.insert(lane.to_vec(), one.clone())),
        }
        for code in table.cell(at.unproved).split(|byte| *byte == b';') {
            tally(&mut self.unproved, code);
        }
    }

    fn tell(&mut self, book: &mut Book<'_>, summary: Option<&Value>) {
        let Some(summary) = summary else {
            book.without("entries = totals", SUMMARY);
            return;
        };
        let Amounts { entries, duty, low, high, interest_low, interest_high } = self.total;
        let [eligible, review, blocked, no_refund] = self.by_status.map(Figure::Count);
        let s = |pointer| money(summary, pointer);
        let c = |pointer| count(summary, pointer);
        book.hold("entries", &[(ENTRIES, Figure::Count(entries), SUMMARY, c("/entries/total"))]);
        book.hold(
            "eligible / review / blocked / no refund",
            &[
                ("eligible", eligible, SUMMARY, c("/entries/eligible")),
                ("review", review, SUMMARY, c("/entries/review")),
                ("blocked", blocked, SUMMARY, c("/entries/blocked")),
                ("no refund", no_refund, SUMMARY, c("/entries/no_refund")),
            ],
        );
        book.hold(
            "duty counted = sum of the entries",
            &[(ENTRIES, Figure::Money(duty), SUMMARY, s("/duty/counted"))],
        );
        book.hold(
            "refund, lowest / highest",
            &[
                ("entries.csv, lowest", Figure::Money(low), SUMMARY, s("/refund/low")),
                ("entries.csv, highest", Figure::Money(high), SUMMARY, s("/refund/high")),
            ],
        );
        book.hold(
            "interest, lowest / highest",
            &[
                ("entries.csv, lowest", Figure::Money(interest_low), SUMMARY, s("/interest/low")),
                (
                    "entries.csv, highest",
                    Figure::Money(interest_high),
                    SUMMARY,
                    s("/interest/high"),
                ),
            ],
        );
        let rows = ["/rows/counted", "/rows/out_of_period"];
        book.hold(
            "rows of entries = rows counted + out of period",
            &[(ENTRIES, Figure::Count(self.rows), SUMMARY, all_counts(summary, &rows))],
        );
        self.lanes(book, summary);
        counts(book, "unproved checks", ENTRIES, &self.unproved, &summary["unproved"]);
    }

    /// Entries and refunds by lane.
    fn lanes(&mut self, book: &mut Book<'_>, summary: &Value) {
        let mut odd = std::mem::take(&mut self.odd_status);
        let told = summary["lanes"].as_object();
        let known = told.into_iter().flat_map(|lanes| lanes.keys());
        for lane in known {
            self.lanes.entry(lane.as_bytes().to_vec()).or_default();
        }
        for (lane, sums) in &self.lanes {
            let lane = String::from_utf8_lossy(lane);
            let told = &summary["lanes"][lane.as_ref()];
            let [low, high] = ["/refund_low", "/refund_high"].map(|key| money(told, key));
            let same = matches!(count(told, "/entries"), Figure::Count(n) if n == sums.entries)
                && matches!(low, Figure::Money(cents) if cents == sums.low)
                && matches!(high, Figure::Money(cents) if cents == sums.high);
            if !same {
                odd.note(|| {
                    format!(
                        "lane {}: {} entries of {} to {} in entries.csv, and not in {SUMMARY}",
                        crate::domain::quoted(&lane),
                        sums.entries,
                        printed(sums.low),
                        printed(sums.high)
                    )
                });
            }
        }
        book.one_by_one("lanes, entries and refunds", self.lanes.len() as u64, &odd);
    }
}
