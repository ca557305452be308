//! Which places a manifest may make the program look into, and what lies there now that the report did
//! not read.

use super::verify_command::Remade;
use crate::intake::source;
use crate::verify::{self, Finding, Inputs, Manifest, Part, Verdict};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// What is named at most of what was not read.
const NAMED: usize = 1000;

/// Where a path of the manifest leads from the directory that the user names, or the current one;
/// `None` if it leads onto another machine, or out of what the user named.
fn place(path: &str, now: Option<&Path>) -> Option<PathBuf> {
    match now {
        _ if path.is_empty() || verify::is_of_a_network(path) => None,
        Some(_) if Path::new(path).is_absolute() => None,
        Some(_) if Path::new(path).components().any(|part| part == Component::ParentDir) => None,
        Some(now) => Some(now.join(path)),
        None => Some(PathBuf::from(path)),
    }
}

/// Files of the directories that were read, which the report did not read: they came later. They are
/// found by the rule by which a run takes files of a directory.
pub(super) fn not_read(manifest: &Manifest, inputs: &Inputs, now: Option<&Path>) -> Vec<Finding> {
    let options = &manifest.said["options"];
    let told = |what: String, verdict, detail: &str| {
        Finding::new(Part::Inputs, what, verdict, detail.to_owned())
    };
    let mut findings = Vec::new();
    for (key, what) in [("inputs", "export"), ("reports", "report"), ("facts", "facts")] {
        let given = options[key].as_array().into_iter().flatten();
        let given: Vec<&str> = given.filter_map(|path| path.as_str()).collect();
        let places = given.iter().filter_map(|path| Some((*path, place(path, now)?)));
        for (path, dir) in places.filter(|(_, place)| place.is_dir()) {
            let files = match source::resolve(std::slice::from_ref(&dir)) {
                Ok((files, _)) => files,
                // It is named among the inputs that are gone.
                Err(crate::intake::IntakeError::NoExports { .. }) => continue,
                Err(error) => {
                    let detail = format!("whether more lies there is not known: {error}");
                    findings.push(told(format!("{what} {path}"), Verdict::NotChecked, &detail));
                    continue;
                }
            };
            // By the file itself too: one may have been named twice, and read once.
            let itself = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.into());
            let known: HashSet<PathBuf> = manifest
                .inputs()
                .iter()
                .filter_map(|noted| place(&noted.file, now))
                .chain(inputs.places.found.iter().map(|(_, place)| place.clone()))
                .map(|path| itself(&path))
                .collect();
            let files = files.into_iter().filter_map(|file| file.path);
            let new = files.filter(|path| !known.contains(&itself(path)));
            findings.extend(new.take(NAMED).map(|path| {
                let detail = "it lies in a directory that was read, and the report has not read it: it \
                              came, or came back, later";
                told(format!("{what} {}", path.display()), Verdict::NotRead, detail)
            }));
        }
    }
    findings
}

/// Whether what a run would read is what the report read, and lies where a run looks for it: where it
/// was, or under the same paths in the directory that the user names. Their names stand in the
/// reports. A path of the manifest that leads to anything else is not opened.
pub(super) fn can_be_read_again(
    remade: &Remade,
    inputs: &Inputs,
    findings: &[Finding],
    now: Option<&Path>,
) -> Result<(), String> {
    let of_inputs = |verdict: Verdict| {
        let found = findings.iter().find(|f| f.part == Part::Inputs && f.verdict == verdict);
        found.map(|finding| finding.what.as_str())
    };
    for (verdict, why) in [
        (Verdict::Absent, "is not there"),
        (Verdict::Changed, "is not as it was"),
        (Verdict::Unreadable, "cannot be read"),
        (Verdict::NotRead, "was not read then, and would be now; move it elsewhere"),
        (Verdict::NotChecked, "could not be checked"),
    ] {
        if let Some(what) = of_inputs(verdict) {
            return Err(format!("{what} {why}"));
        }
    }
    let found = &inputs.places.found;
    if let Some(now) = now
        && let Some((noted, at)) = found.iter().find(|(noted, at)| now.join(&noted.file) != *at)
    {
        return Err(format!(
            "{} is now {}, and the reports name files as they were named then; put it under that name",
            noted.file,
            at.display()
        ));
    }
    for path in remade.reads() {
        let is_input = found.iter().any(|(noted, _)| Path::new(&noted.file).starts_with(path));
        // The current directory is before every path in it.
        let is_here = matches!(path, "." | "./");
        if verify::is_of_a_network(path) || !(is_input || is_here) {
            return Err(format!("{path} is none of the inputs that are the same"));
        }
        is_plain(path, now)?;
    }
    remade.settings().try_for_each(|path| is_plain(path, now))
}

/// Whether a path leads to a file, a directory, or nothing, and not to what might never answer.
fn is_plain(path: &str, now: Option<&Path>) -> Result<(), String> {
    let Some(place) = now.map(|now| now.join(path)).or_else(|| place(path, None)) else {
        return Err(format!("{path} is on another machine, or nowhere"));
    };
    let is_plain = |place: &Path| {
        std::fs::metadata(place).map_or(true, |found| found.is_file() || found.is_dir())
    };
    let below = std::fs::read_dir(&place).into_iter().flatten().flatten();
    match is_plain(&place) && below.take(NAMED).all(|entry| is_plain(&entry.path())) {
        true => Ok(()),
        false => Err(format!("{path} is no file and no directory of files")),
    }
}

/// Whether a directory of rules can be opened without waiting for ever.
pub(super) fn is_of_files(dir: &Path) -> bool {
    is_plain(&dir.to_string_lossy(), None).is_ok()
}
