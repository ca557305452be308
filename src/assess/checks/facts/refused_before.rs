//! `refused-before`

use super::super::{Verdict, check};
use crate::domain::quoted;
use crate::ledger::{ProceedingKind, Standing};

check! {
    /// # refused-before
    ///
    /// ## What it finds
    /// An entry that a file of CAPE claims names as failed or rejected, with the reason that CBP
    /// gave.
    ///
    /// ## Why it matters
    /// A refused entry drops out of its claim, and the rest of the claim proceeds. It may be put on
    /// a new declaration, but CBP refuses it again for the same reason unless that reason is gone.
    ///
    /// ## What to do
    /// Look the reason up (`capeprep rulebook` with the words of it) and correct the entry first,
    /// mostly with a post summary correction; then put it on a new declaration. Some reasons were
    /// given up since: `capeprep rulebook retired` lists them.
    REFUSED_BEFORE {
        code: "refused-before",
        severity: Info,
        label: None,
        lane: None,
        fields: [DeclaredClaim],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S51", "es003-format:S2"],
    }
    |entry| {
        let lines = entry.fact.map(|fact| fact.proceedings()).unwrap_or_default();
        let refused = lines
            .iter()
            .filter(|line| line.kind == ProceedingKind::Claim && line.standing == Standing::Free);
        Verdict::each(refused, |line| {
            let text = |id| entry.texts.text(id);
            let reason = match text(line.error) {
                "" => format!("{}, no reason given", quoted(text(line.status))),
                error => error.to_owned(),
            };
            let number = text(line.number);
            let claim = if number.is_empty() { "a claim" } else { &format!("claim {number}") };
            let place = entry.supplement.place(line.place);
            format!("CBP refused this entry on {claim}: {reason} ({place})")
        })
    }
}
