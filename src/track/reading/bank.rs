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
        let amount = self.bank_amount(line, place)?;
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
    fn bank_amount(&mut self, line: &Line<'_, '_>, place: Place) -> Result<Cents, String> {
        let amount = line.amount(ReportColumn::BankAmount)?.unwrap_or_default();
        // Some banks print it with a minus sign, some without.
        let debit = line.amount(ReportColumn::BankDebit)?.unwrap_or_default();
        let sign = line.cell(ReportColumn::BankSign);
        let kind = self.kind_of_line(line, place);
        let signed = match self.rules.status_words.bank_sign(&fold(sign)).or(kind) {
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

    /// Which way a line went by its kind, if that is a word for it. Any other word is not read, and
    /// remembered.
    fn kind_of_line(&mut self, line: &Line<'_, '_>, place: Place) -> Option<BankSign> {
        let folded = fold(line.cell(ReportColumn::BankKind));
        if folded.is_empty() {
            return None;
        }
        let words = &self.rules.status_words;
        let sign = words.bank_sign(&folded);
        self.kind_headers.entry(place.file).or_insert_with(|| {
            let layout = line.row.layout();
            let at = layout.report_column(ReportColumn::BankKind);
            at.and_then(|at| layout.headers().get(at)).cloned().unwrap_or_default()
        });
        let seen = self.kinds.entry(place.file).or_default();
        seen.signs |= sign.is_some();
        seen.others |= sign.is_none();
        seen.perhaps |=
            sign.is_none() && folded.split(' ').any(|word| words.bank_sign(word).is_some());
        sign
    }
}

/// What stands in the column for the kind of a bank line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KindsSeen {
    /// Words for debit or credit, which decide.
    signs: bool,
    /// Other words, which are not read.
    others: bool,
    /// Among these, some that hold a word for debit or credit.
    perhaps: bool,
}

impl KindsSeen {
    /// Whether the column, or a part of it, was not read; and whether it may tell which way a line
    /// went.
    pub(super) fn unread(self) -> Option<bool> {
        self.others.then_some(self.signs || self.perhaps)
    }
}
