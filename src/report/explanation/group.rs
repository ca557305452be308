//! A payment group, told on the terminal.

use super::super::text::{Table, plain, wrapped};
use super::entry::group_lines;
use super::{interest, range, rows};
use crate::explain::GroupExplanation;
use std::fmt::{self, Write};

/// An explanation of a group, for people.
///
/// # Errors
/// None in practice: writing to a string cannot fail.
pub fn group(told: &GroupExplanation) -> Result<String, fmt::Error> {
    let mut out = String::new();
    writeln!(out, "Payment group as of {}", told.run.as_of)?;
    for group in &told.groups {
        group_lines(group, &mut out);
    }
    writeln!(out, "\nEntries ({})", told.entries.len())?;
    let head = ["entry", "status", "lane", ">refund", ">interest", "deposit", "findings"];
    let mut table = Table::new(&head);
    for of in &told.entries {
        let entry = &of.entry;
        table.row([
            plain(&entry.entry_number),
            entry.status.to_owned(),
            entry.lane.to_owned(),
            range(entry.refund_low, entry.refund_high),
            range(entry.interest_low, entry.interest_high),
            entry.deposit_date.clone(),
            entry.findings.join(", "),
        ]);
    }
    table.write(&mut out)?;
    writeln!(out, "\nRows by bin")?;
    let mut table = Table::new(&["bin", ">rows", ">refund"]);
    for (bin, of) in &told.bins {
        let refund = range(of.refund_low, of.refund_high);
        table.row([(*bin).to_owned(), of.rows.to_string(), refund]);
    }
    table.write(&mut out)?;
    for of in &told.entries {
        let entry = &of.entry;
        writeln!(out, "\nEntry {}", plain(&entry.entry_number))?;
        if !of.payee.is_empty() {
            out.push_str(&wrapped(&plain(&format!("paid to {}", of.payee)), "  ", "    "));
        }
        rows::rows(&of.rows, &mut out)?;
        rows::reasons(&of.rows, &mut out)?;
        interest::interest(&of.interest, &mut out)?;
    }
    writeln!(out)?;
    let all = "All else of an entry: capeprep explain ENTRY with the same inputs and options.";
    out.push_str(&wrapped(all, "", "  "));
    Ok(out)
}
