//! `summary-not-accepted`

use super::super::{check, stopped_by_word};
use crate::domain::{Field, Lane};
use crate::rulebook::{StatusWords, SummaryMeaning};

check! {
    /// # summary-not-accepted
    ///
    /// ## What it finds
    /// An entry summary whose status is cancelled, rejected or deleted. This is the status of the
    /// summary in ACE, not the one of a CAPE declaration.
    ///
    /// ## Why CBP refuses it
    /// CAPE reworks the summary that ACE holds, and only an accepted one can be reworked. A
    /// cancelled entry is often replaced by another one that paid the duty in its place.
    ///
    /// ## What to do
    /// Find the entry that replaced it, if there is one, and declare that. If the status is a
    /// mistake, settle it with the assigned Center (CEE) and file afterwards. No ES-003 object for the status is
    /// confirmed; a column `Entry Summary Status` is understood.
    SUMMARY_NOT_ACCEPTED {
        code: "summary-not-accepted",
        severity: Block,
        label: Some("Entry Summary is Cancelled/Rejected"),
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
            SummaryMeaning::NotAccepted,
            |status| format!("summary status {status}; CAPE takes accepted summaries"),
        )
    }
}
