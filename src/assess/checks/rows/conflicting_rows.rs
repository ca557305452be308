//! `conflicting-rows`

use super::super::{Verdict, check};

check! {
    /// # conflicting-rows
    ///
    /// ## What it finds
    /// Copies of one tariff row (same entry, line, ordinal and heading) that differ in duty, value
    /// or entry date. Copies that agree collapse without a word.
    ///
    /// ## Why it matters
    /// Exports of neighbouring periods overlap, and a later pull shows the entry after a correction
    /// or after CAPE, when its IEEPA rows are gone or zero. Of the copies the one with the lowest
    /// duty is counted, so the refund is not overstated, but it may be too low.
    ///
    /// ## What to do
    /// Find out which pull is the right one and leave the other out. If the entry was declared
    /// between the two, it is no candidate any more.
    CONFLICTING_ROWS {
        code: "conflicting-rows",
        severity: Review,
        label: None,
        lane: None,
        fields: [LineNumber, TariffOrdinal, Hts, RowDuty, RowValue, EntryDate],
        settle: None,
        sources: ["es003-format:S2", "es003-format:S9"],
    }
    |entry| {
        Verdict::each(
            entry.rows.iter().filter(|row| row.kept.conflicting),
            |row| {
                format!(
                    "copies of {} differ; the duty counted is the lowest, {}",
                    row.heading_and_line(),
                    row.kept.row.duty
                )
            },
        )
    }
}
