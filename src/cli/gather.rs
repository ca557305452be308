//! Reading everything a run is given: exports, facts, tariff, parties. Whoever judges entries
//! begins here, so that all of them judge the same.

use super::args::ReaderArg;
use super::facts::{FactsInputs, named_in_vain, strangers, unused_facts};
use super::input_remarks::{passed_over, refuse_day_first, swapped_dates, unused_lines, warnings};
use super::plan::Plan;
use super::progress;
use super::{mask, memory};
use crate::assess::Context;
use crate::domain::{EntryNumber, FieldSet};
use crate::hts_rates::HtsRates;
use crate::intake::assort::Assorted;
use crate::intake::columns::check_options;
use crate::intake::prepare::{prepare, prepare_facts};
use crate::intake::pump::{self, How, InputDigest};
use crate::intake::reader::CsvCrate;
use crate::intake::scan::FastReader;
use crate::intake::{IntakeError, Mapping, PreparedInput, source};
use crate::ledger::{
    BatchReader, Entries, EntryKey, Ledger, Lookout, RejectedRow, ReportOrder, Sightings,
    SpillError, SpillSpace, Supplement, Tally,
};
use crate::parties::Parties;
use crate::report::{FactsUsed, InputReport, OutputError, PartiesFile, hex};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What stops an analysis while it reads.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Spill(#[from] SpillError),
}

/// The inputs, found and looked at: all that can be refused before the long run is.
pub(super) struct Opened {
    exports: Vec<PreparedInput>,
    facts: FactsInputs,
    complete: FieldSet,
    repeated: Vec<String>,
    hts_rates: Option<HtsRates>,
    parties: Option<Parties>,
    parties_file: Option<PartiesFile>,
    /// The exports as reports name them.
    pub names: Vec<String>,
}

impl Opened {
    /// Finds the inputs of a plan and looks at their headers.
    pub fn of(plan: &Plan) -> anyhow::Result<Opened> {
        let (mut parties, mut parties_file) = read_parties(plan.parties.as_deref())?.unzip();
        let (sources, mut repeated) = source::resolve(&plan.inputs)?;
        let mapping = Mapping::new(&plan.rules.headers, plan.map.clone(), plan.profile.clone());
        let Assorted { mut exports, facts: beside } = prepare(sources, &mapping)?;
        let given = prepare_facts(&plan.facts, &mapping)?;
        let mut facts = FactsInputs::new(beside, given);
        check_options(&exports, facts.all(), &mapping.said)?;
        let complete = facts.complete(&plan.complete)?;
        let mut hts_rates = plan.hts_rates.as_deref().map(HtsRates::read).transpose()?;
        // From here on nothing knows the files by their names; they are opened by their paths.
        if let Some(mask) = &plan.mask {
            mask::rename(&mut exports, "export");
            facts.withhold_names();
            repeated.iter_mut().for_each(|name| *name = "A file".to_owned());
            parties = parties.map(|parties| parties.masked(mask));
            if let Some(file) = &mut parties_file {
                (file.file, file.sha256) = ("parties.toml".to_owned(), String::new());
            }
            if let Some(rates) = &mut hts_rates {
                rates.name = "hts-rates".to_owned();
            }
        }
        let names = exports.iter().map(|input| input.source.name.clone()).collect();
        Ok(Opened { exports, facts, complete, repeated, hts_rates, parties, parties_file, names })
    }

    /// Every file that is read.
    pub fn paths<'o>(&'o self, plan: &'o Plan) -> impl Iterator<Item = &'o Path> {
        let read = self.exports.iter().chain(self.facts.all());
        let read = read.filter_map(|input| input.source.path.as_deref());
        read.chain(plan.hts_rates.as_deref()).chain(plan.parties.as_deref())
    }

    /// Reads everything. `rejected` takes the rejected rows, with the index of their export; rows
    /// that `lookout` wants are kept; what memory may not hold goes to temporary files in `spill`.
    ///
    /// # Errors
    /// A file that cannot be read to its end, or what `rejected` answers.
    pub fn read(
        mut self,
        plan: &Plan,
        pool: &rayon::ThreadPool,
        spill: PathBuf,
        lookout: Option<&Lookout>,
        rejected: impl FnMut(usize, &RejectedRow) -> Result<(), OutputError> + Send,
    ) -> anyhow::Result<(Gathered, ReportOrder)> {
        let inputs = &mut self.exports;
        let packed = inputs.iter().filter(|input| input.meter().is_some()).count();
        let share = memory::ledger_share(plan.max_memory, pool.current_num_threads(), packed)?;
        let space = SpillSpace::new(spill, share);
        let exports = read_exports(plan, pool, inputs, space, lookout, rejected)?;
        let (mut ledger, mut inputs_read, digests, sightings) = exports;
        let (supplement, mut facts, facts_digests) =
            self.facts.read(plan, pool, self.complete, &mut ledger)?;
        let doubtful_bytes = digests.iter().map(|digest| digest.doubtful).sum();
        let mask = plan.mask.as_deref();
        let mut warnings = warnings(&self.repeated, &inputs_read, inputs, mask);
        warnings.extend(passed_over(&plan.inputs, mask));
        if mask.is_some() {
            warnings.insert(0, mask::REMARK.to_owned());
            mask::withhold_parts(&mut inputs_read);
            mask::withhold_parts(&mut facts.files);
        }
        let read = inputs.iter().zip(&digests).chain(self.facts.all().iter().zip(&facts_digests));
        for (input, digest) in read {
            let remarks: Vec<String> =
                input.warnings.iter().chain(&digest.warnings).cloned().collect();
            match mask {
                None => warnings.extend(remarks),
                Some(_) => warnings.extend(mask::withheld(input, remarks.len())),
            }
        }
        warnings.extend(swapped_dates(&self.names, ledger.day_first()));
        warnings.extend(self.hts_rates.as_ref().and_then(unused_lines));

        let tally = *ledger.tally();
        let mut entries = ledger.finish(supplement.importers.iter().copied())?;
        let bar = progress::sorting(plan.bars);
        let order = pool.install(|| {
            let fact = |number: &EntryNumber| Some(supplement.of(number)?.facts.importer);
            entries.in_report_order((!supplement.is_empty()).then_some(&fact))
        })?;
        bar.finish_and_clear();
        let all = inputs.iter().enumerate();
        let gathered = Gathered {
            entries,
            supplement,
            tally,
            sightings,
            wide_inputs: all.filter(|(_, input)| input.wide.is_some()).map(|(at, _)| at).collect(),
            names: self.names,
            inputs: inputs_read,
            taken_as_facts: self.facts.told().collect(),
            hts_rates: self.hts_rates,
            parties: self.parties,
            parties_file: self.parties_file,
            doubtful_bytes,
            facts,
            warnings,
        };
        Ok((gathered, order))
    }
}

/// Everything that was read.
pub(super) struct Gathered {
    /// The entries of the exports.
    pub entries: Entries,
    /// What the facts files say.
    pub supplement: Supplement,
    /// The totals of reading.
    pub tally: Tally,
    /// The rows that were looked out for.
    pub sightings: Sightings,
    /// The exports as reports name them.
    pub names: Vec<String>,
    /// The exports as reports list them.
    pub inputs: Vec<InputReport>,
    /// Files that were named beside the exports and are taken as facts, in words.
    pub taken_as_facts: Vec<String>,
    /// The parties file.
    pub parties_file: Option<PartiesFile>,
    /// Bytes that the fast reader left to the other.
    pub doubtful_bytes: u64,
    wide_inputs: Vec<usize>,
    hts_rates: Option<HtsRates>,
    parties: Option<Parties>,
    facts: FactsUsed,
    warnings: Vec<String>,
}

impl Gathered {
    /// What an assessment of these entries depends on.
    pub fn context<'g>(&'g self, plan: &'g Plan) -> Context<'g> {
        Context {
            rules: &plan.rules,
            as_of: plan.as_of,
            route: plan.route.clone(),
            taxpayer: plan.taxpayer,
            deposit_basis: plan.deposit_basis,
            processing_days: plan.processing_days,
            wide_inputs: &self.wide_inputs,
            hts_rates: self.hts_rates.as_ref(),
            parties: self.parties.as_ref(),
        }
    }

    /// What became of the facts files, and what the user should know about the inputs, once it is
    /// known which entries facts met.
    pub fn told(&self, met_by_facts: &[EntryKey]) -> (FactsUsed, Vec<String>) {
        let Gathered { entries, supplement, .. } = self;
        let facts = FactsUsed { used: met_by_facts.len() as u64, ..self.facts.clone() };
        let mut warnings = self.warnings.clone();
        let met = met_by_facts.iter().map(|key| entries.number(*key));
        warnings.extend(unused_facts(supplement));
        let in_vain = entries.named_in_vain().iter().map(|key| entries.number(*key));
        warnings.extend(named_in_vain(supplement, entries));
        warnings.extend(strangers(supplement, met.chain(in_vain)));
        (facts, warnings)
    }
}

/// The parties file, read and checked before the long run.
fn read_parties(path: Option<&Path>) -> anyhow::Result<Option<(Parties, PartiesFile)>> {
    let Some(path) = path else { return Ok(None) };
    let (parties, bytes) = Parties::load(path)?;
    let file = PartiesFile {
        file: path.to_string_lossy().into_owned(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(&bytes)),
    };
    Ok(Some((parties, file)))
}

/// What was read of the exports.
type ExportsRead = (Ledger, Vec<InputReport>, Vec<InputDigest>, Sightings);

fn read_exports(
    plan: &Plan,
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    space: SpillSpace,
    lookout: Option<&Lookout>,
    mut rejected: impl FnMut(usize, &RejectedRow) -> Result<(), OutputError> + Send,
) -> Result<ExportsRead, ReadError> {
    let sizes: Option<u64> = inputs.iter().map(PreparedInput::bytes_to_read).sum();
    let mut bytes_read = progress::BytesRead::of(inputs);
    let numbers: Vec<_> = inputs.iter().map(PreparedInput::numbers).collect();
    let mut rows_before = vec![0u64; inputs.len()];
    let mut sightings = Sightings::default();
    let mut ledger = Ledger::new(numbers.iter().copied(), space);
    let reader = BatchReader::new(&plan.rules).masked(plan.mask.as_deref());
    let bar = progress::reading(plan.bars, sizes);
    let fast = FastReader::default();
    let digests = pump::run(
        pool,
        inputs,
        How {
            reader: if plan.reader == ReaderArg::Fast { &fast } else { &CsvCrate },
            chunk_size: plan.chunk_size,
            digest: true,
            ahead: plan.read_ahead(),
        },
        |chunk| {
            let mut seen = Sightings::default();
            let (batch, done) = match lookout {
                None => reader.read(chunk),
                Some(lookout) => {
                    let input = chunk.input;
                    reader.read_watched(chunk, |row| lookout.see(input, row, &mut seen))
                }
            };
            ((batch, seen), done)
        },
        |(batch, seen)| -> Result<(), ReadError> {
            let (rows, bytes) = batch.size();
            let read = bytes_read.after(batch.input(), bytes);
            if let Some((before, numbers)) =
                rows_before.get_mut(batch.input()).zip(numbers.get(batch.input()))
            {
                sightings.take(seen, |row| numbers.of_row(*before + row));
                *before += rows;
            }
            ledger.commit(batch, |input, row| rejected(input, row).map_err(ReadError::from))?;
            bar.set_position(read);
            bar.set_message(progress::rows_message(&bar, ledger.tally().read));
            Ok(())
        },
    )?;
    bar.finish_and_clear();
    let names: Vec<&str> = inputs.iter().map(|input| input.source.name.as_str()).collect();
    refuse_day_first(&names, ledger.day_first())?;
    sightings.sort();
    let reports = input_reports(inputs, &digests, &ledger.records());
    Ok((ledger, reports, digests, sightings))
}

pub(super) fn input_reports(
    inputs: &[PreparedInput],
    digests: &[InputDigest],
    records: &[u64],
) -> Vec<InputReport> {
    inputs
        .iter()
        .zip(digests)
        .zip(records)
        .map(|((input, digest), records)| InputReport {
            file: input.source.name.clone(),
            records: records / u64::from(input.numbers().rows_a_record.max(1)),
            header_record: input.header.record,
            bytes: digest.size,
            sha256: digest.sha256.as_ref().map(|sha256| hex(sha256)).unwrap_or_default(),
            kind: None,
            report_date: None,
            member: input.member.clone(),
            sheet: input.sheet.clone(),
        })
        .collect()
}
