//! `verdicts.csv`: what the estimate had foreseen of each entry that CBP judged, and what CBP said;
//! `checks.csv`: how each check did.

use super::proof::ProofCells;
use crate::assess::checks::CheckSet;
use crate::domain::Severity;
use crate::report::cell::{ReadyCell, RowWriter};
use crate::report::{OutputError, Staging};
use crate::track::verdicts::{Compared, Precheck};
use crate::track::{Followed, Scene, State};
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// Checks that stop an entry.
const BLOCKS: CheckSet = CheckSet::of_severity(Severity::Block);
/// Sets of codes remembered at most.
const REMEMBERED: usize = 4096;

/// Writes the rows of `verdicts.csv`.
pub struct VerdictRows<'a> {
    scene: Scene<'a>,
    proofs: ProofCells,
    codes: HashMap<CheckSet, ReadyCell, FixedState>,
}

impl<'a> VerdictRows<'a> {
    /// The name of the file.
    pub const FILE: &'static str = "verdicts.csv";

    /// Its header, without the line end. `foreseen_by` are the checks that had found a block.
    pub const HEADER: &'static str = "entry_number,predicted_status,predicted_lane,\
        predicted_blocks,unproved,verdict,label,foreseen_by,outcome,claim_number,file,record,report";

    /// None written yet.
    pub fn new(scene: &Scene<'a>) -> VerdictRows<'a> {
        let codes = HashMap::default();
        VerdictRows { scene: *scene, proofs: ProofCells::new(scene), codes }
    }

    /// Appends the row of an entry.
    pub fn write(&mut self, followed: &Followed<'_>, compared: &Compared, out: &mut Vec<u8>) {
        let Scene { said, .. } = self.scene;
        let (entry, step) = (followed.entry, &compared.step);
        let blocks = entry.found.without(entry.found.without(BLOCKS));
        for set in [blocks, entry.unproved, compared.foreseen_by] {
            if self.codes.len() > REMEMBERED {
                self.codes.clear();
            }
            let codes = || ReadyCell::of(|row| row.words(set.checks().map(|check| check.code)));
            self.codes.entry(set).or_insert_with(codes);
        }
        let blank = ReadyCell::text("");
        let codes = |set: CheckSet| self.codes.get(&set).unwrap_or(&blank);
        let of_claim = step.state <= State::LinesRemoved && !step.number.is_blank();
        let claim = if of_claim { step.number } else { followed.tracked.claim };
        let verdict = match step.state {
            State::FileRejected => "file-rejected",
            _ if compared.accepted => "accepted",
            _ => "rejected",
        };
        RowWriter::new(out)
            .entry(&entry.number)
            .word(entry.status.as_str())
            .word(entry.lane.as_str())
            .ready(codes(blocks))
            .ready(codes(entry.unproved))
            .word(verdict)
            .text(if compared.accepted { "" } else { said.texts.text(step.words) })
            .ready(codes(compared.foreseen_by))
            .word(compared.outcome.as_str())
            .text(said.texts.text(claim))
            .ready(self.proofs.file(step.place))
            .number(step.place.record.into())
            .ready(self.proofs.report(step.place))
            .end();
    }
}

/// The header of `checks.csv`.
pub const CHECKS_HEADER: &str =
    "check,cbp_label,ran,hits,misses,not_checked,false_alarms,entries_rejected_with_label\n";

/// Writes `checks.csv`: every check that blocks, then the labels that no check foresees.
///
/// # Errors
/// It cannot be written.
pub fn write_checks(
    scene: &Scene<'_>,
    precheck: &Precheck,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let mut out = Vec::from(CHECKS_HEADER);
    for (check, score) in &precheck.checks {
        let label = scene.rules.labels.for_check(check.code).map(|label| label.text.as_str());
        RowWriter::new(&mut out)
            .word(check.code)
            .text(check.label.or(label).unwrap_or_default())
            .number(score.ran)
            .number(score.hits)
            .number(score.misses)
            .number(score.not_checked)
            .number(score.false_alarms)
            .number(score.refused)
            .end();
    }
    for (label, refused) in &precheck.unforeseen {
        let mut row = RowWriter::new(&mut out);
        row.word("").text(label);
        for count in [0, 0, 0, 0, 0, *refused] {
            row.number(count);
        }
        row.end();
    }
    staging.write("checks.csv", &out)
}
