//! A row as a proof, and the walk over proofs.

use crate::domain::Day;
use crate::ledger::TextId;
use crate::track::{Contradiction, Note, Place, Scene, State, Step, Tracked};
use std::cmp::Ordering;

pub(super) const AHEAD: &str = "dated after the day to which clocks count";

/// A row as a proof of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The proof, dated by the event or else by the report.
    pub(super) step: Step,
    /// The day of the event.
    pub(super) own: Option<Day>,
    /// The day of the report.
    pub(super) report: Option<Day>,
    /// Of two of one day the one of higher rank is applied later.
    pub(super) rank: u8,
    /// Why CBP refused; blank but for refusals.
    pub(super) error: TextId,
    /// Whether it is a line of the bank.
    pub(super) bank: bool,
    /// Whether it says "at least": no word tells how far it is, or only the first word for a refund
    /// does, which stays while others move on.
    pub(super) at_least: bool,
    /// Whether its word is in no list.
    pub(super) unknown: bool,
}

impl Mark {
    /// A row that proves `state`.
    pub(super) fn new(
        scene: &Scene<'_>,
        state: State,
        own: Option<Day>,
        number: TextId,
        words: TextId,
        place: Place,
    ) -> Mark {
        let report = scene.said.file(place).and_then(|file| file.report_date);
        Mark {
            step: Step { state, on: scene.said.moment(own, place), number, words, place },
            own,
            report,
            rank: state as u8,
            error: TextId::BLANK,
            bank: false,
            at_least: false,
            unknown: false,
        }
    }

    /// Whether it is dated after the day to which clocks count.
    pub(super) fn is_ahead(&self, scene: &Scene<'_>) -> bool {
        self.step.on.is_some_and(|on| on > scene.as_of)
    }

    /// Whether it is proved to be later than another one: by the days of the events, else by those
    /// of the reports.
    pub(super) fn is_after(&self, other: &Mark) -> bool {
        match (self.own.zip(other.own), self.report.zip(other.report)) {
            (Some((this, that)), _) if this != that => this > that,
            (_, Some((this, that))) if this != that => this > that,
            _ => self.step.on.zip(other.step.on).is_some_and(|(this, that)| this > that),
        }
    }

    /// The order in which marks are applied: dated ones by day, then by rank; undated ones last.
    pub(super) fn order(&self, other: &Mark, scene: &Scene<'_>) -> Ordering {
        let text = |id| scene.said.texts.text(id);
        let file = |mark: &Mark| scene.said.file(mark.step.place).map(|file| file.name.as_str());
        let day = |mark: &Mark| (mark.step.on.is_none(), mark.step.on, mark.report.or(mark.own));
        day(self)
            .cmp(&day(other))
            .then_with(|| self.rank.cmp(&other.rank))
            .then_with(|| text(self.step.number).cmp(text(other.step.number)))
            .then_with(|| text(self.step.words).cmp(text(other.step.words)))
            .then_with(|| text(self.error).cmp(text(other.error)))
            .then_with(|| file(self).cmp(&file(other)))
            .then_with(|| self.step.place.record.cmp(&other.step.place.record))
            .then_with(|| self.step.place.file.cmp(&other.step.place.file))
            .then_with(|| self.own.cmp(&other.own))
    }
}

/// Sorts marks into the order in which they are applied.
pub(super) fn sort(marks: &mut [Mark], scene: &Scene<'_>) {
    marks.sort_by(|a, b| a.order(b, scene));
}

/// What becomes of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// It moves the entry.
    Move,
    /// Another proof of the state.
    Repeat,
    /// Another proof of the state, which counts from now on.
    Renew,
    /// It moves nothing, for this reason.
    Note(&'static str),
    /// It cannot be so, for this reason.
    Contradict(&'static str),
}

/// An entry on its way.
pub(super) struct Walk<'a> {
    pub(super) scene: Scene<'a>,
    pub(super) tracked: Tracked,
    /// What proves its state.
    pub(super) current: Option<Mark>,
}

impl Walk<'_> {
    pub(super) fn state(&self) -> State {
        self.current.map_or(State::NotFiled, |mark| mark.step.state)
    }

    pub(super) fn is_refused(&self) -> bool {
        matches!(self.state(), State::FileRejected | State::EntryRejected)
    }

    /// Does what was decided about a mark.
    pub(super) fn act(&mut self, mark: &Mark, act: Act) {
        match act {
            Act::Move | Act::Renew => self.advance(mark),
            Act::Repeat => self.tracked.steps.push(mark.step),
            Act::Note(why) => self.note(mark, Some(mark.step.state), why),
            Act::Contradict(why) => match self.current {
                Some(was) => self.contradict(&was, mark, why),
                None => self.note(mark, Some(mark.step.state), why),
            },
        }
    }

    pub(super) fn advance(&mut self, mark: &Mark) {
        self.tracked.proof = u32::try_from(self.tracked.steps.len()).ok();
        self.tracked.steps.push(mark.step);
        self.current = Some(*mark);
    }

    pub(super) fn contradict(&mut self, was: &Mark, against: &Mark, why: &'static str) {
        let contradiction = Contradiction { was: was.step, against: against.step, why };
        self.tracked.contradictions.push(contradiction);
    }

    pub(super) fn note(&mut self, mark: &Mark, state: Option<State>, why: &'static str) {
        let Step { on, number, words, place, .. } = mark.step;
        self.tracked.notes.push(Note { state, on, number, words, place, why });
    }

    /// Sorts marks and notes those that are still ahead.
    pub(super) fn in_order(&mut self, marks: Vec<Mark>) -> Vec<Mark> {
        let (ahead, mut marks): (Vec<_>, Vec<_>) =
            marks.into_iter().partition(|mark| mark.is_ahead(&self.scene));
        self.note_all(ahead, AHEAD);
        sort(&mut marks, &self.scene);
        marks
    }

    /// Notes marks that prove nothing, in order.
    pub(super) fn note_all(&mut self, mut marks: Vec<Mark>, why: &'static str) {
        sort(&mut marks, &self.scene);
        for mark in marks {
            self.note(&mark, Some(mark.step.state), why);
        }
    }
}

/// Sorts what is shown beside the proofs by its content.
pub(super) fn sort_shown(scene: &Scene<'_>, tracked: &mut Tracked) {
    let texts = |id| scene.said.texts.text(id);
    let file = |place: Place| scene.said.file(place).map(|file| file.name.as_str());
    tracked.notes.sort_by(|a, b| {
        let day = |note: &Note| (note.on.is_none(), note.on, note.state);
        day(a)
            .cmp(&day(b))
            .then_with(|| texts(a.number).cmp(texts(b.number)))
            .then_with(|| texts(a.words).cmp(texts(b.words)))
            .then_with(|| file(a.place).cmp(&file(b.place)))
            .then_with(|| a.place.record.cmp(&b.place.record))
            .then_with(|| a.why.cmp(b.why))
    });
    tracked.contradictions.sort_by(|a, b| {
        let day = |step: &Step| (step.on.is_none(), step.on, step.state);
        day(&a.against)
            .cmp(&day(&b.against))
            .then_with(|| texts(a.against.number).cmp(texts(b.against.number)))
            .then_with(|| texts(a.against.words).cmp(texts(b.against.words)))
            .then_with(|| file(a.against.place).cmp(&file(b.against.place)))
            .then_with(|| a.against.place.record.cmp(&b.against.place.record))
            .then_with(|| a.why.cmp(b.why))
    });
}
