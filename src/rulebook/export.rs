//! Writing the rules out, to be read, changed and loaded again.

use super::error::RulebookError;
use super::load::Files;
use std::path::Path;

/// Writes the files into a directory that is new or empty.
pub(super) fn write(files: &Files, dir: &Path) -> Result<(), RulebookError> {
    let access = |path: &Path| {
        let path = path.to_owned();
        move |source| RulebookError::Access { path, source }
    };
    std::fs::create_dir_all(dir).map_err(access(dir))?;
    if std::fs::read_dir(dir).map_err(access(dir))?.next().is_some() {
        return Err(RulebookError::NotEmpty { path: dir.to_owned() });
    }
    for (name, text) in files.iter() {
        let path = dir.join(name);
        std::fs::write(&path, text).map_err(access(&path))?;
    }
    Ok(())
}
