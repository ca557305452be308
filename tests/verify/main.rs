//! A report is held against its manifest and its sums are added again: whatever was touched is named,
//! what could not be checked is said, and nothing leads out of the directory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "a test")]

mod again;
mod hostile;
mod inputs;
mod sums;
mod touched;

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

/// A place with the fixtures copied into it, so that reports name them by short paths.
pub struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    /// An empty one.
    pub fn empty() -> Place {
        Place { dir: tempfile::tempdir().unwrap() }
    }

    /// One with these folders of the fixtures.
    pub fn with(folders: &[&str]) -> Place {
        let place = Place::empty();
        for folder in folders {
            copy(&Path::new(FIXTURES).join(folder), &place.path(folder));
        }
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs the program there.
    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_capeprep"));
        command.current_dir(self.dir.path()).args(words).output().unwrap()
    }

    /// Runs the program there, which must do its work.
    pub fn done(&self, words: &[&str]) {
        let output = self.run(words);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {errors}");
    }

    /// Verifies a directory: exit code, and the document.
    pub fn verify(&self, words: &[&str]) -> Verified {
        let output = self.run(&[&["verify", "--json", "--no-progress"], words].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let said: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{words:?}: {error}: {text}{errors}"));
        Verified { code: output.status.code().unwrap(), said }
    }

    /// A report of the demo in `report`, with everything that can be given.
    pub fn demo() -> Place {
        let place = Place::with(&["demo", "demo-facts", "demo-hts-rates", "demo-parties"]);
        place.done(&DEMO);
        place
    }

    /// Changes a file of a report and its manifest with it, as one would who hides what he did.
    pub fn forge(&self, report: &str, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.path(report).join(file);
        let text = change(std::fs::read_to_string(&path).unwrap());
        std::fs::write(&path, &text).unwrap();
        let manifest = self.path(report).join("manifest.json");
        let mut said: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
        let digest = Sha256::digest(&text);
        for output in said["outputs"].as_array_mut().unwrap() {
            if output["file"] == file {
                output["bytes"] = text.len().into();
                output["sha256"] =
                    digest.iter().map(|b| format!("{b:02x}")).collect::<String>().into();
            }
        }
        std::fs::write(&manifest, serde_json::to_vec_pretty(&said).unwrap()).unwrap();
    }

    /// Changes the manifest of a report.
    pub fn manifest(&self, report: &str, change: impl FnOnce(&mut Value)) {
        let manifest = self.path(report).join("manifest.json");
        let mut said: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
        change(&mut said);
        std::fs::write(&manifest, serde_json::to_vec_pretty(&said).unwrap()).unwrap();
    }
}

pub const DEMO: [&str; 14] = [
    "analyze",
    "demo",
    "--facts",
    "demo-facts/facts.csv",
    "--hts-rates",
    "demo-hts-rates/hts-excerpt.csv",
    "--parties",
    "demo-parties/parties.toml",
    "--as-of",
    "2026-06-15",
    "--filer-code=9Q9",
    "--quiet",
    "--out",
    "report",
];

/// What was said of a directory.
pub struct Verified {
    pub code: i32,
    pub said: Value,
}

impl Verified {
    /// Verdict and detail of a check.
    pub fn of(&self, part: &str, what: &str) -> (String, String) {
        let all = self.said["findings"].as_array().unwrap();
        let found = all.iter().find(|f| f["part"] == part && f["what"] == what);
        let found = found.unwrap_or_else(|| panic!("{part}: {what} is not told: {:#}", self.said));
        let text = |key: &str| found[key].as_str().unwrap().to_owned();
        (text("verdict"), text("detail"))
    }

    /// What does not hold: part and what it is about.
    pub fn wrong(&self) -> Vec<(String, String)> {
        let all = self.said["findings"].as_array().unwrap().iter();
        let fine = ["same", "closes", "not there", "not checked", "not read"];
        all.filter(|f| !fine.contains(&f["verdict"].as_str().unwrap()))
            .map(|f| (f["part"].as_str().unwrap().into(), f["what"].as_str().unwrap().into()))
            .collect()
    }

    /// What was not checked.
    pub fn open(&self) -> Vec<String> {
        let all = self.said["findings"].as_array().unwrap().iter();
        let open = ["not checked", "not there", "not read"];
        all.filter(|f| open.contains(&f["verdict"].as_str().unwrap()))
            .map(|f| f["what"].as_str().unwrap().into())
            .collect()
    }

    pub fn holds(&self) {
        let said = &self.said;
        assert_eq!((self.code, self.wrong()), (0, Vec::new()), "{said:#}");
        assert_eq!(said["holds"], true, "{said:#}");
    }

    pub fn holds_wholly(&self) {
        self.holds();
        assert_eq!(self.open(), [""; 0]);
        assert_eq!(self.said["everything_checked"], true);
    }
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Every file of a report, by its name in it.
pub fn files(dir: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => {
                all.extend(files(&entry.path()).into_iter().map(|file| format!("{name}/{file}")))
            }
            false => all.push(name),
        }
    }
    all.sort();
    all
}
