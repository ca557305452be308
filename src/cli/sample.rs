//! `capeprep sample`: an invented export of any size.

use super::args::SampleArgs;
use super::exit::{Exit, note};
use super::places::clear_beside;
use super::progress;
use crate::publication::{Rights, WholeFile, advice};
use crate::rulebook::Rulebook;
use crate::sample::{SampleOptions, SampleSummary, write};
use anyhow::{Context as _, anyhow, bail};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(args: &SampleArgs) -> anyhow::Result<Exit> {
    let rules = Rulebook::built_in()?;
    let options = SampleOptions {
        entries: args.entries,
        seed: args.seed,
        messy: args.messy,
        default_layout: args.default_layout,
    };
    let bar = progress::making(!args.no_progress, args.entries);
    let mut on_progress = |entries, bytes| {
        bar.set_position(entries);
        bar.set_message(format!(", {}", indicatif::HumanBytes(bytes)));
    };
    let summary = if args.out.as_os_str() == "-" {
        to_standard_output(&options, &rules, &mut on_progress)?
    } else {
        to_file(&args.out, args.force, &options, &rules, &mut on_progress)?
    };
    bar.finish_and_clear();
    if let Some(summary) = summary {
        note(format_args!(
            "{} entries, {} rows, {} written to {}",
            indicatif::HumanCount(summary.entries),
            indicatif::HumanCount(summary.rows),
            indicatif::HumanBytes(summary.bytes),
            args.out.display()
        ));
    }
    Ok(Exit::Done)
}

/// Whoever reads may stop reading; that is no error, and then there is no summary.
fn to_standard_output(
    options: &SampleOptions,
    rules: &Rulebook,
    on_progress: &mut dyn FnMut(u64, u64),
) -> anyhow::Result<Option<SampleSummary>> {
    let mut out = io::stdout().lock();
    match write(options, rules, &mut out, on_progress).and_then(|s| out.flush().map(|()| s)) {
        Ok(summary) => Ok(Some(summary)),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
        Err(error) => Err(error).context("cannot write to standard output"),
    }
}

/// The file appears whole: it is written beside its place first. What is no file, such as a pipe, is
/// written to as it is.
fn to_file(
    path: &Path,
    force: bool,
    options: &SampleOptions,
    rules: &Rulebook,
    on_progress: &mut dyn FnMut(u64, u64),
) -> anyhow::Result<Option<SampleSummary>> {
    let shown = || format!("cannot write {}", path.display());
    let known = std::fs::metadata(path).ok();
    if let Some(known) = &known
        && !known.is_file()
    {
        if known.is_dir() {
            bail!("{} is a directory. Name a new file with --out.", path.display());
        }
        let mut pipe = File::options().write(true).open(path).with_context(shown)?;
        return Ok(Some(write(options, rules, &mut pipe, on_progress).with_context(shown)?));
    }
    if known.is_some() && !force {
        bail!("{} exists. Name a new file, or replace it with --force.", path.display());
    }
    clear_beside(path);
    // Invented data is no secret.
    let mut file = WholeFile::beside(path, Rights::AsUsual)?;
    let written = write(options, rules, file.file(), on_progress);
    let summary = written
        .map_err(|error| anyhow!("cannot write {}: {error}.{}", path.display(), advice(&error)))?;
    file.put(force)?;
    Ok(Some(summary))
}
