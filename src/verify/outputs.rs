//! The files of the directory, held against the list of them.

use super::digest::{Watch, digest};
use super::expected;
use super::folder::{Folder, Found, in_words};
use super::manifest::{Listed, Manifest};
use super::told::{Finding, Part, Verdict};
use crate::domain::quoted;
use crate::files::is_left_by_systems;
use crate::report::MANIFEST;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{HashMap, HashSet};

/// What systems put into every directory that is looked into.
const IN_ALL_FOLDERS: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", ".directory"];

/// Whether a file in the directory is passed over. Whoever uploads a folder of declarations uploads
/// all that looks like one, so there only what no system takes for a file is.
fn is_passed_over(name: &str) -> bool {
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    match folder.ends_with("declarations") {
        true => IN_ALL_FOLDERS.contains(&last),
        false => is_left_by_systems(last) || last == ".directory",
    }
}

/// Holds every file that the manifest lists against it, in the order of the list, and then names those
/// it does not list. Files are digested on the threads of the current pool.
pub fn outputs(folder: &Folder, manifest: &Manifest, watch: Watch<'_>) -> Vec<Finding> {
    let by_digest: HashMap<&str, &str> = manifest
        .outputs
        .iter()
        .map(|listed| (listed.sha256.as_str(), listed.file.as_str()))
        .collect();
    let held = |listed: &Listed| {
        let (verdict, detail) = held(folder, listed, &by_digest, watch);
        Finding::new(Part::Outputs, listed.file.as_str(), verdict, detail)
    };
    let mut findings: Vec<Finding> = manifest.outputs.par_iter().map(held).collect();
    let mut named = HashSet::new();
    for listed in &manifest.outputs {
        if !named.insert(listed.file.as_str()) {
            let detail = "the manifest lists it more than once";
            findings.push(Finding::new(
                Part::Outputs,
                listed.file.as_str(),
                Verdict::Unreadable,
                detail,
            ));
        }
    }
    findings.extend(expected::missing(manifest));
    let (names, too_many) = folder.names();
    for name in names {
        if name != MANIFEST && !named.contains(name.as_str()) && !is_passed_over(&name) {
            let detail = "capeprep did not write it here";
            findings.push(Finding::new(Part::Outputs, name, Verdict::Unlisted, detail));
        }
    }
    if too_many {
        let detail = "there are too many files to name";
        findings.push(Finding::new(Part::Outputs, "the directory", Verdict::Unlisted, detail));
    }
    findings
}

fn held(
    folder: &Folder,
    listed: &Listed,
    by_digest: &HashMap<&str, &str>,
    watch: Watch<'_>,
) -> (Verdict, String) {
    let (file, found) = match folder.file(&listed.file) {
        Found::File(file, found) => (file, found),
        Found::Nothing => {
            return (Verdict::Missing, format!("{} bytes by the manifest", listed.bytes));
        }
        Found::Refused(why) => return (Verdict::Unreadable, why),
    };
    if found.len() != listed.bytes {
        let detail = format!("{} bytes by the manifest, {} now", listed.bytes, found.len());
        return (Verdict::Changed, detail);
    }
    match digest(file, listed.bytes, watch) {
        Err(error) => (Verdict::Unreadable, in_words(&error)),
        Ok((_, sha256)) if sha256.eq_ignore_ascii_case(&listed.sha256) => {
            (Verdict::Same, String::new())
        }
        Ok((_, sha256)) => {
            let whose = by_digest.get(sha256.as_str());
            let whose = whose.map(|name| format!("; these are the bytes of {}", quoted(name)));
            let detail = format!(
                "SHA-256 {} by the manifest, {sha256} now{}",
                listed.sha256,
                whose.unwrap_or_default()
            );
            (Verdict::Changed, detail)
        }
    }
}

/// How the files of another report stand, in a few words; `None` if all are as they were written.
pub(super) fn differing(folder: &Folder, manifest: &Manifest, watch: Watch<'_>) -> Option<String> {
    let found = outputs(folder, manifest, watch);
    let differs = found.iter().filter(|finding| finding.verdict.differs());
    match differs.count() {
        0 => None,
        1 => Some("1 of its files is not as it was written".to_owned()),
        more => Some(format!("{more} of its files are not as they were written")),
    }
}

/// Whether a file holds these bytes.
pub(super) fn has(file: std::fs::File, bytes: u64, sha256: &str, watch: Watch<'_>) -> bool {
    digest(file, bytes, watch).is_ok_and(|(_, found)| found.eq_ignore_ascii_case(sha256))
}
