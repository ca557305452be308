//! Writing the rules out, to be read, changed and loaded again.

use super::error::RulebookError;
use super::load::Files;
use crate::publication::{Aside, PutError, Refused, Rights, Syncs};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Writes the files into a directory that is new or empty, all or none.
pub(super) fn write(files: &Files, dir: &Path) -> Result<(), RulebookError> {
    let access = |path: &Path| {
        let path = path.to_owned();
        move |source| RulebookError::Access { path, source }
    };
    // Through a link to the directory it stands for.
    let dir = &std::fs::canonicalize(dir).unwrap_or_else(|_| dir.to_path_buf());
    match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        entries => {
            if entries.map_err(access(dir))?.next().is_some() {
                return Err(RulebookError::NotEmpty { path: dir.to_owned() });
            }
        }
    }
    if std::env::current_dir().is_ok_and(|here| here == *dir) {
        let error = std::io::Error::other("it is the current directory; name one inside it");
        return Err(access(dir)(error));
    }
    let refused = |Refused { path, error, .. }| RulebookError::Access { path, source: error };
    let (aside, syncs) = (Aside::beside(dir, Rights::AsUsual).map_err(refused)?, Syncs::default());
    for (name, text) in files.iter() {
        let path = dir.join(name);
        let written = File::create_new(aside.built().join(name))
            .and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file));
        syncs.put(path.clone(), written.map_err(access(&path))?);
    }
    syncs.end().map_err(refused)?;
    match aside.put(None, None) {
        Ok(_) => Ok(()),
        Err(PutError::Refused(error)) => Err(refused(error)),
        // Nothing is replaced here, so nothing else can happen.
        Err(other) => Err(access(dir)(std::io::Error::other(other))),
    }
}
