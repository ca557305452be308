//! Status and lane: what can be said of an entry today, and what to do with it next.

use super::Entry;
use super::checks::duty::zero_duty_on_duty_code::ZERO_DUTY_ON_DUTY_CODE;
use super::checks::rows::out_of_period_duty::OUT_OF_PERIOD_DUTY;
use super::checks::rows::row_rejected::ROW_REJECTED;
use super::checks::rows::unreadable_value::UNREADABLE_VALUE;
use super::checks::{Check, CheckSet};
use crate::domain::{Cents, EntryStatus, Lane, Severity};

/// Findings that forbid to write an entry off although its refund is 0.
static DOUBTFUL_ZERO: [&Check; 4] =
    [&ZERO_DUTY_ON_DUTY_CODE, &ROW_REJECTED, &UNREADABLE_VALUE, &OUT_OF_PERIOD_DUTY];

/// The status of an entry with these findings.
pub fn status(entry: &Entry<'_>, found: CheckSet) -> EntryStatus {
    let doubtful = || DOUBTFUL_ZERO.iter().any(|check| found.contains(check));
    let has = |severity| found.checks().any(|check| check.severity == severity);
    if entry.refund_high == Cents::ZERO && !doubtful() {
        EntryStatus::NoRefund
    } else if has(Severity::Block) {
        EntryStatus::Blocked
    } else if has(Severity::Review) {
        EntryStatus::Review
    } else {
        EntryStatus::Eligible
    }
}

/// The lane of an entry with this status and these findings: the first that holds.
pub fn lane(entry: &Entry<'_>, status: EntryStatus, found: CheckSet) -> Lane {
    if status == EntryStatus::NoRefund {
        return Lane::None;
    }
    let stopped = |lane| found.checks().any(|check| check.lane == Some(lane));
    let windows = &entry.context.rules.windows;
    if stopped(Lane::Declared) {
        return Lane::Declared;
    }
    match entry.liquidation.days_since {
        Some(days) if days > windows.protest_days => return Lane::Court,
        Some(days) if days > windows.cape_days => return Lane::Protest,
        _ => {}
    }
    for lane in [Lane::LaterPhase, Lane::FixThenFile, Lane::OtherFiler] {
        if stopped(lane) {
            return lane;
        }
    }
    if status == EntryStatus::Review { Lane::Review } else { Lane::FileNow }
}
