//! What is written appears at its place whole or not at all, lasts when the power fails, and leaves
//! nothing behind: not when it fails, not when the program is stopped, and when it is killed nothing
//! that the next run does not find and clear.
//!
//! A directory or file is built aside, in a directory of its own beside its place
//! ([`Aside`], [`WholeFile`]), and put in place by one rename. That directory says by its name and
//! by a mark inside what it is; a lock on the mark says that its run still goes on. Runs that write
//! there later look for marks that nobody holds ([`clear_leftovers`]).

mod aside;
mod durable;
mod file;
mod kept;
#[cfg(test)]
mod kept_tests;
mod leftovers;
mod machine;
mod made;
mod mark;
mod rename;
mod scratch;
mod stop;
#[cfg(test)]
mod tests;
mod workspace;

pub use aside::{Aside, MayGo, PutError, Replaced};
pub use durable::Syncs;
pub use file::{WholeFile, new_file};
pub use leftovers::clear_leftovers;
pub use scratch::Scratch;
pub use stop::{
    Putting, earlier_stands, has_put, is_stopping, kept, putting, remove_unfinished, standing,
    wait_for_the_end,
};
pub use workspace::make_dir;

use std::io::ErrorKind::{
    DirectoryNotEmpty, FileTooLarge, NotFound, PermissionDenied, QuotaExceeded, StorageFull,
};
use std::path::{Path, PathBuf};

/// The system refused a step.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {error}.{}", path.display(), advice(error))]
pub struct Refused {
    /// What was attempted.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system answered.
    pub error: std::io::Error,
}

/// What to do about an error of the system, if that is known; it begins with a space.
pub fn advice(error: &std::io::Error) -> &'static str {
    match error.kind() {
        StorageFull | QuotaExceeded => " Free disk space there, or name another place.",
        PermissionDenied => " Check your rights there, or name another place.",
        FileTooLarge => {
            " There is a limit on the size of files (ulimit -f, or the file system's): raise it, or name \
             another place."
        }
        NotFound => " The directory is not there, or not any more: make it, or name another place.",
        DirectoryNotEmpty => {
            " Somebody put something there meanwhile: look at it, or name another place."
        }
        _ => " Look at the disk, or name another place.",
    }
}

/// Who may read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Its owner only: it holds confidential data, or a key. On Windows it inherits the rights of
    /// the folder the user chose for it.
    OwnerOnly,
    /// Whoever may read any new file of this user: it is no secret.
    AsUsual,
}

/// For errors: what was attempted on which path.
fn refused(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Refused {
    let path = path.to_path_buf();
    move |error| Refused { action, path, error }
}

/// The directory that holds a place.
fn parent_of(place: &Path) -> PathBuf {
    match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
