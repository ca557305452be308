//! `summary-adjusted`

use super::super::{check, stopped_by_word};
use crate::domain::{Field, Lane};
use crate::rulebook::{StatusWords, SummaryMeaning};

check! {
    /// # summary-adjusted
    ///
    /// ## What it finds
    /// An entry summary in adjusted status: CBP is working on it, or on a post summary correction
    /// of it. The liquidation status "under review" is another thing and no bar.
    ///
    /// ## Why CBP refuses it
    /// A version that is being changed cannot be reworked by CAPE at the same time. CBP's label for
    /// it, `Entry Summary Under Review`, misleads: by its own definition it means adjusted status.
    ///
    /// ## What to do
    /// Wait until CBP has finished, pull the report again, and file while the window of 80 days is
    /// open. If it does not move, ask the center that has the entry. No ES-003 object for the
    /// status is confirmed; a column `Entry Summary Status` is understood.
    SUMMARY_ADJUSTED {
        code: "summary-adjusted",
        severity: Block,
        label: Some("Entry Summary Under Review"),
        lane: Some(Lane::FixThenFile),
        fields: [SummaryStatus],
        settle: Some(
            "summary_status with --facts, as ACE shows it; an ES-003 object for it is \
             unconfirmed",
        ),
        sources: ["cape-rules:S1"],
    }
    |entry| {
        stopped_by_word(
            entry,
            Field::SummaryStatus,
            StatusWords::summary,
            SummaryMeaning::Adjusted,
            |status| format!("summary status {status}: CBP is working on it"),
        )
    }
}
