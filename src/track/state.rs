//! Where an entry stands after filing, and what proves it.

use super::said::Place;
use crate::domain::{Cents, Day};
use crate::ledger::TextId;

pub use crate::domain::FilingState as State;

/// A move, or another proof of the state an entry has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The state it proves.
    pub state: State,
    /// The day: of the event, else of the report.
    pub on: Option<Day>,
    /// Claim or refund number it goes with; may be blank.
    pub number: TextId,
    /// CBP's words; may be blank.
    pub words: TextId,
    /// Where it stands.
    pub place: Place,
}

/// Two rows that cannot both be so, or a move that is none. What stands is the stronger of them,
/// whichever came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    /// What stands.
    pub was: Step,
    /// What a row says against it; it moved nothing.
    pub against: Step,
    /// Why not, in words.
    pub why: &'static str,
}

/// A row that moved nothing and contradicts nothing: unknown words, days still ahead, a refusal on
/// another claim, a liquidation of the ordinary cycle, what is proved already by more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// What it would prove; `None` if nothing.
    pub state: Option<State>,
    /// The day: of the event, else of the report.
    pub on: Option<Day>,
    /// Claim or refund number; may be blank.
    pub number: TextId,
    /// CBP's words; may be blank.
    pub words: TextId,
    /// Where it stands.
    pub place: Place,
    /// Why it moved nothing, in words.
    pub why: &'static str,
}

/// An entry as tracked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tracked {
    /// Every proof, in the order in which it was applied. The last that moved gives the state.
    pub steps: Vec<Step>,
    /// Which of them proves the state; `None` while it is not filed.
    pub proof: Option<u32>,
    /// What was refused.
    pub contradictions: Vec<Contradiction>,
    /// What says nothing new.
    pub notes: Vec<Note>,
    /// The (re)liquidation that pays it.
    pub reliquidated: Option<Day>,
    /// Its last liquidation since the estimate that refunds nothing: with the duty, in the ordinary
    /// cycle. Its protest clock runs.
    pub ordinary_liquidation: Option<Day>,
    /// The first (re)liquidation that a report announces for a day still ahead.
    pub announced_liquidation: Option<Day>,
    /// When CBP accepted it, as far as a report tells: the earliest day by which it or another entry
    /// of its claim is proved to be accepted.
    pub accepted_on: Option<Day>,
    /// The accepted claim; blank if none is known.
    pub claim: TextId,
    /// CBP's error, of the last refusal that stands; blank if none.
    pub error: TextId,
    /// Duty and interest that CBP says it refunds.
    pub refund: Option<(Cents, Cents)>,
}

impl Tracked {
    /// How far it is.
    pub fn state(&self) -> State {
        let proof = self.proof.and_then(|at| self.steps.get(at as usize));
        proof.map_or(State::NotFiled, |step| step.state)
    }

    /// Whether a step changed the state; another proof of the same state did not.
    pub fn moved(&self, at: usize) -> bool {
        let state = |at: usize| self.steps.get(at).map(|step| step.state);
        let before = at.checked_sub(1).and_then(state).unwrap_or(State::NotFiled);
        state(at).is_some_and(|now| now != before)
    }

    /// Whether any report names the entry.
    pub fn is_named(&self) -> bool {
        !(self.steps.is_empty() && self.contradictions.is_empty() && self.notes.is_empty())
    }

    /// What proves it.
    pub fn proof(&self) -> Option<&Step> {
        self.steps.get(self.proof? as usize)
    }
}
