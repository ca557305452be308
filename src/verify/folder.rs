//! The directory, out of which nothing is followed.

use super::Unreadable;
use std::fs::{File, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How deep reports have directories; deeper ones are of somebody else.
const DEPTH: u32 = 4;
/// How deep inputs are looked for.
const DEPTH_OF_INPUTS: u32 = 32;
/// Files that are named at most when a directory is walked through.
const NAMED: usize = 100_000;
/// Longer names are of no report.
const LONGEST_PART: usize = 255;

/// A directory with files in it, or in directories in it.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// What was found at a place in a folder.
pub(super) enum Found {
    /// A file.
    File(File, Metadata),
    /// Nothing.
    Nothing,
    /// What cannot be read, and why.
    Refused(String),
}

impl Folder {
    /// A directory as the user named it; a link to it is followed.
    ///
    /// # Errors
    /// It is none, or cannot be looked into.
    pub fn open(path: &Path) -> Result<Folder, Unreadable> {
        let wrong = |what: String| {
            Unreadable(format!(
                "cannot look into {}: {what}. Name the directory that capeprep wrote.",
                path.display()
            ))
        };
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(Folder { path: path.to_path_buf() }),
            Ok(_) => Err(wrong("it is no directory".to_owned())),
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    /// Its path, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens a file in it. The name has `/` between directories. Reports hold plain files in plain
    /// directories, so a link is refused wherever it leads, and so is a pipe, which would never open.
    pub(super) fn file(&self, name: &str) -> Found {
        let Some(parts) = parts(name) else {
            return Found::Refused("a name that leads out of the directory".to_owned());
        };
        let mut path = self.path.clone();
        let last = parts.len().saturating_sub(1);
        for (at, part) in parts.iter().enumerate() {
            path.push(part);
            let found = match std::fs::symlink_metadata(&path) {
                Ok(found) => found,
                Err(error) if is_nothing(&error) => return Found::Nothing,
                Err(error) => return Found::Refused(in_words(&error)),
            };
            if found.is_symlink() {
                let what = if at == last { "it is a link" } else { "it lies behind a link" };
                return Found::Refused(format!("{what}, and reports have none"));
            }
            if at < last && !found.is_dir() {
                return Found::Nothing;
            }
            if at == last && !found.is_file() {
                return Found::Refused("it is no file".to_owned());
            }
        }
        plain_file(&path)
    }

    /// A file in it, to be read once more.
    ///
    /// # Errors
    /// It is not there, or is refused.
    pub fn reopened(&self, name: &str) -> std::io::Result<File> {
        match self.file(name) {
            Found::File(file, _) => Ok(file),
            Found::Nothing => Err(ErrorKind::NotFound.into()),
            Found::Refused(why) => Err(std::io::Error::other(why)),
        }
    }

    /// The name of every file in it, in alphabetical order, with `/` between directories, and whether
    /// there were too many to name. What cannot be looked into is named as a directory.
    pub(super) fn names(&self) -> (Vec<String>, bool) {
        let mut walk = Walk::default();
        let all = walk.through(&self.path, "", DEPTH);
        let mut names: Vec<String> = walk.found.into_iter().map(|named| named.name).collect();
        names.sort();
        (names, all.is_none())
    }

    /// Every file in it, however deep inputs lie, in alphabetical order, and whether some may lie
    /// there that were not come to.
    pub(super) fn all_files(&self) -> (Vec<Named>, bool) {
        let mut walk = Walk::default();
        let all = walk.through(&self.path, "", DEPTH_OF_INPUTS);
        walk.found.retain(|named| !named.name.ends_with('/'));
        walk.found.sort_by(|a, b| a.name.cmp(&b.name));
        (walk.found, all.is_none() || walk.is_cut)
    }
}

/// A file below a folder.
pub(super) struct Named {
    /// Its name, with `/` between directories, as far as it can be printed.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Opens what is a plain file, and not what would never answer.
pub(super) fn plain_file(path: &Path) -> Found {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => return Found::Refused("it is no file".to_owned()),
        Ok(_) => {}
        Err(error) if is_nothing(&error) => return Found::Nothing,
        Err(error) => return Found::Refused(in_words(&error)),
    }
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    match opened {
        Ok((found, file)) if found.is_file() => Found::File(file, found),
        Ok(_) => Found::Refused("it is no file".to_owned()),
        Err(error) if is_nothing(&error) => Found::Nothing,
        Err(error) => Found::Refused(in_words(&error)),
    }
}

fn is_nothing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Why the system does not let a file be read, and what to do where it is a matter of rights.
pub(super) fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            format!("{error}: check your rights, or have somebody verify who may read it")
        }
        _ => error.to_string(),
    }
}

/// The parts of a name that leads into a directory and nowhere else, on any system.
pub(super) fn parts(name: &str) -> Option<Vec<&str>> {
    let plain = |part: &&str| {
        !matches!(*part, "" | "." | "..")
            && !part.contains(['\\', ':', '\0'])
            && part.len() <= LONGEST_PART
    };
    let parts: Vec<&str> = name.split('/').collect();
    parts.iter().all(plain).then_some(parts)
}

/// A walk through a folder.
#[derive(Default)]
struct Walk {
    found: Vec<Named>,
    /// Whether a directory was not looked into.
    is_cut: bool,
}

impl Walk {
    /// `None` if there are too many files.
    fn through(&mut self, dir: &Path, before: &str, depth: u32) -> Option<()> {
        let Ok(entries) = std::fs::read_dir(dir) else {
            self.is_cut = true;
            self.found.push(Named { name: before.to_owned(), path: dir.to_path_buf() });
            return Some(());
        };
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = format!("{before}{}", name.to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth > 0 => {
                    self.through(&path, &format!("{name}/"), depth - 1)?;
                }
                Ok(kind) if kind.is_dir() => {
                    self.is_cut = true;
                    self.found.push(Named { name: format!("{name}/"), path });
                }
                _ => self.found.push(Named { name, path }),
            }
            if self.found.len() > NAMED {
                return None;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_into_the_directory_only() {
        for name in ["entries.csv", "declarations/9Q9.csv", "a b/c"] {
            assert!(parts(name).is_some(), "{name}");
        }
        for name in ["", "..", "../x", "a/../b", "/etc/passwd", "a//b", "c:x", "a\\b", "./a"] {
            assert!(parts(name).is_none(), "{name}");
        }
    }
}
