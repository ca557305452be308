//! The phases in which CBP opens CAPE.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::Table;
use crate::domain::{Day, vocabulary};

pub(super) const FILE: &str = "phases.csv";
/// The phase that took in entries flagged for reconciliation.
pub(super) const RECON: &str = "phase-2";

vocabulary! {
    /// Whether a phase is known to have begun.
    Certainty {
        /// CBP says so.
        Live = "live",
        /// Others say so.
        Reported = "reported",
    }
}

/// A phase.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Its name: `phase-1` and so on.
    pub name: String,
    /// Its first day.
    pub starts: Day,
    /// Whether it is known to have begun.
    pub certainty: Certainty,
    /// What it took in.
    pub adds: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The phases in the order of their first days.
#[derive(Debug, Clone)]
pub struct Phases(Vec<Phase>);

impl Phases {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Phases, RulebookError> {
        let columns = &["phase", "starts", "certainty", "adds", "source", "confidence", "as_of"];
        let mut names = Unique::new();
        let mut phases: Vec<Phase> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            names.claim(&row, "phase", row.filled("phase")?)?;
            let starts = row.day("starts")?;
            if phases.last().is_some_and(|above| above.starts >= starts) {
                return Err(row.wrong("starts", "a day after the one above"));
            }
            phases.push(Phase {
                name: row.text("phase")?.to_owned(),
                starts,
                certainty: row.choice("certainty", Certainty::ALL)?,
                adds: row.filled("adds")?.to_owned(),
                provenance: Provenance::of(&row, sources)?,
            });
        }
        Ok(Phases(phases))
    }

    /// The phase with this name.
    pub fn get(&self, name: &str) -> Option<&Phase> {
        self.0.iter().find(|phase| phase.name == name)
    }

    /// Whether CAPE takes entries flagged for reconciliation on that day.
    pub fn takes_recon_flags(&self, as_of: Day) -> bool {
        self.get(RECON).is_some_and(|phase| phase.starts <= as_of)
    }

    /// Every phase, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Phase> {
        self.0.iter()
    }
}
