//! The key of a mask, and the file that keeps it.

use crate::publication::{Putting, Rights, WholeFile};
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The secret that pseudonyms depend on. Whoever has it can go back from a pseudonym.
pub struct Key([u8; 32]);

/// Bytes of a key file that are looked at: no key file is so long.
const LONGEST: u64 = 4096;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file holds something else.
    #[error(
        "{} is no key file of --mask: expected a line of 64 hexadecimal digits, and other lines only \
         if they begin with #. Name another file with --mask-key; one that is not there yet is made.",
        .0.display()
    )]
    NoKey(PathBuf),
    /// There is no such file, and none may be made.
    #[error("there is no key file {}. Name the one that was kept when the copy was made.", .0.display())]
    NotThere(PathBuf),
    /// Another run made one at the same time.
    #[error(
        "another run made the key file {} meanwhile, so this copy has another key and was not \
         written. Run it again: that key is used then.",
        .0.display()
    )]
    MadeMeanwhile(PathBuf),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a new key ({0}). Nothing was written.")]
    NoRandomBytes(String),
    /// The file system refused.
    #[error(
        "cannot {action} the key file {}: {error}. Check your rights there, or name another file with \
         --mask-key.",
        path.display()
    )]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
}

impl Key {
    /// The key in this file; if there is no such file, a new one, which is still to be put there.
    ///
    /// # Errors
    /// The file is no key file, or cannot be read or made.
    pub fn kept_in(path: &Path) -> Result<(Key, Option<NewKeyFile>), KeyError> {
        match Key::read(path) {
            Err(KeyError::NotThere(_)) => Key::make(path).map(|(key, file)| (key, Some(file))),
            read => read.map(|key| (key, None)),
        }
    }

    /// The key in this file.
    ///
    /// # Errors
    /// There is no such file, it is no key file, or it cannot be read.
    pub fn read(path: &Path) -> Result<Key, KeyError> {
        let no_key = || KeyError::NoKey(path.to_path_buf());
        let io = |error| KeyError::Io { action: "read", path: path.to_path_buf(), error };
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(KeyError::NotThere(path.to_path_buf()));
            }
            opened => opened.map_err(io)?,
        };
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).map_err(io)?;
        let text = String::from_utf8(bytes).map_err(|_| no_key())?;
        let lines = text.lines().map(str::trim);
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = lines.next().and_then(from_hex).ok_or_else(no_key)?;
        if lines.next().is_some() {
            return Err(no_key());
        }
        Ok(Key(key))
    }

    fn make(path: &Path) -> Result<(Key, NewKeyFile), KeyError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| KeyError::NoRandomBytes(error.to_string()))?;
        let io = |error| KeyError::Io { action: "make", path: path.to_path_buf(), error };
        let mut text = String::from(
            "# Key of masked capeprep reports. Whoever has it can turn their numbers back: keep it \
             apart from them.\n",
        );
        text.extend(key.iter().map(|byte| format!("{byte:02x}")));
        text.push('\n');
        // A key cut short by a full disk must not stay.
        let mut file =
            WholeFile::with_dirs(path, Rights::OwnerOnly).map_err(|refused| io(refused.error))?;
        file.file().write_all(text.as_bytes()).map_err(io)?;
        Ok((Key(key), NewKeyFile { file, path: path.to_path_buf() }))
    }

    /// Whether others than its owner may read a key file, as far as the system tells.
    pub fn is_open_to_others(path: &Path) -> bool {
        open_to_others(path)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The file of a new key, beside its place until the first copy is made with it. Dropped, it leaves
/// nothing behind.
pub struct NewKeyFile {
    file: WholeFile,
    path: PathBuf,
}

impl NewKeyFile {
    /// Puts it in its place.
    ///
    /// # Errors
    /// Somebody else put a key there meanwhile, or the file system refuses.
    pub fn put(self, putting: &Putting) -> Result<(), KeyError> {
        let NewKeyFile { file, path } = self;
        file.put_under(false, putting).map_err(|refused| match refused.error {
            error if error.kind() == ErrorKind::AlreadyExists && path.is_file() => {
                KeyError::MadeMeanwhile(path)
            }
            error => KeyError::Io { action: "make", path, error },
        })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl From<[u8; 32]> for Key {
    fn from(bytes: [u8; 32]) -> Key {
        Key(bytes)
    }
}

/// A key is in no message.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(not shown)")
    }
}

fn from_hex(line: &str) -> Option<[u8; 32]> {
    let pairs = line.as_bytes().as_chunks::<2>();
    if pairs.0.len() != 32 || !pairs.1.is_empty() {
        return None;
    }
    let mut key = [0; 32];
    for (byte, [high, low]) in key.iter_mut().zip(pairs.0) {
        let digit = |sign: u8| char::from(sign).to_digit(16);
        *byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(key)
}

#[cfg(unix)]
fn open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

/// On Windows a file has the rights of the folder the user chose for it.
#[cfg(not(unix))]
fn open_to_others(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::putting;

    #[test]
    fn of_runs_that_begin_together_the_first_to_end_makes_the_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys/key");
        let (first, first_file) = Key::kept_in(&path).unwrap();
        let (_, second_file) = Key::kept_in(&path).unwrap();
        first_file.unwrap().put(&putting()).unwrap();
        let refused = second_file.unwrap().put(&putting()).unwrap_err();
        assert!(matches!(refused, KeyError::MadeMeanwhile(_)), "{refused}");
        assert!(Key::read(&path).unwrap().bytes() == first.bytes());
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_nowhere_is_no_place_for_a_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        std::os::unix::fs::symlink(dir.path().join("gone"), &path).unwrap();
        let (_, file) = Key::kept_in(&path).unwrap();
        let refused = file.unwrap().put(&putting()).unwrap_err();
        assert!(matches!(refused, KeyError::Io { action: "make", .. }), "{refused}");
    }
}
