//! `implausible-date`

use super::super::{Verdict, check, listed};
use crate::ledger::NoteKind;

check! {
    /// # implausible-date
    ///
    /// ## What it finds
    /// A liquidation date before 2025-02-04, the first day of any IEEPA duty. It is taken as blank,
    /// and the finding goes once a plausible date comes with --facts.
    ///
    /// ## Why it matters
    /// No entry can liquidate before its duty was due. Such dates come from spreadsheets: a formula
    /// such as "liquidation date plus 80" over an empty cell gives 1900-03-20. The entry may be
    /// unliquidated, or its real date is lost.
    ///
    /// ## What to do
    /// Export the column again straight from ACE, or bring the date with --facts from ES-701 or
    /// ES-022. Until then the clocks of this entry do not run.
    IMPLAUSIBLE_DATE {
        code: "implausible-date",
        severity: Review,
        label: None,
        lane: None,
        fields: [LiquidationDate],
        settle: None,
        sources: ["ieepa-hts:S3", "es003-format:S2"],
    }
    |entry| {
        let first = entry.context.rules.windows.plausible_liquidation_from;
        match listed(entry.remarks(NoteKind::ImplausibleDate), |text| text) {
            None => Verdict::Clear,
            Some(dates) => Verdict::Found(format!("{dates}, before {first}: taken as blank")),
        }
    }
}
