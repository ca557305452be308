//! What claims say: filed, refused, accepted.

use super::mark::{Act, Mark, Walk};
use super::{Evidence, mark};
use crate::domain::{Day, fold};
use crate::ledger::TextId;
use crate::rulebook::ClaimErrorMeaning;
use crate::track::{Scene, State, VerdictKind};
use std::collections::{HashMap, HashSet};

const UNKNOWN_WORD: &str = "a status that is in no list: it proves nothing";
const SAID_BEFORE: &str = "says less than is proved already";
const UNDATED_UPLOAD: &str = "taken in, but no day proves that it was after the refusal";
const REFUSED_ELSEWHERE: &str = "refused on another claim; the acceptance stands";
const REFUSED_AS_DUPLICATE: &str = "refused as a duplicate of the accepted claim";
const UNDATED_FILE: &str = "the file was refused, but no day proves that it was after the refusal \
                            of the entry";
const TAKEN_IN_AFTER_REFUSAL: &str = "taken in, though refused on the same claim before";
const ACCEPTED_TWICE: &str = "accepted on another claim already; an entry can be on one only";
const ACCEPTED_AND_REFUSED: &str = "accepted and refused on the same claim; nothing confirms the \
                                    acceptance, so the refusal stands";
const REFUSED_AND_CONFIRMED: &str = "accepted and refused on the same claim; a later report \
                                     confirms the acceptance";

/// Applies the rows of claims.
pub(super) fn apply(walk: &mut Walk<'_>, evidence: &Evidence) {
    let scene = walk.scene;
    let (mut marks, mut unknown) = (Vec::new(), Vec::new());
    for verdict in &evidence.verdicts {
        let (state, rank) = match verdict.kind {
            // A verdict says more than that the file came in, whatever the order of the states.
            VerdictKind::Uploaded => (State::Uploaded, 0),
            VerdictKind::FileRejected => (State::FileRejected, 1),
            VerdictKind::Rejected => (State::EntryRejected, 2),
            VerdictKind::Accepted => (State::Accepted, 3),
            VerdictKind::Updated => (State::LinesRemoved, 4),
            VerdictKind::Unknown => (State::NotFiled, 0),
        };
        let refused = matches!(state, State::FileRejected | State::EntryRejected);
        let words = if refused { verdict.error.or(verdict.status) } else { verdict.status };
        let mut mark = Mark::new(&scene, state, verdict.on, verdict.claim, words, verdict.place);
        mark.rank = rank;
        match (refused, verdict.kind) {
            (_, VerdictKind::Unknown) => unknown.push(mark),
            (true, _) => marks.push(Mark { error: verdict.error, ..mark }),
            (false, _) => marks.push(mark),
        }
    }
    mark::sort(&mut unknown, &scene);
    for mark in unknown {
        walk.note(&mark, None, UNKNOWN_WORD);
    }
    let marks = walk.in_order(marks);
    let marks = without_conflicts(walk, evidence, marks);
    let accepted = marks.iter().any(|mark| mark.step.state >= State::Accepted);
    let mut repeats_accepted = Duplicates::default();
    for mark in marks {
        let act = match walk.current {
            // A refusal as a duplicate comes after the acceptance, even if no day says so.
            _ if accepted && repeats_accepted.of(&scene, &mark) => Act::Note(REFUSED_AS_DUPLICATE),
            Some(current) => judge(&current, &mark, walk.tracked.claim),
            None => Act::Move,
        };
        walk.act(&mark, act);
        let stands = matches!(act, Act::Move | Act::Repeat | Act::Renew);
        if stands && mark.step.state >= State::Accepted {
            walk.tracked.claim = walk.tracked.claim.or(mark.step.number);
        }
    }
}

/// What becomes of a mark after what is proved so far; `claim` is the accepted one.
fn judge(current: &Mark, mark: &Mark, claim: TextId) -> Act {
    use State::{Accepted, EntryRejected, FileRejected, LinesRemoved, Uploaded};
    let later = mark.is_after(current);
    let (number, before) = (mark.step.number, current.step.number);
    match (current.step.state, mark.step.state) {
        (Uploaded, Uploaded) => Act::Repeat,
        (Uploaded, _) => Act::Move,
        (FileRejected | EntryRejected, Uploaded) => match later {
            true if number.is_blank() || number != before => Act::Move,
            true => Act::Contradict(TAKEN_IN_AFTER_REFUSAL),
            false => Act::Note(UNDATED_UPLOAD),
        },
        (EntryRejected, FileRejected) if later => Act::Move,
        (EntryRejected, FileRejected) => Act::Note(UNDATED_FILE),
        // The last refusal is the one to be mended.
        (FileRejected, FileRejected) | (EntryRejected, EntryRejected) => Act::Renew,
        (FileRejected | EntryRejected, _) => Act::Move,
        (_, Uploaded) => Act::Note(SAID_BEFORE),
        (_, FileRejected | EntryRejected) => Act::Note(REFUSED_ELSEWHERE),
        (_, Accepted | LinesRemoved)
            if !number.is_blank() && !claim.is_blank() && number != claim =>
        {
            Act::Contradict(ACCEPTED_TWICE)
        }
        (Accepted, LinesRemoved) => Act::Move,
        (LinesRemoved, Accepted) => Act::Note(SAID_BEFORE),
        _ => Act::Repeat,
    }
}

/// Takes out what is accepted and refused on one claim: the refusal if something later confirms
/// the acceptance, else the acceptance.
fn without_conflicts(walk: &mut Walk<'_>, evidence: &Evidence, marks: Vec<Mark>) -> Vec<Mark> {
    let accepts = |mark: &Mark| mark.step.state >= State::Accepted;
    let refuses =
        |mark: &Mark| matches!(mark.step.state, State::FileRejected | State::EntryRejected);
    let (accepted, refused) = (
        Claims::of(marks.iter().filter(|m| accepts(m))),
        Claims::of(marks.iter().filter(|m| refuses(m))),
    );
    if !(accepted.any && refused.any) {
        return marks;
    }
    let shown = shown_by_more(&walk.scene, evidence);
    let updated = marks.iter().filter(|m| m.step.state == State::LinesRemoved);
    let updated: HashSet<TextId> = updated.map(|m| m.step.number).collect();
    let confirmed = |mark: &Mark| shown || updated.contains(&mark.step.number);
    let (mut kept, mut fallen) = (Vec::new(), Vec::new());
    for mark in marks {
        let falls = (refuses(&mark) && accepted.meets(&mark) && confirmed(&mark))
            || (accepts(&mark) && refused.meets(&mark) && !confirmed(&mark));
        if falls { fallen.push(mark) } else { kept.push(mark) }
    }
    // The last one that stands of each claim and kind.
    let decisive = kept.iter().filter(|mark| accepts(mark) || refuses(mark));
    let standing: HashMap<(TextId, bool), &Mark> =
        decisive.map(|mark| ((mark.step.number, accepts(mark)), mark)).collect();
    for mark in fallen {
        let why = if accepts(&mark) { ACCEPTED_AND_REFUSED } else { REFUSED_AND_CONFIRMED };
        match standing.get(&(mark.step.number, !accepts(&mark))) {
            Some(was) => walk.contradict(was, &mark, why),
            None => walk.note(&mark, Some(mark.step.state), why),
        }
    }
    kept
}

/// Whether anything but claims shows that CBP took the entry: its IEEPA rows are gone, or a refund
/// names it.
fn shown_by_more(scene: &Scene<'_>, evidence: &Evidence) -> bool {
    let past = |on: Option<Day>, place| {
        scene.said.moment(on, place).is_none_or(|moment| moment <= scene.as_of)
    };
    let gone = |pull: &crate::track::LaterPull| {
        super::rows::is_gone(scene, evidence, pull) && past(None, pull.place)
    };
    evidence.later.iter().any(gone)
        || evidence.liquidations.iter().any(|l| super::rows::refunds(l) && past(l.on, l.place))
        || evidence.refunds.iter().flat_map(|refund| &refund.shares).any(|share| {
            super::refunds::state_of_share(share).is_some() && past(share.on, share.place)
        })
}

/// The claims of some marks.
#[derive(Default)]
struct Claims {
    numbers: HashSet<TextId>,
    /// Days of those without a number.
    days: HashSet<Day>,
    /// Whether one has neither number nor day.
    undated: bool,
    /// Whether one has no number.
    unnumbered: bool,
    any: bool,
}

impl Claims {
    fn of<'m>(marks: impl Iterator<Item = &'m Mark>) -> Claims {
        let mut claims = Claims::default();
        for mark in marks {
            claims.any = true;
            if !mark.step.number.is_blank() {
                claims.numbers.insert(mark.step.number);
                continue;
            }
            claims.unnumbered = true;
            match mark.step.on {
                Some(day) => _ = claims.days.insert(day),
                None => claims.undated = true,
            }
        }
        claims
    }

    /// Whether one of them is of the claim of this mark. Without a number, another day is another
    /// claim.
    fn meets(&self, mark: &Mark) -> bool {
        match (mark.step.number.is_blank(), mark.step.on) {
            (false, _) => self.numbers.contains(&mark.step.number),
            (true, Some(day)) => self.undated || self.days.contains(&day),
            (true, None) => self.unnumbered,
        }
    }
}

/// Which refusals say that the entry is on an accepted claim; remembered by their words.
#[derive(Default)]
struct Duplicates(Option<(TextId, bool)>);

impl Duplicates {
    fn of(&mut self, scene: &Scene<'_>, mark: &Mark) -> bool {
        if mark.error.is_blank() {
            return false;
        }
        match self.0 {
            Some((words, known)) if words == mark.error => known,
            _ => {
                let folded = fold(scene.said.texts.text(mark.error).as_bytes());
                let meaning = scene.rules.status_words.claim_error(&folded);
                let duplicate = meaning == Some(ClaimErrorMeaning::Declared);
                self.0 = Some((mark.error, duplicate));
                duplicate
            }
        }
    }
}
