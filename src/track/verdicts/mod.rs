//! What the estimate had foreseen, against what CBP said: how good the pre-check is.
//!
//! An entry counts once, by the first verdict on it: refused with CBP's labels, or accepted (or
//! anything that only an accepted entry can show). The first, since the estimate spoke of the entry
//! as it was: one that was refused as foreseen, mended and accepted is no false alarm. A file that
//! was refused as a whole counts where its label is about entries; labels of the file as such (no
//! CSV, too large) say nothing of them.
//!
//! | CBP | the estimate had | outcome |
//! |---|---|---|
//! | accepted | no block | `as-predicted-accepted`, or `review-accepted` where a person was to decide |
//! | accepted | a block | `false-alarm`; not if the block was that CBP has the entry already, or that another filer has to file it |
//! | refused | a block by the check of a label | `foreseen` |
//! | refused | another block | `foreseen-by-another-check` |
//! | refused | no block, though the check was asked | `missed` |
//! | refused | no block; the check could not be asked | `not-checked` |
//! | refused | no block; no check for the label | `no-check` |
//!
//! A label counts for the check that foresees it, whether it is retired, and at both levels: the
//! same words may bring down an entry or a file.
//!
//! A check was asked with the clocks of the day of the estimate (`as_of` of its manifest), and not
//! of the day of filing: an entry within its 80 days then may be over them at the upload. Such a
//! miss of `liquidated-over-80-days` is a filing that came late, and no fault of the check.

mod judge;

pub use judge::{Compared, Judge};

use super::{Followed, Scene};
use crate::assess::checks::{self, Check, CheckSet};
use crate::domain::vocabulary;
use crate::rulebook::Level;
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

/// How one check did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
    /// Refused with its label, in all: hits, misses and those not checked.
    pub refused: u64,
    /// It had found something, whatever CBP said.
    pub found: u64,
    /// Entries with a verdict of which it could not be asked.
    pub unproved: u64,
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
    judge: Judge<'a>,
    outcomes: [u64; Outcome::ALL.len()],
    scores: Vec<Score>,
    others: BTreeMap<String, u64>,
}

impl<'a> Verdicts<'a> {
    /// Nothing compared yet.
    pub fn new(scene: &Scene<'a>) -> Verdicts<'a> {
        Verdicts {
            scene: *scene,
            judge: Judge::new(scene),
            outcomes: [0; Outcome::ALL.len()],
            scores: vec![Score::default(); checks::ALL.len()],
            others: BTreeMap::new(),
        }
    }

    /// Takes an entry in; what it came to, if CBP gave a verdict on it.
    pub fn see(&mut self, followed: &Followed<'_>) -> Option<Compared> {
        let compared = self.judge.compare(followed)?;
        if let Some(count) = self.outcomes.get_mut(compared.outcome as usize) {
            *count += 1;
        }
        let entry = followed.entry;
        let (found, unproved) = (entry.found, entry.unproved);
        let score = |sets: CheckSet, count: fn(&mut Score) -> &mut u64, scores: &mut Vec<Score>| {
            for place in sets.places() {
                if let Some(score) = scores.get_mut(place) {
                    *count(score) += 1;
                }
            }
        };
        let scores = &mut self.scores;
        score(unproved, |score| &mut score.unproved, scores);
        score(found, |score| &mut score.found, scores);
        if compared.accepted {
            score(compared.foreseen_by, |score| &mut score.false_alarms, scores);
            return Some(compared);
        }
        let labelled = compared.labelled;
        let silent = labelled.without(found);
        score(labelled, |score| &mut score.refused, scores);
        score(judge::meet(labelled, found), |score| &mut score.hits, scores);
        score(silent.without(unproved), |score| &mut score.misses, scores);
        score(judge::meet(silent, unproved), |score| &mut score.not_checked, scores);
        for label in &self.judge.named(&compared.step).others {
            match self.others.get_mut(label) {
                Some(count) => *count += 1,
                None => _ = self.others.insert(label.clone(), 1),
            }
        }
        Some(compared)
    }

    /// How good the pre-check was.
    pub fn finish(mut self) -> Precheck {
        let entries = self.outcomes.iter().sum();
        let outcomes = Outcome::ALL.iter().copied().zip(self.outcomes).collect();
        let mut scored = Vec::new();
        for (place, (check, mut score)) in checks::ALL.iter().copied().zip(self.scores).enumerate()
        {
            score.ran = entries - score.unproved.min(entries);
            let blocks = judge::BLOCKS.holds(place);
            let met = score.refused > 0 || score.found > 0;
            let labelled =
                || check.label.is_some() || self.scene.rules.labels.for_check(check.code).is_some();
            if score.refused > 0 || (blocks && (met || labelled())) {
                scored.push((check, score));
            }
        }
        let mut unforeseen = Vec::new();
        for label in self.scene.rules.labels.iter() {
            let count = self.others.remove(&label.text);
            let of_entries =
                label.level == Level::Entry && judge::check_of(&self.scene, label).is_none();
            if of_entries || count.is_some() {
                unforeseen.push((label.text.clone(), count.unwrap_or(0)));
            }
        }
        unforeseen.extend(self.others);
        Precheck { outcomes, entries, checks: scored, unforeseen }
    }
}

#[cfg(test)]
mod tests;
