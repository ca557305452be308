//! `missing-importer`

use super::super::{Verdict, check};

check! {
    /// # missing-importer
    ///
    /// ## What it finds
    /// An entry without an importer of record number in any of its IEEPA rows and in the facts. The
    /// column is there, its cells are empty.
    ///
    /// ## Why it matters
    /// The refund goes to the importer of record or to the party it named on Form 4811, and is
    /// bundled by payee and liquidation date. Without the number the entry stands in a group of its
    /// own, and nobody can tell whose account may declare it.
    ///
    /// ## What to do
    /// Fill in the number from the 7501, or bring `importer_number` with --facts. Check whether the
    /// export cut it off: ES-003 carries it in every row.
    MISSING_IMPORTER {
        code: "missing-importer",
        severity: Review,
        label: None,
        lane: None,
        fields: [ImporterNumber],
        settle: None,
        sources: ["cape-rules:S1", "es003-format:S1", "es003-format:S4"],
    }
    |entry| {
        Verdict::found_if(entry.importer.is_empty(), || {
            "no importer of record number; ES-003 carries one in every row".to_owned()
        })
    }
}
