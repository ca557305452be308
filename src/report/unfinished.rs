//! The directory that is being built, for whoever has to stop the program and leave nothing behind.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

pub(super) fn begun(dir: &Path) {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = Some(dir.to_path_buf());
}

pub(super) fn done() {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Removes what was built so far, if anything. Other threads may still be writing into it, so it
/// is tried more than once.
pub fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(dir) = unfinished else { return };
    for _ in 0..20 {
        if std::fs::remove_dir_all(&dir).is_ok() || !dir.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
}
