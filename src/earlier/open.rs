//! A report directory, read back.

use super::{EarlierError, EarlierState, EntryId, Kind, Listed, MadeWith, Portfolio};
use crate::rulebook::Rulebook;
use std::path::{Path, PathBuf};

/// An earlier report.
pub struct Earlier {
    /// Its directory, as the user named it.
    pub dir: PathBuf,
    /// Which command wrote it.
    pub kind: Kind,
    /// The version of the program that wrote it.
    pub version: String,
    /// SHA-256 of its manifest, in hexadecimal.
    pub manifest_sha256: String,
    /// The files that the manifest lists; each is as it was written.
    pub outputs: Vec<Listed>,
    /// What the estimate was made with; of a tracked one, as far as its manifest tells.
    pub made_with: MadeWith,
    /// Its entries. Of a tracked report those facts are unknown that `tracking.csv` does not have.
    pub portfolio: Portfolio,
    /// Where each entry stood, in the order of `portfolio`; empty for an estimate.
    pub states: Vec<EarlierState>,
    /// What the user should know of it.
    pub remarks: Vec<String>,
}

impl Earlier {
    /// Where an entry stood; `None` for an estimate.
    pub fn state(&self, id: EntryId) -> Option<&EarlierState> {
        self.states.get(id.index())
    }
}

/// Reads a report directory.
///
/// # Errors
/// It is none, a file that its manifest lists is missing or changed, or a cell cannot be read.
pub fn open(dir: &Path, rules: &Rulebook) -> Result<Earlier, EarlierError> {
    let _ = (dir, rules);
    todo!("not read yet")
}
