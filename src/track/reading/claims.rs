//! What a row about a claim says of its entry.

use crate::domain::fold;
use crate::ledger::{TextId, Texts};
use crate::rulebook::{ClaimErrorMeaning, ClaimMeaning, ErrorLevels, FactsReport, Rulebook};
use crate::track::VerdictKind;
use hashbrown::HashMap;

/// What words of claims mean; each is looked up once.
#[derive(Default)]
pub(super) struct ClaimWords {
    statuses: HashMap<(TextId, bool), Option<ClaimMeaning>, foldhash::fast::FixedState>,
    errors: HashMap<TextId, Error, foldhash::fast::FixedState>,
}

/// What an error says.
#[derive(Clone, Copy)]
struct Error {
    levels: ErrorLevels,
    /// It says that the entry is on a declaration already.
    declared: bool,
}

/// The cells that decide.
#[derive(Clone, Copy)]
pub(super) struct ClaimCells {
    pub report: FactsReport,
    pub claim: TextId,
    pub status: TextId,
    pub error: TextId,
    /// CBP refunds something on this row.
    pub has_refund: bool,
}

impl ClaimWords {
    /// What a row says.
    pub fn verdict(&mut self, cells: ClaimCells, rules: &Rulebook, texts: &Texts) -> VerdictKind {
        let error = self.error(cells.error, rules, texts);
        let by_error = || match error.levels {
            // A claim has a number once its file was taken in, so a number of it that stands on
            // another declaration is the matter of the entry.
            _ if error.declared && !cells.claim.is_blank() => Some(VerdictKind::Rejected),
            // Of a label of both levels, before there is a claim the file is meant.
            ErrorLevels { file: true, .. } if cells.report == FactsReport::ValidationResult => {
                Some(VerdictKind::FileRejected)
            }
            ErrorLevels { entry: true, .. } => Some(VerdictKind::Rejected),
            ErrorLevels { file: true, .. } => Some(VerdictKind::FileRejected),
            ErrorLevels { .. } => None,
        };
        match self.status(cells, rules, texts) {
            Some(ClaimMeaning::Updated) => VerdictKind::Updated,
            Some(ClaimMeaning::Accepted) => VerdictKind::Accepted,
            // A part of the claim is accepted. That this entry is in it shows by its refund alone: one
            // that was refused liquidates too, on its ordinary day. That it is not shows by a label.
            Some(ClaimMeaning::InPart) if cells.has_refund => VerdictKind::Accepted,
            Some(ClaimMeaning::InPart) => {
                by_error().map_or(VerdictKind::Unknown, |_| VerdictKind::Rejected)
            }
            Some(ClaimMeaning::Uploaded) => by_error().unwrap_or(VerdictKind::Uploaded),
            Some(ClaimMeaning::Refused) => by_error().unwrap_or(VerdictKind::Rejected),
            Some(ClaimMeaning::RefusedClaim) => by_error().unwrap_or(VerdictKind::FileRejected),
            Some(ClaimMeaning::RefusedFile) => VerdictKind::FileRejected,
            // A label of CBP beside the entry says that it is refused; other words prove nothing.
            None if cells.status.is_blank() => by_error().unwrap_or(VerdictKind::Unknown),
            None => VerdictKind::Unknown,
        }
    }

    fn status(
        &mut self,
        cells: ClaimCells,
        rules: &Rulebook,
        texts: &Texts,
    ) -> Option<ClaimMeaning> {
        let is_validation = cells.report == FactsReport::ValidationResult;
        *self.statuses.entry((cells.status, is_validation)).or_insert_with(|| {
            let folded = fold(texts.text(cells.status).as_bytes());
            match is_validation {
                true => rules.status_words.validation(&folded),
                false => rules.status_words.claim(&folded),
            }
        })
    }

    fn error(&mut self, error: TextId, rules: &Rulebook, texts: &Texts) -> Error {
        *self.errors.entry(error).or_insert_with(|| {
            let text = texts.text(error);
            let declared = rules.status_words.claim_error(&fold(text.as_bytes()));
            Error {
                levels: rules.labels.levels_in_error(text),
                declared: declared == Some(ClaimErrorMeaning::Declared),
            }
        })
    }
}
