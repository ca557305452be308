//! A single file that appears whole or not at all.

use super::made::Made;
use super::mark::Mark;
use super::stop::{self, Putting};
use super::workspace::{UNFINISHED, Workspace};
use super::{Refused, Rights, durable, parent_of, refused, rename};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tempfile::{PathPersistError, TempPath};

/// A file under construction, beside its place. Dropped without [`WholeFile::put`] it leaves
/// nothing behind.
pub struct WholeFile {
    file: File,
    built: PathBuf,
    place: PathBuf,
    workspace: Workspace,
    made: Made,
}

impl WholeFile {
    /// Begins a file that will stand at `place`.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn beside(place: &Path, rights: Rights) -> Result<WholeFile, Refused> {
        WholeFile::begin(place, rights, Made::nothing())
    }

    /// The same; missing directories above the place are made.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn with_dirs(place: &Path, rights: Rights) -> Result<WholeFile, Refused> {
        let parent = parent_of(place);
        let made = Made::make(&parent).map_err(refused("create", &parent))?;
        WholeFile::begin(place, rights, made)
    }

    fn begin(place: &Path, rights: Rights, made: Made) -> Result<WholeFile, Refused> {
        // Through a link to the file it stands for.
        let place = std::fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        let about = "capeprep is writing a file here, or was stopped while it did. The next run that \
                     writes beside it removes this directory; it holds nothing that is needed.";
        let mark = Mark::new(&place, about, None);
        let workspace = Workspace::make(&parent_of(&place), UNFINISHED, &mark)?;
        let built = workspace.dir().join("file");
        let file = new_file(&built, rights).map_err(refused("write", &place))?;
        Ok(WholeFile { file, built, place, workspace, made })
    }

    /// The file, to write to.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts it in its place for good: when this returns, no power failure undoes it. What stands
    /// there is replaced at one stroke with `replaces`; without it, it stays, and the error is
    /// [`ErrorKind::AlreadyExists`].
    ///
    /// # Errors
    /// The file system refuses.
    pub fn put(self, replaces: bool) -> Result<(), Refused> {
        self.put_under(replaces, &stop::putting())
    }

    /// The same, where more than this is put in place at once, and nothing may stop it halfway.
    ///
    /// # Errors
    /// As for [`WholeFile::put`].
    pub fn put_under(self, replaces: bool, _putting: &Putting) -> Result<(), Refused> {
        let WholeFile { file, built, place, workspace, mut made } = self;
        durable::sync_file(&file).map_err(refused("bring to the disk", &place))?;
        drop(file);
        made.sync()?;
        move_to(&built, &place, replaces, rename::exchange, durable::sync_dir)
            .map_err(refused("write", &place))?;
        made.settle();
        stop::was_put(&place);
        drop(workspace);
        Ok(())
    }
}

/// Moves a file to its place, for good.
pub(super) fn move_to(
    built: &Path,
    place: &Path,
    replaces: bool,
    exchange: impl Fn(&Path, &Path) -> io::Result<bool>,
    sync_dir: impl Fn(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let parent = parent_of(place);
    let stands = |_: &io::Error| stop::was_put(place);
    if !replaces {
        to_free(built, place)?;
        // Nothing stood there: nothing is to stand there if the last step fails.
        let undo = |error: &io::Error| {
            if std::fs::rename(place, built).is_err() {
                stands(error);
            }
        };
        return sync_dir(&parent).inspect_err(undo);
    }
    // Exchanged, so that the earlier one can be put back if the last step fails.
    if place.symlink_metadata().is_ok() && exchange(built, place)? {
        let undo = |error: &io::Error| {
            if !matches!(exchange(built, place), Ok(true)) {
                stands(error);
            }
        };
        return sync_dir(&parent).inspect_err(undo);
    }
    std::fs::rename(built, place)?;
    // What stood there is gone, so what is new must stay.
    sync_dir(&parent).inspect_err(stands)
}

/// Moves a file to where nothing is.
fn to_free(from: &Path, to: &Path) -> io::Result<()> {
    let Err(PathPersistError { error, path }) =
        TempPath::try_from_path(from)?.persist_noclobber(to)
    else {
        return Ok(());
    };
    let from = path.keep().map_err(|kept| kept.error)?;
    if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) {
        return Err(error);
    }
    // The file system can do neither this nor links: a look comes first instead.
    match std::fs::symlink_metadata(to) {
        Ok(_) => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => std::fs::rename(from, to),
    }
}

/// Makes a file, to be written.
///
/// # Errors
/// It is there already, or cannot be made.
#[cfg(unix)]
pub fn new_file(path: &Path, rights: Rights) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = match rights {
        Rights::OwnerOnly => 0o600,
        Rights::AsUsual => 0o666,
    };
    File::options().write(true).create_new(true).mode(mode).open(path)
}

/// Makes a file, to be written.
///
/// # Errors
/// It is there already, or cannot be made.
#[cfg(not(unix))]
pub fn new_file(path: &Path, _rights: Rights) -> io::Result<File> {
    File::create_new(path)
}
