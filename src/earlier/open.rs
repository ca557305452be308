//! A report directory, read back.

use super::manifest::Manifest;
use super::table::Table;
use super::{EarlierError, EarlierState, EntryId, Kind, Listed, MadeWith, Portfolio};
use super::{entries, states, verify};
use crate::domain::quoted;
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

    /// Holds for a report that can be tracked: an estimate with real numbers.
    ///
    /// # Errors
    /// It is a masked copy, or no estimate.
    pub fn for_tracking(self) -> Result<Earlier, EarlierError> {
        match (self.kind, self.made_with.masked) {
            (Kind::Track, _) => Err(EarlierError::NotAnEstimate(self.dir)),
            (Kind::Analyze, true) => Err(EarlierError::Masked(self.dir)),
            (Kind::Analyze, false) => Ok(self),
        }
    }
}

/// Unlisted files that are named at most.
const NAMED: usize = 5;

/// Reads a report directory. Its files are digested on the threads of the current pool.
///
/// # Errors
/// It is no report, a file that its manifest lists is missing or changed, or its table of entries
/// is not there or cannot be read.
pub fn open(dir: &Path, rules: &Rulebook) -> Result<Earlier, EarlierError> {
    let manifest = Manifest::read(dir, rules)?;
    let Manifest { kind, version, sha256, outputs, made_with, left_out } = manifest;
    verify::sizes(dir, &outputs)?;
    let file = match kind {
        Kind::Analyze => entries::FILE,
        Kind::Track => states::FILE,
    };
    let Some(table) = outputs.iter().find(|listed| listed.file == file) else {
        let dir = dir.to_path_buf();
        return Err(EarlierError::NoEntries { dir, file, made_with: left_out });
    };
    let others = outputs.iter().filter(|listed| listed.file != file).collect();
    let (read, others) = rayon::join(|| read(dir, kind, table), || verify::digests(dir, others));
    // Whatever was changed, the entries are the worst.
    let (portfolio, states, mut remarks) = read?;
    others?;
    if made_with.rulebook != rules.version.to_string() {
        remarks.push(format!(
            "the report was made with rulebook {}; what follows is judged by rulebook {}",
            made_with.rulebook, rules.version
        ));
    }
    remarks.extend(unlisted(dir, &outputs));
    Ok(Earlier {
        dir: dir.to_path_buf(),
        kind,
        version,
        manifest_sha256: sha256,
        outputs,
        made_with,
        portfolio,
        states,
        remarks,
    })
}

type Read = (Portfolio, Vec<EarlierState>, Vec<String>);

/// Reads the table of entries, and holds it against the manifest.
fn read(dir: &Path, kind: Kind, listed: &Listed) -> Result<Read, EarlierError> {
    let mut table = Table::open(verify::path_of(dir, listed), listed)?;
    let mut remarks = Vec::new();
    let read = match kind {
        Kind::Analyze => entries::read(&mut table, &mut remarks).map(|read| (read, Vec::new())),
        Kind::Track => states::read(&mut table),
    };
    match read {
        Ok((portfolio, states)) => {
            table.verified()?;
            Ok((portfolio, states, remarks))
        }
        Err(error) => Err(table.blamed(error)),
    }
}

/// What is to be said of files that the manifest does not list.
fn unlisted(dir: &Path, outputs: &[Listed]) -> Option<String> {
    let found = verify::unlisted(dir, outputs);
    let mut named: Vec<String> = found.iter().take(NAMED).map(|name| quoted(name)).collect();
    if found.len() > NAMED {
        named.push(format!("{} more", found.len() - NAMED));
    }
    (!named.is_empty()).then(|| {
        format!(
            "{}: files that the manifest does not list, and that are not used: {}",
            dir.display(),
            named.join(", ")
        )
    })
}
