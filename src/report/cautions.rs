//! What must be said before anything is filed, wherever the figures are shown.

use super::Run;
use super::text::{counted, plain, range};
use crate::estimate::Amounts;

/// All that applies, the gravest first.
pub(super) fn all(run: &Run<'_>) -> Vec<String> {
    [unread(run), untimed(run), overdue(run)].into_iter().flatten().collect()
}

/// More rows were rejected than read.
pub(super) fn unread(run: &Run<'_>) -> Option<String> {
    if run.tally.rejected <= run.tally.ieepa {
        return None;
    }
    let first = run.first_rejected.map_or(String::new(), |first| {
        format!(" The first is {}.", plain(first).trim_end_matches('.'))
    });
    let rejected = counted(run.tally.rejected, "row was", "rows were");
    let read = match run.tally.ieepa {
        0 => "no IEEPA row".to_string(),
        rows => format!("only {}", counted(rows, "IEEPA row", "IEEPA rows")),
    };
    Some(format!(
        "{rejected} rejected and {read} could be read, so most of the duty may be in no \
         figure.{first}"
    ))
}

/// The 80-day test could not be run on entries to be filed now.
pub(super) fn untimed(run: &Run<'_>) -> Option<String> {
    let untimed = run.estimate.untimed.entries;
    if untimed == 0 {
        return None;
    }
    let past = &run.estimate.probably_past;
    let past = match past.entries {
        0 => String::new(),
        entries => format!(
            " If they liquidated on the usual cycle, {} already past day 80 ({}).",
            counted(entries, "of them is", "of them are"),
            refund(past)
        ),
    };
    Some(format!(
        "The 80-day test was not run for {} in lane file-now: no liquidation date is known.{past} \
         Bring `Liquidation Date` and `Liquidation Status` before you upload.",
        counted(untimed, "entry", "entries")
    ))
}

/// Entries to be filed now should have liquidated long ago.
pub(super) fn overdue(run: &Run<'_>) -> Option<String> {
    let overdue = &run.estimate.overdue;
    (overdue.entries > 0).then(|| {
        format!(
            "{} in lane file-now ({}) {} said not to be liquidated, and on the usual cycle day 80 is \
             over. If the export is not of today, pull it again before you upload.",
            counted(overdue.entries, "entry", "entries"),
            refund(overdue),
            if overdue.entries == 1 { "is" } else { "are" },
        )
    })
}

/// What the bins of the ledger do not tell; clauses without a full stop.
pub(super) fn beside_the_bins(run: &Run<'_>) -> Vec<String> {
    let mut told = Vec::new();
    let tally = &run.tally;
    if tally.rejected > 0 {
        let rows = counted(tally.rejected, "row", "rows");
        told.push(format!("{rows} could not be read, in no figure: see rejected_rows.csv"));
    }
    let only = run.entries.only_rejected();
    if only > 0 {
        let entries = counted(only, "entry has", "entries have");
        told.push(format!("{entries} only such rows and no other place in the reports"));
    }
    if tally.other_unreadable > 0 {
        let rows = counted(tally.other_unreadable, "row", "rows");
        told.push(format!("{rows} of other tariff numbers: duty unreadable, taken as 0"));
    }
    told
}

fn refund(amounts: &Amounts) -> String {
    range(amounts.refund_low, amounts.refund_high)
}
