//! Renaming, as far as systems differ.

use std::io::{self, ErrorKind};
use std::path::Path;

/// Exchanges what stands at two paths at one stroke. `false`: this system or file system cannot, and
/// nothing has happened.
///
/// # Errors
/// It is refused.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    // Where a sandbox forbids the call, that is told as missing rights.
    let cannot = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::PERM];
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if cannot.contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Here no system call exchanges directories.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Moves a directory to where nothing is, or an empty directory.
///
/// # Errors
/// It is refused, or something stands there.
pub(super) fn to_free(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::rename(from, to) {
        // Windows renames onto no directory, not even an empty one.
        Err(error)
            if cfg!(windows)
                && matches!(
                    error.kind(),
                    ErrorKind::AlreadyExists | ErrorKind::PermissionDenied
                ) =>
        {
            std::fs::remove_dir(to).map_err(|_| error)?;
            std::fs::rename(from, to)
        }
        renamed => renamed,
    }
}
