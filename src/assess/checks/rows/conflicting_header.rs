//! `conflicting-header`

use super::super::{Verdict, check};
use crate::domain::Field;

check! {
    /// # conflicting-header
    ///
    /// ## What it finds
    /// An entry whose IEEPA rows disagree on importer number, entry date, entry type, liquidation
    /// date or liquidation status. A blank beside a value is no conflict, nor is a date that cannot
    /// be. Facts brought with --facts decide what is used, but do not silence the conflict.
    ///
    /// ## Why it matters
    /// These facts belong to the entry and are the same in every row of one report. Where they
    /// differ, two pulls of different days were mixed, or two entries share a number.
    ///
    /// ## What to do
    /// Pull the entry again and use one export. Until then the latest liquidation date counts, and
    /// of every other fact the first that is not blank.
    CONFLICTING_HEADER {
        code: "conflicting-header",
        severity: Review,
        label: None,
        lane: None,
        fields: [ImporterNumber, EntryDate, EntryType, LiquidationDate, LiquidationStatus],
        settle: None,
        sources: ["es003-format:S2", "es003-format:S4"],
    }
    |entry| {
        let fields: Vec<&str> = entry.conflicts.fields().map(Field::name).collect();
        Verdict::found_if(!fields.is_empty(), || {
            format!("its rows disagree on {}", fields.join(", "))
        })
    }
}
