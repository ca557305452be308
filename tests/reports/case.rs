//! Running the program on the fixtures, and asking what it says.

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// The ES-003 of the fixtures: CBP's default columns, ten entries.
pub const EXPORT: &str = "es-003.csv";

/// A run with files of `fixtures/reports`, or with files of its own, in a directory of its own.
pub struct Case {
    pub dir: TempDir,
}

impl Case {
    pub fn with(own: &[(&str, &str)]) -> Case {
        let dir = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reports");
        for file in std::fs::read_dir(fixtures).unwrap() {
            let path = file.unwrap().path();
            std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
        for (name, text) in own {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        Case { dir }
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::cargo_bin("capeprep").unwrap();
        command.current_dir(self.dir.path()).args(arguments.split_whitespace());
        command
    }

    pub fn analyze(&self, arguments: &str) -> Ran {
        let _ = std::fs::remove_dir_all(self.dir.path().join("out"));
        self.command(&format!("analyze --as-of 2026-05-15 --quiet --out out {arguments}"))
            .assert()
            .success();
        self.ran()
    }

    pub fn ran(&self) -> Ran {
        let out = self.dir.path().join("out");
        let mut reader = csv::Reader::from_path(out.join("entries.csv")).unwrap();
        let rows = reader.deserialize().map(|row| row.unwrap());
        let entries = rows.map(|row: BTreeMap<String, String>| (row["entry_number"].clone(), row));
        let json = |name: &str| {
            serde_json::from_str(&std::fs::read_to_string(out.join(name)).unwrap()).unwrap()
        };
        Ran {
            entries: entries.collect(),
            findings: std::fs::read_to_string(out.join("findings.csv")).unwrap(),
            summary: json("summary.json"),
            manifest: json("manifest.json"),
        }
    }

    /// What the program says when it refuses.
    pub fn refused(&self, arguments: &str, code: i32) -> String {
        let output =
            self.command(&format!("analyze --quiet --out out {arguments}")).output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn inspect(&self, file: &str) -> String {
        let output = self.command(&format!("inspect {file}")).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{file}");
        String::from_utf8(output.stdout).unwrap()
    }
}

pub struct Ran {
    pub entries: BTreeMap<String, BTreeMap<String, String>>,
    pub findings: String,
    pub summary: Value,
    pub manifest: Value,
}

impl Ran {
    /// Whether a check found something, found nothing or could not be run.
    pub fn says(&self, entry: &str, check: &str) -> &'static str {
        let row = &self.entries[entry];
        let lists = |column: &str| row[column].split(';').any(|code| code == check);
        match (lists("findings"), lists("unproved")) {
            (true, _) => "found",
            (false, true) => "unproved",
            (false, false) => "clear",
        }
    }

    pub fn verdicts(&self, check: &str, expected: &[(&str, &str)]) {
        for (entry, verdict) in expected {
            assert_eq!(self.says(entry, check), *verdict, "{entry} {check}");
        }
    }

    /// What a check says of an entry.
    pub fn detail(&self, entry: &str, check: &str) -> String {
        let mut reader = csv::Reader::from_reader(self.findings.as_bytes());
        let rows = reader.records().map(|row| row.unwrap());
        let mut found = rows.filter(|row| &row[0] == entry && &row[1] == check);
        found.next().map(|row| row[4].to_owned()).unwrap_or_default()
    }

    /// How many entries a check is unproved for, without and with the facts.
    pub fn unproved(&self, check: &str) -> (u64, u64) {
        let count = |key: &str| self.summary[key][check].as_u64().unwrap_or(0);
        (count("unproved_without_facts"), count("unproved"))
    }
}
