//! `entry-type-unconfirmed`

use super::super::{Verdict, check};
use super::named;
use crate::rulebook::Standing;

check! {
    /// # entry-type-unconfirmed
    ///
    /// ## What it finds
    /// An entry of a type of which no CBP text says whether CAPE takes it. Confirmed are 01, 02,
    /// 03, 06, 07, 11, 31, 32, 34 and 38 (and 21 and 22 before 2026-07-07); every other type that
    /// is not refused ends here. A blank type raises nothing.
    ///
    /// ## Why it matters
    /// CBP's table names only types that it turns away. Some of the rest cannot carry IEEPA duty at
    /// all, and a type that is no code of CBP's points to a shifted column.
    ///
    /// ## What to do
    /// Compare the type with the 7501, block 2. If it stands, decide whether to try the entry on a
    /// declaration of its own: an entry check that fails drops that entry alone.
    ENTRY_TYPE_UNCONFIRMED {
        code: "entry-type-unconfirmed",
        severity: Review,
        label: None,
        lane: None,
        fields: [EntryType],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S34", "cape-rules:S35"],
    }
    |entry| {
        let Some(code) = &entry.entry_type else {
            return Verdict::Clear;
        };
        let standing = entry
            .context
            .rules
            .entry_types
            .standing(code, entry.context.as_of);
        Verdict::found_if(standing == Standing::Unconfirmed, || {
            format!(
                "{}: no CBP text says whether CAPE takes it",
                named(entry, code)
            )
        })
    }
}
