//! What was read for the report, looked for where it was, or where it is now.

use super::digest::Watch;
use super::folder::{Folder, Found, parts, plain_file};
use super::manifest::{Manifest, Noted, WITHHELD};
use super::outputs::{differing, has};
use super::told::{Finding, Part, Verdict};
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
        let names = now.map(|folder| folder.names().0).unwrap_or_default();
        // A comparison of masked copies names them as they are.
        let is_masked = manifest.is_masked() && manifest.command == "analyze";
        let looked: Vec<(Finding, Option<PathBuf>)> = manifest
            .inputs()
            .par_iter()
            .map(|noted| look(noted, is_masked, now, &names, watch))
            .collect();
        let mut inputs = Inputs::default();
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
    now: Option<&Folder>,
    names: &[String],
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
    let mut changed: Option<(PathBuf, String)> = None;
    for place in places(noted, now, names) {
        match held(noted, &place, watch) {
            Held::Same => {
                let is_elsewhere = place != Path::new(&noted.file);
                let detail =
                    if is_elsewhere { format!("now {}", place.display()) } else { String::new() };
                return (told(Verdict::Same, detail), Some(place));
            }
            Held::Not(what) => changed = changed.or(Some((place, what))),
            Held::Nothing => {}
        }
    }
    // Under another name, it is still known by its bytes.
    if let Some((folder, place)) =
        now.and_then(|folder| Some((folder, by_bytes(noted, folder, names, watch)?)))
    {
        let place = folder.path().join(place);
        return (told(Verdict::Same, format!("now {}", place.display())), Some(place));
    }
    match changed {
        Some((place, what)) => {
            let place =
                if now.is_some() { format!("{}: ", place.display()) } else { String::new() };
            (told(Verdict::Changed, format!("{place}{what}")), None)
        }
        None => {
            let whose = if now.is_some() { "in the directory of --inputs" } else { "here" };
            let detail = format!("not found {whose}; name where it is now with --inputs DIR");
            (told(Verdict::Absent, detail), None)
        }
    }
}

/// Where an input may be.
fn places(noted: &Noted, now: Option<&Folder>, names: &[String]) -> Vec<PathBuf> {
    let Some(folder) = now else { return vec![PathBuf::from(&noted.file)] };
    let given = noted.file.replace('\\', "/");
    let name = given.rsplit('/').next().unwrap_or_default();
    let mut places = Vec::new();
    if parts(&given).is_some() {
        places.push(folder.path().join(&given));
    }
    if parts(name).is_some() {
        places.push(folder.path().join(name));
        let ending = format!("/{name}");
        let below = names.iter().filter(|other| other.ends_with(&ending)).take(TRIED);
        places.extend(below.map(|other| folder.path().join(other)));
    }
    places.dedup();
    places
}

enum Held {
    Same,
    Not(String),
    Nothing,
}

fn held(noted: &Noted, place: &Path, watch: Watch<'_>) -> Held {
    if noted.is_report {
        return report(noted, place, watch);
    }
    let (file, found) = match plain_file(place) {
        Found::File(file, found) => (file, found),
        Found::Nothing => return Held::Nothing,
        Found::Refused(why) => return Held::Not(why),
    };
    match noted.bytes {
        Some(bytes) if bytes != found.len() => {
            Held::Not(format!("{bytes} bytes by the manifest, {} now", found.len()))
        }
        _ if has(file, found.len(), &noted.sha256, watch) => Held::Same,
        _ => Held::Not("its SHA-256 is not that of the manifest".to_owned()),
    }
}

/// A report is known by its manifest, and its files by that.
fn report(noted: &Noted, place: &Path, watch: Watch<'_>) -> Held {
    let Ok(folder) = Folder::open(place) else { return Held::Nothing };
    let manifest = match Manifest::read(&folder) {
        Ok(manifest) => manifest,
        Err(error) => return Held::Not(error.to_string()),
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

/// A file that has the bytes of an input, whatever its name.
fn by_bytes(noted: &Noted, folder: &Folder, names: &[String], watch: Watch<'_>) -> Option<String> {
    let bytes = noted.bytes.filter(|_| !noted.is_report)?;
    let of_size = names.iter().filter_map(|name| match folder.file(name) {
        Found::File(file, found) if found.len() == bytes => Some((name, file)),
        _ => None,
    });
    of_size
        .take(TRIED)
        .find(|(_, file)| file.try_clone().is_ok_and(|file| has(file, bytes, &noted.sha256, watch)))
        .map(|(name, _)| name.clone())
}

/// Whether a path leads onto another machine, which a manifest from elsewhere must not make this one
/// ask.
pub fn is_of_a_network(file: &str) -> bool {
    file.starts_with("\\\\") || file.starts_with("//")
}
