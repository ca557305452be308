//! `mixed-layouts`

use super::super::{Verdict, check};
use crate::assess::Entry;

check! {
    /// # mixed-layouts
    ///
    /// ## What it finds
    /// Counted rows of one entry of which some come from a wide report, read by a profile, and some
    /// from another export.
    ///
    /// ## Why it matters
    /// Copies of a row in overlapping exports collapse by entry, line, ordinal and heading. A wide
    /// report has no ordinals; its rows are numbered as the profile lists them, so a copy of them in
    /// another export is not known for one and its duty is counted twice.
    ///
    /// ## What to do
    /// Leave one of the two files out. If they hold different lines of the entry, the figures are
    /// right.
    MIXED_LAYOUTS {
        code: "mixed-layouts",
        severity: Review,
        label: None,
        lane: None,
        fields: [LineNumber, TariffOrdinal, Hts, RowDuty],
        settle: None,
        sources: ["es003-format:S1", "es003-format:S17"],
    }
    |entry| {
        let wide = entry.context.wide_inputs;
        let from_wide = |entry: &Entry<'_>, wanted: bool| {
            let rows = entry.counted();
            rows.filter(|row| wide.contains(&row.kept.row.place.input()) == wanted).count()
        };
        // Nearly always no input is wide.
        if wide.is_empty() {
            return Verdict::Clear;
        }
        let (wide, others) = (from_wide(entry, true), from_wide(entry, false));
        Verdict::found_if(wide > 0 && others > 0, || {
            format!(
                "{wide} row(s) come from a wide report and {others} from another export; if they are \
                 the same rows, their duty is counted twice"
            )
        })
    }
}
