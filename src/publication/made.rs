//! Directories above a place that were made for it.

use super::{Refused, durable, parent_of, refused, stop};
use std::io;
use std::path::{Path, PathBuf};

/// Such directories, the deepest first. Unless something was put in place they go again, if nobody
/// else has put anything there.
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Where none are to be made.
    pub fn nothing() -> Made {
        Made(Vec::new())
    }

    /// Makes `dir`, with what is missing above it.
    pub fn make(dir: &Path) -> io::Result<Made> {
        let beginning = stop::beginning();
        let missing = dir.ancestors().take_while(|d| !d.as_os_str().is_empty() && !d.exists());
        let made = Made(missing.map(Path::to_path_buf).collect());
        stop::made(&made.0);
        let all_made = std::fs::create_dir_all(dir);
        drop(beginning);
        all_made?;
        Ok(made)
    }

    /// Makes sure that they are there after a power failure: each is a name in the one above it.
    pub fn sync(&self) -> Result<(), Refused> {
        for dir in &self.0 {
            let parent = parent_of(dir);
            durable::sync_dir(&parent).map_err(refused("bring to the disk", &parent))?;
        }
        Ok(())
    }

    /// From now on they stay.
    pub fn settle(&mut self) {
        stop::settled(&std::mem::take(&mut self.0));
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for dir in &self.0 {
            // Not all of them need have been made.
            if std::fs::remove_dir(dir).is_err() && dir.exists() {
                break;
            }
        }
        self.settle();
    }
}
