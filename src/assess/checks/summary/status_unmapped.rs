//! `status-unmapped`

use super::super::{Verdict, check, listed};
use crate::assess::{Entry, Word};
use crate::domain::{Field, quoted};
use crate::ledger::{NoteKind, ProceedingKind, Standing};
use crate::rulebook::StatusWords;

check! {
    /// # status-unmapped
    ///
    /// ## What it finds
    /// A liquidation, summary, control or protest status that is no word of the rules, or a yes/no
    /// column with text that says neither (`Y YES TRUE 1 X` and `N NO FALSE 0` are known). In lists
    /// of claims, protests, drawback claims and statements also a line whose status leaves open
    /// what it means for the entry, such as a claim that was accepted in part, or one that refused
    /// the entry as a duplicate: then another declaration may hold it. A list of protests or
    /// drawback claims that names the entry and no protest or claim leaves it open, too.
    ///
    /// ## Why it matters
    /// No list of CBP's of the words that its reports print could be read. A word that is not known
    /// is never taken for eligible: what it should have told, a person must tell.
    ///
    /// ## What to do
    /// Find out what the word means in the system that wrote it. Bring the fact in known words with
    /// --facts, or add the word to a copy of the rules (`capeprep rulebook --export`, then
    /// `--rulebook`). If a whole column reads so, the header may be mapped to the wrong field.
    STATUS_UNMAPPED {
        code: "status-unmapped",
        severity: Review,
        label: None,
        lane: None,
        fields: [
            LiquidationStatus, SummaryStatus, ControlStatus, ProtestStatus, ReconFlag, Recon09,
            PscFlag, Drawback, Suspension, Injunction, StatementPaid, SuretyPaid, DeclaredClaim,
        ],
        settle: None,
        sources: ["cape-rules:S1", "es003-format:S2"],
    }
    |entry| {
        let words = [
            unmapped(entry, Field::LiquidationStatus, StatusWords::liquidation),
            unmapped(entry, Field::SummaryStatus, StatusWords::summary),
            unmapped(entry, Field::ControlStatus, StatusWords::control),
            unmapped(entry, Field::ProtestStatus, StatusWords::protest),
        ];
        let odd_flags = entry.remarks(NoteKind::OddFlag);
        let words = listed(words.into_iter().flatten().chain(odd_flags), |text| text);
        let words = words.map(|texts| format!("{texts}: not among the words of the rules"));
        Verdict::each(words.into_iter().chain(unsure(entry)), |text| text)
    }
}

fn unmapped<M>(
    entry: &Entry<'_>,
    field: Field,
    meaning: impl FnOnce(&StatusWords, &str) -> Option<M>,
) -> Option<String> {
    let unmapped = matches!(entry.word(field, meaning), Word::Unmapped(_));
    unmapped.then(|| format!("{} {}", field.name(), entry.quoted_status(field)))
}

/// What the lines of lists leave open.
fn unsure<'a>(entry: &Entry<'a>) -> impl Iterator<Item = String> + use<'a> {
    // A protest is judged by its word, like a status of the export.
    let kinds = [ProceedingKind::Claim, ProceedingKind::Drawback, ProceedingKind::Statement];
    let (texts, supplement, fact) = (entry.texts, entry.supplement, entry.fact);
    kinds.into_iter().filter_map(move |kind| {
        let line = fact?.decided_by(kind).filter(|line| line.standing == Standing::Unsure)?;
        let (what, advice) = match kind {
            ProceedingKind::Claim if line.refused => {
                ("claim", "CBP may have taken this entry before, see Claim Details of all claims")
            }
            ProceedingKind::Claim => {
                ("claim", "whether CBP took this entry, Claim Details of the claim say")
            }
            ProceedingKind::Drawback => {
                ("drawback claim", "ask whether the entry is still linked to it")
            }
            _ => ("statement", "look in ACE whether it is paid"),
        };
        let status = match texts.text(line.status) {
            "" => "without a status".to_owned(),
            status => quoted(status),
        };
        let (number, place) = (texts.text(line.number), supplement.place(line.place));
        let error = match texts.text(line.error) {
            "" => String::new(),
            error => format!(", {}", quoted(error)),
        };
        let what = match number {
            "" => format!("listed without the number of a {what},"),
            number => format!("{what} {number}"),
        };
        Some(format!("{what} {status}{error} ({place}): {advice}"))
    })
}
