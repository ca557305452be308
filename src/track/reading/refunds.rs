//! How far a refund is, and how its total parts into duty and interest.

use super::cells::Line;
use super::{Bin, Reader, bin_of};
use crate::domain::{Cents, fold};
use crate::rulebook::{RefundMeaning, ReportColumn, StatusWords};
use crate::track::{Place, RefundStatus, Share};

/// The amounts of a refund, or of an entry's share in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Amounts {
    pub total: Option<Cents>,
    pub principal: Option<Cents>,
    pub interest: Option<Cents>,
}

impl Amounts {
    /// The same with what follows from two of the three. A total that differs from the sum of its
    /// parts stays as it is printed, and so do they.
    pub fn completed(self) -> Amounts {
        let minus = |a: Cents, b: Cents| a.0.checked_sub(b.0).map(Cents);
        match self {
            Amounts { total: None, principal: Some(principal), interest } => {
                let total = principal.checked_add(interest.unwrap_or_default());
                Amounts { total, ..self }
            }
            Amounts { total: Some(total), principal: None, interest: Some(interest) } => {
                Amounts { principal: minus(total, interest), ..self }
            }
            Amounts { total: Some(total), principal: Some(principal), interest: None } => {
                Amounts { interest: minus(total, principal), ..self }
            }
            _ => self,
        }
    }
}

/// How far a refund is by its status and secondary status. The secondary one says more, and is the
/// newer one: beside `Transmitted` it tells whether Treasury paid. A word there that is in no list
/// may undo what the status says, so with one nothing is known.
pub(super) fn status_of(status: &[u8], secondary: &[u8], words: &StatusWords) -> RefundStatus {
    match meaning(secondary, words) {
        RefundStatus::None => meaning(status, words),
        known => known,
    }
}

/// What one status cell says.
pub(super) fn meaning(cell: &[u8], words: &StatusWords) -> RefundStatus {
    // `Check / ACH Returned` is the same as `Check/ACH Returned`.
    let folded = fold(cell).replace(" /", "/").replace("/ ", "/");
    match (folded.is_empty(), words.refund(&folded)) {
        (true, _) => RefundStatus::None,
        (false, None) => RefundStatus::Unknown,
        (false, Some(meaning)) => match meaning {
            RefundMeaning::Certified => RefundStatus::Certified,
            RefundMeaning::Held => RefundStatus::Held,
            RefundMeaning::Sent => RefundStatus::Sent,
            RefundMeaning::Diverted => RefundStatus::Diverted,
            RefundMeaning::Issued => RefundStatus::Issued,
            RefundMeaning::Returned => RefundStatus::Returned,
            RefundMeaning::Reissued => RefundStatus::Reissued,
        },
    }
}

impl Reader<'_> {
    /// A row of REV-615 that names an entry: its share in a refund. A total there may be that of the
    /// refund, so the entry's own amounts come first.
    pub(super) fn share_of_615(
        &mut self,
        line: &mut Line<'_, '_>,
        place: Place,
    ) -> Result<Bin, String> {
        use ReportColumn::*;
        let row = line.row;
        let interest = line.amount(InterestAmount)?;
        let total = line.amount(TotalAmount)?;
        let principal = match line.amount(RefundAmount)? {
            None => Amounts { total, principal: None, interest }.completed().principal.or(total),
            own => own,
        };
        let on = line.day(RefundDate)?;
        let liquidated = self.liquidated(line)?;
        let entry = self.entry(row)?;
        let (first, second) = (line.cell(RefundStatus), line.cell(SecondaryStatus));
        let share = Share {
            entry,
            refund: self.text(line.number(RefundNumber)),
            claim: self.text(line.number(ClaimNumber)),
            principal,
            interest,
            liquidated,
            payee: self.payee(row),
            on,
            status: status_of(first, second, &self.rules.status_words),
            place,
        };
        self.said.shares.push(share);
        self.liquidated_on(entry, liquidated, place);
        Ok(bin_of(entry, true))
    }
}
