//! `groups.csv`: the refund estimate by IOR + liquidation date, with a parties file also by payee.

use super::cells::{Cells, Csv, Form};
use super::{OutputError, Report, Run, Staging};

pub(super) struct Groups;

pub(super) const HEADER: &str = "importer_number,importer_name,liquidation_state,liquidation_date,entries,\
    eligible_entries,review_entries,blocked_entries,no_refund_entries,duty_paid,refund_low,\
    refund_high,eligible_refund_low,eligible_refund_high,interest_low,interest_high,\
    cape_deadline,protest_deadline,payee\n";

impl Report for Groups {
    fn write(&self, run: &Run<'_>, staging: &mut Staging) -> Result<(), OutputError> {
        let mut file = staging.create("groups.csv")?;
        file.write(HEADER.as_bytes())?;
        each::<Csv, _>(run, |row| file.write(row))?;
        staging.close(file)
    }
}

/// Hands on the row of each group in this form.
///
/// # Errors
/// Those of `take`.
pub(super) fn each<F: Form, E>(
    run: &Run<'_>,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let texts = run.entries.texts();
    let mut out = Vec::new();
    for (importer, key, group) in run.estimate.groups.sorted(|id| texts.text(id)) {
        out.clear();
        F::row(&mut out)
            .text(importer)
            // Without a number the entries may be of several importers: one name would mislead.
            .text(if importer.is_empty() { "" } else { texts.text(group.importer_name) })
            .word(key.state.as_str())
            .day(key.liquidation_date)
            .number(group.all.entries)
            .number(group.eligible)
            .number(group.review)
            .number(group.blocked)
            .number(group.no_refund)
            .wide_cents(group.all.duty_paid)
            .wide_cents(group.all.refund_low)
            .wide_cents(group.all.refund_high)
            .wide_cents(group.eligible_refund_low)
            .wide_cents(group.eligible_refund_high)
            .wide_cents(group.all.interest_low)
            .wide_cents(group.all.interest_high)
            .day(group.cape_deadline)
            .day(group.protest_deadline)
            .text(&key.payee.print(importer, run.context.parties, texts))
            .end();
        take(&out)?;
    }
    Ok(())
}
