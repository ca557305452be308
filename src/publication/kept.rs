//! What is in the directory of a run that was killed: whether it is an earlier report that must not be
//! lost, and whose it all is. Anybody may have put something there, or a whole such directory.

use super::aside::EARLIER;
use super::mark::Mark;
use super::workspace::{REPLACED, is_litter};
use crate::files::{self, MOST_OF_MANIFEST};
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What such a directory keeps.
pub(super) enum Kept {
    /// Nothing that anybody needs.
    Nothing,
    /// The earlier report, which was moved there.
    Report(PathBuf),
    /// Something else, or more than that.
    Else,
}

/// What a directory keeps that has this mark: an earlier report only under the name of the place in
/// the mark, and alone. `manifest` is the name of the file by which a report is known.
pub(super) fn in_it(dir: &Path, mark: Option<&Mark>, manifest: &str) -> io::Result<Kept> {
    let kept = dir.join(EARLIER);
    // Through a link it would be somebody else's.
    match kept.symlink_metadata() {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Ok(Kept::Else),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Kept::Nothing),
        Err(error) => return Err(error),
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&kept)? {
        let entry = entry?;
        if !is_litter(&entry)? {
            found.push(entry);
        }
    }
    let Some(entry) = found.pop() else { return Ok(Kept::Nothing) };
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    // As the mark has it, which is a text.
    let is_named = mark.is_some_and(|mark| {
        Path::new(&mark.place).file_name().map(|name| name.to_string_lossy())
            == Some(entry.file_name().to_string_lossy())
    });
    let is_report = found.is_empty()
        && name.starts_with(REPLACED)
        && is_named
        && entry.file_type()?.is_dir()
        && has_manifest(&entry.path().join(manifest))
        && have_one_owner(dir, [kept.as_path()])?;
    Ok(if is_report { Kept::Report(entry.path()) } else { Kept::Else })
}

/// Whether a file is the manifest of a report of capeprep's.
fn has_manifest(path: &Path) -> bool {
    let read = files::plain(path, MOST_OF_MANIFEST);
    let manifest = read.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let manifest: serde_json::Value = manifest.unwrap_or_default();
    manifest.get("program").and_then(|program| program.as_str()) == Some("capeprep")
}

/// The SHA-256 of a manifest, in hexadecimal digits, if it can be read.
pub(super) fn digest_of(path: &Path) -> Option<String> {
    let bytes = files::plain(path, MOST_OF_MANIFEST).ok()?;
    Some(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether these belong to the user that `made` belongs to, which this run made. That tells more
/// than the user of this process: disks of a network may give all files to another.
#[cfg(unix)]
pub(super) fn have_one_owner<'p>(
    made: &Path,
    others: impl IntoIterator<Item = &'p Path>,
) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let owner = made.symlink_metadata()?.uid();
    for other in others {
        if other.symlink_metadata()?.uid() != owner {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Here the rights of the folder decide, which the user chose.
#[cfg(not(unix))]
pub(super) fn have_one_owner<'p>(
    _made: &Path,
    _others: impl IntoIterator<Item = &'p Path>,
) -> io::Result<bool> {
    Ok(true)
}
