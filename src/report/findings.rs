//! `findings.csv`: one row per entry and check that found something.

use super::cell::{ReadyCell, RowWriter};
use super::{EntryTable, TablePen};
use crate::assess::Assessed;
use crate::assess::checks::{self, Check};

pub(super) struct FindingsTable;

impl EntryTable for FindingsTable {
    fn file(&self) -> &'static str {
        "findings.csv"
    }

    fn header(&self) -> &'static str {
        "entry_number,code,severity,cbp_label,detail,source"
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        Box::new(FindingsPen { of_checks: checks::ALL.iter().map(|check| cells(check)).collect() })
    }
}

/// The cells that the findings of a check share: those before the detail, and those behind it.
type CheckCells = (ReadyCell, ReadyCell);

fn cells(check: &Check) -> CheckCells {
    let before = ReadyCell::of(|row| {
        row.word(check.code).word(check.severity.as_str()).text(check.label.unwrap_or_default())
    });
    (before, ReadyCell::of(|row| row.words(check.sources.iter().copied())))
}

struct FindingsPen {
    /// By place in the list of all checks.
    of_checks: Vec<CheckCells>,
}

impl TablePen for FindingsPen {
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>) {
        // A finding stands for each check of the set, in the same order.
        for (place, finding) in assessed.found.places().zip(&assessed.findings) {
            let (before, behind) = &self.of_checks[place];
            RowWriter::new(out)
                .entry(&assessed.entry.number)
                .ready(before)
                .text(&finding.detail)
                .ready(behind)
                .end();
        }
    }
}
