//! `payment-date-ahead`

use super::super::{Verdict, check};
use crate::domain::Field;

check! {
    /// # payment-date-ahead
    ///
    /// ## What it finds
    /// A payment date after the day of upload (--as-of): the day on which a statement is due, or a
    /// report that is younger than that day.
    ///
    /// ## Why it matters
    /// It is no payment yet. `statement-unpaid` is not settled by it, and interest starts where it
    /// would start without a payment date.
    ///
    /// ## What to do
    /// Run again with a later --as-of once the statement is paid, or bring a statement list that
    /// shows it paid.
    PAYMENT_DATE_AHEAD {
        code: "payment-date-ahead",
        severity: Info,
        label: None,
        lane: None,
        fields: [PaymentDate],
        settle: None,
        sources: ["cape-rules:S1"],
    }
    |entry| {
        let as_of = entry.context.as_of;
        let ahead = entry.facts.payment_date.filter(|day| *day > as_of);
        Verdict::each(ahead, |day| {
            let told_by = entry.told_by(Field::PaymentDate);
            let start = entry.deposit.date.map(|day| format!("; interest starts {day}"));
            let start = start.unwrap_or_default();
            format!("payment date {day}{told_by} is after {as_of}, so no payment yet{start}")
        })
    }
}
