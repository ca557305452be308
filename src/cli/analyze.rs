//! `capeprep analyze`: exports in, reports and upload files out.

use super::args::AnalyzeArgs;
use super::exit::{Exit, Usage, print};
use super::gather::{Gathered, Opened};
use super::mask;
use super::places::{publish, refuse_inputs_inside, remove_replaced, staging};
use super::plan::Plan;
use super::progress;
use super::verify::to_be_noted;
use crate::assess::Assessor;
use crate::mask::NewKeyFile;
use crate::publication::putting;
use crate::report::{
    EntryTable, HtsRatesUsed, Manifest, Output, RejectedRows, Run, Staging, Summary, plain,
    reports, tables, terminal, write_tables,
};
use crate::threads;
use anyhow::{Context as _, anyhow, bail};
use std::time::{Instant, SystemTime};

/// The word of this command in manifests.
pub(super) const COMMAND: &str = "analyze";

pub(super) fn run(args: AnalyzeArgs) -> anyhow::Result<Exit> {
    let is_masked = args.mask.is_some();
    let named = mask::named_by(&args);
    analyzed(args).map_err(|error| match is_masked && !error.is::<Usage>() {
        true => anyhow!(mask::without_quotes(&format!("{error:#}"), &named)),
        false => error,
    })
}

fn analyzed(args: AnalyzeArgs) -> anyhow::Result<Exit> {
    let began = Instant::now();
    let mut plan = Plan::of(args)?;
    let Some(copy) = plan.copy.take() else {
        let report = reported(&plan, began)?;
        publish(report.staging)?;
        print(&report.text)?;
        return Ok(report.exit);
    };
    let of_copy = || format!("--mask {}", copy.dir.display());
    // What would refuse the copy in the end is told before the long run, and before a key is made.
    drop(staging(&plan.out, plan.force, false, COMMAND)?);
    drop(staging(&copy.dir, plan.force, true, COMMAND).with_context(of_copy)?);
    let (mask, new_key) = copy.mask(&plan.rules)?;
    let mut report = reported(&plan, began)?;
    let says_paths = !plan.quiet && !plan.json;
    let plan = mask::masked_plan(plan, &copy, mask);
    let mut masked = reported(&plan, began).with_context(of_copy)?;
    if masked.figures != report.figures {
        bail!(
            "the masked copy comes to other figures than the report, so an input changed while it \
             was read, or this is a fault of capeprep. Nothing was written; try again."
        );
    }
    // Both or none, as far as a file system allows: what would stop the second is looked for first,
    // and who stops the program now waits until both are there.
    report.staging.settle()?;
    masked.staging.settle().and_then(|()| masked.staging.check()).with_context(of_copy)?;
    publish_both(report.staging, masked.staging, new_key)?;
    let mut text = report.text;
    if says_paths {
        let (dir, key) = (copy.dir.to_string_lossy(), copy.key.to_string_lossy());
        text.push_str(&format!("Masked:  {} (its key: {})\n", plain(&dir), plain(&key)));
    }
    print(&text)?;
    Ok(report.exit)
}

/// Puts the report in its place, and its copy with the key that was made for it.
fn publish_both(report: Staging, copy: Staging, key: Option<NewKeyFile>) -> anyhow::Result<()> {
    let putting = putting();
    report.check()?;
    if let Some(key) = key {
        key.put(&putting)?;
    }
    let of_report = report.publish_under(&putting)?;
    let of_copy = copy.publish_under(&putting).context("the masked copy is not put in place")?;
    drop(putting);
    remove_replaced(of_report);
    remove_replaced(of_copy);
    Ok(())
}

/// An estimate that is ready to be reported.
pub(super) struct Done<'a> {
    pub run: Run<'a>,
    pub pool: &'a rayon::ThreadPool,
    gathered: &'a Gathered,
}

/// Reads the inputs and judges their entries; writes these tables meanwhile. What is then to be
/// done with the estimate is up to `then`, which also publishes the directory.
pub(super) fn estimated<T>(
    plan: &Plan,
    tables: &[&dyn EntryTable],
    then: impl FnOnce(&Done<'_>, Staging) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let pool = threads::pool(plan.jobs)?;
    let opened = Opened::of(plan)?;
    refuse_inputs_inside(&plan.out, opened.paths(plan))?;
    let mut staging = staging(&plan.out, plan.force, plan.mask.is_some(), COMMAND)?;
    let wanted = plan.outputs.has(Output::Rejected);
    let mut rejected = RejectedRows::begin(&staging, wanted, opened.names.clone())?;
    let spill = staging.temporary().to_path_buf();
    let (gathered, mut order) =
        opened.read(plan, &pool, spill, None, |input, row| rejected.put(input, row))?;
    let first_rejected = rejected.end(&mut staging)?;
    let Gathered { entries, supplement, tally, .. } = &gathered;
    let context = gathered.context(plan);
    let assessor = Assessor { context: &context, entries, supplement };
    let bar = progress::writing(plan.bars, order.length());
    let estimate = write_tables(
        &pool,
        &assessor,
        &mut order,
        tables,
        &gathered.names,
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
    estimate.closing.check(tally, estimate.total.duty_paid)?;
    let (facts, warnings) = gathered.told(&estimate.met_by_facts);
    let run = Run {
        context: &context,
        entries,
        is_masked: plan.mask.is_some(),
        tally: *tally,
        estimate: &estimate,
        inputs: &gathered.inputs,
        facts: &facts,
        warnings: &warnings,
        taken_as_facts: &gathered.taken_as_facts,
        explain: &plan.explain,
        first_rejected: first_rejected.as_deref(),
    };
    then(&Done { run, pool: &pool, gathered: &gathered }, staging)
}

/// Reports that are written and not yet in their place.
struct Reported {
    staging: Staging,
    /// What is said of them.
    text: String,
    exit: Exit,
    /// The figures, to compare.
    figures: serde_json::Value,
}

/// Reads, judges and writes the reports of a plan.
fn reported(plan: &Plan, began: Instant) -> anyhow::Result<Reported> {
    estimated(plan, &tables(&plan.outputs), |done, staging| finish(plan, began, done, staging))
}

/// Writes the reports and says what they say.
fn finish(
    plan: &Plan,
    began: Instant,
    done: &Done<'_>,
    mut staging: Staging,
) -> anyhow::Result<Reported> {
    let Done { run, pool, gathered } = done;
    let tally = &run.tally;
    let bar = progress::reporting(plan.bars);
    pool.install(|| {
        reports(&plan.outputs).iter().try_for_each(|(output, report)| {
            bar.set_message(output.word());
            report.write(run, &mut staging)
        })
    })?;
    bar.finish_and_clear();
    if let Some(mask) = &plan.mask {
        staging.write("README.txt", mask::readme(mask).as_bytes())?;
    }
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
        parties: gathered.parties_file.as_ref(),
        rejected: tally.rejected,
        doubtful_bytes: gathered.doubtful_bytes,
        spilled_bytes: run.entries.spilled_bytes(),
    }
    .write(&mut staging)?;
    let text = match (plan.json, plan.quiet) {
        (true, _) => Summary::of(run).to_json(),
        (false, true) => String::new(),
        (false, false) => {
            terminal::summary(run, &plan.out.to_string_lossy())? + &to_be_noted(&staging, &plan.out)
        }
    };
    let refused = plan.strict && tally.rejected > 0;
    let exit = if refused { Exit::Rejected } else { Exit::Done };
    Ok(Reported { staging, text, exit, figures: mask::figures(run)? })
}
