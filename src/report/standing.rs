//! What stands at the place of a report that is to be written.

use super::MANIFEST;
use super::OutputError;
use super::foreign::refuse_foreign;
use crate::files::{self, MOST_OF_MANIFEST};
use crate::publication::PutError;
use std::path::Path;

/// Whether what stands at `place` is a report of ours that `--force` may replace: masked as the new
/// one is, of this command if one is named, and with nothing of anybody else's in it.
///
/// # Errors
/// It is not; the error says why.
pub(super) fn may_go(place: &Path, masked: bool, command: Option<&str>) -> Result<(), OutputError> {
    match report_in(place) {
        None => Err(OutputError::NotOurs(place.to_path_buf())),
        Some(earlier) if earlier != masked => {
            Err(OutputError::OtherKind { place: place.to_path_buf(), masked })
        }
        Some(_) if command.is_some() && command_in(place).as_deref() != command => {
            Err(OutputError::Put(PutError::Changed(place.to_path_buf())))
        }
        Some(_) => refuse_foreign(place),
    }
}

/// Whether it is an empty directory.
pub(super) fn is_free(place: &Path) -> bool {
    place.symlink_metadata().is_ok_and(|found| found.is_dir())
        && occupied(place).is_ok_and(|is_occupied| !is_occupied)
}

/// Whether something is at `place` that must not be overwritten.
///
/// # Errors
/// It is no directory, or cannot be looked into.
pub(super) fn occupied(place: &Path) -> Result<bool, OutputError> {
    match std::fs::read_dir(place) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(_) if place.is_file() => Err(OutputError::NotADirectory(place.to_path_buf())),
        Err(error) => {
            Err(OutputError::Io { action: "look into", path: place.to_path_buf(), error })
        }
    }
}

/// Whether a directory is a report that capeprep wrote.
pub fn is_report(place: &Path) -> bool {
    report_in(place).is_some()
}

/// Which command wrote the report in a directory; the first that did, did not say so.
pub fn command_in(place: &Path) -> Option<String> {
    let manifest = manifest_in(place)?;
    let command = manifest.pointer("/options/command").or_else(|| manifest.pointer("/command"));
    Some(command.and_then(|command| command.as_str()).unwrap_or("analyze").to_owned())
}

fn manifest_in(place: &Path) -> Option<serde_json::Value> {
    let bytes = files::plain(&place.join(MANIFEST), MOST_OF_MANIFEST).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Whether the report that stands at `place` is a masked copy; `None` if none of ours does.
fn report_in(place: &Path) -> Option<bool> {
    let manifest = manifest_in(place)?;
    let is_ours = manifest.get("program").and_then(|p| p.as_str()) == Some("capeprep");
    let masked = manifest.pointer("/options/masked").and_then(|masked| masked.as_bool());
    is_ours.then_some(masked.unwrap_or(false))
}
