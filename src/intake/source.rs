//! Which files an INPUT argument stands for.

use super::IntakeError;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// One file to read, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name reports print: the path as the user gave it, `-` for standard input.
    pub name: String,
    /// Where it is; `None` for standard input.
    pub path: Option<PathBuf>,
}

/// Endings by which a directory's files and an archive's members are taken, lower case.
const ENDINGS: &[&str] =
    &[".csv", ".tsv", ".txt", ".xlsx", ".csv.gz", ".tsv.gz", ".txt.gz", ".xlsx.gz"];

/// Resolves INPUT arguments in their order; the files of a directory come in byte order of their
/// names. A file reached twice (named twice, or named and in a named directory) is taken once;
/// the names of those left out are returned beside the sources.
///
/// # Errors
/// A path that does not exist or cannot be listed, a directory without exports, `-` twice.
pub fn resolve(inputs: &[PathBuf]) -> Result<(Vec<Source>, Vec<String>), IntakeError> {
    let mut sources: Vec<Source> = Vec::new();
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let mut repeated = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            if sources.iter().any(|s| s.path.is_none()) {
                return Err(IntakeError::StandardInputTwice);
            }
            sources.push(Source { name: "-".to_string(), path: None });
            continue;
        }
        let metadata = std::fs::metadata(input).map_err(|error| IntakeError::Io {
            action: "open",
            path: input.clone(),
            error,
        })?;
        // A pattern of the shell names it with the workbook.
        if metadata.is_file() && is_of_an_open_workbook(input) {
            return Err(IntakeError::OpenWorkbook { path: input.clone() });
        }
        let paths = if metadata.is_dir() { exports_in(input)? } else { vec![input.clone()] };
        for path in paths {
            let name = path.to_string_lossy().into_owned();
            let identity = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            if seen.insert(identity) {
                sources.push(Source { name, path: Some(path) });
            } else {
                repeated.push(name);
            }
        }
    }
    Ok((sources, repeated))
}

fn is_of_an_open_workbook(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.starts_with("~$") && name.contains(".xls")
}

/// Endings of files that hold data and are not taken from a directory.
const NOT_TAKEN: &[&str] = &[".zip", ".xls", ".xlsb", ".xlsm", ".ods", ".gz"];

/// Whether a file has the name of an export.
pub(super) fn has_export_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// What lies in the directories among the inputs, looks like data and is not taken, in byte order:
/// nothing is passed over in silence.
pub fn passed_over(inputs: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for directory in inputs.iter().filter(|input| input.is_dir()) {
        let Ok(entries) = std::fs::read_dir(directory) else { continue };
        let mut here: Vec<_> = entries
            .flatten()
            .filter(|entry| {
                let lower = entry.file_name().to_string_lossy().to_lowercase();
                !lower.starts_with("~$")
                    && !has_export_name(&lower)
                    && NOT_TAKEN.iter().any(|ending| lower.ends_with(ending))
                    && !entry.path().is_dir()
            })
            .map(|entry| (entry.file_name().as_encoded_bytes().to_vec(), entry.path()))
            .collect();
        here.sort();
        found.extend(here.into_iter().map(|(_, path)| path));
    }
    // A file that is named beside its directory is read.
    found.retain(|path| !inputs.contains(path));
    found
}

fn exports_in(directory: &Path) -> Result<Vec<PathBuf>, IntakeError> {
    let io = |error| IntakeError::Io { action: "list", path: directory.to_path_buf(), error };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let lower = name.to_string_lossy().to_lowercase();
        // Office keeps a lock file beside an open workbook.
        if lower.starts_with("~$") || !has_export_name(&lower) {
            continue;
        }
        // Whatever has the name of an export is taken, so that one that cannot be read is named.
        let path = entry.path();
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {}
            // A pipe nobody writes would be waited for without end, and a device may have none.
            Ok(metadata) if !metadata.is_file() => return Err(IntakeError::NoFile { path }),
            _ => found.push((name.as_encoded_bytes().to_vec(), path)),
        }
    }
    if found.is_empty() {
        return Err(IntakeError::NoExports { path: directory.to_path_buf() });
    }
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_gives_its_exports_in_byte_order_once() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.csv", "B2.CSV", "a.txt", "notes.md", "~$b.csv"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(dir.path().join("deeper.csv")).unwrap();
        let inputs = vec![dir.path().join("b.csv"), dir.path().to_path_buf()];
        let (sources, repeated) = resolve(&inputs).unwrap();
        let names: Vec<_> =
            sources.iter().map(|s| s.path.as_ref().unwrap().file_name().unwrap()).collect();
        assert_eq!(names, ["b.csv", "B2.CSV", "a.txt"]);
        assert_eq!(repeated.len(), 1);
    }

    #[test]
    fn a_directory_without_exports_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let error = resolve(&[dir.path().to_path_buf()]).unwrap_err();
        assert!(matches!(error, IntakeError::NoExports { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.csv"), "x").unwrap();
        std::os::unix::fs::symlink("/dev/zero", dir.path().join("b.csv")).unwrap();
        let error = resolve(&[dir.path().to_path_buf()]).unwrap_err();
        assert!(matches!(&error, IntakeError::NoFile { path } if path.ends_with("b.csv")));
        // Whoever names it wants it read.
        assert!(resolve(&[dir.path().join("b.csv")]).is_ok());
    }
}
