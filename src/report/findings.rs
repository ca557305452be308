//! `findings.csv`: one row per entry and check that found something.

use super::cell::ReadyCell;
use super::cells::{Cells, Csv, Form};
use super::{EntryTable, TablePen};
use crate::assess::Assessed;
use crate::assess::checks::{self, Check};
use std::marker::PhantomData;

pub(super) struct FindingsTable;

impl EntryTable for FindingsTable {
    fn file(&self) -> &'static str {
        "findings.csv"
    }

    fn header(&self) -> &'static str {
        HEADER
    }

    fn pen(&self, _inputs: &[String]) -> Box<dyn TablePen> {
        pen::<Csv>()
    }
}

pub(super) const HEADER: &str = "entry_number,code,severity,cbp_label,detail,source";

/// What writes the rows of findings in this form.
pub(super) fn pen<F: Form>() -> Box<dyn TablePen> {
    let of_checks = checks::ALL.iter().map(|check| cells::<F>(check)).collect();
    Box::new(FindingsPen::<F> { of_checks, form: PhantomData })
}

/// The cells that the findings of a check share: those before the detail, and those behind it.
type CheckCells = (ReadyCell, ReadyCell);

fn cells<F: Form>(check: &Check) -> CheckCells {
    let mut before = Vec::new();
    F::cells(&mut before)
        .word(check.code)
        .word(check.severity.as_str())
        .text(check.label.unwrap_or_default());
    (before.into(), F::words(check.sources.iter().copied()))
}

struct FindingsPen<F> {
    /// By place in the list of all checks.
    of_checks: Vec<CheckCells>,
    form: PhantomData<fn() -> F>,
}

impl<F: Form> TablePen for FindingsPen<F> {
    fn write(&mut self, assessed: &Assessed<'_>, out: &mut Vec<u8>) {
        // A finding stands for each check of the set, in the same order.
        for (place, finding) in assessed.found.places().zip(&assessed.findings) {
            let (before, behind) = &self.of_checks[place];
            F::row(out)
                .entry(&assessed.entry.number)
                .ready(before)
                .text(&finding.detail)
                .ready(behind)
                .end();
        }
    }
}
