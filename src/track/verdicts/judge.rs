//! Prediction and verdict of one entry.

use super::Outcome;
use crate::assess::checks::{self, CheckSet};
use crate::domain::{EntryStatus, Lane, Severity, fold};
use crate::ledger::TextId;
use crate::rulebook::{Label, Level};
use crate::track::{Followed, Scene, State, Step};
use std::collections::HashMap;

/// Checks that stop an entry.
pub(super) const BLOCKS: CheckSet = CheckSet::of_severity(Severity::Block);

/// Checks that say that CBP has the entry already, or that another filer has to file it: an
/// acceptance does not prove them wrong.
const NOT_OURS: CheckSet =
    CheckSet::of_lane(Lane::Declared).union(CheckSet::of_lane(Lane::OtherFiler));

/// What stands for a refusal without words.
const NO_WORDS: &str = "(no label printed)";

/// One entry: prediction and verdict.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    /// How it came out.
    pub outcome: Outcome,
    /// Whether CBP took the entry.
    pub accepted: bool,
    /// The row that says so; its words are CBP's labels if it refused.
    pub step: Step,
    /// The checks of CBP's labels.
    pub labelled: CheckSet,
    /// Checks that had found a block, and so foresaw a refusal.
    pub foreseen_by: CheckSet,
}

/// Labels that stand in the words of a refusal.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// Their checks.
    pub(super) checks: CheckSet,
    /// Those that no check foresees, as CBP's table spells them, or else as printed.
    pub(super) others: Vec<String>,
    /// Whether all are about the file as such, and say nothing of its entries.
    of_file: bool,
}

/// Compares entries; remembers what labels mean.
pub struct Judge<'a> {
    scene: Scene<'a>,
    named: HashMap<(TextId, bool), Named>,
}

/// Words remembered at most.
const REMEMBERED: usize = 4096;

impl<'a> Judge<'a> {
    /// Knows no words yet.
    pub fn new(scene: &Scene<'a>) -> Judge<'a> {
        Judge { scene: *scene, named: HashMap::new() }
    }

    /// Prediction and first verdict of an entry; `None` while CBP gave none on it.
    pub fn compare(&mut self, followed: &Followed<'_>) -> Option<Compared> {
        let steps = &followed.tracked.steps;
        let step = steps.iter().find(|step| match step.state {
            State::NotFiled | State::Uploaded => false,
            State::FileRejected => !self.named(step).of_file,
            _ => true,
        });
        let step = *step?;
        let entry = followed.entry;
        let found = meet(entry.found, BLOCKS);
        if step.state >= State::Accepted {
            let wrong = found.without(NOT_OURS);
            let outcome = match entry.status {
                _ if !wrong.is_empty() => Outcome::FalseAlarm,
                EntryStatus::Review => Outcome::ReviewAccepted,
                _ => Outcome::AsPredicted,
            };
            let (labelled, foreseen_by) = (CheckSet::default(), wrong);
            return Some(Compared { outcome, accepted: true, step, labelled, foreseen_by });
        }
        let labelled = self.named(&step).checks;
        let hits = meet(entry.found, labelled);
        let (outcome, foreseen_by) = if !hits.is_empty() {
            (Outcome::Foreseen, hits)
        } else if !found.is_empty() {
            (Outcome::ForeseenByAnother, found)
        } else if labelled.is_empty() {
            (Outcome::NoCheck, found)
        } else if labelled.without(entry.unproved).is_empty() {
            (Outcome::NotChecked, found)
        } else {
            (Outcome::Missed, found)
        };
        Some(Compared { outcome, accepted: false, step, labelled, foreseen_by })
    }

    /// The labels of a refusal.
    pub(super) fn named(&mut self, step: &Step) -> &Named {
        if self.named.len() > REMEMBERED {
            self.named.clear();
        }
        let scene = self.scene;
        let of_file = step.state == State::FileRejected;
        self.named
            .entry((step.words, of_file))
            .or_insert_with(|| named(&scene, scene.said.texts.text(step.words), of_file))
    }
}

fn named(scene: &Scene<'_>, words: &str, file_refused: bool) -> Named {
    let (labels, folded) = (&scene.rules.labels, fold(words.as_bytes()));
    // Without an error the words are those of the status, which is no label.
    if folded.is_empty() || scene.rules.status_words.claim(&folded).is_some() {
        let others = vec![NO_WORDS.to_owned()];
        return Named { checks: CheckSet::default(), others, of_file: file_refused };
    }
    let mut named = Named::default();
    let found = labels.in_error(words);
    let of_file = |label: &Option<&Label>| {
        label.is_some_and(|label| label.level == Level::File && check_of(scene, label).is_none())
    };
    named.of_file = file_refused && found.iter().all(of_file);
    for label in found.iter().copied() {
        match label.map(|label| (label, check_of(scene, label))) {
            Some((_, Some(place))) => named.checks.insert(place),
            Some((label, None)) => named.others.push(label.text.clone()),
            None => {}
        }
    }
    if found.iter().any(Option::is_none) {
        // Several labels may stand there with one of them unknown: printed as it is.
        named.others.push(words.trim().to_owned());
    }
    named.others.sort();
    named.others.dedup();
    named
}

/// The place of the check that foresees a label, or the same words at the other level.
pub(super) fn check_of(scene: &Scene<'_>, label: &Label) -> Option<usize> {
    let same = |other: &&Label| other.text.eq_ignore_ascii_case(&label.text);
    let mut same = scene.rules.labels.iter().filter(same);
    let code = label.check.as_deref().or_else(|| same.find_map(|other| other.check.as_deref()))?;
    checks::ALL.iter().position(|check| check.code == code)
}

/// The checks of both sets.
pub(super) fn meet(one: CheckSet, other: CheckSet) -> CheckSet {
    one.without(one.without(other))
}
