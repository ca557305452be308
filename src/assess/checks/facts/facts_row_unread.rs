//! `facts-row-unread`

use super::super::{Verdict, check};

check! {
    /// # facts-row-unread
    ///
    /// ## What it finds
    /// A row of a facts file that names the entry and could not be read: it has more or fewer cells
    /// than the header, as a comma without quotes around it makes them.
    ///
    /// ## Why it matters
    /// What the row says is not known. It may be the open protest among several, so the other rows
    /// cannot show that there is none.
    ///
    /// ## What to do
    /// Mend the row in the file that is named, mostly with quotes around the cell with the comma, or
    /// pull the report again.
    FACTS_ROW_UNREAD {
        code: "facts-row-unread",
        severity: Review,
        label: None,
        lane: None,
        fields: [EntryNumber],
        settle: None,
        sources: ["es003-format:S2", "es003-format:S9"],
    }
    |entry| {
        let unread = entry.fact.map(|fact| fact.unread()).unwrap_or_default();
        Verdict::each(unread, |place| {
            let place = entry.supplement.place(*place);
            format!("{place} names the entry and could not be read; what it says is not known")
        })
    }
}
