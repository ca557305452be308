//! The directories that are being built, for whoever has to stop the program and leave nothing behind.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub(super) fn begun(dir: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(dir.to_path_buf());
}

pub(super) fn done(dir: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| known != dir);
}

/// Removes what was built so far, if anything. Other threads may still be writing into it, so it
/// is tried more than once.
pub fn remove_unfinished() {
    let unfinished =
        std::mem::take(&mut *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner));
    for dir in unfinished {
        for _ in 0..20 {
            if std::fs::remove_dir_all(&dir).is_ok() || !dir.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
    }
}
