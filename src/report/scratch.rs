//! A directory for what is looked at and thrown away.

use super::{OutputError, unfinished};
use std::path::Path;
use tempfile::TempDir;

/// A directory that is gone with this value, and when the program is stopped.
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes one in a directory.
    ///
    /// # Errors
    /// It cannot be made there.
    pub fn beside(parent: &Path) -> Result<Scratch, OutputError> {
        let made = tempfile::Builder::new().prefix(".capeprep-unfinished-").tempdir_in(parent);
        let dir = made.map_err(|error| OutputError::Io {
            action: "create a directory in",
            path: parent.to_path_buf(),
            error,
        })?;
        unfinished::begun(dir.path());
        Ok(Scratch(dir))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        unfinished::done(self.0.path());
    }
}
