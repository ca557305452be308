//! Where the figures of one entry, or of one payment group, come from: every row with its bin, the
//! rules with their sources, the interest stretch by stretch, each check with what it looked at, and
//! what would change it. The same entry is told that the estimate is made of, as it was judged;
//! where a figure cannot be shown to follow from what is told, that is an error.
//!
//! [`Explanation`] and [`GroupExplanation`] are plain data; reports print them.

mod amount;
mod changes;
mod checks;
mod codes;
mod deadlines;
mod decision;
mod entry;
mod facts;
mod group;
mod interest;
mod proceedings;
mod refund;
mod rows;
mod sources;
mod sums;

pub use amount::Money;
pub use changes::ChangeTold;
pub use checks::{CheckTold, EvidenceTold};
pub use codes::{CodeTold, FloorTold, SourceTold};
pub use deadlines::DeadlineTold;
pub use decision::DecisionTold;
pub use entry::{EntryTold, RunTold};
pub use facts::{CellTold, FactTold, OverruledTold};
pub use group::{GroupEntry, GroupExplanation, GroupTold, RaisedTold, RowBins, UnprovedTold};
pub use interest::{InterestTold, SegmentTold};
pub use proceedings::ProceedingTold;
pub use refund::RefundTold;
pub use rows::RowTold;
pub use sources::DocumentTold;
pub use sums::SumsTold;

use crate::assess::Assessed;
use crate::assess::checks::CheckSet;
use crate::assess::checks::claims::protest_open::PROTEST_OPEN;
use crate::domain::EntryNumber;
use crate::ledger::{EntryRows, FactPlace, Place, Sighting};
use serde::Serialize;

static PROTESTED: CheckSet = CheckSet::of(&[&PROTEST_OPEN]);

/// A record of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct At {
    /// The file, as the user gave it.
    pub file: String,
    /// The record number in it, from 1.
    pub record: u64,
}

/// What is told does not give what was judged: a fault of this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("internal error: entry {entry}: {what}. Nothing was told. Please report it.")]
pub struct Inconsistent {
    entry: EntryNumber,
    what: &'static str,
}

/// An entry that is to be told.
pub struct Subject<'s> {
    /// What was read of it.
    pub rows: &'s EntryRows<'s>,
    /// What it was judged.
    pub assessed: &'s Assessed<'s>,
    /// Its rows in the inputs, in their order.
    pub sightings: &'s [Sighting],
    /// The names of the exports.
    pub files: &'s [String],
}

impl Subject<'_> {
    fn file(&self, input: usize) -> String {
        self.files.get(input).cloned().unwrap_or_default()
    }

    fn at(&self, place: Place) -> At {
        At { file: self.file(place.input()), record: place.record() }
    }

    fn facts_at(&self, place: FactPlace) -> At {
        let files = self.assessed.entry.supplement.files();
        let file = usize::try_from(place.file).ok().and_then(|file| files.get(file));
        At {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            record: place.record.into(),
        }
    }

    /// Whether a protest against it is open: day 180 takes nothing from that one.
    fn is_protested(&self) -> bool {
        self.assessed.found.meets(PROTESTED)
    }

    fn inconsistent(&self, what: &'static str) -> Inconsistent {
        Inconsistent { entry: self.rows.number.clone(), what }
    }
}

/// Everything about one entry.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The day, the rules and the assumptions.
    pub run: RunTold,
    /// Its row of `entries.csv`.
    pub entry: EntryTold,
    /// Its status, with the rule that gave it.
    pub status: DecisionTold,
    /// Its lane, with the rule that gave it.
    pub lane: DecisionTold,
    /// Every row of it in the exports, in their order.
    pub rows: Vec<RowTold>,
    /// What the counted ones add up to.
    pub sums: SumsTold,
    /// The versions of the headings.
    pub codes: Vec<CodeTold>,
    /// Headings that the registry does not have.
    pub unknown_codes: Vec<String>,
    /// The interest.
    pub interest: InterestTold,
    /// The header facts.
    pub facts: Vec<FactTold>,
    /// The claims, protests, drawback claims and statements that facts files list.
    pub proceedings: Vec<ProceedingTold>,
    /// All checks.
    pub checks: Vec<CheckTold>,
    /// The days on which something ends.
    pub deadlines: Vec<DeadlineTold>,
    /// The payment group it is in.
    pub group: Option<GroupTold>,
    /// What would change it.
    pub changes: Vec<ChangeTold>,
    /// The documents that are cited.
    pub documents: Vec<DocumentTold>,
}

impl Explanation {
    /// Tells an entry.
    ///
    /// # Errors
    /// What is told does not give what was judged.
    pub fn of(subject: &Subject<'_>) -> Result<Explanation, Inconsistent> {
        let facts = facts::facts(subject);
        let (codes, unknown_codes) = codes::codes(subject);
        let rows = rows::rows(subject)?;
        let mut explanation = Explanation {
            run: RunTold::of(subject.assessed.entry.context),
            entry: EntryTold::of(subject.assessed),
            status: decision::status(subject),
            lane: decision::lane(subject),
            sums: SumsTold::of(subject, &rows)?,
            rows,
            codes,
            unknown_codes,
            interest: interest::told(subject, &facts)?,
            proceedings: proceedings::proceedings(subject),
            checks: checks::checks(subject, &facts),
            facts,
            deadlines: deadlines::deadlines(subject),
            group: None,
            changes: changes::changes(subject),
            documents: Vec::new(),
        };
        explanation.documents = sources::documents(subject, &explanation);
        Ok(explanation)
    }
}
