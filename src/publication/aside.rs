//! A directory that is built aside, and put in place at one stroke.

use super::made::Made;
use super::mark::Mark;
use super::stop::{self, Putting};
use super::workspace::{REPLACED, UNFINISHED, Workspace, make_dir};
use super::{Refused, Rights, durable, parent_of, refused, rename};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong when something is put in place.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// The system refused; everything is as it was.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// What was to be replaced is not what stands there: it stands there again.
    #[error("something else stands at {} now. Name another place.", .0.display())]
    Changed(PathBuf),
    /// What stood there could not be put back, and nothing stands there.
    #[error(
        "cannot put what is new in place at {} ({error}), nor what stood there back; that is kept in \
         {}. Move it where it belongs before the next run.",
        place.display(),
        kept.display()
    )]
    Stranded {
        /// Where the new one should stand.
        place: PathBuf,
        /// Where it is.
        kept: PathBuf,
        /// What the system answered.
        error: io::Error,
    },
    /// What stood there must stay and could not be put back; what is new stands there.
    #[error(
        "what stood at {} before cannot be put back ({error}); it is kept in {}. Move it where it \
         belongs before the next run.",
        place.display(),
        kept.display()
    )]
    Displaced {
        /// Where the new one stands.
        place: PathBuf,
        /// Where the other is.
        kept: PathBuf,
        /// What the system answered.
        error: io::Error,
    },
}

/// Tells of what came out of a place whether it is what was to be replaced. Only what came out can be
/// looked at without anybody putting something else there in between.
pub type MayGo<'a> = &'a dyn Fn(&Path) -> bool;

/// What was replaced, and still lies beside its place. Dropped, it goes where that can be.
pub struct Replaced(Vec<Workspace>);

impl Replaced {
    /// Removes it. If that cannot be, it is returned: what is new stands all the same.
    pub fn remove(self) -> Option<Refused> {
        let mut left = None;
        for workspace in self.0 {
            let dir = workspace.dir().to_path_buf();
            if let Err(error) = workspace.remove() {
                left = Some(Refused { action: "remove", path: dir, error });
            }
        }
        left
    }
}

/// A directory under construction, beside its place. Dropped without [`Aside::put`] it leaves
/// nothing behind.
pub struct Aside {
    place: PathBuf,
    built: PathBuf,
    workspace: Workspace,
    made: Made,
}

/// In the directory beside the place: what is built.
const BUILT: &str = "built";
/// In a directory that keeps an earlier one: the earlier one, under its own name in here.
pub(super) const EARLIER: &str = "earlier";
/// And there while it is being removed, so that no half of it is ever taken for the whole.
pub(super) const GOING: &str = "going";

impl Aside {
    /// Begins a directory that will stand at `place`; missing directories above it are made.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn beside(place: &Path, rights: Rights) -> Result<Aside, Refused> {
        let parent = parent_of(place);
        let made = Made::make(&parent).map_err(refused("create", &parent))?;
        let about = "capeprep is building a report here, or was stopped while it did. The next run \
                     that writes beside it removes this directory; it holds nothing that is needed.";
        let workspace = Workspace::make(&parent, UNFINISHED, &Mark::new(place, about, None))?;
        let built = workspace.dir().join(BUILT);
        make_dir(&built, rights).map_err(refused("create a directory in", &parent))?;
        Ok(Aside { place: place.to_path_buf(), built, workspace, made })
    }

    /// Where it will stand.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Where it is built: what is written here will stand there.
    pub fn built(&self) -> &Path {
        &self.built
    }

    /// A place for temporary files on the same disk, which the user chose for data of this size.
    pub fn temporary(&self) -> &Path {
        self.workspace.dir()
    }

    /// Brings the names of what was built to the disk, and those of the directories above it.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn sync(&self) -> Result<(), Refused> {
        durable::sync_dirs(&self.built).map_err(refused("bring to the disk", &self.place))?;
        self.made.sync()
    }

    /// Puts the directory in its place, for good: when this returns, no power failure undoes it. Its
    /// files must be synced already. With `replaces`, what stands there goes, if it may: at one
    /// stroke where the system can; elsewhere it is moved away first, into a directory that a later
    /// run knows what to do with. `known_by` is the SHA-256 of the new manifest, in hexadecimal digits.
    ///
    /// If what was replaced cannot be removed, that is returned: the new one stands all the same.
    ///
    /// # Errors
    /// The file system refuses, or what stands there may not go; what stood there stands there again.
    pub fn put(
        self,
        replaces: Option<MayGo<'_>>,
        known_by: Option<String>,
    ) -> Result<Option<Refused>, PutError> {
        Ok(self.put_under(replaces, known_by, &stop::putting())?.remove())
    }

    /// The same, where more than this is put in place at once, and nothing may stop it halfway. What
    /// was replaced is still there, to be [removed](Replaced::remove).
    ///
    /// # Errors
    /// As for [`Aside::put`].
    pub fn put_under(
        self,
        replaces: Option<MayGo<'_>>,
        known_by: Option<String>,
        putting: &Putting,
    ) -> Result<Replaced, PutError> {
        self.put_by(replaces, known_by, putting, rename::exchange)
    }

    pub(super) fn put_by(
        mut self,
        replaces: Option<MayGo<'_>>,
        known_by: Option<String>,
        _putting: &Putting,
        exchange: impl Fn(&Path, &Path) -> io::Result<bool>,
    ) -> Result<Replaced, PutError> {
        self.sync()?;
        let wrong = refused("put in place", &self.place);
        let mut kept = None;
        if let Some(may_go) = replaces {
            if exchange(&self.built, &self.place).map_err(wrong)? {
                if !may_go(&self.built) {
                    return Err(self.give_back(exchange, None));
                }
                if let Err(error) = durable::sync_dir(&parent_of(&self.place)) {
                    return Err(self.give_back(exchange, Some(error)));
                }
            } else {
                kept = Some(self.move_away_and_put(may_go, known_by)?);
            }
        } else {
            rename::to_free(&self.built, &self.place).map_err(wrong)?;
            let parent = parent_of(&self.place);
            if let Err(error) = durable::sync_dir(&parent) {
                if std::fs::rename(&self.place, &self.built).is_err() {
                    stop::was_put(&self.place);
                }
                return Err(refused("bring to the disk", &parent)(error).into());
            }
        }
        self.made.settle();
        stop::was_put(&self.place);
        Ok(Replaced(kept.into_iter().chain([self.workspace]).collect()))
    }

    /// Puts back what came out of the place: it may not go, or what is new cannot be brought to the disk
    /// (`unsynced`). Says what became of it.
    fn give_back(
        mut self,
        exchange: impl Fn(&Path, &Path) -> io::Result<bool>,
        unsynced: Option<io::Error>,
    ) -> PutError {
        let parent = parent_of(&self.place);
        let back = match exchange(&self.built, &self.place) {
            Ok(true) => Ok(()),
            // What is new may be gone from there already.
            _ if self.place.symlink_metadata().is_err() => {
                rename::to_free(&self.built, &self.place)
            }
            Ok(false) => Err(io::ErrorKind::Unsupported.into()),
            Err(error) => Err(error),
        };
        if let Err(error) = back {
            // Whoever it belongs to: without its mark no run takes it for a leftover.
            self.workspace.unmark();
            stop::was_put(&self.place);
            stop::was_kept(&self.place, &self.built);
            return PutError::Displaced {
                place: self.place.clone(),
                kept: self.built.clone(),
                error,
            };
        }
        let _ = durable::sync_dir(&parent);
        match unsynced {
            Some(error) => refused("bring to the disk", &parent)(error).into(),
            None => {
                stop::stands_no_more(&self.place);
                PutError::Changed(self.place.clone())
            }
        }
    }

    /// Two renames. Between them nothing stands there, and what stood there is in a directory whose
    /// name says so; this directory is returned.
    fn move_away_and_put(
        &self,
        may_go: MayGo<'_>,
        known_by: Option<String>,
    ) -> Result<Workspace, PutError> {
        let parent = parent_of(&self.place);
        let about = "This directory holds an earlier report while capeprep replaces it. If that was \
                     stopped halfway, the next run that writes beside it puts the earlier report \
                     back, or removes it if the new one is in place. By hand: move the directory in \
                     `earlier` back to its place.";
        let mut kept =
            Workspace::make(&parent, REPLACED, &Mark::new(&self.place, about, known_by))?;
        let dir = kept.dir().join(EARLIER);
        let name = self.place.file_name().map(OsString::from).unwrap_or_default();
        let earlier = dir.join(name);
        make_dir(&dir, Rights::OwnerOnly)
            .and_then(|()| kept.sync_mark())
            .and_then(|()| durable::sync_dir(kept.dir()))
            .and_then(|()| durable::sync_dir(&parent))
            .map_err(refused("create a directory in", &parent))?;
        std::fs::rename(&self.place, &earlier).map_err(refused("move away", &self.place))?;
        kept.keep();
        let stranded = |error| {
            stop::was_kept(&self.place, &earlier);
            PutError::Stranded { place: self.place.clone(), kept: earlier.clone(), error }
        };
        if !may_go(&earlier) {
            // A file would be renamed over what came there since.
            if self.place.symlink_metadata().is_ok() {
                return Err(stranded(io::ErrorKind::AlreadyExists.into()));
            }
            rename::to_free(&earlier, &self.place).map_err(stranded)?;
            let _ = durable::sync_dir(&parent);
            let _ = kept.remove();
            stop::stands_no_more(&self.place);
            return Err(PutError::Changed(self.place.clone()));
        }
        let put = std::fs::rename(&self.built, &self.place).and_then(|()| {
            durable::sync_dir(&parent)
                .inspect_err(|_| drop(std::fs::rename(&self.place, &self.built)))
        });
        if let Err(error) = put {
            if std::fs::rename(&earlier, &self.place).is_err() {
                return Err(stranded(error));
            }
            let _ = kept.remove();
            return Err(refused("put in place", &self.place)(error).into());
        }
        let _ = std::fs::rename(&earlier, kept.dir().join(GOING));
        Ok(kept)
    }
}
