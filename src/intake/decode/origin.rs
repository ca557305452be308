//! The file that something is unpacked from, as it lies on disk: by it an input is known in the
//! reports, and it must stay what it is while it is read.

use super::super::open::{is_changed, read_at};
use super::super::{IntakeError, Source};
use super::limits::PIECE;
use super::spool::{Copied, Spool};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Size and SHA-256 of a file.
pub(super) type SizeAndDigest = (u64, [u8; 32]);

/// A file of the user, or a temporary one that was unpacked from it.
pub(super) struct Origin {
    /// The name the user knows it by.
    pub name: String,
    content: Content,
    size: u64,
    /// The user's file, where this is a temporary one.
    outer: Option<Arc<Origin>>,
    digest: Mutex<Option<SizeAndDigest>>,
}

enum Content {
    Path(PathBuf, Option<SystemTime>),
    /// A copy, and where in its file it begins.
    Temporary(Arc<File>, u64),
}

impl Origin {
    /// The file of a source, with what was known of it when it was opened.
    pub fn of_path(
        source: &Source,
        path: PathBuf,
        size: u64,
        modified: Option<SystemTime>,
    ) -> Origin {
        Origin {
            name: source.name.clone(),
            content: Content::Path(path, modified),
            size,
            outer: None,
            digest: Mutex::new(None),
        }
    }

    /// A copy of all of `bytes`. `outer` is the file it comes from; without one, the bytes
    /// themselves are the input.
    ///
    /// # Errors
    /// What `bytes` answers; the temporary file cannot be written.
    pub fn copied(
        name: &str,
        bytes: impl Read,
        outer: Option<Arc<Origin>>,
        spool: &Spool,
    ) -> Result<Origin, IntakeError> {
        let mut sha256 = outer.is_none().then(Sha256::new);
        let seen = &mut |piece: &[u8]| {
            if let Some(sha256) = &mut sha256 {
                sha256.update(piece);
            }
        };
        let Copied { file, at, size } = spool.copy(name, bytes, seen)?;
        let digest = sha256.map(|sha256| (size, sha256.finalize().into()));
        Ok(Origin {
            name: name.to_string(),
            content: Content::Temporary(file, at),
            size,
            outer,
            digest: Mutex::new(digest),
        })
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Opens it, to be read from any place.
    ///
    /// # Errors
    /// It cannot be opened, or is not what it was.
    pub fn open(&self) -> Result<At, IntakeError> {
        let (file, begins) = match &self.content {
            Content::Temporary(file, begins) => (Arc::clone(file), *begins),
            Content::Path(path, _) => {
                let io = |error| IntakeError::Io { action: "open", path: path.clone(), error };
                let file = File::open(path).map_err(io)?;
                self.check(&file)?;
                (Arc::new(file), 0)
            }
        };
        Ok(At { file, begins, at: 0, size: self.size, name: self.name.clone() })
    }

    /// Whether the file is still what it was.
    fn check(&self, file: &File) -> Result<(), IntakeError> {
        let Content::Path(path, modified) = &self.content else { return Ok(()) };
        let io = |error| IntakeError::Io { action: "read", path: path.clone(), error };
        let metadata = file.metadata().map_err(io)?;
        if is_changed(&metadata, self.size, *modified) {
            return Err(IntakeError::Changed { name: self.name.clone() });
        }
        Ok(())
    }

    /// Size and SHA-256 of the user's file, read once for all that is unpacked from it.
    ///
    /// # Errors
    /// It cannot be read, or is not what it was.
    pub fn digest(&self) -> Result<SizeAndDigest, IntakeError> {
        if let Some(outer) = &self.outer {
            return outer.digest();
        }
        let mut known = self.digest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = *known {
            return Ok(digest);
        }
        let mut file = self.open()?;
        let mut sha256 = Sha256::new();
        let mut buffer = vec![0; PIECE];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => sha256.update(buffer.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(IntakeError::of_reading(&self.name, error)),
            }
        }
        self.check(&file.file)?;
        let digest = (self.size, sha256.finalize().into());
        *known = Some(digest);
        Ok(digest)
    }

    /// Opens it to be read from front to back, digested on the way.
    ///
    /// # Errors
    /// It cannot be opened, or is not what it was.
    pub fn digested(self: &Arc<Origin>, meter: &Arc<AtomicU64>) -> Result<Digested, IntakeError> {
        Ok(Digested {
            file: self.open()?,
            origin: Arc::clone(self),
            sha256: Some(Sha256::new()),
            meter: Arc::clone(meter),
        })
    }

    /// That it was read to its end: the file must be what it was.
    ///
    /// # Errors
    /// It is not.
    pub fn unchanged(&self) -> Result<(), IntakeError> {
        if let Some(outer) = &self.outer {
            return outer.unchanged();
        }
        self.open().map(drop)
    }
}

/// A file that is read from front to back, and digested.
pub(super) struct Digested {
    file: At,
    origin: Arc<Origin>,
    sha256: Option<Sha256>,
    meter: Arc<AtomicU64>,
}

impl Read for Digested {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.fetch_add(count as u64, Ordering::Relaxed);
        match (&mut self.sha256, buffer.get(..count)) {
            (Some(sha256), Some(read)) if count > 0 => sha256.update(read),
            (Some(_), _) if !buffer.is_empty() && self.file.at == self.file.size => {
                let mut known = self.origin.digest.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(sha256) = self.sha256.take().filter(|_| self.origin.outer.is_none()) {
                    *known = Some((self.file.size, sha256.finalize().into()));
                }
            }
            _ => {}
        }
        Ok(count)
    }
}

/// A file with a place of its own in it: several read one file side by side.
#[derive(Clone)]
pub(super) struct At {
    file: Arc<File>,
    /// Where in the file its content begins.
    begins: u64,
    at: u64,
    size: u64,
    name: String,
}

impl At {
    /// The same file from another place on.
    pub fn from(&self, at: u64) -> At {
        At { at, ..self.clone() }
    }
}

impl Read for At {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.size.saturating_sub(self.at);
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let Some(buffer) = buffer.get_mut(..wanted).filter(|b| !b.is_empty()) else {
            return Ok(0);
        };
        let carried = |error| io::Error::other(IntakeError::of_reading(&self.name, error));
        match read_at(&self.file, buffer, self.begins + self.at) {
            // Shorter than it was.
            Ok(0) => Err(io::Error::other(IntakeError::Changed { name: self.name.clone() })),
            Ok(count) => {
                self.at += count as u64;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(carried(error)),
        }
    }
}

impl Seek for At {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = place(to, self.at, self.size)?;
        Ok(self.at)
    }
}

/// The place that a seek leads to.
pub(super) fn place(to: SeekFrom, at: u64, size: u64) -> io::Result<u64> {
    let place = match to {
        SeekFrom::Start(place) => Some(place),
        SeekFrom::End(by) => size.checked_add_signed(by),
        SeekFrom::Current(by) => at.checked_add_signed(by),
    };
    place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(path: &std::path::Path) -> Origin {
        let metadata = path.metadata().unwrap();
        let source = Source { name: "a".to_string(), path: None };
        Origin::of_path(&source, path.to_path_buf(), metadata.len(), metadata.modified().ok())
    }

    #[test]
    fn a_file_that_is_no_longer_what_it_was_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "a,b\n").unwrap();
        let before = origin(file.path());
        assert_eq!(before.digest().unwrap().0, 4);
        let long_ago = SystemTime::UNIX_EPOCH;
        let changes: [(&dyn Fn(), bool); 3] = [
            (&|| std::fs::write(file.path(), "a,b\nc,d\n").unwrap(), false),
            (&|| std::fs::write(file.path(), "a\n").unwrap(), true),
            (&|| file.as_file().set_modified(long_ago).unwrap(), false),
        ];
        for (change, shorter) in changes {
            let origin = origin(file.path());
            let mut reading = origin.open().unwrap();
            change();
            assert!(matches!(origin.unchanged(), Err(IntakeError::Changed { .. })));
            assert!(matches!(origin.digest(), Err(IntakeError::Changed { .. })));
            // What is shorter is found while it is read.
            let read = io::copy(&mut reading, &mut io::sink());
            let read = read.map_err(|error| IntakeError::of_reading("a", error));
            assert_eq!(matches!(read, Err(IntakeError::Changed { .. })), shorter, "{read:?}");
        }
    }

    #[test]
    fn what_is_read_from_front_to_back_is_digested_on_the_way() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "a,b\n".repeat(1000)).unwrap();
        let origin = Arc::new(origin(file.path()));
        let meter = Arc::new(AtomicU64::new(0));
        io::copy(&mut origin.digested(&meter).unwrap(), &mut io::sink()).unwrap();
        assert_eq!(meter.load(Ordering::Relaxed), 4000);
        let expected: [u8; 32] = Sha256::digest("a,b\n".repeat(1000)).into();
        assert_eq!(*origin.digest.lock().unwrap(), Some((4000, expected)));
        let spool = Spool::default();
        let copy = |text: &'static str, outer| {
            Origin::copied("b", text.as_bytes(), outer, &spool).unwrap()
        };
        let (first, second) = (copy("one", None), copy("other", Some(Arc::clone(&origin))));
        assert_eq!(second.digest().unwrap(), (4000, expected), "that of the user's file");
        assert_eq!(first.digest().unwrap(), (3, Sha256::digest("one").into()));
        for (copy, text) in [(&first, "one"), (&second, "other")] {
            assert_eq!(io::read_to_string(copy.open().unwrap()).unwrap(), text);
        }
    }
}
