//! Sheet `Who may file`: the filer of the entries, or their importer itself.

use super::columns;
use super::pages::SheetPlan;
use super::rows::Sheet;
use crate::domain::Lane;
use crate::report::Run;
use crate::report::cells::{Cells, Form};

pub(super) const PLAN: SheetPlan = SheetPlan {
    name: "Who may file",
    columns: columns::FILERS,
    marks: &[],
    no_totals: None,
    empty: "No entry has an IEEPA row that counts.",
};

/// Hands on a row per filer code, importer and lane: the largest refunds of a filer and importer
/// first.
///
/// # Errors
/// Those of `take`.
pub(super) fn each<E>(
    run: &Run<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let Some(breakdown) = &run.estimate.breakdown else { return Ok(()) };
    let texts = run.entries.texts();
    let mut rows: Vec<_> = breakdown
        .filers
        .iter()
        .map(|(key, lanes)| (key.filer.as_str(), texts.text(key.importer), lanes.0))
        .collect();
    rows.sort_by_cached_key(|(filer, importer, lanes)| {
        let refund: i128 = lanes.iter().map(|amounts| amounts.refund_high).sum();
        (std::cmp::Reverse(refund), *filer, *importer)
    });
    let mut out = Vec::new();
    for (filer, importer, lanes) in rows {
        for (lane, amounts) in Lane::ALL.iter().zip(lanes).filter(|(_, a)| a.entries > 0) {
            out.clear();
            Sheet::row(&mut out)
                .text(if filer.is_empty() { "(bad number)" } else { filer })
                .text(importer)
                .word(lane.as_str())
                .number(amounts.entries)
                .wide_cents(amounts.duty_paid)
                .wide_cents(amounts.refund_low)
                .wide_cents(amounts.refund_high)
                .wide_cents(amounts.interest_low)
                .wide_cents(amounts.interest_high)
                .end();
            take(&out)?;
        }
    }
    Ok(())
}
