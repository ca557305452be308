//! Whatever an export is packed in, the same figures come out; and what is damaged, encrypted or
//! made to burst is refused by name.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

mod make;
mod refused;
mod same;
mod sheets;

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with inputs, and how the program ends on them.
pub(crate) struct Case {
    dir: TempDir,
}

pub(crate) struct Ended {
    pub code: i32,
    pub message: String,
    pub printed: String,
}

impl Case {
    pub fn new() -> Case {
        Case { dir: tempfile::tempdir().unwrap() }
    }

    /// A folder with one input of this name.
    pub fn with(name: &str, content: &[u8]) -> Case {
        let case = Case::new();
        case.file(name, content);
        case
    }

    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    #[cfg(unix)]
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Runs a command in the folder; inputs are named as they are there.
    pub fn run(&self, args: &[&str], input: &[u8]) -> Ended {
        let output = Command::cargo_bin("capeprep")
            .unwrap()
            .current_dir(self.dir.path())
            .args(args)
            .write_stdin(input)
            .output()
            .unwrap();
        Ended {
            code: output.status.code().unwrap(),
            message: String::from_utf8(output.stderr).unwrap(),
            printed: String::from_utf8(output.stdout).unwrap(),
        }
    }

    pub fn analyze(&self, inputs: &[&str], more: &[&str]) -> Ended {
        // The reports to look at name their inputs, which differ here.
        let skip = "--skip=html,xlsx";
        let fixed = ["analyze", "--quiet", "--as-of=2026-05-15", "--out=out", "--force", skip];
        self.run(&[&fixed[..], inputs, more].concat(), b"")
    }

    /// Runs on inputs that must be read.
    pub fn report(&self, inputs: &[&str], more: &[&str]) -> Report {
        let ended = self.analyze(inputs, more);
        assert_eq!(ended.code, 0, "{}", ended.message);
        self.written()
    }

    pub fn written(&self) -> Report {
        let mut files = BTreeMap::new();
        collect(&self.dir.path().join("out"), "", &mut files);
        Report { files }
    }

    /// Runs on one input that must be refused, with one message that says all of `says`.
    pub fn refused(&self, input: &str, says: &[&str]) {
        let ended = self.analyze(&[input], &[]);
        assert_eq!(ended.code, 1, "{}", ended.message);
        for text in says {
            assert!(ended.message.contains(text), "`{text}` is not in: {}", ended.message);
        }
        assert_eq!(ended.message.lines().count(), 1, "one message: {}", ended.message);
        assert!(!self.dir.path().join("out").exists(), "nothing is written");
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The files of a report.
#[derive(Debug, PartialEq)]
pub(crate) struct Report {
    pub files: BTreeMap<String, String>,
}

impl Report {
    pub fn summary(&self) -> serde_json::Value {
        serde_json::from_str(&self.files["summary.json"]).unwrap()
    }

    pub fn warnings(&self) -> String {
        let summary = self.summary();
        let warnings = summary["warnings"].as_array().unwrap();
        warnings.iter().map(|w| w.as_str().unwrap()).collect::<Vec<_>>().join("\n")
    }

    /// The report without what says how the inputs lay on disk.
    pub fn without_inputs(mut self) -> Report {
        let mut summary = self.summary();
        summary.as_object_mut().unwrap().remove("inputs");
        self.files.insert("summary.json".into(), summary.to_string());
        self.files.remove("manifest.json");
        self
    }
}
