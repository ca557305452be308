//! What reports list by entry beside its header: CAPE claims, protests, drawback claims, statements.
//! An entry may have several of each; what they decide together is one fact of the entry.

use super::origins::FactPlace;
use super::texts::Reading;
use super::{TextId, Texts};
use crate::domain::{Day, Field, fold, text_of};
use crate::intake::Row;
use crate::mask::Mask;
use crate::rulebook::{
    ClaimErrorMeaning, ClaimMeaning, DrawbackMeaning, FactsReport, ProtestMeaning, ReportColumn,
    Rulebook, StatementMeaning,
};

/// What a report lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProceedingKind {
    /// A CAPE claim that names the entry.
    Claim,
    /// A protest against it.
    Protest,
    /// A drawback claim that names it.
    Drawback,
    /// A statement or a payment.
    Statement,
}

/// What it means for the entry. The last of these outweighs the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It does not stop the entry: refused claim, settled protest, paid statement.
    Free,
    /// Not to be told from what the report says.
    Unsure,
    /// It stops the entry: accepted claim, open protest, drawback, unpaid statement.
    Stops,
}

/// One line of such a report.
#[derive(Debug, Clone, Copy)]
pub struct Proceeding {
    /// What it is.
    pub kind: ProceedingKind,
    /// Its number as printed; may be blank.
    pub number: TextId,
    /// Its status as printed; may be blank.
    pub status: TextId,
    /// What it means.
    pub standing: Standing,
    /// Whether it is a claim that CBP refused.
    pub refused: bool,
    /// Of a refused claim: why, as CBP says it.
    pub error: TextId,
    /// Of a statement: when it was paid.
    pub paid_on: Option<Day>,
    /// Where it stands.
    pub place: FactPlace,
}

impl ProceedingKind {
    /// Each of them.
    pub const ALL: [ProceedingKind; 4] = [
        ProceedingKind::Claim,
        ProceedingKind::Protest,
        ProceedingKind::Drawback,
        ProceedingKind::Statement,
    ];

    /// The field that it decides.
    pub const fn field(self) -> Field {
        match self {
            ProceedingKind::Claim => Field::DeclaredClaim,
            ProceedingKind::Protest => Field::ProtestStatus,
            ProceedingKind::Drawback => Field::Drawback,
            ProceedingKind::Statement => Field::StatementPaid,
        }
    }

    /// What a report lists, if it lists anything of this sort.
    pub const fn of(report: FactsReport) -> Option<ProceedingKind> {
        match report {
            FactsReport::Es022 | FactsReport::ClaimDetails => Some(ProceedingKind::Claim),
            FactsReport::ProtestList => Some(ProceedingKind::Protest),
            FactsReport::DrawbackList => Some(ProceedingKind::Drawback),
            FactsReport::StatementList => Some(ProceedingKind::Statement),
            FactsReport::Es001
            | FactsReport::Es701
            | FactsReport::Es702
            | FactsReport::ValidationResult
            | FactsReport::Rev615
            | FactsReport::Rev613
            | FactsReport::Rev603
            | FactsReport::BankStatement => None,
        }
    }
}

impl Proceeding {
    /// Reads the line of a report; `None` if it names no proceeding.
    pub(super) fn read(
        row: &Row<'_>,
        kind: ProceedingKind,
        rules: &Rulebook,
        mask: Option<&Mask>,
        texts: &mut Texts,
        place: FactPlace,
    ) -> Option<Proceeding> {
        let words = &rules.status_words;
        let column = |column| row.report_text(column);
        let (number, status) = match kind {
            ProceedingKind::Claim => {
                (column(ReportColumn::ClaimNumber), column(ReportColumn::ClaimStatus))
            }
            ProceedingKind::Protest => {
                (column(ReportColumn::ProtestNumber), row.text(Field::ProtestStatus))
            }
            ProceedingKind::Drawback => {
                (column(ReportColumn::DrawbackNumber), column(ReportColumn::DrawbackStatus))
            }
            ProceedingKind::Statement => {
                (column(ReportColumn::StatementNumber), column(ReportColumn::StatementStatus))
            }
        };
        // Some lists say no where there is nothing to number.
        let word = fold(number);
        let says_no = !number.is_empty() && (word.is_empty() || words.yes_no(&word) == Some(false));
        let number = if says_no { &[] } else { number };
        let folded = fold(status);
        // One that cannot be read is said of the cell, and is no date.
        let paid_on = match kind {
            ProceedingKind::Statement => Day::read(row.text(Field::PaymentDate)).ok().flatten(),
            _ => None,
        };
        // A list of protests or drawback claims says by naming an entry that there is one; a list of
        // entries, or a no in the place of the number, does not.
        let of_entries = [Field::EntryType, Field::LiquidationStatus];
        let by_name = matches!(kind, ProceedingKind::Protest | ProceedingKind::Drawback)
            && !says_no
            && of_entries.iter().all(|field| row.layout().column(*field).is_none());
        if number.is_empty() && status.is_empty() && paid_on.is_none() && !by_name {
            return None;
        }
        let meaning = words.claim(&folded).filter(|_| kind == ProceedingKind::Claim);
        let refused = meaning.is_some_and(ClaimMeaning::is_refusal);
        let error = match kind {
            ProceedingKind::Claim => column(ReportColumn::ClaimError),
            _ => &[],
        };
        let standing = match kind {
            ProceedingKind::Claim => match meaning {
                Some(ClaimMeaning::Accepted | ClaimMeaning::Updated) => Standing::Stops,
                // Refused because it was accepted before is no refusal to build on.
                Some(meaning) if meaning.is_refusal() => match words.claim_error(&fold(error)) {
                    Some(ClaimErrorMeaning::Declared) => Standing::Unsure,
                    None => Standing::Free,
                },
                Some(ClaimMeaning::InPart) if has_refund(row) => Standing::Stops,
                // In part, not decided yet, or in a word that is not known.
                Some(_) | None => Standing::Unsure,
            },
            ProceedingKind::Protest => match words.protest(&folded) {
                Some(ProtestMeaning::Open) => Standing::Stops,
                Some(ProtestMeaning::Closed) => Standing::Free,
                None => Standing::Unsure,
            },
            ProceedingKind::Drawback => match words.drawback(&folded) {
                Some(DrawbackMeaning::Off) => Standing::Free,
                Some(DrawbackMeaning::Unsure) => Standing::Unsure,
                // A line without a number names the entry, and no claim.
                Some(DrawbackMeaning::On) | None if number.is_empty() && by_name => {
                    Standing::Unsure
                }
                Some(DrawbackMeaning::On) | None if number.is_empty() => return None,
                Some(DrawbackMeaning::On) | None => Standing::Stops,
            },
            ProceedingKind::Statement => match (words.statement(&folded), words.yes_no(&folded)) {
                (Some(StatementMeaning::Unpaid), _) | (None, Some(false)) => Standing::Stops,
                (Some(StatementMeaning::Paid), _) | (None, Some(true)) => Standing::Free,
                // The date alone tells that it is paid.
                (None, None) if status.is_empty() && paid_on.is_some() => Standing::Free,
                (None, None) if status.is_empty() => return None,
                (None, None) => Standing::Unsure,
            },
        };
        let mut text = |cell: &[u8], masked: fn(&Mask, &str) -> String| {
            let text = text_of(cell);
            match mask {
                None => texts.id(&text),
                Some(mask) => texts.id(&masked(mask, &text)),
            }
        };
        Some(Proceeding {
            kind,
            number: text(number, Mask::proceeding),
            status: text(status, Mask::word),
            standing,
            refused,
            error: text(error, Mask::words),
            paid_on,
            place,
        })
    }

    /// The protest status that it gives an entry, folded. One without a status is on file all the
    /// same, so it must not read like none.
    pub(super) fn protest_word(&self, texts: &mut Texts) -> TextId {
        let status = texts.text(self.status).to_owned();
        if status.is_empty() {
            let word = match texts.text(self.number) {
                "" => "listed without a number and a status".to_owned(),
                number => format!("protest {number} without a status"),
            };
            return texts.id(&fold(word.as_bytes()));
        }
        texts.read(status.as_bytes(), Reading::Folded)
    }
}

/// Whether CBP refunds anything on this line.
fn has_refund(row: &Row<'_>) -> bool {
    [ReportColumn::RefundAmount, ReportColumn::RefundNumber, ReportColumn::RefundDate]
        .into_iter()
        .any(|column| {
            let cell = row.report_text(column);
            // An amount of nothing is no refund.
            cell.iter().any(|byte| byte.is_ascii_alphanumeric() && *byte != b'0')
        })
}

/// Takes in a proceeding of an entry among those known. Two lines about one and the same (by its
/// number) are joined within a file, the graver one counts; in another file the later one replaces
/// the first, or the newer report does. The one that it contradicts is handed back, with whether
/// that one stays.
///
/// A claim once accepted stays accepted, and a line that tells the answer outweighs one that does
/// not. Each reason for which a claim refused the entry is kept.
pub(super) fn take(
    known: &mut Vec<Proceeding>,
    new: Proceeding,
    is_older: impl Fn(FactPlace, FactPlace) -> bool,
) -> Option<(Proceeding, bool)> {
    let other_reason = |old: &Proceeding| {
        let told = !old.error.is_blank() && !new.error.is_blank();
        old.refused && new.refused && told && old.error != new.error
    };
    let same = |old: &&mut Proceeding| {
        old.kind == new.kind && old.number == new.number && !other_reason(old)
    };
    // Without a number nothing says that two lines mean the same.
    let same_file = |old: &Proceeding| old.place.file == new.place.file;
    let Some(old) =
        known.iter_mut().find(|old| same(old) && (!new.number.is_blank() || same_file(old)))
    else {
        // Most entries have one, and there may be millions.
        if known.is_empty() {
            known.reserve_exact(1);
        }
        known.push(new);
        return None;
    };
    let before = *old;
    if new.kind == ProceedingKind::Claim {
        let rank = |line: &Proceeding| match (line.standing, line.refused) {
            (Standing::Unsure, false) => 0,
            (Standing::Free, _) if line.error.is_blank() => 1,
            (Standing::Free, _) => 2,
            (Standing::Unsure, true) => 3,
            (Standing::Stops, _) => 4,
        };
        if rank(&new) > rank(old) {
            *old = new;
        }
        let both_tell = before.standing != Standing::Unsure && new.standing != Standing::Unsure;
        let contradicts = both_tell && before.standing != new.standing && !same_file(&before);
        return contradicts.then_some((before, rank(&before) > rank(&new)));
    }
    if same_file(old) {
        let paid_on = old.paid_on.max(new.paid_on);
        if new.standing > old.standing {
            *old = new;
        }
        old.paid_on = paid_on;
        return None;
    }
    let differs = before.standing != new.standing
        || before.paid_on != new.paid_on && before.paid_on.is_some() && new.paid_on.is_some();
    let stays = is_older(new.place, before.place);
    if !stays {
        let paid_on = new.paid_on.or(old.paid_on);
        *old = Proceeding { paid_on, ..new };
    }
    differs.then_some((before, stays))
}

/// The gravest of a kind, the first of them where several are; what stands for the entry.
pub(super) fn gravest(known: &[Proceeding], kind: ProceedingKind) -> Option<&Proceeding> {
    let of_kind = known.iter().filter(|line| line.kind == kind);
    of_kind.reduce(|grave, line| if line.standing > grave.standing { line } else { grave })
}

#[cfg(test)]
mod tests;
