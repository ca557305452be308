//! The rows of an entry in tables.

use super::super::text::{Table, counted, plain, wrapped};
use super::files::Files;
use super::{cell, range};
use crate::explain::{Money, RowTold, SumsTold};
use std::fmt;

/// Writes the rows, in the order of the inputs.
pub(super) fn rows(rows: &[RowTold], files: &Files<'_>, out: &mut String) -> fmt::Result {
    let head = ["file", ">record", ">line", ">ord", "hts", "date", ">value", ">duty", "bin"];
    let mut table = Table::new(&head);
    for row in rows {
        table.row([
            files.number(&row.file),
            row.record.to_string(),
            cell(&row.line_number),
            cell(&row.tariff_ordinal),
            cell(&row.hts),
            cell(&row.entry_date),
            cell(&row.row_value),
            cell(&row.row_duty),
            row.bin.to_owned(),
        ]);
    }
    table.write(out)
}

/// Writes what the counted rows add up to.
pub(super) fn sums(sums: &SumsTold, out: &mut String) {
    let rows = counted(sums.rows, "counted row gives", "counted rows give");
    let given = range(sums.rows_low, sums.rows_high);
    let line = match sums.is_raised() {
        false if sums.rows < 2 => return,
        false => format!("{rows} {given}"),
        true => {
            let zero = |row: Money, raised: Money| Money(row.0 + raised.0);
            let refund =
                range(zero(sums.rows_low, sums.raised_low), zero(sums.rows_high, sums.raised_high));
            format!("{rows} {given}; an entry is not below 0, so its refund is {refund}")
        }
    };
    out.push_str(&wrapped(&line, "  ", "    "));
}

/// Writes why each row is where it is, and what it gives back.
pub(super) fn reasons(rows: &[RowTold], files: &Files<'_>, out: &mut String) -> fmt::Result {
    let mut table = Table::new(&["file", ">record", "hts", ">refund", "why"]);
    for row in rows {
        let refund = row.refund.as_ref();
        let mut why = match (&row.copy_of, refund) {
            (Some(kept), _) => {
                format!("{} (kept: {} record {})", row.why, files.number(&kept.file), kept.record)
            }
            (None, Some(refund)) => format!("{}; {}", refund.arithmetic, row.why),
            (None, None) => row.why.clone(),
        };
        if let Some(column1) = refund.and_then(|refund| refund.column1.as_ref()) {
            why.push_str("; ");
            why.push_str(column1);
        }
        let refund = refund.map(|refund| range(refund.refund_low, refund.refund_high));
        table.row([
            files.number(&row.file),
            row.record.to_string(),
            cell(&row.hts),
            refund.unwrap_or_default(),
            plain(&files.short(&why)),
        ]);
    }
    table.write(out)
}
