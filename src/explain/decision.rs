//! Status and lane, with the rule that gave them.

use super::Subject;
use crate::assess::checks::CheckSet;
use crate::assess::lane::{self, LaneRule};
use crate::domain::{Cents, EntryStatus, Severity};
use serde::Serialize;

/// A decision: what it is, and the first rule that holds.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionTold {
    /// What was decided.
    pub value: &'static str,
    /// The rule, in words.
    pub rule: String,
    /// The findings that decided it.
    pub findings: Vec<&'static str>,
}

fn codes(
    found: CheckSet,
    of: impl Fn(&'static crate::assess::checks::Check) -> bool,
) -> Vec<&'static str> {
    found.checks().filter(|check| of(check)).map(|check| check.code).collect()
}

/// The status of an entry.
pub(super) fn status(of: &Subject<'_>) -> DecisionTold {
    let (assessed, found) = (of.assessed, of.assessed.found);
    let of_severity = |severity| codes(found, |check| check.severity == severity);
    let doubts: Vec<&str> =
        codes(found, |check| lane::doubtful_zero().checks().any(|c| c.code == check.code));
    let (rule, findings) = match assessed.status {
        EntryStatus::NoRefund => {
            ("the highest refund is 0.00, and nothing makes that doubtful", Vec::new())
        }
        EntryStatus::Blocked => (
            "a check found what CBP would refuse the entry or the file for",
            of_severity(Severity::Block),
        ),
        EntryStatus::Review => {
            ("no block, but a person decides before filing", of_severity(Severity::Review))
        }
        EntryStatus::Eligible => {
            ("no check that could be run found a block or a review", Vec::new())
        }
    };
    let is_zero = assessed.entry.refund_high == Cents::ZERO;
    let rule = match is_zero && assessed.status != EntryStatus::NoRefund {
        true => format!("{rule}; the refund is 0.00, which is doubtful for {}", doubts.join(", ")),
        false => rule.to_owned(),
    };
    let unproved = assessed.unproved.checks().count();
    let rule = match (assessed.status, unproved) {
        (EntryStatus::NoRefund, _) | (_, 0) => rule,
        (_, 1) => format!("{rule}; 1 check could not be run"),
        (_, count) => format!("{rule}; {count} checks could not be run"),
    };
    DecisionTold { value: assessed.status.as_str(), rule, findings }
}

/// The lane of an entry.
pub(super) fn lane(of: &Subject<'_>) -> DecisionTold {
    let assessed = of.assessed;
    let windows = &assessed.entry.context.rules.windows;
    let decided = lane::rule(&assessed.entry, assessed.status, assessed.found);
    let of_lane = |lane| codes(assessed.found, |check| check.lane == Some(lane));
    let (rule, findings) = match decided {
        LaneRule::NoRefund => ("nothing comes back".to_owned(), Vec::new()),
        LaneRule::Declared => {
            ("it is on an earlier declaration".to_owned(), of_lane(decided.lane()))
        }
        LaneRule::Court(days) => (
            format!(
                "{days} days after liquidation: the {} days for a protest are over",
                windows.protest_days
            ),
            Vec::new(),
        ),
        LaneRule::Protest(days) => (
            format!(
                "{days} days after liquidation: CAPE takes {}, a protest has {}",
                windows.cape_days, windows.protest_days
            ),
            Vec::new(),
        ),
        LaneRule::Stopped(lane) => {
            (format!("no clock has run out, and a block sends it to {lane}"), of_lane(lane))
        }
        LaneRule::Review => (
            "nothing stops it, and a person decides before filing".to_owned(),
            codes(assessed.found, |check| check.severity == Severity::Review),
        ),
        LaneRule::FileNow => {
            ("nothing that could be checked stands in the way".to_owned(), Vec::new())
        }
    };
    DecisionTold { value: assessed.lane.as_str(), rule, findings }
}
