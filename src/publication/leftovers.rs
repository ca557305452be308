//! What a run left that was killed: found by the next run that writes beside it.

use super::aside::{EARLIER, GOING};
use super::kept::{self, Kept};
use super::machine::Machine;
use super::mark::{self, Mark, Told};
use super::workspace::{self, RANDOM, REPLACED, UNFINISHED, Workspace};
use super::{durable, parent_of, rename, stop};
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What the mark says of a directory that is made to see to whom a new one belongs.
const ABOUT_A_LOOK: &str = "capeprep looked here whose a new directory is, or was stopped while it \
    did. The next run that writes beside it removes this directory; it holds nothing that is needed.";

/// What a directory that looks like a leftover is.
enum Found {
    /// Its run still goes on, or it is gone already.
    NotOurs,
    /// It was removed.
    Removed,
    /// It held an earlier report whose place was empty, and which is back there.
    PutBack(PathBuf),
    /// It stays: why, and what to do.
    Stays(String),
}

/// Clears what killed runs left beside `place`: what was unfinished is removed, and an earlier
/// report that was moved away is put back if nothing stands at its place. What belongs to a run that
/// goes on is left alone, as is all that capeprep did not make. Returns what the user should know.
pub fn clear_leftovers(place: &Path, manifest: &str) -> Vec<String> {
    let parent = parent_of(place);
    let Ok(entries) = std::fs::read_dir(&parent) else { return Vec::new() };
    let is_leftover = |name: &str| name.starts_with(UNFINISHED) || name.starts_with(REPLACED);
    let named = entries.filter_map(Result::ok);
    let named = named.filter(|entry| is_leftover(&entry.file_name().to_string_lossy()));
    let mut dirs: Vec<PathBuf> = named.map(|entry| entry.path()).collect();
    dirs.sort();
    let told = dirs.iter().filter_map(|dir| {
        let stays = |why: &str| Some(format!("{} was left by a run that was killed, {why}", dir.display()));
        match clear(dir, &parent, manifest) {
            Ok(Found::NotOurs | Found::Removed) => None,
            Ok(Found::PutBack(place)) => Some(format!(
                "a run was killed while it replaced the report in {}: the earlier report is back in \
                 its place",
                place.display()
            )),
            Ok(Found::Stays(why)) => stays(&why),
            // Removed by another run meanwhile, or being so.
            Err(error) if error.kind() == ErrorKind::NotFound || !dir.exists() => None,
            Err(error) => stays(&format!(
                "or belongs to one of another user, and cannot be cleared ({error}). If no capeprep \
                 is running, {}",
                by_hand(dir)
            )),
        }
    });
    told.collect()
}

/// What a user can do about it.
fn by_hand(dir: &Path) -> &'static str {
    match name_of(dir).starts_with(REPLACED) {
        true => {
            "look into its directory `earlier`: that is a whole report; move it where it belongs, then \
             remove the rest."
        }
        false => "remove it.",
    }
}

fn name_of(dir: &Path) -> String {
    dir.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn clear(dir: &Path, parent: &Path, manifest: &str) -> io::Result<Found> {
    if stop::is_building_in(dir) {
        return Ok(Found::NotOurs);
    }
    let no_mark = || {
        Found::Stays(format!(
            "or by something else: it has no mark of capeprep's, so it is left alone. If you do not \
             know it, {}",
            by_hand(dir)
        ))
    };
    if !std::fs::symlink_metadata(dir)?.is_dir() {
        return Ok(no_mark());
    }
    let path = dir.join(mark::FILE);
    match std::fs::symlink_metadata(&path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(no_mark()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Killed between the first two steps. Only a directory that is empty goes this way, and
            // its run, if it does go on, makes another.
            if has_our_name(dir) && std::fs::remove_dir(dir).is_ok() {
                return Ok(Found::Removed);
            }
            // It came to its mark meanwhile, or was at its end.
            let goes_on = path.symlink_metadata().is_ok() || dir.symlink_metadata().is_err();
            return Ok(if goes_on { Found::NotOurs } else { no_mark() });
        }
        Err(error) => return Err(error),
    }
    let file = File::options().read(true).write(true).open(&path)?;
    let unknown = || {
        Found::Stays(format!(
            "or belongs to one that goes on: this file system has no locks to tell. If no capeprep is \
             running, {}",
            by_hand(dir)
        ))
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Found::NotOurs),
        Err(TryLockError::Error(_)) => return Ok(unknown()),
    }
    let mark = match mark::read(&file)? {
        Told::Else => return Ok(no_mark()),
        // Killed before the mark was written, which comes before everything else.
        Told::Nothing if std::fs::read_dir(dir)?.count() > 1 => return Ok(no_mark()),
        Told::Nothing => None,
        Told::Mark(mark) if !mark.machine.is(&Machine::this()) => {
            return Ok(of_another_machine(dir, &mark));
        }
        Told::Mark(mark) if !mark.locked => return Ok(unknown()),
        Told::Mark(mark) => Some(mark),
    };
    let owned = Workspace::make(parent, UNFINISHED, &Mark::new(parent, ABOUT_A_LOOK, None))
        .map_err(|refused| refused.error)
        .and_then(|made| kept::have_one_owner(made.dir(), [dir, &path]))?;
    if !owned {
        return Ok(Found::Stays(
            "and belongs to another user: it is left for that user to clear.".to_owned(),
        ));
    }
    let mut back = None;
    match (kept::in_it(dir, mark.as_ref(), manifest)?, mark) {
        (Kept::Nothing, _) => {}
        (Kept::Report(earlier), Some(mark)) => match put_back(&earlier, parent, &mark, manifest)? {
            PutBack::Done(place) => back = Some(place),
            // No half of it is ever taken for the whole.
            PutBack::Replaced => std::fs::rename(&earlier, dir.join(GOING))?,
            PutBack::Taken(place) => {
                return Ok(Found::Stays(format!(
                    "and holds the report that stood at {}, where something else stands now. Look \
                     into {}, keep or remove what is in it, then remove the rest.",
                    place.display(),
                    earlier.display()
                )));
            }
        },
        (Kept::Report(_) | Kept::Else, _) => {
            return Ok(Found::Stays(format!(
                "or by something else: there is more in {} than the report that a run kept there, or \
                 something else, so it is left alone. Look into it, move a report back to where it \
                 belongs, then remove the rest.",
                dir.join(EARLIER).display()
            )));
        }
    }
    workspace::remove(dir, Some(file))?;
    Ok(back.map_or(Found::Removed, Found::PutBack))
}

/// Some disks of networks give every machine locks of its own.
fn of_another_machine(dir: &Path, mark: &Mark) -> Found {
    let name = mark.machine.name.as_deref();
    let name = name.map_or_else(String::new, |name| format!(" ({name})"));
    Found::Stays(format!(
        "or belongs to one that goes on: it is of another machine{name}, and from here that cannot be \
         told. If no capeprep is running there, {}",
        by_hand(dir)
    ))
}

/// Whether a directory has a name as this program gives them.
fn has_our_name(dir: &Path) -> bool {
    let name = name_of(dir);
    let random = [UNFINISHED, REPLACED].iter().find_map(|prefix| name.strip_prefix(prefix));
    random.is_some_and(|r| r.len() == RANDOM && r.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// What became of an earlier report that was moved away.
enum PutBack {
    /// It stands at its place again.
    Done(PathBuf),
    /// What was to replace it stands there.
    Replaced,
    /// Something else stands there.
    Taken(PathBuf),
}

fn put_back(earlier: &Path, parent: &Path, mark: &Mark, manifest: &str) -> io::Result<PutBack> {
    let place = parent.join(earlier.file_name().unwrap_or_default());
    let digest = kept::digest_of(&place.join(manifest));
    if digest.is_some() && digest == mark.replaced_by {
        return Ok(PutBack::Replaced);
    }
    let is_free = match place.symlink_metadata() {
        Ok(found) => found.is_dir() && std::fs::read_dir(&place)?.next().is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if !is_free {
        return Ok(PutBack::Taken(place));
    }
    let _putting = stop::putting();
    rename::to_free(earlier, &place)?;
    durable::sync_dir(parent)?;
    Ok(PutBack::Done(place))
}
