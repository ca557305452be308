//! `value-on-chapter-99`

use super::super::{Verdict, check};
use crate::domain::Cents;

check! {
    /// # value-on-chapter-99
    ///
    /// ## What it finds
    /// A counted IEEPA row with a goods value above 0.00. The value of a line belongs on its row of
    /// chapters 1 to 97.
    ///
    /// ## Why it matters
    /// CBP's table refuses a goods value on any chapter 99 number; numbers of other laws (Section
    /// 301 and the like) are not looked at here, so mind those too. The check that was dropped on
    /// 2026-06-25 is another one, which had asked for the value on the chapter 1 to 97 row.
    ///
    /// ## What to do
    /// See whether the value really stands so in ACE, or whether the export repeats the value of
    /// the line. If it does, move it by a post summary correction while that is open (300 days from
    /// entry, 15 days before liquidation), then file.
    VALUE_ON_CHAPTER_99 {
        code: "value-on-chapter-99",
        severity: Review,
        label: Some("Value Not Allowed on HTS"),
        lane: None,
        fields: [Hts, RowValue],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S8", "es003-format:S37"],
    }
    |entry| {
        Verdict::each(
            entry
                .counted()
                .filter(|row| row.kept.row.value > Cents::ZERO),
            |row| {
                format!(
                    "{}: value {}, where CBP allows 0.00",
                    row.heading_and_line(),
                    row.kept.row.value
                )
            },
        )
    }
}
