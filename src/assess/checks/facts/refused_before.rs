//! `refused-before`

use super::super::{Verdict, check};
use crate::assess::Refusal;

check! {
    /// # refused-before
    ///
    /// ## What it finds
    /// An entry that a file of CAPE claims names as failed or rejected, with the reason that CBP
    /// gave and the check that foresees it. An entry that another claim took, or whose reason CBP
    /// has given up since, is not meant: `refusal-past` names it.
    ///
    /// ## Why it matters
    /// A refused entry drops out of its claim, and the rest of the claim proceeds. It may be put on
    /// a new declaration, but CBP refuses it again for the same reason unless that reason is gone.
    /// The check that foresees the reason is therefore not proved by a blank cell or by a list that
    /// leaves the entry out (--complete): it is unproved until a column or a fact says otherwise.
    ///
    /// ## What to do
    /// Look the reason up (`capeprep rulebook` with the words of it) and correct the entry first,
    /// mostly with a post summary correction; then put it on a new declaration. Where the reason is
    /// gone, bring the fact that shows it, such as the status of the protest.
    REFUSED_BEFORE {
        code: "refused-before",
        severity: Review,
        label: None,
        lane: None,
        fields: [DeclaredClaim],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S51", "es003-format:S2"],
    }
    |entry| {
        let open = Refusal::of(entry).filter(|refusal| refusal.past(entry).is_none());
        Verdict::each(open, |refusal| refusal.said(entry))
    }
}
