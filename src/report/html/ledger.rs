//! The ledger: every row read is in one bin, and so is every cent of duty; and the files it is from.

use super::table::{Cell, Table};
use super::words;
use crate::domain::Bin;
use crate::report::run::InputReport;
use crate::report::text::{count, counted};
use crate::report::{Run, cautions};

/// The bins and what they come to.
pub(super) fn bins(run: &Run<'_>) -> Table {
    let tally = &run.tally;
    let mut table = Table::new("Rows and duty by bin", &["bin", "what it is", ">rows", ">duty"]);
    for bin in Bin::ALL {
        let what = match bin {
            Bin::Blank => "empty lines",
            Bin::Rejected => "could not be read, in no figure",
            Bin::Other => "other tariff numbers",
            Bin::Duplicate => "copies of rows already kept",
            Bin::OutOfPeriod => "IEEPA numbers outside the period",
            Bin::Counted => "in the estimate",
        };
        let (rows, duty) = run.bin(*bin);
        table.row([
            Cell::text(bin.as_str().replace('_', " ")),
            Cell::text(what),
            Cell::count(rows),
            duty.map_or_else(Cell::blank, Cell::money),
        ]);
    }
    table.total([
        Cell::text("read"),
        Cell::blank(),
        Cell::count(tally.read),
        Cell::money(tally.duty_read),
    ]);
    table
}

/// What the bins do not tell.
pub(super) fn remarks(run: &Run<'_>) -> Vec<Vec<words::Words>> {
    let mut remarks = cautions::beside_the_bins(run);
    remarks.iter_mut().for_each(|remark| remark.push('.'));
    if let (Some(remark), Some(first)) = (remarks.first_mut(), run.first_rejected) {
        remark.push_str(&format!(" The first is {}.", first.trim_end_matches('.')));
    }
    remarks.iter().map(|text| words::spans(text)).collect()
}

/// The exports.
pub(super) fn inputs(run: &Run<'_>) -> Table {
    let heads = ["file", "within it", ">records", ">bytes", "SHA-256"];
    let mut table = Table::new("Exports", &heads);
    for input in run.inputs {
        table.row(file(input, within(input)));
    }
    table.total([
        Cell::text("total"),
        Cell::blank(),
        Cell::count(run.inputs.iter().map(|input| input.records).sum()),
        Cell::blank(),
        Cell::blank(),
    ]);
    table
}

/// The facts files; empty if there are none.
pub(super) fn facts(run: &Run<'_>) -> Table {
    let mut table =
        Table::new("Facts files", &["file", "taken as", ">records", ">bytes", "SHA-256"]);
    for input in &run.facts.files {
        let kind = input.kind.unwrap_or("facts by entry number");
        let made = input.report_date.as_ref().map(|day| format!(", of {day}"));
        table.row(file(input, format!("{kind}{}", made.unwrap_or_default())));
    }
    if !table.rows.is_empty() {
        table.note = format!(
            "{} name {}; {} of these are in the exports. {} could not be used.",
            counted(run.facts.rows, "row", "rows"),
            counted(run.facts.entries, "entry", "entries"),
            count(run.facts.used),
            counted(run.facts.unused_rows.len() as u64, "row", "rows"),
        );
    }
    table
}

fn within(input: &InputReport) -> String {
    let sheet = input.sheet.as_ref().map(|sheet| format!("sheet {sheet}"));
    input.member.iter().cloned().chain(sheet).collect::<Vec<_>>().join(", ")
}

fn file(input: &InputReport, within: String) -> [Cell; 5] {
    [
        Cell::data(&input.file),
        Cell::data(&within),
        Cell::count(input.records),
        Cell::count(input.bytes),
        Cell::text(format!("`{}`", input.sha256)),
    ]
}
