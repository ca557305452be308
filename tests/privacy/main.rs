//! What the data is safe from: no socket, no file but those asked for, nobody else who may read
//! them, and no value of it in a panic.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

mod crates;
mod masked;
mod panics;
mod rights;
#[cfg(target_os = "linux")]
mod traced;

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

/// A folder with inputs, and one for temporary files.
pub struct Place {
    dir: TempDir,
}

impl Place {
    pub fn made() -> Place {
        let place = Place { dir: tempfile::tempdir().unwrap() };
        for folder in ["tmp", "home", "work"] {
            std::fs::create_dir(place.path(folder)).unwrap();
        }
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program with an environment of its own, in the folder `work`.
    pub fn around(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let home = self.path("home");
        command.current_dir(self.path("work")).env("TMPDIR", self.path("tmp")).env("HOME", &home);
        for folder in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
            command.env(folder, home.join(folder));
        }
        for proxy in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env(proxy, "http://127.0.0.1:9");
        }
        command
    }
}

/// The program itself.
pub fn program() -> String {
    assert_cmd::cargo::cargo_bin("capeprep").to_string_lossy().into_owned()
}

/// Every file and folder below a folder.
pub fn below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}
