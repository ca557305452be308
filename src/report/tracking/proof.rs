//! Which report a row is of, as cells.

use crate::report::cell::ReadyCell;
use crate::track::{Place, ReportFile, Scene};

/// A report's name, as CBP prints it: `ES-022`; its own word where it has no number.
pub(super) fn numbered(file: &ReportFile) -> String {
    let name = super::report_name(file);
    let is_numbered = ["es-", "rev-"].iter().any(|start| name.starts_with(start));
    if is_numbered { name.to_ascii_uppercase() } else { name.to_owned() }
}

/// Report and file of a row, for each file.
pub(super) struct ProofCells {
    cells: Vec<FileCells>,
    blank: FileCells,
}

struct FileCells {
    report: ReadyCell,
    file: ReadyCell,
    both: ReadyCell,
}

impl FileCells {
    fn new(report: &str, file: &str) -> FileCells {
        FileCells {
            report: ReadyCell::text(report),
            file: ReadyCell::text(file),
            both: ReadyCell::of(|row| row.text(report).text(file)),
        }
    }
}

impl ProofCells {
    pub(super) fn new(scene: &Scene<'_>) -> ProofCells {
        let cells = |file: &ReportFile| FileCells::new(&numbered(file), &file.name);
        let cells = scene.said.files.iter().map(cells).collect();
        ProofCells { cells, blank: FileCells::new("", "") }
    }

    fn cells(&self, place: Option<Place>) -> &FileCells {
        place.and_then(|place| self.cells.get(place.file as usize)).unwrap_or(&self.blank)
    }

    /// Report and file of a row, two cells; blank without one.
    pub(super) fn of(&self, place: Option<Place>) -> &ReadyCell {
        &self.cells(place).both
    }

    /// The report of a row.
    pub(super) fn report(&self, place: Place) -> &ReadyCell {
        &self.cells(Some(place)).report
    }

    /// The file of a row.
    pub(super) fn file(&self, place: Place) -> &ReadyCell {
        &self.cells(Some(place)).file
    }
}
