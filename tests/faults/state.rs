//! What lies in a folder, and whether it is whole.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub const MANIFEST: &str = "manifest.json";

/// Every file below a folder by its name, with its digest; of a file, itself under no name.
/// Folders count too, with no digest.
pub type Tree = BTreeMap<PathBuf, Option<[u8; 32]>>;

/// What is at a place; `None` if nothing is.
pub fn tree(place: &Path) -> Option<Tree> {
    let mut found = Tree::new();
    let metadata = place.symlink_metadata().ok()?;
    if metadata.is_dir() {
        below(place, Path::new(""), &mut found);
    } else {
        found.insert(PathBuf::new(), Some(digest(place)));
    }
    Some(found)
}

fn below(dir: &Path, under: &Path, found: &mut Tree) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = under.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            found.insert(name.clone(), None);
            below(&entry.path(), &name, found);
        } else {
            found.insert(name, Some(digest(&entry.path())));
        }
    }
}

pub fn digest(path: &Path) -> [u8; 32] {
    Sha256::digest(std::fs::read(path).unwrap_or_default()).into()
}

pub fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same without the manifest, which alone may hold times.
pub fn without_manifest(tree: &Tree) -> Tree {
    tree.iter()
        .filter(|(name, _)| **name != Path::new(MANIFEST))
        .map(|(n, d)| (n.clone(), *d))
        .collect()
}

/// Whether a report is what its manifest says, file for file.
pub fn keeps_its_manifest(place: &Path, tree: &Tree) -> Result<(), String> {
    let text =
        std::fs::read_to_string(place.join(MANIFEST)).map_err(|e| format!("manifest: {e}"))?;
    let manifest: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("manifest: {error}"))?;
    let mut listed = Tree::new();
    for output in manifest["outputs"].as_array().ok_or("the manifest lists no outputs")? {
        let (file, sha256) = (&output["file"], &output["sha256"]);
        let file = PathBuf::from(file.as_str().ok_or("an output without a name")?);
        let found = tree.get(&file).copied().flatten();
        if found.map(|digest| hex(&digest)).as_deref() != sha256.as_str() {
            return Err(format!("{} is not what the manifest says", file.display()));
        }
        listed.insert(file, found);
    }
    for (name, digest) in tree {
        if digest.is_some() && name != Path::new(MANIFEST) && !listed.contains_key(name) {
            return Err(format!("{} is in no manifest", name.display()));
        }
    }
    Ok(())
}

/// Copies a file or a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        std::fs::copy(from, to).unwrap();
        return;
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Bytes on disk of all that is in it, in whole pages, and how many files and folders.
pub fn size(place: &Path) -> (u64, u64) {
    let Ok(metadata) = place.symlink_metadata() else { return (0, 0) };
    if !metadata.is_dir() {
        return (metadata.len().div_ceil(4096) * 4096, 1);
    }
    let entries = std::fs::read_dir(place).unwrap();
    entries.fold((0, 1), |(bytes, count), entry| {
        let (more, files) = size(&entry.unwrap().path());
        (bytes + more, count + files)
    })
}

/// The names in a folder.
pub fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
