//! `entry-number-repaired`

use super::super::{Verdict, check};

check! {
    /// # entry-number-repaired
    ///
    /// ## What it finds
    /// An entry number that stood in an export as ten digits and got a `0` put in front. That is
    /// done only where the check digit of the longer number fits, which one wrong number in ten
    /// does by chance.
    ///
    /// ## Why it matters
    /// Spreadsheets drop leading zeros, and filer codes that begin with `0` lose theirs. The upload
    /// file carries the repaired number, so it should be the right one.
    ///
    /// ## What to do
    /// Compare one repaired number of each filer code with its 7501. Export as text next time, or
    /// keep the file away from a spreadsheet.
    ENTRY_NUMBER_REPAIRED {
        code: "entry-number-repaired",
        severity: Info,
        label: None,
        lane: None,
        fields: [EntryNumber],
        settle: None,
        sources: ["cape-rules:S17", "cape-rules:S18", "es003-format:S27"],
    }
    |entry| {
        Verdict::found_if(entry.marks.repaired, || {
            let number = entry.number.as_str();
            let found = number.strip_prefix('0').unwrap_or(number);
            format!("`{found}` is taken as `{number}`: the check digit fits")
        })
    }
}
