//! Where reports may go: over nothing that is read, and with `--force` over their like only.

use super::exit::tell;
use crate::publication::{Replaced, clear_leftovers, putting};
use crate::report::{MANIFEST, OutputError, Staging, command_in, is_report, plain};
use anyhow::bail;
use std::path::Path;

/// Clears what a run that was killed left beside a place where something is to be written, and says
/// what the user should know of it.
pub(super) fn clear_beside(place: &Path) {
    let behind_link = std::fs::read_link(place).map(|to| place.with_file_name("").join(to));
    for place in [Some(place), behind_link.as_deref().ok()].into_iter().flatten() {
        for told in clear_leftovers(place, MANIFEST) {
            tell(&format!("capeprep: {}\n", plain(&told)));
        }
    }
}

/// Puts a report in its place.
///
/// # Errors
/// The place was taken meanwhile, or the file system refuses.
pub(super) fn publish(staging: Staging) -> Result<(), OutputError> {
    let replaced = staging.publish_under(&putting())?;
    remove_replaced(replaced);
    Ok(())
}

/// Removes what a report replaced. Where that cannot be, it is told, and the new report stands.
pub(super) fn remove_replaced(replaced: Replaced) {
    if let Some(left) = replaced.remove() {
        let path = left.path.display().to_string();
        tell(&format!(
            "capeprep: the report is in place; what it replaced could not be removed ({}). Remove \
             {}.\n",
            left.error,
            plain(&path)
        ));
    }
}

/// Begins the directory of a report that `command` writes. `--force` replaces what the same command
/// wrote and no other report.
///
/// # Errors
/// The place is taken, or cannot be written beside.
pub(super) fn staging(
    out: &Path,
    force: bool,
    masked: bool,
    command: &str,
) -> anyhow::Result<Staging> {
    clear_beside(out);
    if force && is_report(out) {
        let earlier = command_in(out).unwrap_or_default();
        if earlier != command {
            bail!(
                "{} holds what `capeprep {earlier}` wrote, and --force replaces what `capeprep \
                 {command}` wrote only. Name another directory with --out.",
                out.display()
            );
        }
    }
    Ok(Staging::begin(out, force, masked)?)
}

/// What is written into the directory of a report is no part of it, and its manifest says so.
///
/// # Errors
/// The output goes into a directory that is read.
pub(super) fn refuse_out_inside<'a>(
    out: &Path,
    reports: impl IntoIterator<Item = &'a Path>,
) -> anyhow::Result<()> {
    // Of a place that is not there yet, the nearest that is.
    let here = Path::new(".");
    let parents = out.ancestors().map(|dir| if dir.as_os_str().is_empty() { here } else { dir });
    let Some(place) = parents.chain([here]).find_map(|dir| std::fs::canonicalize(dir).ok()) else {
        return Ok(());
    };
    for report in reports {
        if std::fs::canonicalize(report).is_ok_and(|report| place.starts_with(report)) {
            bail!(
                "--out {} lies inside {}, which holds a report that is read. Name a directory \
                 outside of it with --out.",
                out.display(),
                report.display()
            );
        }
    }
    Ok(())
}

/// `--force` replaces the output directory as a whole; what is read in it would be gone.
///
/// # Errors
/// Something that is read lies in it.
pub(super) fn refuse_inputs_inside<'a>(
    out: &Path,
    paths: impl IntoIterator<Item = &'a Path>,
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
