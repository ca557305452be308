//! `status-date-conflict`

use super::super::{Verdict, check};
use crate::domain::{Field, LiquidationState};

check! {
    /// # status-date-conflict
    ///
    /// ## What it finds
    /// A liquidation status that its date contradicts: a liquidation date up to the day of upload
    /// beside a status such as pending, suspended or extended, or the status liquidated where the
    /// date column is there and empty. A date after the day of upload is no conflict: the export is
    /// then younger than that day.
    ///
    /// ## Why it matters
    /// The date starts the clocks of 80 and 180 days, so the dated reading is the one used. If the
    /// status is right instead, the entry sits in the wrong lane and the wrong group; a liquidated
    /// entry without a date has no clock at all.
    ///
    /// ## What to do
    /// Look the entry up in ACE, or in ES-701, and bring the right date or status with --facts.
    /// Mind that the date should be the one of the latest liquidation or reliquidation.
    STATUS_DATE_CONFLICT {
        code: "status-date-conflict",
        severity: Review,
        label: None,
        lane: None,
        fields: [LiquidationStatus, LiquidationDate],
        settle: None,
        sources: ["cape-rules:S1", "es003-format:S2"],
    }
    |entry| {
        let liquidation = &entry.liquidation;
        let status = || entry.quoted_status(Field::LiquidationStatus);
        match (liquidation.told, liquidation.date) {
            (Some(LiquidationState::Unliquidated | LiquidationState::Held), Some(date)) => {
                Verdict::Found(format!(
                    "status {}, yet liquidated {date}; the date counts",
                    status()
                ))
            }
            (Some(LiquidationState::Liquidated), None) => {
                let undated = liquidation.future.is_none() && entry.has(Field::LiquidationDate);
                Verdict::found_if(undated, || {
                    format!("status {}, yet no liquidation date; no clock runs", status())
                })
            }
            _ => Verdict::Clear,
        }
    }
}
