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
    /// It is taken for what it says: the statement is paid then, and interest starts from it. If it is
    /// the day on which the statement is due, CBP may refuse the entry until the payment is processed.
    ///
    /// ## What to do
    /// See whether the statement is paid. If the export is younger than --as-of, nothing is wrong.
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
            format!("payment date {day}{told_by} is after {as_of}; see that it is no due date")
        })
    }
}
