//! A payment group, told on the terminal.

use super::super::text::{Table, counted, plain, wrapped};
use super::entry::group_lines;
use super::files::Files;
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
    let head =
        ["entry", "status", "lane", ">refund", ">interest", "deposit", ">not run", "findings"];
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
            entry.unproved.len().to_string(),
            entry.findings.join(", "),
        ]);
    }
    table.write(&mut out)?;
    unproved(told, &mut out);
    writeln!(out, "\nRows by bin")?;
    let mut table = Table::new(&["bin", ">rows", ">refund"]);
    for (bin, of) in &told.bins {
        let refund = range(of.refund_low, of.refund_high);
        table.row([(*bin).to_owned(), of.rows.to_string(), refund]);
    }
    let raised = &told.raised_to_zero;
    if raised.entries > 0 {
        let entries = counted(raised.entries, "entry", "entries");
        let refund = range(raised.refund_low, raised.refund_high);
        table.row([format!("{entries} below 0 raised to 0"), String::new(), refund]);
    }
    table.write(&mut out)?;
    let files = Files::of_group(told);
    writeln!(out, "\nFiles")?;
    files.list(&mut out);
    for of in &told.entries {
        let entry = &of.entry;
        writeln!(out, "\nEntry {}", plain(&entry.entry_number))?;
        if !of.payee.is_empty() {
            out.push_str(&wrapped(&plain(&format!("paid to {}", of.payee)), "  ", "    "));
        }
        rows::rows(&of.rows, &files, &mut out)?;
        rows::reasons(&of.rows, &files, &mut out)?;
        rows::sums(&of.sums, &mut out);
        interest::interest(&of.interest, &files, &mut out)?;
    }
    writeln!(out)?;
    let all = "All else of an entry: capeprep explain ENTRY with the same inputs and options.";
    out.push_str(&wrapped(all, "", "  "));
    Ok(out)
}

/// Says which checks could not be run: an entry they could not be run for has not passed them.
fn unproved(told: &GroupExplanation, out: &mut String) {
    if told.unproved.entries == 0 {
        return;
    }
    let all = told.entries.len() as u64;
    let have = if told.unproved.entries == 1 { "has" } else { "have" };
    let checks = told.unproved.checks.iter().map(|(code, entries)| match entries {
        entries if *entries == told.unproved.entries => (*code).to_owned(),
        entries => format!("{code} ({entries})"),
    });
    let checks = checks.collect::<Vec<_>>().join(", ");
    let line = format!(
        "{} of {} {have} checks that could not be run: {checks}",
        told.unproved.entries,
        counted(all, "entry", "entries")
    );
    out.push_str(&wrapped(&line, "  ", "    "));
}
