//! `entry-type-excluded`

use super::super::{Verdict, check};
use super::named;
use crate::domain::Lane;
use crate::rulebook::Standing;

check! {
    /// # entry-type-excluded
    ///
    /// ## What it finds
    /// An entry of a type that CAPE does not take: duty deferral (08), reconciliation (09),
    /// temporary importation (23), drawback (47), and since 2026-07-07 warehouse (21) and
    /// re-warehouse (22). A blank type proves nothing, so the check then stays unproved.
    ///
    /// ## Why CBP refuses it
    /// CBP's error table names 08, 09, 23 and 47; its list of entries left for a later deployment
    /// adds 21 and 22. Goods under 21, 22 and 23 have not paid duty with that entry; 09 and 47 are
    /// claims that rest on other entries.
    ///
    /// ## What to do
    /// Look for the entry that paid: a withdrawal (31, 32, 34, 38) for warehouse goods, the
    /// consumption entries under a reconciliation. An entry that did pay IEEPA duty and has one of
    /// these types waits for a later phase.
    ENTRY_TYPE_EXCLUDED {
        code: "entry-type-excluded",
        severity: Block,
        label: Some("Entry Type Not Allowed"),
        lane: Some(Lane::LaterPhase),
        fields: [EntryType],
        settle: Some(
            "ES-003 object `Entry Type Code` (a default column), or entry_type with \
             --facts",
        ),
        sources: ["cape-rules:S1", "cape-rules:S9"],
    }
    |entry| {
        let Some(code) = &entry.entry_type else {
            return Verdict::Unproved;
        };
        let types = &entry.context.rules.entry_types;
        let standing = types.standing(code, entry.context.as_of);
        Verdict::found_if(standing == Standing::Excluded, || {
            let named = named(entry, code);
            match types.get(code).and_then(|rule| rule.excluded_from) {
                Some(from) => format!("{named}, refused since {from}"),
                None => format!("{named}, refused"),
            }
        })
    }
}
