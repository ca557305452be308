//! The mark in a directory that capeprep makes for its own use: by it the directory is known again.

use super::machine::Machine;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// The name of the mark's file.
pub(super) const FILE: &str = "capeprep-mark.json";

/// A mark is a few lines; more is none of ours.
const LONGEST: u64 = 1 << 16;

const PROGRAM: &str = "capeprep";

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    program: String,
    /// For whoever finds the directory.
    about: String,
    /// What is to stand, or stood, at this place; for people only, since names need not be Unicode.
    pub place: String,
    /// Whether the run that made it holds a lock on the mark as long as it goes on.
    pub locked: bool,
    /// The digest of the manifest that takes the place of what is kept here.
    pub replaced_by: Option<String>,
    /// Where the run goes on.
    #[serde(default)]
    pub machine: Machine,
}

impl Mark {
    /// A mark of something that belongs to `place`.
    pub fn new(place: &Path, about: &str, replaced_by: Option<String>) -> Mark {
        Mark {
            program: PROGRAM.to_owned(),
            about: about.to_owned(),
            place: place.to_string_lossy().into_owned(),
            locked: true,
            replaced_by,
            machine: Machine::this(),
        }
    }

    /// Writes it; `locked` says whether its file could be locked.
    pub fn write(&self, mut file: &File, locked: bool) -> io::Result<()> {
        let text = serde_json::to_string_pretty(&Mark { locked, ..self.clone() })?;
        file.write_all(text.as_bytes())
    }
}

/// What stands in the file of a mark.
pub(super) enum Told {
    /// Nothing yet: its run ended before it wrote it.
    Nothing,
    Mark(Mark),
    /// Something that is no mark of ours.
    Else,
}

/// Reads what stands in the file of a mark.
pub(super) fn read(file: &File) -> io::Result<Told> {
    let mut text = Vec::new();
    file.take(LONGEST).read_to_end(&mut text)?;
    if text.is_empty() {
        return Ok(Told::Nothing);
    }
    let mark = serde_json::from_slice::<Mark>(&text).ok();
    Ok(mark.filter(|mark| mark.program == PROGRAM).map_or(Told::Else, Told::Mark))
}
