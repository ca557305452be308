//! The output directory: built aside, and put in its place whole or not at all.

use super::standing::{command_in, is_free, may_go, occupied};
use super::written::{OutputFile, WrittenFile};
use super::{OutputError, hex};
use crate::publication::{
    Aside, MayGo, PutError, Putting, Refused, Replaced, Rights, Syncs, earlier_stands, make_dir,
    new_file, putting,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The name of the manifest, by which a directory is known to be a report.
pub const MANIFEST: &str = "manifest.json";

/// An output directory under construction, beside its place. Dropped without [`Staging::publish`]
/// it leaves nothing behind.
pub struct Staging {
    replaces: bool,
    masked: bool,
    /// Which command wrote the earlier report, if one is replaced.
    command: Option<String>,
    // Before the directory, so that no file of it is open when it is removed.
    syncs: Syncs,
    aside: Aside,
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
            may_go(place, masked, None)?;
            earlier_stands(place);
        }
        let aside = Aside::beside(place, Rights::OwnerOnly)?;
        let command = replaces.then(|| command_in(place)).flatten();
        Ok(Staging {
            replaces,
            masked,
            command,
            syncs: Syncs::default(),
            aside,
            written: BTreeMap::new(),
        })
    }

    /// A place for temporary files, on the disk that the user chose for data of this size. It goes
    /// with the directory.
    pub fn temporary(&self) -> &Path {
        self.aside.temporary()
    }

    /// Where a file will stand.
    fn shown(&self, name: &str) -> PathBuf {
        self.aside.place().join(name)
    }

    /// Opens a new file; `name` uses `/` between directories.
    ///
    /// # Errors
    /// It cannot be created.
    pub fn create(&self, name: &str) -> Result<OutputFile, OutputError> {
        Ok(OutputFile::new(name, self.shown(name), self.open(name)?))
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
        let mut file = self.open(name)?;
        file.write_all(content).map_err(|error| self.unwritable(name, error))?;
        self.syncs.put(self.shown(name), file);
        Ok(WrittenFile { size: content.len() as u64, sha256: Sha256::digest(content).into() })
    }

    fn open(&self, name: &str) -> Result<File, OutputError> {
        let io = |error| OutputError::Io { action: "create", path: self.shown(name), error };
        let path = self.aside.built().join(name);
        match new_file(&path, Rights::OwnerOnly) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.make_parents(name).map_err(io)?;
                new_file(&path, Rights::OwnerOnly).map_err(io)
            }
            opened => opened.map_err(io),
        }
    }

    /// Makes the directories inside that `name` names. The outermost is never made anew: if it is
    /// gone, somebody removed it.
    fn make_parents(&self, name: &str) -> std::io::Result<()> {
        let mut parts: Vec<&str> = name.split('/').collect();
        parts.pop();
        let mut dir = self.aside.built().to_path_buf();
        for part in parts {
            dir.push(part);
            match make_dir(&dir, Rights::OwnerOnly) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => made?,
            }
        }
        Ok(())
    }

    /// Ends a file and remembers its digest.
    ///
    /// # Errors
    /// What was still buffered cannot be written.
    pub fn close(&mut self, file: OutputFile) -> Result<(), OutputError> {
        let (name, written, file) = file.end()?;
        self.syncs.put(self.shown(&name), file);
        self.written.insert(name, written);
        Ok(())
    }

    /// Ends a file that is read back and then [discarded](Staging::discard): it need not be brought to
    /// the disk.
    ///
    /// # Errors
    /// What was still buffered cannot be written.
    pub fn close_to_read_back(&mut self, file: OutputFile) -> Result<(), OutputError> {
        let (name, written, _) = file.end()?;
        self.written.insert(name, written);
        Ok(())
    }

    /// Opens a file that was closed, to read it.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn reopen(&self, name: &str) -> Result<File, OutputError> {
        File::open(self.aside.built().join(name)).map_err(|error| self.unreadable(name, error))
    }

    /// What to say where a file cannot be read back.
    pub fn unreadable(&self, name: &str, error: impl Into<std::io::Error>) -> OutputError {
        OutputError::Io { action: "read back", path: self.shown(name), error: error.into() }
    }

    /// What to say where a file cannot be written.
    pub fn unwritable(&self, name: &str, error: std::io::Error) -> OutputError {
        OutputError::Io { action: "write", path: self.shown(name), error }
    }

    /// Removes a file that was closed: it will not be published.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn discard(&mut self, name: &str) -> Result<(), OutputError> {
        self.written.remove(name);
        let path = self.shown(name);
        let built = self.aside.built().join(name);
        std::fs::remove_file(&built).map_err(|error| OutputError::Io {
            action: "remove",
            path,
            error,
        })?;
        // A directory that held nothing else goes with it; one that is not empty stays.
        let inside = |dir: &&Path| *dir != self.aside.built();
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

    /// Whether the place is still as it was when the directory was begun, and all that was written still
    /// lies where the report is built.
    ///
    /// # Errors
    /// Something stands there now, or a file is gone or has another size.
    pub fn check(&self) -> Result<(), OutputError> {
        let place = self.aside.place();
        let is_occupied = occupied(place)?;
        if !self.replaces && is_occupied {
            return Err(OutputError::NotEmpty(place.to_path_buf()));
        }
        // What was put there while the report was made is somebody's too.
        if is_occupied {
            may_go(place, self.masked, self.command.as_deref())?;
        }
        self.check_built()
    }

    /// Whether all that was written still lies where the report is built.
    fn check_built(&self) -> Result<(), OutputError> {
        let built = self.aside.built();
        for (name, written) in &self.written {
            match built.join(name).symlink_metadata() {
                Ok(found) if found.is_file() && found.len() == written.size => {}
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(self.unreadable(name, error));
                }
                _ => {
                    let (file, built) = (self.shown(name), built.to_path_buf());
                    return Err(OutputError::Meddled { file, built });
                }
            }
        }
        Ok(())
    }

    /// Waits until all that was written is on the disk.
    ///
    /// # Errors
    /// A file could not be brought there.
    pub fn settle(&mut self) -> Result<(), OutputError> {
        std::mem::take(&mut self.syncs).end()?;
        Ok(self.aside.sync()?)
    }

    /// Puts the directory in its place, once all of it is on the disk. An earlier report is replaced
    /// at one stroke where the system can. If it cannot be removed afterwards, that is returned: the
    /// new report stands all the same.
    ///
    /// # Errors
    /// The place was taken meanwhile, or the file system refuses. The earlier report stands there
    /// as before.
    pub fn publish(self) -> Result<Option<Refused>, OutputError> {
        Ok(self.publish_under(&putting())?.remove())
    }

    /// The same, where more than this is put in place at once, and nothing may stop it halfway. What
    /// was replaced is still there, to be [removed](Replaced::remove).
    ///
    /// # Errors
    /// As for [`Staging::publish`].
    pub fn publish_under(mut self, putting: &Putting) -> Result<Replaced, OutputError> {
        self.check()?;
        self.settle()?;
        self.check_built()?;
        let known_by = self.written.get(MANIFEST).map(|manifest| hex(&manifest.sha256));
        let place = self.aside.place().to_path_buf();
        let (masked, command) = (self.masked, self.command.as_deref());
        let is_earlier: MayGo = &|came_out| {
            let is_dir = came_out.symlink_metadata().is_ok_and(|found| found.is_dir());
            is_dir && (is_free(came_out) || may_go(came_out, masked, command).is_ok())
        };
        // Without --force what came there meanwhile stays, whatever it is.
        let replaces = (self.replaces && occupied(&place)?).then_some(is_earlier);
        self.aside.put_under(replaces, known_by, putting).map_err(|error| match error {
            // Why not, is best told of what stands there.
            PutError::Changed(_) => match occupied(&place) {
                Ok(true) => may_go(&place, masked, command).err().unwrap_or(error.into()),
                Ok(false) => error.into(),
                Err(why) => why,
            },
            error => error.into(),
        })
    }
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
        assert!(matches!(Staging::begin(&place, true, false), Err(OutputError::Foreign { .. })));
        let lists = r#"{"program":"capeprep","outputs":[{"file":"old.csv","bytes":1}]}"#;
        std::fs::write(place.join(MANIFEST), lists).unwrap();
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
            assert!(staging.check().is_ok(), "what is gone cannot be lost");
            std::fs::write(place.join("mine.txt"), "x").unwrap();
            assert!(matches!(staging.check(), Err(OutputError::NotOurs(_))));
            std::fs::remove_file(place.join("mine.txt")).unwrap();
            let other = format!(r#"{{"program":"capeprep","options":{{"masked":{}}}}}"#, !masked);
            std::fs::write(place.join(MANIFEST), other).unwrap();
            assert!(matches!(staging.check(), Err(OutputError::OtherKind { .. })));
            let other = format!(
                r#"{{"program":"capeprep","options":{{"masked":{masked},"command":"track"}}}}"#
            );
            std::fs::write(place.join(MANIFEST), other).unwrap();
            let changed = staging.check().unwrap_err();
            assert!(matches!(changed, OutputError::Put(PutError::Changed(_))), "{changed}");
        }
    }

    #[test]
    fn a_report_that_somebody_changed_while_it_was_built_is_not_put_in_place() {
        let gone = |path: &Path| std::fs::remove_file(path).unwrap();
        let longer = |path: &Path| std::fs::write(path, "12").unwrap();
        let dir = |path: &Path| {
            std::fs::remove_file(path).unwrap();
            std::fs::create_dir(path).unwrap();
        };
        for change in [&gone as &dyn Fn(&Path), &longer, &dir] {
            let parent = tempfile::tempdir().unwrap();
            let place = parent.path().join("out");
            let mut staging = Staging::begin(&place, false, false).unwrap();
            staging.write("deeper/a.csv", b"1").unwrap();
            assert!(staging.check().is_ok());
            change(&staging.aside.built().join("deeper/a.csv"));
            assert!(matches!(staging.check(), Err(OutputError::Meddled { .. })));
            let said = staging.publish().err().unwrap().to_string();
            assert!(
                said.contains("was changed or removed where capeprep was building it"),
                "{said}"
            );
            assert_eq!(names(parent.path()), [""; 0]);
        }
    }
}
