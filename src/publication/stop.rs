//! Being stopped: what is unfinished is removed, and nothing is put in place half.

use super::workspace;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

static UNFINISHED: Mutex<Unfinished> = Mutex::new(Unfinished { dirs: Vec::new(), is_over: false });
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static PUTTING: Mutex<()> = Mutex::new(());
static STOPPING: AtomicBool = AtomicBool::new(false);
static PUT: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static EARLIER: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static KEPT: Mutex<Vec<(PathBuf, PathBuf)>> = Mutex::new(Vec::new());

/// Directories that must go if the program is stopped.
pub(super) struct Unfinished {
    dirs: Vec<PathBuf>,
    /// They are going, and no other may be made.
    is_over: bool,
}

impl Unfinished {
    /// This one is there now.
    pub fn begun(&mut self, dir: &Path) {
        self.dirs.push(dir.to_path_buf());
    }
}

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Before something is made that must go if the program is stopped: held until it is known here. Does
/// not return if the program is about to end.
pub(super) fn beginning() -> MutexGuard<'static, Unfinished> {
    let unfinished = unfinished();
    if unfinished.is_over {
        drop(unfinished);
        wait_for_the_end();
    }
    unfinished
}

/// It is gone, or must stay.
pub(super) fn done(dir: &Path) {
    unfinished().dirs.retain(|known| known != dir);
}

/// Directories above a place, the deepest first, that were made for it and go with what was to stand
/// there.
pub(super) fn made(dirs: &[PathBuf]) {
    MADE.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(dirs);
}

/// Something stands there now, or they are gone.
pub(super) fn settled(dirs: &[PathBuf]) {
    MADE.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| !dirs.contains(known));
}

/// While this is held, the program is not stopped in order: it is putting something in place.
pub struct Putting {
    _lock: MutexGuard<'static, ()>,
}

/// Waits until nobody else puts anything in place.
pub fn putting() -> Putting {
    Putting { _lock: PUTTING.lock().unwrap_or_else(PoisonError::into_inner) }
}

/// Something new stands in this place, for good.
pub(super) fn was_put(place: &Path) {
    PUT.lock().unwrap_or_else(PoisonError::into_inner).push(place.to_path_buf());
}

/// Something stands in this place that is to be replaced.
pub fn earlier_stands(place: &Path) {
    let mut earlier = EARLIER.lock().unwrap_or_else(PoisonError::into_inner);
    if !earlier.iter().any(|known| known == place) {
        earlier.push(place.to_path_buf());
    }
}

/// What stood in this place is not what was to be replaced, whatever it is.
pub(super) fn stands_no_more(place: &Path) {
    let mut earlier = EARLIER.lock().unwrap_or_else(PoisonError::into_inner);
    earlier.retain(|known| known != place);
}

/// What stood in this place could not be put back: it is kept elsewhere.
pub(super) fn was_kept(place: &Path, kept: &Path) {
    stands_no_more(place);
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    all.push((place.to_path_buf(), kept.to_path_buf()));
}

/// What could not be put back, since the program began: where it stood, and where it is kept.
pub fn kept() -> Vec<(PathBuf, PathBuf)> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Whether something new was put in its place since the program began.
pub fn has_put() -> bool {
    !PUT.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
}

/// Where something new stands since the program began, and where something earlier still does that
/// was to be replaced.
pub fn standing() -> (Vec<PathBuf>, Vec<PathBuf>) {
    let mut put = PUT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    // A run whose report is only compared removes it again.
    put.retain(|place| place.symlink_metadata().is_ok());
    let earlier = EARLIER.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let stands = earlier.into_iter().filter(|place| !put.contains(place)).collect();
    (put, stands)
}

/// Whether a directory is one that this program is building in.
pub(super) fn is_building_in(dir: &Path) -> bool {
    unfinished().dirs.iter().any(|known| known.file_name() == dir.file_name())
}

/// Removes what is unfinished, if anything, for a program that is about to end: what is being put
/// in place is finished first, and nothing is put in place after it. Other threads may still be
/// writing, so it is tried more than once. Returns what could not be removed.
pub fn remove_unfinished() -> Vec<PathBuf> {
    STOPPING.store(true, Ordering::SeqCst);
    // Never given back.
    std::mem::forget(putting());
    let mut unfinished = unfinished();
    unfinished.is_over = true;
    let dirs = std::mem::take(&mut unfinished.dirs);
    drop(unfinished);
    let is_gone = |dir: &Path| workspace::remove(dir, None).is_ok() || !dir.exists();
    let stays = |dir: &PathBuf| {
        !(0..20).any(|_| {
            let gone = is_gone(dir);
            if !gone {
                std::thread::sleep(Duration::from_millis(25));
            }
            gone
        })
    };
    let stay = dirs.into_iter().filter(stays).collect();
    // One that somebody else has put something into stays.
    for dir in &*MADE.lock().unwrap_or_else(PoisonError::into_inner) {
        let _ = std::fs::remove_dir(dir);
    }
    stay
}

/// Whether the program is being stopped: errors that come now are no errors, but what was removed
/// under the feet of a running command.
pub fn is_stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// For the thread that does the work, when the program is being stopped: the one that removes what
/// is unfinished ends the program.
pub fn wait_for_the_end() -> ! {
    loop {
        std::thread::park();
    }
}
