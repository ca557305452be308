//! The output directory: built aside, and put in its place whole or not at all.

use super::unfinished;
use super::written::{OutputFile, WrittenFile};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What can go wrong with the output directory.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It holds something already.
    #[error(
        "{} is not empty. Name a new directory, or replace an earlier report with --force.",
        .0.display()
    )]
    NotEmpty(PathBuf),
    /// `--force` on a directory that is no report.
    #[error(
        "{} holds files but no manifest.json written by capeprep, so --force does not replace it. \
         Name a new directory.",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// `--force` would put a report in the place of a masked copy, or the reverse.
    #[error(
        "{} holds {}, and {} is to be written: --force replaces each by its like only. Name another \
         directory.",
        place.display(),
        if *masked { "a report with real numbers" } else { "a masked copy" },
        if *masked { "a masked copy" } else { "a report with real numbers" }
    )]
    OtherKind {
        /// The directory.
        place: PathBuf,
        /// Whether a masked copy is to be written.
        masked: bool,
    },
    /// It would be replaced under the user's feet.
    #[error("the output directory is the current one. Name one inside it, such as --out report.")]
    CurrentDirectory,
    /// The earlier report could not be put back.
    #[error(
        "cannot put the new report in place at {} ({error}), nor the earlier one back; the earlier \
         one is kept in {}",
        place.display(),
        kept.display()
    )]
    Stranded {
        /// Where the report should stand.
        place: PathBuf,
        /// Where the earlier one is.
        kept: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// Something else of that name is there, or it is no name.
    #[error("{} is no name of a new or existing directory, which --out needs.", .0.display())]
    NotADirectory(PathBuf),
    /// The file system refused.
    #[error(
        "cannot {action} {}: {error}.{} Nothing was written to the output directory.",
        path.display(),
        advice(error)
    )]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
}

fn advice(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => " Free disk space there, or name another place with --out.",
        PermissionDenied => " Check your rights there, or name another place with --out.",
        _ => "",
    }
}

/// The name of the manifest, by which a directory is known to be a report.
pub const MANIFEST: &str = "manifest.json";

/// An output directory under construction, beside its place. Dropped without [`Staging::publish`]
/// it leaves nothing behind.
pub struct Staging {
    place: PathBuf,
    replaces: bool,
    dir: TempDir,
    written: BTreeMap<String, WrittenFile>,
}

impl Staging {
    /// Begins a directory that will stand at `place`.
    ///
    /// # Errors
    /// `place` holds anything (unless `force` and it is an earlier report, masked like this one), or
    /// cannot be written beside.
    pub fn begin(place: &Path, force: bool, masked: bool) -> Result<Staging, OutputError> {
        // Through a link to the directory it stands for; a directory that is not there yet stays
        // as it was named.
        let place = &std::fs::canonicalize(place).unwrap_or_else(|_| place.to_path_buf());
        if place.file_name().is_none() || place.is_symlink() {
            return Err(OutputError::NotADirectory(place.to_path_buf()));
        }
        if std::env::current_dir().is_ok_and(|here| here == *place) {
            return Err(OutputError::CurrentDirectory);
        }
        let replaces = occupied(place)?;
        if replaces && !force {
            return Err(OutputError::NotEmpty(place.to_path_buf()));
        }
        if replaces {
            match report_in(place) {
                None => return Err(OutputError::NotOurs(place.to_path_buf())),
                Some(earlier) if earlier != masked => {
                    return Err(OutputError::OtherKind { place: place.to_path_buf(), masked });
                }
                Some(_) => {}
            }
        }
        let parent = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let io = |action, path: &Path| {
            let path = path.to_path_buf();
            move |error| OutputError::Io { action, path, error }
        };
        std::fs::create_dir_all(&parent).map_err(io("create", &parent))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".capeprep-unfinished-");
        for_the_owner_only(&mut builder);
        let dir = builder.tempdir_in(&parent).map_err(io("create a directory in", &parent))?;
        unfinished::begun(dir.path());
        Ok(Staging { place: place.to_path_buf(), replaces, dir, written: BTreeMap::new() })
    }

    /// The directory in which the report will stand: the place for temporary files too, since the
    /// user chose it for data of this size.
    pub fn parent(&self) -> &Path {
        self.dir.path().parent().unwrap_or(Path::new("."))
    }

    /// Opens a new file; `name` uses `/` between directories.
    ///
    /// # Errors
    /// It cannot be created.
    pub fn create(&self, name: &str) -> Result<OutputFile, OutputError> {
        Ok(OutputFile::new(name, self.place.join(name), self.open(name)?))
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&mut self, name: &str, content: &[u8]) -> Result<(), OutputError> {
        let written = self.write_one(name, content)?;
        self.written.insert(name.to_string(), written);
        Ok(())
    }

    /// Writes many whole files, on the threads of the current pool.
    ///
    /// # Errors
    /// One of them cannot be written.
    pub fn write_all(&mut self, files: Vec<(String, Vec<u8>)>) -> Result<(), OutputError> {
        let written: Result<Vec<_>, OutputError> = files
            .into_par_iter()
            .map(|(name, content)| {
                let written = self.write_one(&name, &content)?;
                Ok((name, written))
            })
            .collect();
        self.written.extend(written?);
        Ok(())
    }

    fn write_one(&self, name: &str, content: &[u8]) -> Result<WrittenFile, OutputError> {
        self.open(name)?.write_all(content).map_err(|error| OutputError::Io {
            action: "write",
            path: self.place.join(name),
            error,
        })?;
        Ok(WrittenFile { size: content.len() as u64, sha256: Sha256::digest(content).into() })
    }

    fn open(&self, name: &str) -> Result<File, OutputError> {
        let path =
            name.split('/').fold(self.dir.path().to_path_buf(), |path, part| path.join(part));
        let io = |error| OutputError::Io { action: "create", path: self.place.join(name), error };
        match File::create_new(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if let Some(parent) = path.parent() {
                    std::fs::create_dir_all(parent).map_err(io)?;
                }
                File::create_new(&path).map_err(io)
            }
            opened => opened.map_err(io),
        }
    }

    /// Ends a file and remembers its digest.
    ///
    /// # Errors
    /// What was still buffered cannot be written.
    pub fn close(&mut self, file: OutputFile) -> Result<(), OutputError> {
        let (name, written) = file.end()?;
        self.written.insert(name, written);
        Ok(())
    }

    /// Opens a file that was closed, to read it.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn reopen(&self, name: &str) -> Result<File, OutputError> {
        File::open(self.dir.path().join(name)).map_err(|error| self.unreadable(name, error))
    }

    /// What to say where a file cannot be read back.
    pub fn unreadable(&self, name: &str, error: impl Into<std::io::Error>) -> OutputError {
        OutputError::Io { action: "read back", path: self.place.join(name), error: error.into() }
    }

    /// What to say where a file cannot be written.
    pub fn unwritable(&self, name: &str, error: std::io::Error) -> OutputError {
        OutputError::Io { action: "write", path: self.place.join(name), error }
    }

    /// Removes a file that was closed: it will not be published.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn discard(&mut self, name: &str) -> Result<(), OutputError> {
        self.written.remove(name);
        let path = self.place.join(name);
        let built = self.dir.path().join(name);
        std::fs::remove_file(&built).map_err(|error| OutputError::Io {
            action: "remove",
            path,
            error,
        })?;
        // A directory that held nothing else goes with it; one that is not empty stays.
        let inside = |dir: &&Path| *dir != self.dir.path();
        for dir in built.ancestors().skip(1).take_while(inside) {
            if std::fs::remove_dir(dir).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// The files written so far, by name.
    pub fn written(&self) -> &BTreeMap<String, WrittenFile> {
        &self.written
    }

    /// Whether the place is still as it was when the directory was begun.
    ///
    /// # Errors
    /// Something stands there now.
    pub fn check(&self) -> Result<(), OutputError> {
        if !self.replaces && occupied(&self.place)? {
            return Err(OutputError::NotEmpty(self.place.clone()));
        }
        if self.replaces && report_in(&self.place).is_none() {
            return Err(OutputError::NotOurs(self.place.clone()));
        }
        Ok(())
    }

    /// Puts the directory in its place.
    ///
    /// # Errors
    /// The place was taken meanwhile, or the file system refuses. An earlier report is put back.
    pub fn publish(self) -> Result<(), OutputError> {
        let io = |action: &'static str, path: &Path| {
            let path = path.to_path_buf();
            move |error| OutputError::Io { action, path, error }
        };
        let place = &self.place;
        let mut aside = None;
        if self.replaces {
            let parent = self.parent();
            let kept = tempfile::Builder::new()
                .prefix(".capeprep-replaced-")
                .tempdir_in(parent)
                .map_err(io("create a directory in", parent))?;
            let earlier = kept.path().join("report");
            std::fs::rename(place, &earlier).map_err(io("move away", place))?;
            aside = Some((kept, earlier));
        } else if occupied(place)? {
            return Err(OutputError::NotEmpty(place.clone()));
        } else if place.is_dir() {
            // Not every system renames onto an empty directory.
            std::fs::remove_dir(place).map_err(io("replace", place))?;
        }
        let built = self.dir.keep();
        if let Err(error) = std::fs::rename(&built, place) {
            let _ = std::fs::remove_dir_all(&built);
            if let Some((kept, earlier)) = aside
                && std::fs::rename(&earlier, place).is_err()
            {
                let kept = kept.keep().join("report");
                return Err(OutputError::Stranded { place: place.clone(), kept, error });
            }
            return Err(io("put in place", place)(error));
        }
        unfinished::done(&built);
        Ok(())
    }
}

/// The data is confidential.
#[cfg(unix)]
fn for_the_owner_only(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o700));
}

/// On Windows a directory inherits the rights of the folder the user chose for it.
#[cfg(not(unix))]
fn for_the_owner_only(_builder: &mut tempfile::Builder<'_, '_>) {}

/// Whether something is at `place` that must not be overwritten.
fn occupied(place: &Path) -> Result<bool, OutputError> {
    match std::fs::read_dir(place) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(_) if place.is_file() => Err(OutputError::NotADirectory(place.to_path_buf())),
        Err(error) => {
            Err(OutputError::Io { action: "look into", path: place.to_path_buf(), error })
        }
    }
}

/// Whether a directory is a report that capeprep wrote.
pub fn is_report(place: &Path) -> bool {
    report_in(place).is_some()
}

/// Whether the report that stands at `place` is a masked copy; `None` if none of ours does.
fn report_in(place: &Path) -> Option<bool> {
    let text = std::fs::read_to_string(place.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    let is_ours = manifest.get("program").and_then(|p| p.as_str()) == Some("capeprep");
    let masked = manifest.pointer("/options/masked").and_then(|masked| masked.as_bool());
    is_ours.then_some(masked.unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_report_appears_whole_or_not_at_all() {
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().join("out");
        let mut staging = Staging::begin(&place, false, false).unwrap();
        staging.write("a.csv", b"1").unwrap();
        drop(staging);
        assert_eq!(names(parent.path()), [""; 0]);
        let mut staging = Staging::begin(&place, false, false).unwrap();
        staging.write("deeper/a.csv", b"1").unwrap();
        staging.publish().unwrap();
        assert_eq!(names(parent.path()), ["out"]);
        assert_eq!(names(&place), ["deeper"]);
    }

    #[test]
    fn only_a_report_is_replaced_and_as_a_whole() {
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().join("out");
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("old.csv"), "x").unwrap();
        assert!(matches!(Staging::begin(&place, false, false), Err(OutputError::NotEmpty(_))));
        assert!(matches!(Staging::begin(&place, true, false), Err(OutputError::NotOurs(_))));
        std::fs::write(place.join(MANIFEST), r#"{"program":"capeprep"}"#).unwrap();
        let mut staging = Staging::begin(&place, true, false).unwrap();
        staging.write("new.csv", b"y").unwrap();
        staging.publish().unwrap();
        assert_eq!(names(&place), ["new.csv"]);
        assert_eq!(names(parent.path()), ["out"]);
    }

    #[test]
    fn a_masked_copy_takes_no_report_s_place_and_the_reverse() {
        let parent = tempfile::tempdir().unwrap();
        for (masked, manifest) in [
            (false, r#"{"program":"capeprep","options":{"only":[]}}"#),
            (true, r#"{"program":"capeprep","options":{"masked":true}}"#),
        ] {
            let place = parent.path().join(masked.to_string());
            std::fs::create_dir(&place).unwrap();
            std::fs::write(place.join(MANIFEST), manifest).unwrap();
            let other = Staging::begin(&place, true, !masked);
            assert!(matches!(other, Err(OutputError::OtherKind { .. })));
            let staging = Staging::begin(&place, true, masked).unwrap();
            assert!(staging.check().is_ok());
            std::fs::remove_file(place.join(MANIFEST)).unwrap();
            assert!(matches!(staging.check(), Err(OutputError::NotOurs(_))));
        }
    }
}
