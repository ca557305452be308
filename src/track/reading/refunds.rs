//! How far a refund is, and how its total parts into duty and interest.

use crate::domain::{Cents, fold};
use crate::rulebook::{RefundMeaning, StatusWords};
use crate::track::RefundStatus;

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
