//! Lines of a bank account.

use super::Reader;
use super::cells::Line;
use crate::domain::{Cents, fold, quoted, text_of};
use crate::rulebook::{BankSign, ReportColumn};
use crate::track::{BankLine, Place};

impl Reader<'_> {
    /// A line of the account.
    pub(super) fn bank_line(
        &mut self,
        line: &mut Line<'_, '_>,
        place: Place,
    ) -> Result<BankLine, String> {
        use ReportColumn::*;
        let on = line.day(BankDate)?;
        let amount = self.bank_amount(line)?;
        // One of them may repeat another.
        let mut parts: Vec<String> = Vec::new();
        for column in [BankDescription, BankReference, BankDetails] {
            let text = text_of(line.cell(column)).into_owned();
            if !text.is_empty() && !parts.contains(&text) {
                parts.push(text);
            }
        }
        let reference = self.said.texts.id(&parts.join(" / "));
        Ok(BankLine { on, amount, reference, place })
    }

    /// What came in less what went out.
    fn bank_amount(&self, line: &Line<'_, '_>) -> Result<Cents, String> {
        let amount = line.amount(ReportColumn::BankAmount)?.unwrap_or_default();
        // Some banks print it with a minus sign, some without.
        let debit = line.amount(ReportColumn::BankDebit)?.unwrap_or_default();
        let sign = line.cell(ReportColumn::BankSign);
        let signed = match self.rules.status_words.bank_sign(&fold(sign)) {
            Some(BankSign::Out) => Cents(-amount.0.saturating_abs()),
            Some(BankSign::In) => amount,
            None if sign.is_empty() || amount == Cents::ZERO => amount,
            None => {
                let sign = quoted(&text_of(sign));
                return Err(format!("bank_sign {sign} does not tell credit from debit"));
            }
        };
        Ok(Cents(signed.0.saturating_sub(debit.0.saturating_abs())))
    }
}
