//! `payments.csv`, one row per payment group, and `differences.csv`, one row per group and cause.

use crate::domain::Cents;
use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};
use crate::track::payments::{GroupBook, PaymentBook, Payments};
use crate::track::{Cause, RefundId, Scene};

/// The header of `differences.csv`.
pub const DIFFERENCES_HEADER: &str =
    "payee,liquidation_date,cause,entries,principal,interest,amount\n";

/// The header of `payments.csv`: its last columns are the causes.
pub fn payments_header() -> String {
    let mut out = Vec::new();
    header(&mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes `payments.csv` and `differences.csv`.
///
/// # Errors
/// They cannot be written.
pub fn write_payments(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    book: &PaymentBook,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut file = staging.create("payments.csv")?;
    let mut out = Vec::new();
    header(&mut out);
    let mut words = String::new();
    for group in &book.groups {
        payment(scene, payments, group, &mut words, &mut out);
        file.write(&out)?;
        out.clear();
    }
    staging.close(file)?;
    let mut file = staging.create("differences.csv")?;
    file.write(DIFFERENCES_HEADER.as_bytes())?;
    for group in &book.groups {
        for cause in &group.causes {
            RowWriter::new(&mut out)
                .text(payee(payments, group).0)
                .day(group.date)
                .word(cause.cause.as_str())
                .number(cause.entries)
                .wide_cents(cause.sum.principal)
                .wide_cents(cause.sum.interest)
                .wide_cents(cause.sum.total())
                .end();
        }
        file.write(&out)?;
        out.clear();
    }
    staging.close(file)
}

fn header(out: &mut Vec<u8>) {
    let mut row = RowWriter::new(out);
    for column in [
        "payee",
        "payee_name",
        "liquidation_date",
        "entries",
        "paid_entries",
        "expected_principal",
        "expected_interest",
        "expected",
        "expected_at_liquidation",
        "refunded",
        "paid",
        "deposited",
        "difference",
        "status",
        "refund_numbers",
        "deposits",
    ] {
        row.word(column);
    }
    for cause in Cause::ALL {
        row.word(&cause.as_str().replace('-', "_"));
    }
    row.word("unexplained_entries").word("not_seen_at_bank").end();
}

fn payment(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    group: &GroupBook,
    words: &mut String,
    out: &mut Vec<u8>,
) {
    let (payee, name) = payee(payments, group);
    let mut row = RowWriter::new(out);
    row.text(payee)
        .text(name)
        .day(group.date)
        .number(group.entries)
        .number(group.paid_entries)
        .wide_cents(group.expected.principal)
        .wide_cents(group.expected.interest)
        .wide_cents(group.expected.total());
    match group.liquidated_entries {
        0 => row.word(""),
        _ => row.wide_cents(group.at_liquidation.total()),
    };
    row.wide_cents(group.refunded)
        .wide_cents(group.paid.total())
        .wide_cents(group.deposited)
        .wide_cents(group.difference())
        .word(group.status().as_str())
        .text(numbers(scene, payments, &group.refunds, words));
    row.text(deposits(scene, payments, &group.refunds, words));
    for cause in Cause::ALL {
        row.wide_cents(group.cause(*cause).map_or(0, |total| total.sum.total()));
    }
    row.number(group.cause(Cause::Unknown).map_or(0, |total| total.entries))
        .wide_cents(group.not_seen)
        .end();
}

/// Number and name of the payee of a group.
fn payee<'p>(payments: &'p Payments<'_>, group: &GroupBook) -> (&'p str, &'p str) {
    let payee = group.payee.and_then(|id| payments.payee(id));
    payee.map_or(("", ""), |payee| (payee.printed.as_str(), payee.name.as_str()))
}

/// The numbers of refunds, joined by `;`.
pub(super) fn numbers<'w>(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    refunds: &[RefundId],
    words: &'w mut String,
) -> &'w str {
    words.clear();
    for refund in refunds.iter().filter_map(|id| payments.links().refund(*id)) {
        put(words, scene.said.texts.text(refund.number));
    }
    words
}

/// Day and amount of the bank lines of refunds, joined by `;`.
fn deposits<'w>(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    refunds: &[RefundId],
    words: &'w mut String,
) -> &'w str {
    words.clear();
    for link in refunds.iter().flat_map(|id| payments.links().deposits(*id)) {
        let line = scene.said.deposits.get(link.deposit as usize);
        put(words, &dated(line.and_then(|line| line.on), link.amount));
    }
    words
}

fn dated(on: Option<crate::domain::Day>, amount: Cents) -> String {
    match on {
        Some(on) => format!("{on} {amount}"),
        None => amount.to_string(),
    }
}

/// Appends a text to others, joined by `;`; a blank one is left out.
pub(super) fn put(words: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    if !words.is_empty() {
        words.push(';');
    }
    words.push_str(text);
}
