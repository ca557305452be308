//! `liquidated-over-80-days`

use super::super::{Verdict, check};
use crate::assess::words::Words;
use crate::domain::{Field, Lane, LiquidationState};

check! {
    /// # liquidated-over-80-days
    ///
    /// ## What it finds
    /// An entry whose latest liquidation or reliquidation lies more than 80 calendar days before
    /// the day of upload. Day 80 still passes, day 81 does not, and weekends move nothing.
    ///
    /// ## Why CBP refuses it
    /// CBP can reliquidate of its own accord for 90 days only (19 USC 1501) and keeps the last ten
    /// for its own work. Those 90 days run from the original liquidation, the 80 from the latest
    /// one: an entry that was reliquidated can pass here and still be too old for CBP.
    ///
    /// ## What to do
    /// Up to day 180 a protest is open (19 USC 1514), and filing with CAPE does not stop that
    /// clock. After that CAPE is closed. A later phase is reported for importers with a court case of
    /// their own that handed in their IOR numbers by 2026-07-30; that it has begun, announced for
    /// 2026-10-06, is not confirmed. Two years after entry (`court_deadline`) is the safest reading
    /// of the time to sue.
    LIQUIDATED_OVER_80_DAYS {
        code: "liquidated-over-80-days",
        severity: Block,
        label: Some("Entry Summary is in Final Liquidation Status"),
        lane: Some(Lane::Protest),
        fields: [LiquidationDate, LiquidationStatus],
        settle: Some(
            "ES-003 object `Liquidation Date`, or liquidation_date with --facts (ES-701, \
             ES-702, ES-022)",
        ),
        sources: ["cape-rules:S1", "cape-rules:S20", "interest-deadlines:S1"],
    }
    |entry| {
        let limit = entry.context.rules.windows.cape_days;
        if let (Some(days), Some(date)) = (entry.liquidation.days_since, entry.liquidation.date) {
            return Verdict::found_if(days > limit, || {
                let as_of = entry.context.as_of;
                let days = days.unsigned_abs().into();
                let words = Words::new().say("liquidated ").day(date).say(", ").number(days);
                let told_by = entry.told_by(Field::LiquidationDate);
                let words = words.say(" days before ").day(as_of).say(&told_by);
                let words = words.say("; CAPE takes ");
                words.number(limit.unsigned_abs().into()).end()
            });
        }
        let told_by_status = matches!(
            entry.liquidation.told,
            Some(LiquidationState::Unliquidated | LiquidationState::Held)
        );
        if entry.has(Field::LiquidationDate) || told_by_status {
            Verdict::Clear
        } else {
            Verdict::Unproved
        }
    }
}
