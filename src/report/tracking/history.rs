//! `history.csv`: every row of every report that says something of an entry of the estimate: what
//! it proves, whether it moved the entry, and why not.

use super::proof::{ProofCells, numbered};
use crate::report::cell::RowWriter;
use crate::track::{Contradiction, Followed, Note, Scene, State, Step};

/// Writes the rows of `history.csv`.
pub struct HistoryRows<'a> {
    scene: Scene<'a>,
    proofs: ProofCells,
}

impl<'a> HistoryRows<'a> {
    /// The name of the file.
    pub const FILE: &'static str = "history.csv";

    /// Its header, without the line end. `step` is the state that a row proves; blank if none.
    pub const HEADER: &'static str =
        "entry_number,step,moved,state,on,number,words,report,file,record,remark";

    /// None written yet.
    pub fn new(scene: &Scene<'a>) -> HistoryRows<'a> {
        HistoryRows { scene: *scene, proofs: ProofCells::new(scene) }
    }

    /// Appends the rows of an entry: proofs in the order in which they were applied, then what
    /// contradicts them, then what moved nothing.
    pub fn write(&self, followed: &Followed<'_>, out: &mut Vec<u8>) {
        let tracked = followed.tracked;
        let mut state = "not-filed";
        for (at, step) in tracked.steps.iter().enumerate() {
            state = step.state.as_str();
            let moved = tracked.moved(at);
            let remark = if moved { "" } else { "another proof of the same" };
            self.row(followed, step.state.as_str(), moved, state, step, remark, out);
        }
        for Contradiction { was, against, why } in &tracked.contradictions {
            let file = self.scene.said.file(was.place);
            let remark = format!(
                "contradicts {} of {}, record {}: {why}",
                was.state,
                file.map(numbered).unwrap_or_default(),
                was.place.record
            );
            self.row(followed, against.state.as_str(), false, state, against, &remark, out);
        }
        for note in &tracked.notes {
            let Note { on, number, words, place, why, .. } = *note;
            let proves = note.state.map_or("", |state| state.as_str());
            let step = Step { state: State::NotFiled, on, number, words, place };
            self.row(followed, proves, false, state, &step, why, out);
        }
    }

    /// One row; `state` is that of the entry after it.
    #[allow(clippy::too_many_arguments, reason = "the cells of a row")]
    fn row(
        &self,
        followed: &Followed<'_>,
        proves: &str,
        moved: bool,
        state: &str,
        step: &Step,
        remark: &str,
        out: &mut Vec<u8>,
    ) {
        let texts = &self.scene.said.texts;
        RowWriter::new(out)
            .entry(&followed.entry.number)
            .word(proves)
            .word(if moved { "yes" } else { "no" })
            .word(state)
            .day(step.on)
            .text(texts.text(step.number))
            .text(texts.text(step.words))
            .ready(self.proofs.of(Some(step.place)))
            .number(step.place.record.into())
            .text(remark)
            .end();
    }
}
