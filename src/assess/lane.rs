//! Status and lane: what can be said of an entry today, and what to do with it next.

use super::Entry;
use super::checks::CheckSet;
use super::checks::duty::zero_duty_on_duty_code::ZERO_DUTY_ON_DUTY_CODE;
use super::checks::rows::out_of_period_duty::OUT_OF_PERIOD_DUTY;
use super::checks::rows::row_rejected::ROW_REJECTED;
use super::checks::rows::unreadable_value::UNREADABLE_VALUE;
use crate::domain::{Cents, EntryStatus, Lane, Severity};

/// Findings that forbid to write an entry off although its refund is 0.
static DOUBTFUL_ZERO: CheckSet =
    CheckSet::of(&[&ZERO_DUTY_ON_DUTY_CODE, &ROW_REJECTED, &UNREADABLE_VALUE, &OUT_OF_PERIOD_DUTY]);

static BLOCK: CheckSet = CheckSet::of_severity(Severity::Block);
static REVIEW: CheckSet = CheckSet::of_severity(Severity::Review);

static DECLARED: CheckSet = CheckSet::of_lane(Lane::Declared);

/// Where a block sends an entry that no clock has caught, the first that holds.
static STOPS: [(Lane, CheckSet); 3] = [
    (Lane::LaterPhase, CheckSet::of_lane(Lane::LaterPhase)),
    (Lane::FixThenFile, CheckSet::of_lane(Lane::FixThenFile)),
    (Lane::OtherFiler, CheckSet::of_lane(Lane::OtherFiler)),
];

/// The rule that gave an entry its lane: the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneRule {
    /// Nothing comes back.
    NoRefund,
    /// It is on an earlier declaration.
    Declared,
    /// So many days after liquidation, the protest right is over.
    Court(i32),
    /// So many days after liquidation, CAPE does not take it any more.
    Protest(i32),
    /// A block that sends it there.
    Stopped(Lane),
    /// A person decides first.
    Review,
    /// Nothing stands in the way.
    FileNow,
}

impl LaneRule {
    /// The lane.
    pub const fn lane(self) -> Lane {
        match self {
            LaneRule::NoRefund => Lane::None,
            LaneRule::Declared => Lane::Declared,
            LaneRule::Court(_) => Lane::Court,
            LaneRule::Protest(_) => Lane::Protest,
            LaneRule::Stopped(lane) => lane,
            LaneRule::Review => Lane::Review,
            LaneRule::FileNow => Lane::FileNow,
        }
    }
}

/// The findings that forbid to write an entry off although its refund is 0.
pub fn doubtful_zero() -> CheckSet {
    DOUBTFUL_ZERO
}

/// The status of an entry with these findings.
pub fn status(entry: &Entry<'_>, found: CheckSet) -> EntryStatus {
    if entry.refund_high == Cents::ZERO && !found.meets(DOUBTFUL_ZERO) {
        EntryStatus::NoRefund
    } else if found.meets(BLOCK) {
        EntryStatus::Blocked
    } else if found.meets(REVIEW) {
        EntryStatus::Review
    } else {
        EntryStatus::Eligible
    }
}

/// The lane of an entry with this status and these findings, by the first rule that holds.
pub fn rule(entry: &Entry<'_>, status: EntryStatus, found: CheckSet) -> LaneRule {
    if status == EntryStatus::NoRefund {
        return LaneRule::NoRefund;
    }
    if found.meets(DECLARED) {
        return LaneRule::Declared;
    }
    let windows = &entry.context.rules.windows;
    match entry.liquidation.days_since {
        Some(days) if days > windows.protest_days => return LaneRule::Court(days),
        Some(days) if days > windows.cape_days => return LaneRule::Protest(days),
        _ => {}
    }
    match STOPS.iter().find(|(_, checks)| found.meets(*checks)) {
        Some((lane, _)) => LaneRule::Stopped(*lane),
        None if status == EntryStatus::Review => LaneRule::Review,
        None => LaneRule::FileNow,
    }
}
