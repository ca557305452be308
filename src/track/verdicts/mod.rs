//! What the estimate had foreseen, against what CBP said: how good the pre-check is.
//!
//! An entry counts once, by the verdict that stands: accepted (or anything that only an accepted
//! entry can show), or refused with CBP's label. A file that was refused as a whole counts where
//! its label is one that a check foresees; labels of the file as such (no CSV, too large) say
//! nothing of the entry.
//!
//! A check was asked with the clocks of the day of the estimate (`as_of` of its manifest), and not
//! of the day of filing: an entry within its 80 days then may be over them at the upload. Such a
//! miss of `liquidated-over-80-days` is a filing that came late, and no fault of the check.

use super::{Followed, Scene};
use crate::assess::checks::Check;
use crate::domain::vocabulary;
use std::collections::BTreeMap;

vocabulary! {
    /// How a prediction came out.
    Outcome {
        /// Accepted, and foreseen so.
        AsPredicted = "as-predicted-accepted",
        /// Refused, and the check of CBP's label had found it.
        Foreseen = "foreseen",
        /// Refused, and another check had found something.
        ForeseenByAnother = "foreseen-by-another-check",
        /// Refused; the check of the label was asked and found nothing.
        Missed = "missed",
        /// Refused; the check of the label could not be asked: a column was missing.
        NotChecked = "not-checked",
        /// Refused with a label that no check foresees.
        NoCheck = "no-check",
        /// Accepted although a check had found a block.
        FalseAlarm = "false-alarm",
        /// Accepted, and the estimate had left it to a review.
        ReviewAccepted = "review-accepted",
    }
}

/// One entry: prediction and verdict.
#[derive(Debug, Clone)]
pub struct Compared {
    /// How it came out.
    pub outcome: Outcome,
    /// Whether CBP took the entry.
    pub accepted: bool,
    /// CBP's labels as printed; blank for an accepted entry.
    pub label: String,
    /// The checks that foresaw the refusal.
    pub foreseen_by: Vec<&'static Check>,
}

/// How one check did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Entries with a verdict of which it was asked.
    pub ran: u64,
    /// Refused with its label, and it had found that.
    pub hits: u64,
    /// Refused with its label, and it had found nothing.
    pub misses: u64,
    /// Refused with its label, and it could not be asked.
    pub not_checked: u64,
    /// Accepted although it had found a block.
    pub false_alarms: u64,
    /// Refused with its label, in all.
    pub refused: u64,
}

/// How good the pre-check was.
#[derive(Debug, Clone, Default)]
pub struct Precheck {
    /// Entries by outcome, for each outcome in its order; they add up to `entries`.
    pub outcomes: Vec<(Outcome, u64)>,
    /// Entries with a verdict.
    pub entries: u64,
    /// By check: all that block and have a label, found something, or met their label.
    pub checks: Vec<(&'static Check, Score)>,
    /// Labels that no check foresees, in words of CBP, with the entries refused for them; words
    /// that are no label of CBP's table stand here as printed.
    pub unforeseen: Vec<(String, u64)>,
}

/// Compares entries one by one.
pub struct Verdicts<'a> {
    scene: Scene<'a>,
    outcomes: BTreeMap<Outcome, u64>,
}

impl<'a> Verdicts<'a> {
    /// Nothing compared yet.
    pub fn new(scene: &Scene<'a>) -> Verdicts<'a> {
        Verdicts { scene: *scene, outcomes: BTreeMap::new() }
    }

    /// Takes an entry in.
    pub fn see(&mut self, followed: &Followed<'_>) {
        if let Some(compared) = compare(&self.scene, followed) {
            *self.outcomes.entry(compared.outcome).or_default() += 1;
        }
    }

    /// How good the pre-check was.
    pub fn finish(self) -> Precheck {
        Precheck::default()
    }
}

/// Prediction and verdict of an entry; `None` while CBP gave no verdict on it.
pub fn compare(_scene: &Scene<'_>, _followed: &Followed<'_>) -> Option<Compared> {
    None
}
