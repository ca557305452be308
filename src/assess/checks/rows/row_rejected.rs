//! `row-rejected`

use super::super::{Verdict, check};

check! {
    /// # row-rejected
    ///
    /// ## What it finds
    /// An entry that has a row which could not be read: a wrong number of fields, an HTS number
    /// that is no number, or an IEEPA row without a readable duty or entry date. The row is listed
    /// among the rejected rows with the reason and its text.
    ///
    /// ## Why it matters
    /// The row is in no figure. It may have held IEEPA duty, so the refund of the entry may be too
    /// low, and an entry that shows no refund is not written off because of it.
    ///
    /// ## What to do
    /// Mend the row in the export, or pull the report again. A shifted row usually comes from a
    /// comma or a quote inside a name.
    ROW_REJECTED {
        code: "row-rejected",
        severity: Review,
        label: None,
        lane: None,
        fields: [EntryNumber, Hts, RowDuty, EntryDate],
        settle: None,
        sources: ["es003-format:S2", "es003-format:S9"],
    }
    |entry| {
        Verdict::found_if(entry.marks.row_rejected, || {
            "a row of it could not be read and is in no figure; see the list of rejected rows"
                .to_owned()
        })
    }
}
