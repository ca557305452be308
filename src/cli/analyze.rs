//! `capeprep analyze`: exports in, reports and upload files out.

use super::args::{AnalyzeArgs, ReaderArg};
use super::exit::{Exit, print};
use super::memory;
use super::plan::Plan;
use super::progress;
use crate::assess::{Assessor, Context};
use crate::domain::EntryNumber;
use crate::intake::prepare::{check_options, prepare, prepare_facts};
use crate::intake::pump::{self, How, InputDigest};
use crate::intake::reader::CsvCrate;
use crate::intake::scan::FastReader;
use crate::intake::{IntakeError, PreparedInput, source};
use crate::ledger::{BatchReader, Ledger, SpillError, SpillSpace, Supplement, TextId};
use crate::report::{
    FactsUsed, InputReport, Manifest, Output, OutputError, RejectedRows, Run, Staging, Summary,
    hex, reports, tables, terminal, write_tables,
};
use crate::threads;
use anyhow::{Context as _, bail};
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
    let pool = threads::pool(plan.jobs)?;
    let (sources, repeated) = source::resolve(&plan.inputs)?;
    let mut inputs = prepare(sources, &plan.rules.headers, &plan.map)?;
    let mut facts_inputs = prepare_facts(&plan.facts, &plan.rules.headers, &plan.map)?;
    check_options(&inputs, &facts_inputs, &plan.map)?;
    refuse_inputs_inside(&plan.out, inputs.iter().chain(&facts_inputs))?;
    let mut staging = Staging::begin(&plan.out, plan.force)?;

    let names: Vec<String> = inputs.iter().map(|input| input.source.name.clone()).collect();
    let mut rejected =
        RejectedRows::begin(&staging, plan.outputs.has(Output::Rejected), names.clone())?;
    let share = memory::ledger_share(plan.max_memory, pool.current_num_threads())?;
    let space = SpillSpace::new(staging.parent().to_path_buf(), share);
    let (mut ledger, input_reports, digests) =
        read_exports(&plan, &pool, &mut inputs, space, &mut rejected)?;
    rejected.end(&mut staging)?;
    let (supplement, mut facts, facts_digests) =
        read_facts(&plan, &pool, &mut facts_inputs, &mut ledger)?;
    let doubtful_bytes = digests.iter().map(|digest| digest.doubtful).sum();
    let mut warnings = warnings(&repeated, &input_reports, &inputs);
    warnings.extend(passed_over(&plan.inputs));
    for (input, digest) in
        inputs.iter().zip(&digests).chain(facts_inputs.iter().zip(&facts_digests))
    {
        warnings.extend(input.warnings.iter().chain(&digest.warnings).cloned());
    }

    let tally = *ledger.tally();
    let mut entries = ledger.finish(supplement.importers.iter().copied())?;
    let bar = progress::sorting(plan.bars);
    let mut order = pool.install(|| {
        entries.in_report_order(|number| {
            supplement.of(number).map_or(TextId::BLANK, |fact| fact.facts.importer)
        })
    })?;
    bar.finish_and_clear();
    let context = Context {
        rules: &plan.rules,
        as_of: plan.as_of,
        route: plan.route,
        taxpayer: plan.taxpayer,
        deposit_basis: plan.deposit_basis,
        processing_days: plan.processing_days,
    };
    let assessor = Assessor { context: &context, entries: &entries, supplement: &supplement };
    let bar = progress::writing(plan.bars, order.length());
    let estimate = write_tables(
        &pool,
        &assessor,
        &mut order,
        &tables(&plan.outputs),
        &names,
        plan.include_review,
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
    warnings.extend(strangers(&supplement, met));

    let run = Run {
        context: &context,
        entries: &entries,
        tally,
        estimate: &estimate,
        inputs: &input_reports,
        facts: &facts,
        warnings: &warnings,
    };
    pool.install(|| {
        reports(&plan.outputs).iter().try_for_each(|report| report.write(&run, &mut staging))
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
        options: plan.options,
        inputs: &input_reports,
        facts: &facts.files,
        rejected: tally.rejected,
        doubtful_bytes,
        spilled_bytes: entries.spilled_bytes(),
    }
    .write(&mut staging)?;
    staging.publish()?;

    let printed = || format!("the report is in {}, but printing failed", plan.out.display());
    if plan.json {
        print(&Summary::of(&run).to_json()).with_context(printed)?;
    } else if !plan.quiet {
        let text = terminal::summary(&run, &plan.out.to_string_lossy())?;
        print(&text).with_context(printed)?;
    }
    let refused = plan.strict && tally.rejected > 0;
    Ok(if refused { Exit::Rejected } else { Exit::Done })
}

/// `--force` replaces the output directory as a whole; an input in it would be gone.
fn refuse_inputs_inside<'a>(
    out: &Path,
    inputs: impl Iterator<Item = &'a PreparedInput>,
) -> anyhow::Result<()> {
    let Ok(out_path) = std::fs::canonicalize(out) else { return Ok(()) };
    for path in inputs.filter_map(|input| input.source.path.as_ref()) {
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

/// Rows of facts files that could not be used.
fn unused_facts(supplement: &Supplement) -> Option<String> {
    let first = supplement.unused.first()?;
    Some(format!(
        "{} row(s) of the facts files could not be used; the first is {first}. All are listed in \
         summary.json.",
        supplement.unused.len()
    ))
}

/// Facts of entries that no export holds: a mistyped number would lose a fact.
fn strangers(supplement: &Supplement, met: impl Iterator<Item = EntryNumber>) -> Option<String> {
    const NAMED: usize = 5;
    let strangers = supplement.strangers(met);
    if strangers.is_empty() {
        return None;
    }
    let named: Vec<&str> = strangers.iter().take(NAMED).map(|entry| entry.as_str()).collect();
    let more = if strangers.len() > NAMED { ", ..." } else { "" };
    Some(format!(
        "{} of the {} entries named in the facts files have no IEEPA row in the exports: {}{more}. \
         Their facts are not used; check the numbers.",
        strangers.len(),
        supplement.len(),
        named.join(", ")
    ))
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
    let headers = inputs.iter().map(|input| input.header.record);
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
    let reports = input_reports(inputs, &digests, &ledger.records());
    Ok((ledger, reports, digests))
}

fn read_facts(
    plan: &Plan,
    pool: &rayon::ThreadPool,
    inputs: &mut [PreparedInput],
    ledger: &mut Ledger,
) -> Result<(Supplement, FactsUsed, Vec<InputDigest>), ReadError> {
    let mut supplement = Supplement::default();
    let mut records = vec![0u64; inputs.len()];
    let headers: Vec<(String, u64)> =
        inputs.iter().map(|i| (i.source.name.clone(), i.header.record)).collect();
    let texts = ledger.texts_mut();
    // Facts override each other in file order, so their chunks are taken in as they are committed.
    let how = How { reader: &CsvCrate, chunk_size: plan.chunk_size, digest: true };
    let digests = pump::run_in_order(pool, inputs, how, |input, row| {
        records[input] += 1;
        let (name, header) = &headers[input];
        let place = format!("{name}, record {}", header + records[input]);
        supplement.add(row, &plan.rules, texts, &place);
    })?;
    let facts = FactsUsed {
        files: input_reports(inputs, &digests, &records),
        rows: supplement.rows,
        entries: supplement.len() as u64,
        used: 0,
        unused_rows: supplement.unused.clone(),
    };
    Ok((supplement, facts, digests))
}

fn input_reports(
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
            records: *records,
            header_record: input.header.record,
            bytes: digest.size,
            sha256: digest.sha256.as_ref().map(|sha256| hex(sha256)).unwrap_or_default(),
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
