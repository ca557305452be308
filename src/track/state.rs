//! Where an entry stands after filing, and what proves it.

use super::said::Place;
use crate::domain::{Cents, Day, vocabulary};
use crate::ledger::TextId;

vocabulary! {
    /// How far an entry is, in the order of the way.
    State {
        /// No report names it.
        NotFiled = "not-filed",
        /// The whole file was refused.
        FileRejected = "file-rejected",
        /// On a file that was taken in.
        Uploaded = "uploaded",
        /// Refused by CBP.
        EntryRejected = "entry-rejected",
        /// On an accepted declaration.
        Accepted = "accepted",
        /// Its IEEPA lines are gone.
        LinesRemoved = "lines-removed",
        /// Liquidated or reliquidated without them.
        Liquidated = "liquidated",
        /// Its refund is reckoned and certified.
        Certified = "certified",
        /// Its refund is kept back: no ACH account.
        Held = "held",
        /// Sent to Treasury.
        Sent = "sent",
        /// Kept against a debt.
        Diverted = "diverted",
        /// Paid.
        Paid = "paid",
        /// The bank sent it back.
        Returned = "returned",
        /// Paid once more.
        Reissued = "reissued",
    }
}

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

/// Two rows that cannot both be so, or a move that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contradiction {
    /// What stood.
    pub was: Step,
    /// What a row says against it; it moved nothing.
    pub against: Step,
    /// Why not, in words.
    pub why: &'static str,
}

/// An entry as tracked.
#[derive(Debug, Clone, Default)]
pub struct Tracked {
    /// Every proof, in the order in which it was applied. The last that moved gives the state.
    pub steps: Vec<Step>,
    /// Which of them proves the state; `None` while it is not filed.
    pub proof: Option<u32>,
    /// What was refused.
    pub contradictions: Vec<Contradiction>,
    /// The (re)liquidation that pays it.
    pub reliquidated: Option<Day>,
    /// When CBP accepted it, as far as a report tells.
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

    /// What proves it.
    pub fn proof(&self) -> Option<&Step> {
        self.steps.get(self.proof? as usize)
    }
}
