//! `capeprep analyze`: exports in, reports and upload files out.

use super::args::{AnalyzeArgs, ReaderArg};
use super::exit::{Exit, print};
use super::facts::{FactsInputs, named_in_vain, strangers, unused_facts};
use super::memory;
use super::plan::Plan;
use super::progress;
use crate::assess::{Assessor, Context};
use crate::domain::{EntryNumber, fold};
use crate::hts_rates::HtsRates;
use crate::intake::assort::Assorted;
use crate::intake::columns::check_options;
use crate::intake::layout::ColumnUse;
use crate::intake::prepare::{prepare, prepare_facts};
use crate::intake::pump::{self, How, InputDigest};
use crate::intake::reader::CsvCrate;
use crate::intake::scan::FastReader;
use crate::intake::{IntakeError, Mapping, PreparedInput, source};
use crate::ledger::{BatchReader, DayFirst, Ledger, SpillError, SpillSpace};
use crate::parties::Parties;
use crate::report::{
    EntryTable, HtsRatesUsed, InputReport, Manifest, Output, OutputError, PartiesFile,
    RejectedRows, Run, Staging, Summary, hex, reports, tables, terminal, write_tables,
};
use crate::threads;
use anyhow::{Context as _, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

/// What stops an analysis while it reads.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Spill(#[from] SpillError),
}

pub(super) fn run(args: AnalyzeArgs) -> anyhow::Result<Exit> {
    let began = Instant::now();
    let plan = Plan::of(args)?;
    estimated(&plan, &tables(&plan.outputs), |done, staging| finish(&plan, began, done, staging))
}

/// An estimate that is ready to be reported.
pub(super) struct Done<'a> {
    pub run: Run<'a>,
    pub pool: &'a rayon::ThreadPool,
    parties_file: Option<PartiesFile>,
    doubtful_bytes: u64,
}

/// Reads the inputs and judges their entries; writes these tables meanwhile. What is then to be
/// done with the estimate is up to `then`, which also publishes the directory.
pub(super) fn estimated(
    plan: &Plan,
    tables: &[&dyn EntryTable],
    then: impl FnOnce(&Done<'_>, Staging) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let (parties, parties_file) = read_parties(plan.parties.as_deref())?.unzip();
    let pool = threads::pool(plan.jobs)?;
    let (sources, repeated) = source::resolve(&plan.inputs)?;
    let mapping = Mapping::new(&plan.rules.headers, plan.map.clone(), plan.profile.clone());
    let Assorted { exports: mut inputs, facts: beside } = prepare(sources, &mapping)?;
    let given = prepare_facts(&plan.facts, &mapping)?;
    let mut facts_inputs = FactsInputs::new(beside, given);
    check_options(&inputs, facts_inputs.all(), &mapping.said)?;
    let complete = facts_inputs.complete(&plan.complete)?;
    let read_files = inputs.iter().chain(facts_inputs.all());
    let paths = read_files.filter_map(|input| input.source.path.as_deref());
    let paths = paths.chain(plan.hts_rates.as_deref()).chain(plan.parties.as_deref());
    refuse_inputs_inside(&plan.out, paths)?;
    let hts_rates = plan.hts_rates.as_deref().map(HtsRates::read).transpose()?;
    let mut staging = Staging::begin(&plan.out, plan.force)?;

    let names: Vec<String> = inputs.iter().map(|input| input.source.name.clone()).collect();
    let mut rejected =
        RejectedRows::begin(&staging, plan.outputs.has(Output::Rejected), names.clone())?;
    let packed = inputs.iter().filter(|input| input.meter().is_some()).count();
    let share = memory::ledger_share(plan.max_memory, pool.current_num_threads(), packed)?;
    let space = SpillSpace::new(staging.parent().to_path_buf(), share);
    let (mut ledger, input_reports, digests) =
        read_exports(plan, &pool, &mut inputs, space, &mut rejected)?;
    let first_rejected = rejected.end(&mut staging)?;
    let (supplement, mut facts, facts_digests) =
        facts_inputs.read(plan, &pool, complete, &mut ledger)?;
    let doubtful_bytes = digests.iter().map(|digest| digest.doubtful).sum();
    let mut warnings = warnings(&repeated, &input_reports, &inputs);
    warnings.extend(passed_over(&plan.inputs));
    let read = inputs.iter().zip(&digests).chain(facts_inputs.all().iter().zip(&facts_digests));
    for (input, digest) in read {
        warnings.extend(input.warnings.iter().chain(&digest.warnings).cloned());
    }
    warnings.extend(swapped_dates(&names, ledger.day_first()));
    warnings.extend(hts_rates.as_ref().and_then(unused_lines));
    let taken_as_facts: Vec<String> = facts_inputs.told().collect();

    let tally = *ledger.tally();
    let mut entries = ledger.finish(supplement.importers.iter().copied())?;
    let bar = progress::sorting(plan.bars);
    let mut order = pool.install(|| {
        let fact = |number: &EntryNumber| Some(supplement.of(number)?.facts.importer);
        entries.in_report_order((!supplement.is_empty()).then_some(&fact))
    })?;
    bar.finish_and_clear();
    let all = inputs.iter().enumerate();
    let wide_inputs: Vec<usize> =
        all.filter(|(_, input)| input.wide.is_some()).map(|(at, _)| at).collect();
    let context = Context {
        rules: &plan.rules,
        as_of: plan.as_of,
        route: plan.route.clone(),
        taxpayer: plan.taxpayer,
        deposit_basis: plan.deposit_basis,
        processing_days: plan.processing_days,
        wide_inputs: &wide_inputs,
        hts_rates: hts_rates.as_ref(),
        parties: parties.as_ref(),
    };
    let assessor = Assessor { context: &context, entries: &entries, supplement: &supplement };
    let bar = progress::writing(plan.bars, order.length());
    let estimate = write_tables(
        &pool,
        &assessor,
        &mut order,
        tables,
        &names,
        plan.asked(),
        &mut staging,
        |done| {
            bar.inc(done);
            bar.set_message(progress::rate_message(&bar));
        },
    )?;
    bar.finish_and_clear();
    drop(order);
    if let Some(key) = estimate.too_large {
        bail!(
            "entry {}: its amounts add up to more than 92 quadrillion dollars, which no entry does. \
             Look at its rows in the inputs. Nothing was written.",
            entries.number(key)
        );
    }
    estimate.closing.check(&tally, estimate.total.duty_paid)?;
    facts.used = estimate.met_by_facts.len() as u64;
    let met = estimate.met_by_facts.iter().map(|key| entries.number(*key));
    warnings.extend(unused_facts(&supplement));
    let in_vain = entries.named_in_vain().iter().map(|key| entries.number(*key));
    warnings.extend(named_in_vain(&supplement, &entries));
    warnings.extend(strangers(&supplement, met.chain(in_vain)));

    let run = Run {
        context: &context,
        entries: &entries,
        tally,
        estimate: &estimate,
        inputs: &input_reports,
        facts: &facts,
        warnings: &warnings,
        taken_as_facts: &taken_as_facts,
        first_rejected: first_rejected.as_deref(),
    };
    then(&Done { run, pool: &pool, parties_file, doubtful_bytes }, staging)
}

/// Writes the reports and says what they say.
fn finish(
    plan: &Plan,
    began: Instant,
    done: &Done<'_>,
    mut staging: Staging,
) -> anyhow::Result<Exit> {
    let Done { run, pool, parties_file, doubtful_bytes } = done;
    let tally = &run.tally;
    pool.install(|| {
        reports(&plan.outputs).iter().try_for_each(|report| report.write(run, &mut staging))
    })?;
    Manifest {
        program: "capeprep",
        version: env!("CARGO_PKG_VERSION"),
        rulebook: plan.rules.version.to_string(),
        written_at: SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        jobs: pool.current_num_threads(),
        options: plan.options.clone(),
        inputs: run.inputs,
        facts: &run.facts.files,
        hts_rates: run.context.hts_rates.map(HtsRatesUsed::of),
        parties: parties_file.as_ref(),
        rejected: tally.rejected,
        doubtful_bytes: *doubtful_bytes,
        spilled_bytes: run.entries.spilled_bytes(),
    }
    .write(&mut staging)?;
    staging.publish()?;

    let printed = || format!("the report is in {}, but printing failed", plan.out.display());
    if plan.json {
        print(&Summary::of(run).to_json()).with_context(printed)?;
    } else if !plan.quiet {
        let text = terminal::summary(run, &plan.out.to_string_lossy())?;
        print(&text).with_context(printed)?;
    }
    let refused = plan.strict && tally.rejected > 0;
    Ok(if refused { Exit::Rejected } else { Exit::Done })
}

/// `--force` replaces the output directory as a whole; an input in it would be gone.
fn refuse_inputs_inside<'a>(
    out: &Path,
    paths: impl Iterator<Item = &'a Path>,
) -> anyhow::Result<()> {
    let Ok(out_path) = std::fs::canonicalize(out) else { return Ok(()) };
    for path in paths {
        if std::fs::canonicalize(path).is_ok_and(|path| path.starts_with(&out_path)) {
            bail!(
                "{} lies inside {}, where the reports go. Name another directory with --out.",
                path.display(),
                out.display()
            );
        }
    }
    Ok(())
}

/// A column whose dates have the day first cannot be read: most of its dates would be other days. One
/// odd date is the matter of its row.
pub(super) fn refuse_day_first<'a>(
    names: &[&str],
    mut found: impl Iterator<Item = (usize, DayFirst<'a>)>,
) -> Result<(), IntakeError> {
    let Some((input, first)) = found.find(|(_, dates)| !dates.is_odd) else {
        return Ok(());
    };
    Err(IntakeError::DayFirst {
        name: names.get(input).copied().unwrap_or_default().to_string(),
        record: first.record,
        field: first.field.name(),
        cell: first.cell.to_string(),
    })
}

/// Where some dates have the day first and others the month, a spreadsheet may have swapped any.
fn swapped_dates<'a>(
    names: &[String],
    found: impl Iterator<Item = (usize, DayFirst<'a>)>,
) -> Vec<String> {
    let say = |(input, first): (usize, DayFirst<'a>)| {
        format!(
            "{}, record {}: the {} `{}` has the day first, while others of the file have the month \
             first. It is not read, and other dates of the file may have day and month swapped: \
             compare them with ACE.",
            names.get(input).map_or("", |name| name),
            first.record,
            first.field.name(),
            first.cell
        )
    };
    found.map(say).collect()
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

/// Lines of the tariff that could not be used.
fn unused_lines(rates: &HtsRates) -> Option<String> {
    (rates.unusable > 0).then(|| {
        format!(
            "{} line(s) of {} could not be used: their number is not digits, or they have not as \
             many cells as the header.",
            rates.unusable, rates.name
        )
    })
}

fn read_exports(
    plan: &Plan,
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    space: SpillSpace,
    rejected: &mut RejectedRows,
) -> Result<(Ledger, Vec<InputReport>, Vec<InputDigest>), ReadError> {
    let sizes: Option<u64> = inputs.iter().map(PreparedInput::bytes_to_read).sum();
    let mut bytes_read = progress::BytesRead::of(inputs);
    let headers = inputs.iter().map(PreparedInput::numbers);
    let mut ledger = Ledger::new(headers, space);
    let reader = BatchReader::new(&plan.rules);
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
        |chunk| reader.read(chunk),
        |batch| -> Result<(), ReadError> {
            let (_, bytes) = batch.size();
            let read = bytes_read.after(batch.input(), bytes);
            ledger.commit(batch, |input, row| rejected.put(input, row).map_err(ReadError::from))?;
            bar.set_position(read);
            bar.set_message(progress::rows_message(&bar, ledger.tally().read));
            Ok(())
        },
    )?;
    bar.finish_and_clear();
    let names: Vec<&str> = inputs.iter().map(|input| input.source.name.as_str()).collect();
    refuse_day_first(&names, ledger.day_first())?;
    let reports = input_reports(inputs, &digests, &ledger.records());
    Ok((ledger, reports, digests))
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

/// Files in directories that look like data and were not read.
fn passed_over(inputs: &[PathBuf]) -> Option<String> {
    let found = source::passed_over(inputs);
    let named: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
    (!named.is_empty()).then(|| {
        format!(
            "{} lie(s) in a directory among the inputs and was not read: only .csv, .tsv, .txt and \
             .xlsx, and these with .gz, are taken from a directory. Name a file itself, or save it \
             as .xlsx.",
            named.join(", ")
        )
    })
}

/// What the user should know about the inputs as a set.
fn warnings(repeated: &[String], reports: &[InputReport], inputs: &[PreparedInput]) -> Vec<String> {
    let mut warnings: Vec<String> = repeated
        .iter()
        .map(|name| format!("{name} was named more than once and read once."))
        .collect();
    // The members of an archive and the sheets of a workbook lie in one file.
    let mut first: BTreeMap<_, &str> = BTreeMap::new();
    for report in reports {
        let content = (&report.sha256, &report.member, &report.sheet);
        if let Some(other) = first.insert(content, &report.file) {
            warnings.push(format!("{} has the same content as {other}.", report.file));
        }
    }
    if inputs.len() > 1 {
        for input in inputs.iter().filter(|input| input.wide.is_some()) {
            warnings.push(format!(
                "{} is a wide report: rows of it that another export holds too are not known for \
                 copies. Entries in both have the finding mixed-layouts.",
                input.source.name
            ));
        }
    }
    warnings.extend(inputs.iter().filter_map(unread_duty));
    for input in inputs {
        use crate::domain::Field;
        let lacks = |field| input.layout.column(field).is_none();
        if lacks(Field::LineNumber) || lacks(Field::TariffOrdinal) {
            warnings.push(format!(
                "{} has no line number or no tariff ordinal column: copies of its rows in \
                 overlapping files cannot be told and would be counted twice.",
                input.source.name
            ));
        }
    }
    warnings
}

/// Unknown columns that may hold duty: what they hold is in no figure.
fn unread_duty(input: &PreparedInput) -> Option<String> {
    const WORDS: [&str; 4] = ["duty", "duties", "tariff", "ieepa"];
    let unread: Vec<String> = input
        .layout
        .uses()
        .filter(|(header, usage)| {
            let folded = fold(header.as_bytes());
            **usage == ColumnUse::Unknown && folded.split(' ').any(|word| WORDS.contains(&word))
        })
        .map(|(header, _)| format!("`{header}`"))
        .collect();
    (!unread.is_empty()).then(|| {
        format!(
            "{}: nothing is read from the unknown column(s) {}. If one holds duty of its own, map it \
             (--map) or write a profile.",
            input.source.name,
            unread.join(", ")
        )
    })
}
