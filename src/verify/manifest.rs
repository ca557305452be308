//! The manifest of a directory, read without expecting more of it than it needs.

use super::Unreadable;
use super::digest::of_bytes;
use super::folder::{Folder, Found, parts};
use crate::domain::quoted;
use crate::report::MANIFEST;
use serde_json::Value;
use std::io::Read;

/// Stands in a masked copy for what it does not tell.
pub const WITHHELD: &str = "(withheld)";

/// Tables of which no figure is added up.
const IN_NO_SUM: [&str; 10] = [
    "cash.csv",
    "checks.csv",
    "clocks.csv",
    "history.csv",
    "interest.csv",
    "interest_by_basis.csv",
    "interest_by_group.csv",
    "readiness.csv",
    "refund_entries.csv",
    "strangers.csv",
];

/// No manifest is as large; something else is.
const MOST_BYTES: u64 = 1 << 26;

/// A file of the directory as the manifest lists it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// Its name, with `/` between directories.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Something that was read for the report, as the manifest notes it.
#[derive(Debug, Clone)]
pub struct Noted {
    /// What it is, such as `export`.
    pub what: &'static str,
    /// Its path as it was given then.
    pub file: String,
    /// Its size, if it was noted.
    pub bytes: Option<u64>,
    /// SHA-256, in hexadecimal; blank if it was not noted. Of a report directory that of its manifest.
    pub sha256: String,
    /// Whether it is the directory of an earlier report.
    pub is_report: bool,
}

/// A manifest.
#[derive(Debug)]
pub struct Manifest {
    /// Which command wrote the directory.
    pub command: String,
    /// The version of the program that wrote it.
    pub version: String,
    /// The version of its rulebook.
    pub rulebook: String,
    /// SHA-256 of the manifest itself, in hexadecimal.
    pub sha256: String,
    /// All that it says.
    pub said: Value,
    pub(super) outputs: Vec<Listed>,
    inputs: Vec<Noted>,
}

impl Manifest {
    /// Reads the manifest of a directory. Keys it does not know are passed over.
    ///
    /// # Errors
    /// There is none, it cannot be read, or it is of something else.
    pub fn read(folder: &Folder) -> Result<Manifest, Unreadable> {
        let path = folder.path().join(MANIFEST);
        let wrong = |what: &str| {
            Unreadable(format!(
                "{}: {what}. Expected the manifest as capeprep wrote it, beside the files that it \
                 lists. Without it nothing in this directory can be verified: fetch the untouched \
                 directory, or run the command again.",
                path.display()
            ))
        };
        let (file, found) = match folder.file(MANIFEST) {
            Found::File(file, found) => (file, found),
            Found::Nothing => return Err(wrong("is not there")),
            Found::Refused(why) => {
                let path = path.display();
                let what = "Without the manifest nothing in this directory can be verified.";
                return Err(Unreadable(format!("{path}: {why}. {what}")));
            }
        };
        if found.len() > MOST_BYTES {
            return Err(wrong(&format!("{} bytes, which no manifest has", found.len())));
        }
        let mut bytes = Vec::new();
        file.take(MOST_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        let said: Value = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(&format!("cut off or changed ({error})")))?;
        let text =
            |pointer: &str| said.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if text("/program") != "capeprep" {
            return Err(wrong(&format!("written by {}", quoted(text("/program")))));
        }
        let outputs = listed(&said).map_err(|what| wrong(&what))?;
        // Before there was another, no manifest said which command wrote it.
        let command = match (text("/options/command"), text("/command")) {
            ("", "") => "analyze",
            ("", command) | (command, _) => command,
        };
        Ok(Manifest {
            command: command.to_owned(),
            version: text("/version").to_owned(),
            rulebook: text("/rulebook").to_owned(),
            sha256: of_bytes(&bytes),
            outputs,
            inputs: noted(&said),
            said,
        })
    }

    /// A text among its options; blank if it is not there.
    pub fn option(&self, name: &str) -> &str {
        self.said["options"][name].as_str().unwrap_or_default()
    }

    /// Whether the directory is a masked copy.
    pub fn is_masked(&self) -> bool {
        self.said["options"]["masked"] == Value::Bool(true)
    }

    /// Everything that was read, once.
    pub fn inputs(&self) -> &[Noted] {
        &self.inputs
    }

    /// Whether it lists a file.
    pub fn lists(&self, file: &str) -> bool {
        self.outputs.iter().any(|listed| listed.file == file)
    }

    /// Tables that it lists and of which no figure is in any sum.
    pub fn tables_in_no_sum(&self) -> impl Iterator<Item = &str> {
        self.files().filter(|file| IN_NO_SUM.contains(file))
    }

    /// The names of the files it lists.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|listed| listed.file.as_str())
    }
}

fn listed(said: &Value) -> Result<Vec<Listed>, String> {
    let outputs = said["outputs"].as_array().ok_or("it lists no outputs")?;
    let listed = |output: &Value| {
        let file = output["file"].as_str()?.to_owned();
        let sha256 = output["sha256"].as_str()?.to_owned();
        Some(Listed { file, bytes: output["bytes"].as_u64()?, sha256 })
    };
    let all: Option<Vec<Listed>> = outputs.iter().map(listed).collect();
    let all = all.ok_or("one of its outputs has no name, size or SHA-256")?;
    match all.iter().find(|listed| listed.file == MANIFEST || parts(&listed.file).is_none()) {
        Some(listed) => {
            Err(format!("lists {}, which is no file of a report", quoted(&listed.file)))
        }
        None => {
            // Each would be read once more.
            let mut seen = std::collections::HashSet::new();
            match all.iter().find(|listed| !seen.insert(&listed.file)) {
                Some(twice) => Err(format!("lists {} twice", quoted(&twice.file))),
                None => Ok(all),
            }
        }
    }
}

/// Where an input is: of several sheets or members each has its name behind that of the file.
pub(super) fn path_of(value: &Value) -> Option<&str> {
    let mut file = value["file"].as_str()?;
    for part in ["sheet", "member"] {
        let inside = value[part].as_str().and_then(|name| file.strip_suffix(name));
        file = inside.and_then(|rest| rest.strip_suffix('#')).unwrap_or(file);
    }
    Some(file)
}

/// What was read, by the keys of all commands. An archive of several members is named once.
fn noted(said: &Value) -> Vec<Noted> {
    let one = |what: &'static str, value: &Value| {
        let file = path_of(value)?.to_owned();
        let sha256 = value["sha256"].as_str().unwrap_or_default().to_owned();
        Some(Noted { what, file, bytes: value["bytes"].as_u64(), sha256, is_report: false })
    };
    let report = |value: &Value| {
        let file = value["directory"].as_str()?.to_owned();
        let sha256 = value["manifest_sha256"].as_str().unwrap_or_default().to_owned();
        Some(Noted { what: "earlier report", file, bytes: None, sha256, is_report: true })
    };
    let all = |key: &str| said[key].as_array().into_iter().flatten();
    let exports = if said["estimate"].is_object() { "report" } else { "export" };
    let mut noted: Vec<Noted> = Vec::new();
    noted.extend(report(&said["estimate"]));
    noted.extend(all("compared").filter_map(report));
    noted.extend(all("inputs").filter_map(|value| one(exports, value)));
    noted.extend(all("facts").filter_map(|value| one("facts", value)));
    noted.extend(one("tariff", &said["hts_rates"]));
    noted.extend(one("parties", &said["parties"]));
    noted.extend(one("accounts", &said["accounts"]));
    let mut seen = std::collections::HashSet::new();
    noted.retain(|noted| seen.insert((noted.file.clone(), noted.sha256.clone())));
    noted
}
