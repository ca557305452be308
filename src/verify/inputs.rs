//! What was read for the report, looked for where it was, or where it is now.

use super::digest::{Watch, digest};
use super::folder::{Folder, Found, Named, in_words, parts, plain_file};
use super::manifest::{Manifest, Noted, WITHHELD};
use super::outputs::{differing, has};
use super::told::{Finding, Part, Verdict};
use crate::report::MANIFEST;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::{Path, PathBuf};

/// Files that are digested at most to find one by its bytes.
const TRIED: usize = 64;

/// Where each input is now, as far as it was found with the same bytes.
#[derive(Debug, Default)]
pub struct Places {
    /// Inputs, and where they are.
    pub found: Vec<(Noted, PathBuf)>,
}

/// The directory in which the user says that the inputs are now, and every file in it.
struct Here<'f> {
    folder: &'f Folder,
    files: Vec<Named>,
    /// Whether there may be more files.
    is_cut: bool,
}

impl Here<'_> {
    fn of(folder: &Folder) -> Here<'_> {
        let (files, is_cut) = folder.all_files();
        Here { folder, files, is_cut }
    }
}

/// The inputs of a report.
#[derive(Debug, Default)]
pub struct Inputs {
    /// What became of each, in the order of the manifest.
    pub findings: Vec<Finding>,
    /// Where they are.
    pub places: Places,
}

impl Inputs {
    /// Looks for every input of a manifest: in `now`, if the user names a directory, and else where it
    /// was, by the current directory. In `now` it is looked for by the path it had, by its name, and
    /// by its size and SHA-256.
    pub fn find(manifest: &Manifest, now: Option<&Folder>, watch: Watch<'_>) -> Inputs {
        let names = now.map(Here::of);
        // A comparison of masked copies names them as they are.
        let is_masked = manifest.is_masked() && manifest.command == "analyze";
        let looked: Vec<(Finding, Option<PathBuf>)> = manifest
            .inputs()
            .par_iter()
            .map(|noted| look(noted, is_masked, names.as_ref(), watch))
            .collect();
        let mut inputs = Inputs::default();
        if manifest.inputs().is_empty() {
            let detail = "the manifest names no input, and no report is made of none";
            let what = "what was read";
            inputs.findings.push(Finding::new(Part::Inputs, what, Verdict::Missing, detail));
        }
        for (noted, (finding, place)) in manifest.inputs().iter().zip(looked) {
            inputs.findings.push(finding);
            inputs.places.found.extend(place.map(|place| (noted.clone(), place)));
        }
        inputs
    }
}

fn look(
    noted: &Noted,
    is_masked: bool,
    now: Option<&Here<'_>>,
    watch: Watch<'_>,
) -> (Finding, Option<PathBuf>) {
    let told = |verdict, detail: String| {
        Finding::new(Part::Inputs, format!("{} {}", noted.what, noted.file), verdict, detail)
    };
    let not_checked = |why: &str| (told(Verdict::NotChecked, why.to_owned()), None);
    if noted.sha256.is_empty() {
        return not_checked("no SHA-256 of it was noted, as in masked copies");
    }
    if noted.file == WITHHELD {
        return not_checked("its name is withheld");
    }
    if now.is_none() && is_masked {
        return not_checked("its name is withheld; name the directory it is in with --inputs");
    }
    if now.is_none() && noted.file == "-" {
        return not_checked("it was standard input; name where it was saved with --inputs");
    }
    if now.is_none() && is_of_a_network(&noted.file) {
        return not_checked("it was on a network share; name where it is with --inputs");
    }
    let mut other: Option<(PathBuf, Verdict, String)> = None;
    for place in places(noted, now) {
        match held(noted, &place, watch) {
            Held::Same => {
                let is_elsewhere = place != Path::new(&noted.file);
                let detail =
                    if is_elsewhere { format!("now {}", place.display()) } else { String::new() };
                return (told(Verdict::Same, detail), Some(place));
            }
            Held::Not(what) => other = other.or(Some((place, Verdict::Changed, what))),
            Held::Unreadable(why) => other = other.or(Some((place, Verdict::Unreadable, why))),
            Held::Nothing => {}
        }
    }
    // Under another name, it is still known by its bytes.
    if let Some(place) = now.and_then(|here| by_bytes(noted, here, watch)) {
        return (told(Verdict::Same, format!("now {}", place.display())), Some(place));
    }
    match (other, now) {
        (Some((_, verdict, what)), None) => (told(verdict, what), None),
        (Some((place, verdict, what)), Some(_)) => {
            (told(verdict, format!("{}: {what}", place.display())), None)
        }
        (None, None) => {
            let detail = "not found here; name where it is now with --inputs DIR";
            (told(Verdict::Absent, detail.to_owned()), None)
        }
        (None, Some(here)) => {
            let cut = match here.is_cut {
                true => {
                    ", as far as that was looked through (some of it lies too deep, may not be \
                          looked into, or there are too many files)"
                }
                false => "",
            };
            let detail =
                format!("neither its name nor its bytes are in the directory of --inputs{cut}");
            (told(Verdict::Absent, detail), None)
        }
    }
}

/// Where an input may be.
fn places(noted: &Noted, now: Option<&Here<'_>>) -> Vec<PathBuf> {
    let Some(Here { folder, files, .. }) = now else { return vec![PathBuf::from(&noted.file)] };
    let given = noted.file.replace('\\', "/");
    let name = given.rsplit('/').next().unwrap_or_default();
    let mut places = Vec::new();
    if parts(&given).is_some() {
        places.push(folder.path().join(&given));
    }
    if parts(name).is_some() {
        places.push(folder.path().join(name));
        let ending = format!("/{name}");
        let below = files.iter().filter(|other| other.name.ends_with(&ending)).take(TRIED);
        places.extend(below.map(|other| other.path.clone()));
    }
    places.dedup();
    places
}

enum Held {
    Same,
    Not(String),
    Unreadable(String),
    Nothing,
}

fn held(noted: &Noted, place: &Path, watch: Watch<'_>) -> Held {
    if noted.is_report {
        return report(noted, place, watch);
    }
    let (file, found) = match plain_file(place) {
        Found::File(file, found) => (file, found),
        Found::Nothing => return Held::Nothing,
        Found::Refused(why) => return Held::Unreadable(why),
    };
    match noted.bytes {
        Some(bytes) if bytes != found.len() => {
            Held::Not(format!("{bytes} bytes by the manifest, {} now", found.len()))
        }
        _ => match digest(file, found.len(), watch) {
            Ok((_, sha256)) if sha256.eq_ignore_ascii_case(&noted.sha256) => Held::Same,
            Ok(_) => Held::Not("its SHA-256 is not that of the manifest".to_owned()),
            Err(error) => Held::Unreadable(in_words(&error)),
        },
    }
}

/// A report is known by its manifest, and its files by that.
fn report(noted: &Noted, place: &Path, watch: Watch<'_>) -> Held {
    let Ok(folder) = Folder::open(place) else { return Held::Nothing };
    let manifest = match Manifest::read(&folder) {
        Ok(manifest) => manifest,
        Err(error) => return Held::Unreadable(error.to_string()),
    };
    if !manifest.sha256.eq_ignore_ascii_case(&noted.sha256) {
        return Held::Not(format!(
            "its manifest has SHA-256 {} now, and {} was read",
            manifest.sha256, noted.sha256
        ));
    }
    match differing(&folder, &manifest, watch) {
        Some(what) => Held::Not(format!("{what}: verify that directory")),
        None => Held::Same,
    }
}

/// A file that has the bytes of an input, whatever its name; of a report its directory.
fn by_bytes(noted: &Noted, here: &Here<'_>, watch: Watch<'_>) -> Option<PathBuf> {
    if noted.is_report {
        let manifests = here.files.iter().filter(|named| named.path.ends_with(MANIFEST));
        let mut dirs = manifests.filter_map(|named| named.path.parent());
        return dirs
            .find(|dir| matches!(report(noted, dir, watch), Held::Same))
            .map(Path::to_path_buf);
    }
    let bytes = noted.bytes?;
    let of_size = here.files.iter().filter_map(|named| match plain_file(&named.path) {
        Found::File(file, found) if found.len() == bytes => Some((named, file)),
        _ => None,
    });
    of_size
        .take(TRIED)
        .find(|(_, file)| file.try_clone().is_ok_and(|file| has(file, bytes, &noted.sha256, watch)))
        .map(|(named, _)| named.path.clone())
}

/// Whether a path leads onto another machine, which a manifest from elsewhere must not make this one
/// ask. Systems that have such paths take either slash.
pub fn is_of_a_network(file: &str) -> bool {
    let is_slash = |letter: Option<u8>| matches!(letter, Some(b'/' | b'\\'));
    let mut letters = file.bytes();
    is_slash(letters.next()) && is_slash(letters.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_onto_another_machine_is_known_by_either_slash() {
        for file in ["//host/share", "\\\\host\\share", "\\/host\\share", "/\\host/share"] {
            assert!(is_of_a_network(file), "{file}");
        }
        for file in ["", "/", "/home/x", "\\x", "C:\\x", "demo//x"] {
            assert!(!is_of_a_network(file), "{file}");
        }
    }
}
