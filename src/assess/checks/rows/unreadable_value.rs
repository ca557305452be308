//! `unreadable-value`

use super::super::{Verdict, check, listed};
use crate::ledger::NoteKind;

check! {
    /// # unreadable-value
    ///
    /// ## What it finds
    /// A cell of an IEEPA row, other than its duty and its entry date, that does not hold what its
    /// column should hold: an amount with three decimals, a date that does not exist, a line number
    /// with letters. The cell is taken as blank, a value as 0.00; the duty of the row is kept.
    ///
    /// ## Why it matters
    /// What the cell should have told is missing from the checks: a liquidation date that cannot be
    /// read starts no clock, a row without a line number finds no base row. An entry that shows no
    /// refund is not written off because of it.
    ///
    /// ## What to do
    /// Correct the cell, or bring the fact with --facts. If a whole column reads so, look for dates
    /// with the day first or amounts with a decimal comma.
    UNREADABLE_VALUE {
        code: "unreadable-value",
        severity: Review,
        label: None,
        lane: None,
        fields: [RowValue, LineNumber, TariffOrdinal, SummaryDate, PaymentDate, LiquidationDate],
        settle: None,
        sources: ["es003-format:S1", "es003-format:S16"],
    }
    |entry| match listed(entry.remarks(NoteKind::Unreadable), |text| text) {
        None => Verdict::Clear,
        Some(texts) => Verdict::Found(format!("{texts}: unreadable, taken as blank")),
    }
}
