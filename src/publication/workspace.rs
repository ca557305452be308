//! A directory for capeprep's own use, beside the place it serves: marked, and locked while its run
//! goes on.

use super::aside::EARLIER;
use super::mark::{self, Mark};
use super::{Refused, Rights, refused, stop};
use std::fs::{DirEntry, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// How the name of a directory begins in which something is built.
pub(super) const UNFINISHED: &str = ".capeprep-unfinished-";
/// How the name of a directory begins that holds an earlier report while it is being replaced.
pub(super) const REPLACED: &str = ".capeprep-replaced-";
/// Signs after that.
pub(super) const RANDOM: usize = 6;

/// How often a directory is made anew that another run took for a leftover.
const ATTEMPTS: usize = 20;

/// Such a directory. Dropped, it is removed, unless it was [kept](Workspace::keep).
pub(super) struct Workspace {
    dir: PathBuf,
    lock: Option<File>,
    is_kept: bool,
}

impl Workspace {
    /// Makes one in `parent`, its name beginning with `prefix`.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn make(parent: &Path, prefix: &str, mark: &Mark) -> Result<Workspace, Refused> {
        for _ in 0..ATTEMPTS {
            let mut unfinished = stop::beginning();
            let dir = match new_dir(parent, prefix) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                made => made.map_err(refused("create a directory in", parent))?,
            };
            unfinished.begun(&dir);
            drop(unfinished);
            // From here on the directory goes if anything fails.
            let mut workspace = Workspace { dir, lock: None, is_kept: false };
            if workspace.is_marked(mark).map_err(refused("write in", &workspace.dir))? {
                return Ok(workspace);
            }
        }
        Err(refused("create a directory in", parent)(ErrorKind::Interrupted.into()))
    }

    /// Marks it, unless it is gone: until the mark is locked, it looks like a leftover to others.
    fn is_marked(&mut self, mark: &Mark) -> io::Result<bool> {
        let path = self.dir.join(mark::FILE);
        let file = match File::options().read(true).write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            file => file?,
        };
        // Waiting for a lock could last for ever where the network's own does not answer.
        let locked = match file.try_lock() {
            Ok(()) => true,
            // Another run takes it for a leftover, and removes it.
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(_)) => false,
        };
        if std::fs::symlink_metadata(&path).is_err() {
            return Ok(false);
        }
        mark.write(&file, locked)?;
        self.lock = Some(file);
        Ok(true)
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes sure that the mark is still there after a power failure.
    pub fn sync_mark(&self) -> io::Result<()> {
        self.lock.as_ref().map_or(Ok(()), File::sync_all)
    }

    /// Leaves it where it is, whatever happens: from here on it holds what must not be lost.
    pub fn keep(&mut self) {
        self.is_kept = true;
        stop::done(&self.dir);
    }

    /// Leaves it where it is, and takes away the sign that it is capeprep's: it holds what is
    /// somebody else's.
    pub fn unmark(&mut self) {
        self.keep();
        let _ = std::fs::remove_file(self.dir.join(mark::FILE));
    }

    /// Removes it, with all it holds.
    ///
    /// # Errors
    /// Something in it cannot be removed.
    pub fn remove(mut self) -> io::Result<()> {
        self.is_kept = true;
        let removed = remove(&self.dir, self.lock.take());
        if removed.is_ok() {
            stop::done(&self.dir);
        }
        removed
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if !self.is_kept && remove(&self.dir, self.lock.take()).is_ok() {
            stop::done(&self.dir);
        }
    }
}

/// Removes such a directory. The mark goes last: as long as there is anything, it says whose it is.
/// And the lock goes after the mark, so that nobody takes a mark for held that is about to go.
pub(super) fn remove(dir: &Path, lock: Option<File>) -> io::Result<()> {
    let mark = dir.join(mark::FILE);
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if path == mark {
            continue;
        }
        let is_dir = entry.file_type()?.is_dir();
        if is_dir && entry.file_name() == EARLIER {
            gone(remove_emptied(&path))?;
            continue;
        }
        gone(if is_dir { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) })?;
    }
    gone(std::fs::remove_file(&mark))?;
    drop(lock);
    gone(std::fs::remove_dir(dir))
}

/// Removes the directory that kept an earlier report. If there is anything in it, it stays: what was
/// there first is put back, or renamed to go, before this.
fn remove_emptied(dir: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if is_litter(&entry)? {
            gone(std::fs::remove_file(entry.path()))?;
        }
    }
    std::fs::remove_dir(dir)
}

/// Whether it is a file that systems put into any folder that is looked at.
pub(super) fn is_litter(entry: &DirEntry) -> io::Result<bool> {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    let is_known = [".DS_Store", "thumbs.db", "desktop.ini"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known));
    Ok((is_known || name.starts_with("._")) && entry.file_type()?.is_file())
}

/// What is gone already needs no removing.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Makes a directory whose name begins with `prefix`.
fn new_dir(parent: &Path, prefix: &str) -> io::Result<PathBuf> {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = [0; RANDOM];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let sign = |byte: u8| SIGNS.get(usize::from(byte % 32)).map_or('x', |sign| char::from(*sign));
    let name: String = prefix.chars().chain(random.map(sign)).collect();
    let dir = parent.join(name);
    // The data is confidential.
    make_dir(&dir, Rights::OwnerOnly)?;
    Ok(dir)
}

/// Makes a directory.
///
/// # Errors
/// It is there already, or cannot be made.
#[cfg(unix)]
pub fn make_dir(dir: &Path, rights: Rights) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mode = match rights {
        Rights::OwnerOnly => 0o700,
        Rights::AsUsual => 0o777,
    };
    std::fs::DirBuilder::new().mode(mode).create(dir)
}

/// Makes a directory.
///
/// # Errors
/// It is there already, or cannot be made.
#[cfg(not(unix))]
pub fn make_dir(dir: &Path, _rights: Rights) -> io::Result<()> {
    std::fs::create_dir(dir)
}
