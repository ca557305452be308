//! Refunds and deposits, and the clocks.

use super::section::{Section, Unfolding};
use crate::report::html::table::{Cell, Table};
use crate::report::html::words;
use crate::report::text::{count, counted, dollars};
use crate::report::tracking::told::{self, Told};

/// A day, or a blank cell.
pub(super) fn day(day: Option<crate::domain::Day>) -> Cell {
    day.map_or_else(Cell::blank, |day| Cell::text(day.to_string()))
}

/// A word of the tables; what they have from elsewhere is shown as data.
pub(super) fn word(word: &str) -> Cell {
    match word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b' ') {
        true => Cell::text(word),
        false => Cell::data(word),
    }
}

/// Sets what a table leaves out.
pub(super) fn more(table: &mut Table, all: u64, file: &str) {
    let more = all.saturating_sub(table.rows.len() as u64);
    if more > 0 {
        table.note = format!("{} more: {file} has all.", count(more));
    }
}

/// The section of deposits and refunds.
pub(super) fn deposits(told: &Told) -> Section {
    let (deposits, refunds) = (&told.deposits, &told.refunds);
    let mut sums = Table::new("Deposits and refunds", &["what", ">number", ">amount"]);
    let mut row = |name: &str, counted: &told::Counted| {
        sums.row([Cell::text(name), Cell::count(counted.number), Cell::money(counted.amount)]);
    };
    if deposits.all.number + refunds.all.number > 0 {
        row("deposits, bank credits", &deposits.all);
        row("of these, matched to no refund", &deposits.unmatched);
        row("of these, more than one refund would fit", &deposits.ambiguous);
        row("deposits that stand in another statement already", &deposits.copies);
        if deposits.ahead.number > 0 {
            row("deposits dated after the day to which clocks count", &deposits.ahead);
        }
        if deposits.sent_back.number > 0 {
            row("lines by which the bank sent a refund back", &deposits.sent_back);
        }
        row("refunds in CBP's reports", &refunds.all);
        row("of these, in no payment group", &refunds.unmatched);
        row("of these, issued by CBP and not seen at the bank", &refunds.not_seen);
        for (status, counted) in &refunds.by_status {
            row(&format!("refunds with status {}", words::shown(status)), counted);
        }
    }
    let mut banked = Table::new(
        "Deposits, those that match nothing first",
        &["date", ">amount", "reference", "matched by", "refunds", "remark"],
    );
    for deposit in &deposits.listed {
        banked.row([
            day(deposit.on),
            Cell::money(deposit.amount),
            Cell::data(&deposit.reference),
            word(&deposit.how),
            Cell::data(&deposit.refunds),
            Cell::data(&deposit.remark),
        ]);
    }
    more(&mut banked, deposits.all.number + deposits.sent_back.number, "deposits.csv");
    let mut listed = Table::new(
        "Refunds, those in no payment group first",
        &[
            "refund",
            "payee",
            "date",
            "status",
            ">amount",
            ">entries named",
            "deposited",
            ">deposit",
            "matched by",
            "remark",
        ],
    );
    for refund in &refunds.listed {
        let (deposited, amount) = match refund.deposit {
            Some((on, amount)) => (day(on), Cell::money(amount)),
            None => (Cell::blank(), Cell::right("")),
        };
        let remark = match (refund.is_grouped, refund.remark.as_str()) {
            (false, "") => "in no payment group",
            (_, remark) => remark,
        };
        listed.row([
            Cell::data(&refund.number),
            Cell::data(&refund.payee),
            day(refund.on),
            word(&refund.status),
            Cell::money(refund.amount),
            Cell::count(refund.entries),
            deposited,
            amount,
            word(&refund.how),
            Cell::data(remark),
        ]);
    }
    more(&mut listed, refunds.all.number, "refunds.csv");
    let mut section = Section::new(
        "deposits",
        "Deposits and refunds",
        "CBP pays one sum for each payee and (re)liquidation date, and its reports list the \
         refunds. A deposit is taken for a refund by its reference, or by amount and date if \
         nothing else fits; what fits several is named and not guessed. Below the tables each \
         refund unfolds to its entries; `refund_entries.csv` has all.",
        vec![sums, banked, listed],
        "Neither a refund report nor a bank statement was given.",
    );
    let with_entries = refunds.listed.iter().filter(|refund| refund.all_in_it > 0);
    section.unfolding = with_entries.map(in_refund).collect();
    section
}

/// The entries in a refund, and so in its deposit.
fn in_refund(refund: &told::Refund) -> Unfolding {
    let heads =
        ["entry", "importer", ">duty", ">interest", ">together", ">expected at most", "known by"];
    let mut table = Table::new(format!("Entries in {}", words::shown(&refund.number)), &heads);
    for one in &refund.in_it {
        table.row([
            Cell::data(&one.entry),
            Cell::data(&one.importer),
            Cell::money(one.principal),
            Cell::money(one.interest),
            Cell::money(one.principal + one.interest),
            Cell::money(one.expected),
            word(&one.basis),
        ]);
    }
    let more = refund.all_in_it.saturating_sub(refund.in_it.len() as u64);
    if more > 0 {
        table.note = format!("... and {} more in refund_entries.csv", count(more));
    }
    let mut line = format!("Refund {}", refund.number);
    if let Some(on) = refund.on {
        line += &format!(" of {on}");
    }
    line += &format!(", {}", dollars(refund.amount));
    match refund.deposit {
        Some((Some(on), amount)) => {
            line += &format!(", in the deposit of {on}, {}", dollars(amount));
        }
        Some((None, amount)) => line += &format!(", in a deposit of {}", dollars(amount)),
        None => line += ", in no deposit",
    }
    line += &format!(": {}", counted(refund.all_in_it, "entry", "entries"));
    Unfolding { line: words::shown(&line), table }
}

/// The section of the clocks.
pub(super) fn clocks(told: &Told) -> Section {
    let clocks = &told.clocks;
    let mut kinds = Table::new(
        "Clocks by kind",
        &[
            "clock",
            ">entries past its end",
            ">amount",
            ">entries before it",
            ">amount",
            ">entries without a known end",
            ">amount",
            "next end",
        ],
    );
    for (kind, sums) in &clocks.kinds {
        kinds.row([
            Cell::titled(told::kind(kind), kind),
            Cell::count(sums.over),
            Cell::money(sums.over_amount),
            Cell::count(sums.running),
            Cell::money(sums.running_amount),
            Cell::count(sums.no_date),
            Cell::money(sums.no_date_amount),
            match sums.next.filter(|_| sums.next_is_projected) {
                Some(next) => Cell::right(format!("about {next} (estimate)")),
                None => day(sums.next),
            },
        ]);
    }
    let mut listed = Table::new(
        "Clocks, those furthest past their end first",
        &[
            "clock",
            "importer",
            "from",
            "known by",
            "end",
            ">days",
            ">entries",
            ">amount",
            "what to do",
        ],
    );
    for clock in &clocks.listed {
        let days = match clock.days_over {
            Some(days @ 1..) => format!("{} over", count(days.unsigned_abs().into())),
            Some(days) => format!("{} left", count(days.unsigned_abs().into())),
            None => String::new(),
        };
        listed.row([
            Cell::text(told::kind(&clock.kind)),
            Cell::data(&words::importer(&clock.importer)),
            day(clock.from),
            word(&clock.basis),
            day(clock.due),
            Cell::right(days),
            Cell::count(clock.entries),
            Cell::right(dollars(clock.amount)),
            Cell::text(words::sentence(&clock.what_to_do)),
        ]);
    }
    more(&mut listed, clocks.all, "clocks.csv");
    Section::new(
        "clocks",
        "Clocks",
        "What should have happened by now, and which rights end when. Where no report states the \
         day a clock starts, the day of the report stands for it: it started then at the latest. An \
         entry may stand under several clocks.",
        vec![kinds, listed],
        "No clock runs.",
    )
}
