//! A changed copy of the rules: first byte says which file, the rest is its content. What the
//! self-check lets through can be searched and asked.

use super::folder::Folder;
use capeprep::domain::{Cents, Hts8};
use capeprep::rulebook::{Rulebook, listing, search};
use std::path::PathBuf;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));
/// A path and what stands there.
type Kept = (PathBuf, Vec<u8>);
/// The rules as files, in the order of their names.
static FILES: LazyLock<(Folder, Vec<Kept>)> = LazyLock::new(|| {
    let folder = Folder::new();
    let dir = folder.path().join("rules");
    RULES.export(&dir).expect("exported");
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv" || e == "toml"))
        .map(|path| (path.clone(), std::fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    (folder, files)
});

/// Reads the rules with one of their files replaced.
pub fn check(data: &[u8]) {
    let Some((first, text)) = data.split_first() else { return };
    let (folder, files) = &*FILES;
    let (path, original) = &files[usize::from(*first) % files.len()];
    let name = path.file_name().expect("a name").to_string_lossy();
    std::fs::write(path, text).expect("written");
    let read = Rulebook::from_dir(&folder.path().join("rules"));
    std::fs::write(path, original).expect("written");
    match read {
        Ok(rules) => {
            listing(&search(&rules, "a"));
            if let Some(code) = Hts8::read("9903.01.24").and_then(|h| rules.registry.code(h)) {
                let day = "2025-05-20".parse().expect("a day");
                let duty = code.version_on(day).map(|v| v.rate.of(Cents(1_000_000)));
                assert!(duty.is_none_or(|duty| duty.0 >= 0));
            }
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.len() < 5_000, "{message}");
            // A file that others refer to may be named in their place.
            let names_a_file = files.iter().any(|(path, _)| {
                message.contains(&*path.file_name().expect("a name").to_string_lossy())
            });
            assert!(names_a_file || message.contains(&*name), "{message}");
        }
    }
}
