//! An earlier report read back. The first byte says which file of a report directory is replaced: the
//! manifest, `entries.csv` of an estimate or `tracking.csv` of a tracking. The manifest is made to
//! fit a replaced table, so that what is read is the table.

use super::folder::Folder;
use super::program::program;
use capeprep::earlier::open;
use capeprep::rulebook::Rulebook;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::built_in().expect("built in"));

/// An estimate and what was tracked of it.
pub struct Reports {
    /// Where they lie.
    _folder: Folder,
    /// The estimate.
    pub estimate: PathBuf,
    tracking: PathBuf,
}

const EXPORT: &[u8] = include_bytes!("../../../fixtures/story/2026-05/ES-003 2026-05-15.csv");
const CLAIM: &[u8] =
    include_bytes!("../../../fixtures/story/2026-06/claim-details 100000000001.csv");
const REFUNDS: &[u8] = include_bytes!("../../../fixtures/story/2026-06/REV-603 2026-06-30.csv");
const BANK: &[u8] = include_bytes!("../../../fixtures/story/2026-06/bank 2026-06.csv");

static REPORTS: LazyLock<Reports> = LazyLock::new(Reports::new);

impl Reports {
    /// The reports of the story in `fixtures/story`.
    pub fn new() -> Reports {
        let folder = Folder::new();
        let export = folder.write("export.csv", EXPORT).into_os_string();
        let (estimate, tracking) = (folder.path().join("estimate"), folder.path().join("tracking"));
        let words = |words: &[&str]| words.iter().map(Into::into).collect::<Vec<_>>();
        let options = ["analyze", "--quiet", "--as-of", "2026-05-15", "--skip", "html,xlsx,ics"];
        let mut args = words(&options);
        args.extend([export, "--out".into(), estimate.clone().into()]);
        program(&args).expect("an estimate");
        let options = ["track", "--quiet", "--as-of", "2026-08-15", "--skip", "html,xlsx"];
        let mut args = words(&options);
        for (name, bytes) in [("claims.csv", CLAIM), ("rev-603.csv", REFUNDS), ("bank.csv", BANK)] {
            args.push(folder.write(name, bytes).into_os_string());
        }
        args.extend(["--run".into(), estimate.clone().into()]);
        args.extend(["--out".into(), tracking.clone().into()]);
        program(&args).expect("a tracking");
        Reports { _folder: folder, estimate, tracking }
    }
}

/// Replaces a file and opens the directory.
pub fn check(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let (dir, name) = match first % 3 {
        0 => (&REPORTS.estimate, "manifest.json"),
        1 => (&REPORTS.estimate, "entries.csv"),
        _ => (&REPORTS.tracking, "tracking.csv"),
    };
    let manifest = std::fs::read(dir.join("manifest.json")).expect("a manifest");
    let original = std::fs::read(dir.join(name)).expect("a file");
    std::fs::write(dir.join(name), bytes).expect("written");
    if name != "manifest.json" {
        std::fs::write(dir.join("manifest.json"), fitting(&manifest, name, bytes))
            .expect("written");
    }
    read(dir, bytes);
    std::fs::write(dir.join(name), original).expect("written");
    std::fs::write(dir.join("manifest.json"), manifest).expect("written");
}

/// The manifest as if a file had been written with these bytes.
fn fitting(manifest: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut value: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
    let outputs = value["outputs"].as_array_mut().expect("a list");
    let listed = outputs.iter_mut().find(|listed| listed["file"] == name).expect("listed");
    let digest = Sha256::digest(bytes);
    listed["bytes"] = bytes.len().into();
    listed["sha256"] = digest.iter().map(|b| format!("{b:02x}")).collect::<String>().into();
    serde_json::to_vec(&value).expect("JSON")
}

fn read(dir: &Path, bytes: &[u8]) {
    match open(dir, &RULES) {
        Ok(earlier) => {
            let lines = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
            assert!(earlier.portfolio.len() <= lines.max(100));
            for (id, entry) in earlier.portfolio.iter() {
                assert_eq!(earlier.portfolio.find(&entry.number), Some(id));
                earlier.state(id);
            }
            if !earlier.states.is_empty() {
                let _ = earlier.bank_told();
            }
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.len() < 5_000, "{message}");
        }
    }
}
