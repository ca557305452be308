//! `ftz-06`

use super::super::{Verdict, check};
use super::named;

check! {
    /// # ftz-06
    ///
    /// ## What it finds
    /// An entry of type 06, goods entered for consumption from a foreign trade zone. CAPE takes the
    /// type.
    ///
    /// ## Why it matters
    /// In April 2026 weekly zone entries that looked alike were partly accepted and partly refused
    /// over the order of their HTS numbers. CBP narrowed that test on 2026-06-25. Since 2026-08-21
    /// a post summary correction of a type 06 entry may not touch an IEEPA number (ABI error F883),
    /// so a line that CAPE refuses can hardly be repaired.
    ///
    /// ## What to do
    /// File it. If it failed before 2026-06-25 over its HTS numbers, put it on a new declaration.
    /// For goods in privileged foreign status check which rate was fixed at admission.
    FTZ_06 {
        code: "ftz-06",
        severity: Info,
        label: None,
        lane: None,
        fields: [EntryType],
        settle: None,
        sources: ["cape-rules:S8", "cape-rules:S11", "cape-rules:S27"],
    }
    |entry| {
        let types = &entry.context.rules.entry_types;
        match &entry.entry_type {
            Some(code) if types.is_ftz(code) => Verdict::Found(format!(
                "{}: IEEPA numbers of it can no longer be corrected by PSC",
                named(entry, code)
            )),
            _ => Verdict::Clear,
        }
    }
}
