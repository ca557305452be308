//! Which report a row is of, as cells.

use crate::report::cell::ReadyCell;
use crate::track::{Place, ReportFile, Scene};

/// A report's name, as CBP prints it: `ES-022`; its own word where it has no number.
pub(super) fn numbered(file: &ReportFile) -> String {
    let name = super::report_name(file);
    let is_numbered = ["es-", "rev-"].iter().any(|start| name.starts_with(start));
    if is_numbered { name.to_ascii_uppercase() } else { name.to_owned() }
}

/// Report and file of a row, two cells, for each file.
pub(super) struct ProofCells {
    cells: Vec<ReadyCell>,
    blank: ReadyCell,
}

impl ProofCells {
    pub(super) fn new(scene: &Scene<'_>) -> ProofCells {
        let files = scene.said.files.iter();
        let cell =
            |file: &ReportFile| ReadyCell::of(|row| row.word(&numbered(file)).text(&file.name));
        let blank = ReadyCell::of(|row| row.word("").word(""));
        ProofCells { cells: files.map(cell).collect(), blank }
    }

    /// Those of a row; blank without one.
    pub(super) fn of(&self, place: Option<Place>) -> &ReadyCell {
        place.and_then(|place| self.cells.get(place.file as usize)).unwrap_or(&self.blank)
    }
}
