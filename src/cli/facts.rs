//! The facts files of an analysis: those named beside the exports, then those of `--facts`.

use super::exit::Usage;
use super::gather::input_reports;
use super::input_remarks::refuse_day_first;
use super::mask;
use super::plan::{Complete, Plan};
use crate::domain::{EntryNumber, FieldSet};
use crate::intake::kind::ReportKind;
use crate::intake::pump::{self, How, InputDigest};
use crate::intake::reader::CsvCrate;
use crate::intake::{IntakeError, PreparedInput, report_date};
use crate::ledger::{DateOrders, Entries, FactsFile, Ledger, Supplement};
use crate::report::FactsUsed;
use std::path::PathBuf;

/// Facts files in the order in which they count: a later one overrides an earlier one.
pub(super) struct FactsInputs {
    inputs: Vec<PreparedInput>,
    /// How many of them were named beside the exports.
    beside: usize,
    /// What was named there and with `--facts` as well.
    repeated: Vec<String>,
}

impl FactsInputs {
    pub fn new(beside: Vec<PreparedInput>, given: Vec<PreparedInput>) -> FactsInputs {
        let known: Vec<_> = beside.iter().filter_map(identity).collect();
        let is_known = |input: &PreparedInput| identity(input).is_some_and(|i| known.contains(&i));
        // Read twice, it would contradict itself.
        let (repeated, given): (Vec<_>, Vec<_>) = given.into_iter().partition(is_known);
        FactsInputs {
            beside: beside.len(),
            repeated: repeated.into_iter().map(|input| input.source.name).collect(),
            inputs: beside.into_iter().chain(given).collect(),
        }
    }

    pub fn all(&self) -> &[PreparedInput] {
        &self.inputs
    }

    /// Gives the files names that tell nothing but their order.
    pub fn withhold_names(&mut self) {
        mask::rename(&mut self.inputs, "facts");
        self.repeated.iter_mut().for_each(|name| *name = "A facts file".to_owned());
    }

    /// The fields that `--complete` settles for every entry.
    ///
    /// # Errors
    /// No file of that kind is given.
    pub fn complete(&self, said: &[Complete]) -> Result<FieldSet, Usage> {
        let reports = || self.inputs.iter().filter_map(|input| input.layout.report());
        said.iter()
            .map(|complete| match reports().any(|report| complete.is_listed_by(report)) {
                true => Ok(complete.field()),
                false => Err(Usage(format!(
                    "--complete {complete}: no {} is given. Name it with --facts or beside the \
                     exports; `capeprep inspect` says what a file is taken for.",
                    complete.wanted()
                ))),
            })
            .collect()
    }

    /// Files that were named beside the exports and are none.
    pub fn told(&self) -> impl Iterator<Item = String> {
        let beside = self.inputs.iter().take(self.beside).map(|input| {
            let kind = ReportKind::of(&input.layout).describe();
            format!("{} is taken as facts, as if with --facts: {kind}.", input.source.name)
        });
        let said = |name: &String| format!("{name} was named more than once and read once.");
        beside.chain(self.repeated.iter().map(said))
    }

    /// Reads them all.
    ///
    /// # Errors
    /// One that cannot be read to its end.
    pub fn read(
        &mut self,
        plan: &Plan,
        pool: &rayon::ThreadPool,
        complete: FieldSet,
        ledger: &mut Ledger,
    ) -> Result<(Supplement, FactsUsed, Vec<InputDigest>), IntakeError> {
        let reports = plan.rules.headers.reports();
        let files = self.inputs.iter().map(|input| FactsFile {
            name: input.source.name.clone(),
            report: input.layout.report(),
            report_date: report_date(input, reports),
        });
        let mut supplement = Supplement::new(files.collect(), complete).masked(plan.mask.clone());
        let inputs = &mut self.inputs;
        let mut records = vec![0u64; inputs.len()];
        let mut dates = vec![DateOrders::default(); inputs.len()];
        let numbers: Vec<_> = inputs.iter().map(PreparedInput::numbers).collect();
        let texts = ledger.texts_mut();
        // Facts override each other in file order, so their chunks are taken in as committed.
        let how = How {
            reader: &CsvCrate,
            chunk_size: plan.chunk_size,
            digest: true,
            ahead: plan.read_ahead(),
        };
        let digests = pump::run_in_order(pool, inputs, how, |input, row| {
            records[input] += 1;
            let record = numbers[input].of_row(records[input]);
            dates[input].see(row, record);
            supplement.add(row, &plan.rules, texts, input, record);
        })?;
        let names: Vec<&str> = inputs.iter().map(|input| input.source.name.as_str()).collect();
        let found = dates.iter().enumerate();
        let found = found.flat_map(|(at, dates)| dates.day_first().map(move |date| (at, date)));
        refuse_day_first(&names, found)?;
        for place in supplement.unattributed() {
            let report = supplement.files().get(place.file as usize).and_then(|file| file.report);
            let said = |complete: &&Complete| report.is_some_and(|r| complete.is_listed_by(r));
            if let Some(complete) = plan.complete.iter().find(said) {
                let (list, place) = (complete.as_str(), supplement.place(*place));
                return Err(IntakeError::IncompleteList { list, place });
            }
        }
        let mut files = input_reports(inputs, &digests, &records);
        for ((file, input), known) in files.iter_mut().zip(inputs.iter()).zip(supplement.files()) {
            file.kind = Some(ReportKind::of(&input.layout).describe());
            file.report_date = known.report_date.map(|day| day.to_string());
        }
        let facts = FactsUsed {
            files,
            rows: supplement.rows,
            entries: supplement.len() as u64,
            used: 0,
            unused_rows: supplement.unused.clone(),
        };
        Ok((supplement, facts, digests))
    }
}

/// Which file an input is, and which part of it.
fn identity(input: &PreparedInput) -> Option<(PathBuf, String)> {
    let path = input.source.path.as_ref()?;
    let part = input.source.name.strip_prefix(&*path.to_string_lossy())?.to_owned();
    Some((std::fs::canonicalize(path).ok()?, part))
}

/// Rows of facts files that could not be used.
pub(super) fn unused_facts(supplement: &Supplement) -> Option<String> {
    let first = supplement.unused.first()?;
    Some(format!(
        "{} row(s) of the facts files could not be used; the first is {first}. All are listed in \
         summary.json.",
        supplement.unused.len()
    ))
}

/// Entries of the exports that facts files name and that have no IEEPA row: nothing is amiss.
pub(super) fn named_in_vain(supplement: &Supplement, entries: &Entries) -> Option<String> {
    let count = entries.named_in_vain().len();
    let have = if count == 1 { "has" } else { "have" };
    (count > 0).then(|| {
        format!(
            "Of {} named in the facts files, {count} {have} rows in the exports and no IEEPA row: \
             nothing to refund, so their facts are not needed.",
            entries_named(supplement)
        )
    })
}

/// Facts of entries that no export holds: a mistyped number would lose a fact. `met` are the
/// entries that the exports hold.
pub(super) fn strangers(
    supplement: &Supplement,
    met: impl Iterator<Item = EntryNumber>,
) -> Option<String> {
    const NAMED: usize = 5;
    let strangers = supplement.strangers(met);
    if strangers.is_empty() {
        return None;
    }
    let named: Vec<&str> = strangers.iter().take(NAMED).map(|entry| entry.as_str()).collect();
    let more = match strangers.len().checked_sub(NAMED) {
        None | Some(0) => String::new(),
        Some(more) => format!(" and {more} more"),
    };
    let (count, of) = (strangers.len(), entries_named(supplement));
    let (are, their) = if count == 1 { ("is", "Its") } else { ("are", "Their") };
    Some(format!(
        "Of {of} named in the facts files, {count} {are} in no export: {}{more}. {their} facts are \
         not used; check the numbers.",
        named.join(", ")
    ))
}

/// How many entries have facts, for people.
fn entries_named(supplement: &Supplement) -> String {
    match supplement.len() {
        1 => "the 1 entry".to_owned(),
        all => format!("the {all} entries"),
    }
}
