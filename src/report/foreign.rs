//! What stands in the directory of an earlier report and is none of it, or was changed: `--force`
//! removes that directory as a whole, and somebody's work with it.

use super::MANIFEST;
use super::OutputError;
use crate::files::{self, MOST_OF_MANIFEST, is_left_by_systems};
use serde_json::Value;
use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// So many files are named.
const NAMED: usize = 5;

/// Refuses to replace a directory that holds files its manifest does not list, or listed ones of
/// another size. What systems and office programs leave by themselves is passed over.
///
/// # Errors
/// It does, or cannot be looked into.
pub(super) fn refuse_foreign(place: &Path) -> Result<(), OutputError> {
    let mut found = foreign(place)?;
    if found.is_empty() {
        return Ok(());
    }
    if found.len() > NAMED {
        found.truncate(NAMED);
        found.push("and more".to_owned());
    }
    Err(OutputError::Foreign { place: place.to_path_buf(), files: found.join(", ") })
}

/// The first of these files in the order of their names, one more than are named.
fn foreign(place: &Path) -> Result<Vec<String>, OutputError> {
    let listed = listed_in(place);
    let (mut found, mut dirs) = (Vec::new(), vec![String::new()]);
    while let Some(dir) = dirs.pop() {
        for (name, path, metadata) in entries(&place.join(&dir))? {
            let name = if dir.is_empty() { name } else { format!("{dir}/{name}") };
            if metadata.is_dir() {
                dirs.push(name);
                continue;
            }
            let last = name.rsplit('/').next().unwrap_or_default();
            if is_left_by_systems(last) || (name == MANIFEST && metadata.is_file()) {
                continue;
            }
            // A name that is not Unicode is none of ours, whatever it looks like.
            let bytes = listed.get(&name).filter(|_| path.to_str().is_some());
            match bytes {
                Some(bytes) if !metadata.is_file() => {
                    found.push(format!("{name} (no file any more; written with {bytes} bytes)"));
                }
                Some(bytes) if *bytes != metadata.len() => {
                    let now = metadata.len();
                    found.push(format!("{name} ({now} bytes, written with {bytes})"));
                }
                Some(_) => {}
                None => found.push(name),
            }
            if found.len() > NAMED {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// What a directory holds, by name.
fn entries(dir: &Path) -> Result<Vec<(String, PathBuf, Metadata)>, OutputError> {
    let io = |error| OutputError::Io { action: "look into", path: dir.to_path_buf(), error };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        entries.push((name, entry.path(), entry.metadata().map_err(io)?));
    }
    entries.sort_by(|x, y| x.0.cmp(&y.0));
    Ok(entries)
}

/// The files of a report by its manifest, with their bytes.
fn listed_in(place: &Path) -> HashMap<String, u64> {
    let text = files::text(&place.join(MANIFEST), MOST_OF_MANIFEST).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    let outputs = manifest.get("outputs").and_then(Value::as_array);
    let listed = outputs.into_iter().flatten().filter_map(|output| {
        let name = output.get("file").and_then(Value::as_str)?;
        Some((name.to_owned(), output.get("bytes").and_then(Value::as_u64)?))
    });
    listed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_the_reports_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let outputs = r#"[{"file":"a.csv","bytes":1},{"file":"b/c.csv","bytes":2},{"file":"d.csv","bytes":3}]"#;
        write(MANIFEST, &format!(r#"{{"program":"capeprep","outputs":{outputs}}}"#));
        write("a.csv", "1");
        write("b/c.csv", "22");
        for left in [".DS_Store", "~$report.xlsx", "b/.~lock.c.csv#", "._a.csv", "Desktop.ini"] {
            write(left, "x");
        }
        std::fs::create_dir(dir.path().join("empty")).unwrap();
        refuse_foreign(dir.path()).unwrap();
        write("b/c.csv", "edited");
        write("filed/receipt.txt", "x");
        let said = refuse_foreign(dir.path()).unwrap_err().to_string();
        let named = "holds what capeprep did not write there: filed/receipt.txt, b/c.csv (6 bytes, \
                     written with 2). --force would remove";
        assert!(said.contains(named), "{said}");
        for number in 0..9 {
            write(&format!("{number}.txt"), "x");
        }
        let said = refuse_foreign(dir.path()).unwrap_err().to_string();
        assert!(said.contains("0.txt, 1.txt, 2.txt, 3.txt, 4.txt, and more."), "{said}");
    }
}
