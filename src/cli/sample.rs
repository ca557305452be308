//! `capeprep sample`: an invented export of any size.

use super::args::SampleArgs;
use super::exit::{Exit, tell};
use super::progress;
use crate::report::plain;
use crate::rulebook::Rulebook;
use crate::sample::{SampleOptions, SampleSummary, write};
use anyhow::{Context as _, bail};
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
        tell(&format!(
            "{} entries, {} rows, {} written to {}\n",
            indicatif::HumanCount(summary.entries),
            indicatif::HumanCount(summary.rows),
            indicatif::HumanBytes(summary.bytes),
            plain(&args.out.to_string_lossy())
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

/// The file appears whole: it is written beside its place first.
fn to_file(
    path: &Path,
    force: bool,
    options: &SampleOptions,
    rules: &Rulebook,
    on_progress: &mut dyn FnMut(u64, u64),
) -> anyhow::Result<Option<SampleSummary>> {
    if path.exists() && !force {
        bail!("{} exists. Name a new file, or replace it with --force.", path.display());
    }
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let shown = || format!("cannot write {}", path.display());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".capeprep-unfinished-");
    for_everybody(&mut builder);
    let mut file = builder.tempfile_in(parent).with_context(shown)?;
    let summary = write(options, rules, file.as_file_mut(), on_progress).with_context(shown)?;
    file.persist(path).with_context(shown)?;
    Ok(Some(summary))
}

/// Invented data is no secret: the file gets the rights of any new file.
#[cfg(unix)]
fn for_everybody(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

/// On Windows a file inherits the rights of its folder.
#[cfg(not(unix))]
fn for_everybody(_builder: &mut tempfile::Builder<'_, '_>) {}
