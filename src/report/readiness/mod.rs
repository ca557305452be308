//! `readiness.csv`: what waits behind the set-up of each importer, and gaps; only with a parties
//! file. Its short forms for `summary.json` and the terminal.

mod json;
mod terminal;

pub(super) use json::ReadinessSummary;
pub(super) use terminal::section;

use super::cells::{Cells, Csv, Form};
use super::{OutputError, Report, Run, Staging};
use crate::estimate::{ImporterReadiness, Readiness, ReadinessRow};

pub(super) struct ReadinessCsv;

pub(super) const HEADER: &str = "importer_number,importer_name,step,state,entries,refund_low,refund_high,\
    interest_low,interest_high,holds,payee,what_to_do,source,detail\n";

impl Report for ReadinessCsv {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        if of(run).is_none() {
            return Ok(());
        }
        let mut file = staging.create("readiness.csv")?;
        file.write(HEADER.as_bytes())?;
        each::<Csv, _>(run, |row| file.write(row))?;
        staging.close(file)
    }
}

/// Hands on every row in this form; none without a parties file.
///
/// # Errors
/// Those of `take`.
pub(super) fn each<F: Form, E>(
    run: &Run<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let Some(readiness) = of(run) else { return Ok(()) };
    let mut out = Vec::new();
    let mut taken = Ok(());
    readiness.each(|importer| {
        for row in &importer.rows {
            if taken.is_ok() {
                out.clear();
                cells::<F>(&importer, row, &mut out);
                taken = take(&out);
            }
        }
    });
    taken
}

fn cells<F: Form>(importer: &ImporterReadiness<'_>, row: &ReadinessRow<'_>, out: &mut Vec<u8>) {
    F::row(out)
        .text(importer.number)
        .text(importer.name)
        .word(row.step.step.as_str())
        .word(row.state.as_str())
        .number(row.amounts.entries)
        .wide_cents(row.amounts.refund_low)
        .wide_cents(row.amounts.refund_high)
        .wide_cents(row.amounts.interest_low)
        .wide_cents(row.amounts.interest_high)
        .word(row.step.holds.as_str())
        .text(&row.payee)
        .text(&row.to_do)
        .text(&row.step.provenance.to_string())
        .text(&row.detail)
        .end();
}

/// The readiness of a run, if there is a parties file.
fn of<'r>(run: &'r Run<'_>) -> Option<Readiness<'r>> {
    Readiness::of(run.estimate, run.context, run.entries.texts())
}
