//! `adcvd-pending`

use super::super::{Verdict, check};
use crate::domain::{Field, Lane, LiquidationState};

check! {
    /// # adcvd-pending
    ///
    /// ## What it finds
    /// An entry whose liquidation status is pending or not liquidated while a suspension record
    /// stands on it. That is what an antidumping or countervailing entry looks like once Commerce
    /// has sent its instructions and CBP has yet to liquidate (19 USC 1504(d)). An entry that is
    /// still suspended is no such case: CAPE takes it and pays at liquidation. Nor is one with a
    /// liquidation date up to the day of upload, whatever its status says.
    ///
    /// ## Why CBP refuses it
    /// The liquidation ordered by Commerce comes first, and CBP has put these entries off to a
    /// later deployment of CAPE.
    ///
    /// ## What to do
    /// Wait for the liquidation, then file within 80 days of it. Without a suspension column the
    /// check is settled by a held or liquidated status, by a liquidation date, or by a type that
    /// bears no AD/CVD; types 03, 07, 34 and 38 and a blank type leave it unproved. How ES-003
    /// spells the object is not confirmed; `Suspension Indicator` and `Suspension Record` are
    /// understood.
    ADCVD_PENDING {
        code: "adcvd-pending",
        severity: Block,
        label: Some("Entry Summary Pending Liquidation or Not Liquidated and Has Suspension Record"),
        lane: Some(Lane::LaterPhase),
        fields: [LiquidationStatus, LiquidationDate, Suspension, EntryType],
        settle: Some(
            "ES-003 object `Liquidation Status`, and suspension with --facts (ES-702); \
             its ES-003 spelling is unconfirmed",
        ),
        sources: ["cape-rules:S1", "cape-rules:S4"],
    }
    |entry| {
        let liquidation = &entry.liquidation;
        let told_unliquidated = liquidation.told == Some(LiquidationState::Unliquidated);
        // A liquidation date that has come makes the entry liquidated, whatever the status says.
        let pending = told_unliquidated && liquidation.date.is_none();
        if pending && entry.says_yes(Field::Suspension) {
            let status = entry.quoted_status(Field::LiquidationStatus);
            return Verdict::Found(format!(
                "liquidation status {status} with a suspension record"
            ));
        }
        let types = &entry.context.rules.entry_types;
        let may_be_pending = told_unliquidated || liquidation.told.is_none();
        let may_bear_adcvd = entry
            .entry_type
            .as_ref()
            .is_none_or(|code| types.is_adcvd(code));
        let unproved = may_be_pending
            && liquidation.date.is_none()
            && !entry.has(Field::Suspension)
            && may_bear_adcvd;
        if unproved {
            Verdict::Unproved
        } else {
            Verdict::Clear
        }
    }
}
