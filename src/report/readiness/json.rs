//! The key `readiness` of `summary.json`.

use super::super::summary::money;
use super::of;
use crate::estimate::{Amounts, ImporterReadiness};
use crate::parties::StepState;
use crate::report::Run;
use crate::rulebook::StepKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// What waits behind the set-up, by importer of the parties file.
#[derive(Debug, Default, Serialize)]
pub(in crate::report) struct ReadinessSummary {
    importers: Vec<ImporterSummary>,
    /// Importers of the exports that the parties file does not have.
    not_in_file: NotInFile,
}

#[derive(Debug, Serialize)]
struct ImporterSummary {
    importer_number: String,
    importer_name: String,
    entries: u64,
    refund_low: String,
    refund_high: String,
    payees: Vec<String>,
    /// Steps by state; a filer's steps with its code.
    steps: BTreeMap<&'static str, Vec<String>>,
    behind_missing: Waiting,
    months_without_entry: Vec<String>,
    gaps: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    entries: u64,
    refund_low: String,
    refund_high: String,
}

#[derive(Debug, Default, Serialize)]
struct NotInFile {
    importers: u64,
    entries: u64,
    refund_low: String,
    refund_high: String,
}

impl ReadinessSummary {
    /// The summary of a run; `None` without a parties file.
    pub fn of(run: &Run<'_>) -> Option<ReadinessSummary> {
        let mut summary = ReadinessSummary::default();
        let mut strangers = Amounts::default();
        of(run)?.each(|importer| match importer.listed {
            true => summary.importers.push(ImporterSummary::of(&importer)),
            false => {
                summary.not_in_file.importers += 1;
                strangers.add(&importer.all);
            }
        });
        summary.not_in_file.entries = strangers.entries;
        summary.not_in_file.refund_low = money(strangers.refund_low);
        summary.not_in_file.refund_high = money(strangers.refund_high);
        Some(summary)
    }
}

impl ImporterSummary {
    fn of(importer: &ImporterReadiness<'_>) -> ImporterSummary {
        let mut steps: BTreeMap<&str, Vec<String>> =
            StepState::ALL.iter().map(|state| (state.as_str(), Vec::new())).collect();
        let mut gaps = Vec::new();
        for row in &importer.rows {
            let step = row.step.step.as_str();
            if row.step.kind == StepKind::Gap {
                gaps.push(step);
                continue;
            }
            let of_filer = step.starts_with("broker-");
            let filer = row.detail.split(' ').next().filter(|_| of_filer);
            let text = filer.map_or_else(|| step.to_owned(), |filer| format!("{step} {filer}"));
            steps.entry(row.state.as_str()).or_default().push(text);
        }
        let waiting = &importer.behind_missing;
        ImporterSummary {
            importer_number: importer.number.to_owned(),
            importer_name: importer.name.to_owned(),
            entries: importer.all.entries,
            refund_low: money(importer.all.refund_low),
            refund_high: money(importer.all.refund_high),
            payees: importer.payees.clone(),
            steps,
            behind_missing: Waiting {
                entries: waiting.entries,
                refund_low: money(waiting.refund_low),
                refund_high: money(waiting.refund_high),
            },
            months_without_entry: importer.months_without_entry.clone(),
            gaps,
        }
    }
}
