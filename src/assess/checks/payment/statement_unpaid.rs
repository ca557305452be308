//! `statement-unpaid`

use super::super::{Verdict, check};
use crate::domain::{Field, Lane};
use crate::ledger::{Flag, ProceedingKind};

check! {
    /// # statement-unpaid
    ///
    /// ## What it finds
    /// An entry without a payment date whose statement is said not to be paid. A payment date
    /// settles the matter, and so does a yes. A blank proves neither, nor does a date after the day
    /// of upload in a list of statements that does not say that it is paid: it may be the day on
    /// which it is due. Where such a list names several for the entry, each must be paid.
    ///
    /// ## Why CBP refuses it
    /// While a statement is authorized but its payment not processed, there is no deposit to give
    /// back yet. The refusal is for that moment only.
    ///
    /// ## What to do
    /// See that the statement is paid, wait until ACE shows it, and file again. An open CBP bill is
    /// another thing: it is no bar, even if it contains IEEPA duty. How ES-003 spells its payment
    /// objects is not confirmed; `Collection Date` and `Statement Paid Date` are among the
    /// spellings understood.
    STATEMENT_UNPAID {
        code: "statement-unpaid",
        severity: Block,
        label: Some("Statement Processing Not Complete"),
        lane: Some(Lane::FixThenFile),
        fields: [PaymentDate, StatementPaid],
        settle: Some(
            "a statement list as facts, or payment_date or statement_paid with --facts; their \
             ES-003 spelling is unconfirmed",
        ),
        sources: ["cape-rules:S1"],
    }
    |entry| {
        if entry.facts.payment_date.is_some() {
            return Verdict::Clear;
        }
        match entry.flag(Field::StatementPaid) {
            Flag::Yes => Verdict::Clear,
            Flag::No => Verdict::Found(match entry.stopped_by(ProceedingKind::Statement) {
                None => "no payment date, and the statement is not paid".to_owned(),
                Some(statement) => {
                    let number = entry.texts.text(statement.number);
                    let place = entry.supplement.place(statement.place);
                    format!("statement {number} is not paid ({place})")
                }
            }),
            Flag::Blank | Flag::Odd => Verdict::Unproved,
        }
    }
}
