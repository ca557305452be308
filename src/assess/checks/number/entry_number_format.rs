//! `entry-number-format`

use super::super::{Verdict, check};
use crate::domain::Lane;

check! {
    /// # entry-number-format
    ///
    /// ## What it finds
    /// An entry number that is not 3 letters or digits (the filer code) and 8 digits, once dashes
    /// and spaces are gone. A lost leading zero is put back first where the check digit allows it,
    /// so a number that stays here cannot be repaired by itself.
    ///
    /// ## Why CBP refuses it
    /// The upload file takes entry numbers of 11 characters without dashes. The length is tested on
    /// the file as a whole, so one bad number may cost the declaration with all its entries.
    ///
    /// ## What to do
    /// Take the number from the 7501, block 1, and correct the export or the broker's list. Look
    /// for digits that a spreadsheet cut off, for a port code in front, and for broker references
    /// that stand in the wrong column.
    ENTRY_NUMBER_FORMAT {
        code: "entry-number-format",
        severity: Block,
        label: Some("Not 11 characters long"),
        lane: Some(Lane::FixThenFile),
        fields: [EntryNumber],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S15", "cape-rules:S16"],
    }
    |entry| {
        let number = entry.number.as_str();
        Verdict::found_if(!entry.number.is_well_formed(), || {
            let (length, needed) = (number.len(), entry.context.rules.upload.entry_characters);
            if length == needed {
                format!("`{number}` is not 3 letters or digits and 8 digits")
            } else {
                format!("`{number}` has {length} characters, not {needed}")
            }
        })
    }
}
