//! Files held against the manifest.

use super::EarlierError;
use super::manifest::{Listed, MANIFEST, hex};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes read at once.
const BLOCK: usize = 1 << 18;
/// How deep reports have directories; deeper ones are of somebody else.
const DEPTH: u32 = 4;

/// The path of a listed file.
pub(super) fn path_of(dir: &Path, listed: &Listed) -> PathBuf {
    listed.file.split('/').fold(dir.to_path_buf(), |path, part| path.join(part))
}

/// Opens a listed file; its size is right.
pub(super) fn opened(path: &Path, listed: &Listed) -> Result<File, EarlierError> {
    let io = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            EarlierError::Missing { path: path.to_path_buf(), bytes: listed.bytes }
        }
        _ => EarlierError::Io { action: "read", path: path.to_path_buf(), error },
    };
    // A pipe of that name would never open.
    let found = std::fs::metadata(path).map_err(io)?;
    if !found.is_file() {
        return Err(EarlierError::Missing { path: path.to_path_buf(), bytes: listed.bytes });
    }
    if found.len() != listed.bytes {
        return Err(other_size(path, listed, found.len()));
    }
    File::open(path).map_err(io)
}

fn other_size(path: &Path, listed: &Listed, bytes: u64) -> EarlierError {
    EarlierError::Changed {
        path: path.to_path_buf(),
        what: "its bytes are",
        expected: listed.bytes.to_string(),
        found: bytes.to_string(),
    }
}

/// Holds size and digest against the manifest.
pub(super) fn same(
    path: &Path,
    listed: &Listed,
    bytes: u64,
    sha256: &str,
) -> Result<(), EarlierError> {
    if bytes != listed.bytes {
        return Err(other_size(path, listed, bytes));
    }
    if !sha256.eq_ignore_ascii_case(&listed.sha256) {
        return Err(EarlierError::Changed {
            path: path.to_path_buf(),
            what: "its SHA-256 is",
            expected: listed.sha256.clone(),
            found: sha256.to_owned(),
        });
    }
    Ok(())
}

/// Looks whether every listed file is there with its size, which takes no time.
pub(super) fn sizes(dir: &Path, outputs: &[Listed]) -> Result<(), EarlierError> {
    outputs.iter().try_for_each(|listed| opened(&path_of(dir, listed), listed).map(drop))
}

/// Digests listed files side by side. Of several that were changed the first in the list is named.
pub(super) fn digests(dir: &Path, outputs: Vec<&Listed>) -> Result<(), EarlierError> {
    let results: Vec<Result<(), EarlierError>> =
        outputs.into_par_iter().map(|listed| digest(&path_of(dir, listed), listed)).collect();
    results.into_iter().collect()
}

fn digest(path: &Path, listed: &Listed) -> Result<(), EarlierError> {
    let mut file = opened(path, listed)?;
    let (mut digest, mut total, mut block) = (Sha256::new(), 0, vec![0; BLOCK]);
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(EarlierError::Io { action: "read", path: path.to_path_buf(), error });
            }
        };
        digest.update(block.get(..read).unwrap_or_default());
        total += read as u64;
    }
    same(path, listed, total, &hex(&digest.finalize()))
}

/// Files of the directory that the manifest does not list, in alphabetical order.
pub(super) fn unlisted(dir: &Path, outputs: &[Listed]) -> Vec<String> {
    let listed: HashSet<&str> = outputs.iter().map(|listed| listed.file.as_str()).collect();
    let mut found = Vec::new();
    walk(dir, "", DEPTH, &mut |name| {
        if name != MANIFEST && !listed.contains(name.as_str()) {
            found.push(name);
        }
    });
    found.sort();
    found
}

/// Names every file below a directory. What cannot be looked into is no file of the report.
fn walk(dir: &Path, before: &str, depth: u32, take: &mut impl FnMut(String)) {
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => {
                walk(&entry.path(), &format!("{name}/"), depth - 1, take);
            }
            Ok(kind) if kind.is_dir() => take(format!("{name}/")),
            _ => take(name),
        }
    }
}
