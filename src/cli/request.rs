//! `capeprep inspect --request DIR`: what to ask each filer for, ready to send.

use super::analyze::{Done, estimated};
use super::args::{AnalyzeArgs, InspectArgs, JudgeArgs};
use super::exit::{Exit, print};
use super::places;
use super::plan::Plan;
use crate::assess::checks::duty::floor_combined::FLOOR_COMBINED;
use crate::report::{
    Outputs, Report, RequestEntries, RequestFiles, Staging, counted, is_own, list_name, mail_name,
    plain, range, wrapped,
};
use anyhow::bail;
use std::fmt::Write;

pub(super) fn run(args: InspectArgs) -> anyhow::Result<Exit> {
    let dir = args.request.unwrap_or_default();
    if std::fs::read_dir(&dir).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is not empty. Name a new directory with --request.", dir.display());
    }
    let judged = args.judged;
    let mut plan = Plan::of(AnalyzeArgs {
        inputs: args.inputs,
        out: dir,
        judge: JudgeArgs {
            map: args.map,
            profile: args.profile,
            rulebook: args.rulebook,
            facts: judged.facts,
            complete: judged.complete,
            hts_rates: judged.hts_rates,
            as_of: judged.as_of,
            filer_code: judged.filer_code,
            importer: judged.importer,
            ..JudgeArgs::default()
        },
        ..AnalyzeArgs::default()
    })?;
    plan.outputs = Outputs::only(Vec::new());
    estimated(&plan, &[&RequestEntries], |done, mut staging| {
        RequestFiles.write(&done.run, &mut staging)?;
        publish(&plan, done, staging)
    })
}

/// Puts the directory in its place and says what is in it.
fn publish(plan: &Plan, done: &Done<'_>, staging: Staging) -> anyhow::Result<Exit> {
    places::publish(staging)?;
    let filers = done.run.estimate.requests.filers();
    let mut out = String::new();
    if filers.is_empty() {
        out.push_str("Nothing to ask: no entry with a refund lacks anything a filer could tell.\n");
    }
    for (filer, by_check) in &filers {
        let total = by_check.total();
        let refund = range(total.refund_low, total.refund_high);
        let entries = counted(total.entries, "entry", "entries");
        match is_own(&done.run, filer) {
            true => writeln!(
                out,
                "{}  {entries}, refund {refund}: own records, so no letter",
                list_name(filer)
            )?,
            false => writeln!(out, "{}  {entries}, refund {refund}", mail_name(filer))?,
        }
    }
    let mut note = |text: &str| out.push_str(&wrapped(text, "Note: ", "  "));
    let requests = &done.run.estimate.requests;
    if filers.keys().any(|filer| !is_own(&done.run, filer)) {
        note(
            "attach to each letter the list of the same filer code (request_entries-...). \
             request.csv names all filers and is for you alone.",
        );
    }
    if requests.settled > 0 {
        note(&format!(
            "left out since no answer changes their lane (declared or court): {}.",
            counted(requests.settled, "entry", "entries")
        ));
    }
    if requests.of_others > 0 {
        note(&format!(
            "left out since their importer is none of --importer: {}.",
            counted(requests.of_others, "entry", "entries")
        ));
    }
    let rates = filers.values().any(|by_check| by_check.entries_of(&FLOOR_COMBINED) > 0);
    if rates && plan.hts_rates.is_none() {
        note(
            "column-1 rates need not be asked for: the tariff as exported at hts.usitc.gov, in the \
             edition of the entry dates, gives most of them with --hts-rates.",
        );
    }
    for warning in done.run.remarks() {
        out.push_str(&wrapped(&plain(warning), "Note: ", "  "));
    }
    writeln!(out, "Requests: {}", plain(&plan.out.to_string_lossy()))?;
    print(&out)?;
    Ok(Exit::Done)
}
