//! What the terminal says of the set-up: the largest sums that wait, then gaps.

use super::of;
use crate::estimate::Amounts;
use crate::parties::StepState;
use crate::report::Run;
use crate::report::text::{Table, count, counted, plain, range, wrapped};
use crate::rulebook::{Step, StepKind};
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// Rows the list of missing steps shows before it says how many more there are.
const SHOWN: usize = 8;
/// Names a line gives before it goes on with dots.
const NAMED: usize = 3;

/// A missing step of an importer.
struct Waiting {
    importer: String,
    step: String,
    amounts: Amounts,
    holds: &'static str,
}

/// How many there are, and those with the largest refunds.
#[derive(Default)]
struct Named {
    all: u64,
    largest: Vec<(i128, String)>,
    amounts: Amounts,
}

impl Named {
    fn put(&mut self, name: impl FnOnce() -> String, amounts: &Amounts) {
        self.all += 1;
        self.amounts.add(amounts);
        let at = self.largest.partition_point(|(other, _)| *other >= amounts.refund_high);
        if at < NAMED {
            self.largest.insert(at, (amounts.refund_high, name()));
            self.largest.truncate(NAMED);
        }
    }

    fn list(&self) -> String {
        let more = if self.all > NAMED as u64 { ", ..." } else { "" };
        let names: Vec<&str> = self.largest.iter().map(|(_, name)| name.as_str()).collect();
        format!("{}{more}", plain(&names.join(", ")))
    }
}

/// Writes the section; nothing without a parties file.
pub(in crate::report) fn section(run: &Run<'_>, out: &mut String) -> fmt::Result {
    let Some(readiness) = of(run) else { return Ok(()) };
    let mut biggest: Vec<Waiting> = Vec::new();
    let (mut missing, mut unknown) = (0, Named::default());
    let (mut strangers, mut absent, mut months) =
        (Named::default(), Named::default(), Named::default());
    let (mut filers, mut suffixes) = (Named::default(), Named::default());
    let mut filer_codes = BTreeSet::new();
    let mut unnumbered = Amounts::default();
    readiness.each(|importer| {
        let number = || match importer.number.is_empty() {
            true => "(no importer number)".to_owned(),
            false => importer.number.to_owned(),
        };
        for row in &importer.rows {
            match row.step.step {
                Step::ImporterNotInFile if importer.number.is_empty() => {
                    unnumbered.add(&row.amounts);
                }
                Step::ImporterNotInFile => strangers.put(number, &row.amounts),
                Step::ImporterWithoutEntry => absent.put(number, &row.amounts),
                Step::SeveralSuffixes => suffixes.put(number, &row.amounts),
                Step::MonthsWithoutEntry => {
                    let months_without = importer.months_without_entry.len() as u64;
                    let name = || {
                        format!("{} in {}", number(), counted(months_without, "month", "months"))
                    };
                    months.put(name, &importer.all);
                }
                Step::FilerNotInFile => {
                    filer_codes.insert(row.detail.clone());
                    filers.put(|| format!("{} for {}", row.detail, number()), &row.amounts);
                }
                _ => {}
            }
            let waits = row.step.kind == StepKind::Setup && row.amounts.entries > 0;
            if waits && row.state == StepState::Unknown {
                let refund = range(row.amounts.refund_low, row.amounts.refund_high);
                let name = || format!("{} of {} with {refund}", row.step.step, number());
                unknown.put(name, &row.amounts);
            }
            if !waits || row.state != StepState::Missing {
                continue;
            }
            missing += 1;
            // Behind equal sums, so that these keep the order of readiness.csv.
            let sum = row.amounts.refund_high;
            let at = biggest.partition_point(|other| other.amounts.refund_high >= sum);
            if at < SHOWN {
                let filer = row.detail.split(' ').next().unwrap_or_default();
                let step = match row.step.step {
                    Step::BrokerAceAccount | Step::BrokerAuthorised => {
                        format!("{} {}", row.step.step, plain(filer))
                    }
                    step => step.to_string(),
                };
                let (amounts, holds) = (row.amounts, row.step.holds.as_str());
                biggest.insert(at, Waiting { importer: plain(&number()), step, amounts, holds });
                biggest.truncate(SHOWN);
            }
        }
    });
    writeln!(out, "\nSet-up (readiness.csv says what to do)")?;
    if biggest.is_empty() {
        writeln!(out, "  No refund waits behind a step that is known to be missing.")?;
    } else {
        let mut table = Table::new(&["importer", "missing", ">entries", ">refund", "holds"]);
        for Waiting { importer, step, amounts, holds } in biggest {
            let refund = range(amounts.refund_low, amounts.refund_high);
            table.row([importer, step, count(amounts.entries), refund, holds.to_owned()]);
        }
        table.write(out)?;
    }
    if missing > SHOWN {
        writeln!(out, "  ... and {} more in readiness.csv", count((missing - SHOWN) as u64))?;
    }
    let mut say = |text: String| out.push_str(&wrapped(&text, "  ", "    "));
    if unknown.all > 0 {
        let steps = counted(unknown.all, "step", "steps");
        say(format!("Unknown, while refunds wait for it: {steps} ({}).", unknown.list()));
    }
    let refund = |named: &Named| range(named.amounts.refund_low, named.amounts.refund_high);
    if strangers.all > 0 {
        let importers = counted(strangers.all, "importer", "importers");
        say(format!(
            "Not in the parties file: {importers} with {} ({}).",
            refund(&strangers),
            strangers.list()
        ));
    }
    if unnumbered.entries > 0 {
        let entries = counted(unnumbered.entries, "entry has", "entries have");
        let refund = range(unnumbered.refund_low, unnumbered.refund_high);
        say(format!(
            "{entries} no importer number, with {refund}: find it, or nothing is known of the set-up \
             (see missing-importer)."
        ));
    }
    if absent.all > 0 {
        let numbers = counted(absent.all, "importer number", "importer numbers");
        say(format!("No IEEPA entry in the exports: {numbers} ({}).", absent.list()));
    }
    if months.all > 0 {
        let importers = counted(months.all, "importer", "importers");
        say(format!("Months without an IEEPA entry: {importers} ({}).", months.list()));
    }
    if suffixes.all > 0 {
        let numbers = counted(suffixes.all, "importer number", "importer numbers");
        say(format!("Differing in the suffix only: {numbers} ({}).", suffixes.list()));
    }
    if filers.all > 0 {
        let codes = counted(filer_codes.len() as u64, "code", "codes");
        let pairs = counted(filers.all, "pair", "pairs");
        say(format!(
            "Filer codes of no broker in the file: {codes} in {pairs} with an importer, with {} ({}).",
            refund(&filers),
            filers.list()
        ));
    }
    Ok(())
}
