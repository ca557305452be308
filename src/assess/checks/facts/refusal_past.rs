//! `refusal-past`

use super::super::{Verdict, check};
use crate::assess::{Past, Refusal, claim};

check! {
    /// # refusal-past
    ///
    /// ## What it finds
    /// An entry that a file of CAPE claims names as failed or rejected, where another claim took it,
    /// or where CBP has given up every reason that it gave. Any other refusal is `refused-before`.
    ///
    /// ## Why it matters
    /// The refusal is no hint of another one. An entry that was accepted is `already-declared`.
    ///
    /// ## What to do
    /// Nothing. `capeprep rulebook retired` lists the labels that CBP does not use any more; one
    /// that was only split or reworded still stands for a reason of today.
    REFUSAL_PAST {
        code: "refusal-past",
        severity: Info,
        label: None,
        lane: None,
        fields: [DeclaredClaim],
        settle: None,
        sources: ["cape-rules:S8", "cape-rules:S51", "es003-format:S2"],
    }
    |entry| {
        let past = Refusal::of(entry).filter_map(|refusal| Some((refusal.past(entry)?, refusal)));
        Verdict::each(past, |(past, refusal)| {
            let said = refusal.said(entry);
            match past {
                Past::Accepted(line) => format!("{said}; {} took it", claim(entry, line)),
                Past::CauseEnded(day) => format!("{said}; no reason any more since {day}"),
            }
        })
    }
}
