//! `code-outside-its-window`

use super::super::{Verdict, check};

check! {
    /// # code-outside-its-window
    ///
    /// ## What it finds
    /// A counted row whose heading was not in force on its entry date. The duty counts, at the rate
    /// and kind of the nearest version.
    ///
    /// ## Why it matters
    /// CAPE tests each number against its own begin and end dates on the action date of the line,
    /// which ES-003 does not show. Many such rows are sound: goods in transit, goods under an
    /// immediate transportation entry, and Swiss, Korean or Japanese lines that kept the old number
    /// when the new one was made retroactive.
    ///
    /// ## What to do
    /// Compare number and date with the 7501. If the number is wrong, replace it by a post summary
    /// correction before filing, while its window is open (`psc_deadline`; not on type 06); if CAPE refuses a right one, correct and put the entry on a new
    /// declaration.
    CODE_OUTSIDE_ITS_WINDOW {
        code: "code-outside-its-window",
        severity: Review,
        label: Some("Invalid HTS"),
        lane: None,
        fields: [Hts, EntryDate],
        settle: None,
        sources: ["cape-rules:S1", "cape-rules:S8", "ieepa-hts:S1", "ieepa-hts:S3"],
    }
    |entry| {
        let outside = entry.counted().filter(|row| row.version.is_none());
        Verdict::each(
            outside.filter_map(|row| Some((row, row.code?.versions()))),
            |(row, versions)| {
                let from = versions.first().map(|version| version.from);
                let to = versions.last().and_then(|version| version.to);
                let date = row.kept.row.date;
                let window = match (from, to) {
                    (Some(from), Some(to)) => format!("in force {from} to {}", to.plus(-1)),
                    (Some(from), None) => format!("in force since {from}"),
                    (None, _) => "never in force".to_owned(),
                };
                format!("{} dated {date}: {window}", row.heading_and_line())
            },
        )
    }
}
