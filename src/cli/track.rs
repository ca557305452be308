//! `capeprep track`: after filing. An estimate, and what CBP and the bank said since.

use super::args::TrackArgs;
use super::exit::{Exit, Usage, print};
use super::places::{publish, refuse_inputs_inside, refuse_out_inside, staging};
use super::plan::{as_of, rules, shown};
use super::track_reading::{TrackInputs, TrackRead};
use super::track_tables::follow;
use super::verify::to_be_noted;
use super::{memory, progress};
use crate::earlier::{self, Earlier};
use crate::intake::pump::{CHUNK_SIZE, How};
use crate::intake::scan::FastReader;
use crate::report::tracking::manifest::{EstimateUsed, TrackManifest};
use crate::report::tracking::outputs::TrackOutput;
use crate::report::tracking::{self, Told, Tracking, terminal};
use crate::report::{OutputError, Staging};
use crate::rulebook::Rulebook;
use crate::threads;
use crate::track::Scene;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Instant, SystemTime};

/// The word of this command in manifests.
const COMMAND: &str = "track";

pub(super) fn run(args: &TrackArgs) -> anyhow::Result<Exit> {
    let began = Instant::now();
    let wanted = outputs(&args.only, &args.skip)?;
    let rules = rules(args.rulebook.as_deref())?;
    let as_of = as_of(args.as_of.as_deref(), &rules)?;
    let inputs = TrackInputs::open(&args.reports, &args.report_date, &rules)?;
    refuse_inputs_inside(&args.out, inputs.paths().chain([args.run.as_path()]))?;
    refuse_out_inside(&args.out, [args.run.as_path()])?;
    let mut staging = staging(&args.out, args.force, false, COMMAND)?;
    let pool = threads::pool(jobs(args.jobs))?;
    let earlier = pool.install(|| earlier::open(&args.run, &rules))?.for_tracking()?;
    if as_of < earlier.made_with.as_of {
        return Err(Usage(format!(
            "--as-of {as_of}: the estimate in {} is as of {}, and what came after it is tracked to a \
             later day.",
            args.run.display(),
            earlier.made_with.as_of
        ))
        .into());
    }
    let how = How {
        reader: &FastReader::default(),
        chunk_size: CHUNK_SIZE,
        digest: true,
        ahead: memory::read_ahead(None),
    };
    let bars = !args.quiet && !args.no_progress;
    let TrackRead { said, inputs, warnings } =
        inputs.read(&earlier.portfolio, &rules, &pool, how, bars)?;
    let scene = Scene {
        rules: &rules,
        made_with: &earlier.made_with,
        portfolio: &earlier.portfolio,
        said: &said,
        as_of,
    };
    let bar = progress::writing(bars, earlier.portfolio.len() as u64);
    let (standing, closing) = follow(&pool, &scene, &wanted, &mut staging, |done| bar.inc(done))?;
    bar.finish_and_clear();
    let run = args.run.to_string_lossy();
    let ahead = terminal::ahead(&closing, as_of);
    let remarks: Vec<String> =
        earlier.remarks.iter().cloned().chain(warnings).chain(ahead).collect();
    let tracking = Tracking {
        scene,
        estimate: &run,
        manifest_sha256: &earlier.manifest_sha256,
        inputs: &inputs,
        standing: &standing,
        remarks: &remarks,
    };
    let told = Told::of(&tracking, &staging)?;
    if wanted.contains(&TrackOutput::Xlsx) {
        tracking::write_workbook(&tracking, &told, &mut staging)?;
    }
    leave_out(&wanted, &mut staging)?;
    let summary = tracking::summary(&tracking, &told);
    if wanted.contains(&TrackOutput::Json) {
        staging.write("summary.json", summary.as_bytes())?;
    }
    if wanted.contains(&TrackOutput::Html) {
        tracking::write_page(&tracking, &told, &mut staging)?;
    }
    manifest(args, &earlier, &rules, &tracking, pool.current_num_threads(), began)
        .write(&mut staging)?;
    let text = match (args.json, args.quiet) {
        (true, _) => summary,
        (false, true) => String::new(),
        (false, false) => {
            let text = terminal::summary(&tracking, &told, &args.out.to_string_lossy())?;
            text + &not_written(&wanted) + &to_be_noted(&staging, &args.out)
        }
    };
    publish(staging)?;
    print(&text)?;
    Ok(Exit::Done)
}

fn jobs(asked: Option<u16>) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.map_or_else(all, usize::from)
}

/// The outputs that were asked for.
fn outputs(only: &[String], skip: &[String]) -> Result<Vec<TrackOutput>, Usage> {
    let named = |option: &str, words: &[String]| -> Result<Vec<TrackOutput>, Usage> {
        let output = |word: &String| {
            TrackOutput::named(word.trim()).ok_or_else(|| {
                let words: Vec<_> = TrackOutput::ALL.iter().map(|output| output.as_str()).collect();
                Usage(format!("{option} {word}: no such output; there are {}", words.join(", ")))
            })
        };
        words.iter().map(output).collect()
    };
    let (only, skip) = (named("--only", only)?, named("--skip", skip)?);
    let asked = |output: &TrackOutput| only.is_empty() || only.contains(output);
    let kept = TrackOutput::ALL.iter().copied();
    Ok(kept.filter(|output| asked(output) && !skip.contains(output)).collect())
}

/// What the directory lacks of what the summary names.
fn not_written(wanted: &[TrackOutput]) -> String {
    let left = TrackOutput::ALL.iter().filter(|output| !wanted.contains(output));
    match left.map(|output| output.as_str()).collect::<Vec<_>>().join(", ") {
        left if left.is_empty() => left,
        left => format!("Not written (--only, --skip): {left}\n"),
    }
}

/// Removes the tables that were not asked for, and were needed for the sums of the others.
fn leave_out(wanted: &[TrackOutput], staging: &mut Staging) -> Result<(), OutputError> {
    let is_wanted = |file: &str| wanted.iter().any(|output| output.has(file));
    let left: Vec<String> =
        staging.written().keys().filter(|file| !is_wanted(file)).cloned().collect();
    left.iter().try_for_each(|file| staging.discard(file))
}

fn manifest<'t>(
    args: &TrackArgs,
    earlier: &Earlier,
    rules: &Rulebook,
    tracking: &Tracking<'t>,
    jobs: usize,
    began: Instant,
) -> TrackManifest<'t> {
    let made_with = &earlier.made_with;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    TrackManifest {
        program: "capeprep",
        version: env!("CARGO_PKG_VERSION"),
        command: COMMAND,
        rulebook: rules.version.to_string(),
        written_at: since.map_or(0, |since| since.as_secs()),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        jobs,
        options: BTreeMap::from([
            ("command", json!(COMMAND)),
            ("run", json!(args.run.to_string_lossy())),
            ("reports", json!(shown(&args.reports))),
            ("report_date", json!(args.report_date)),
            ("as_of", json!(tracking.scene.as_of.to_string())),
            ("taxpayer", json!(made_with.taxpayer.as_str())),
            ("deposit_basis", json!(made_with.deposit_basis.as_str())),
            ("processing_days", json!(made_with.processing_days)),
            ("filer_code", json!(made_with.filer_codes)),
            ("importer", json!(made_with.importers)),
            ("only", json!(args.only)),
            ("skip", json!(args.skip)),
            ("rulebook", json!(args.rulebook.as_ref().map(|path| path.to_string_lossy()))),
        ]),
        estimate: EstimateUsed {
            directory: args.run.to_string_lossy().into_owned(),
            as_of: made_with.as_of.to_string(),
            rulebook: made_with.rulebook.clone(),
            manifest_sha256: earlier.manifest_sha256.clone(),
        },
        inputs: tracking.inputs,
    }
}
