//! The shape of the crate: rooms follow the way of the data and depend only on what lies before
//! them, files stay small, and no float comes near money.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms in the order of the way, with what each may use. `domain` and `rulebook` are for all
/// that come after them; `files`, `threads` and `publication` know nothing of the data and serve
/// the rooms that read and write.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("files", &[]),
    ("threads", &[]),
    ("publication", &["files"]),
    ("rulebook", &["domain", "files", "publication"]),
    ("mask", &["domain", "publication"]),
    ("hts_rates", &["domain", "files"]),
    ("parties", &["domain", "files", "rulebook", "mask"]),
    ("intake", &["domain", "rulebook", "threads"]),
    ("ledger", &["domain", "rulebook", "mask", "intake"]),
    ("assess", &["domain", "rulebook", "hts_rates", "parties", "ledger"]),
    ("estimate", &["domain", "rulebook", "parties", "ledger", "assess"]),
    ("explain", &["domain", "rulebook", "parties", "ledger", "assess", "estimate"]),
    ("earlier", &["domain", "files", "rulebook", "ledger", "assess"]),
    ("track", &["domain", "rulebook", "intake", "ledger", "assess", "earlier"]),
    ("changes", &["domain", "rulebook", "ledger", "assess", "earlier"]),
    (
        "report",
        &[
            "domain",
            "files",
            "rulebook",
            "threads",
            "publication",
            "hts_rates",
            "parties",
            "ledger",
            "assess",
            "estimate",
            "explain",
            "earlier",
            "track",
            "changes",
        ],
    ),
    ("verify", &["domain", "files", "rulebook", "report"]),
    ("sample", &["domain", "rulebook"]),
    (
        "cli",
        &[
            "domain",
            "files",
            "rulebook",
            "mask",
            "threads",
            "publication",
            "hts_rates",
            "parties",
            "intake",
            "ledger",
            "assess",
            "estimate",
            "explain",
            "earlier",
            "track",
            "changes",
            "report",
            "verify",
            "sample",
        ],
    ),
];

const LONGEST_FILE: usize = 500;

fn source_files() -> Vec<PathBuf> {
    fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    for dir in ["src", "tests"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), &mut files);
    }
    files.sort();
    files
}

fn inside(file: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

/// The code of a file: no comments, no tests.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_string();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn rooms_depend_only_on_what_lies_before_them() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in source_files() {
        let name = inside(&file);
        let Some(room) = name.strip_prefix("src/").and_then(|n| n.split_once('/')).map(|(r, _)| r)
        else {
            continue;
        };
        let allowed = allowed.get(room).unwrap_or_else(|| panic!("src/{room}/ is in no plan"));
        for (other, _) in ROOMS {
            let uses = [
                format!("crate::{other}::"),
                format!("crate::{other};"),
                format!("super::{other}::"),
            ];
            if *other != room
                && !allowed.contains(other)
                && uses.iter().any(|u| code(&file).contains(u.as_str()))
            {
                wrong.push(format!("{name} uses {other}"));
            }
        }
    }
    for file in source_files().iter().filter(|file| inside(file).starts_with("src/")) {
        // Grouped paths would hide a room from this test.
        if code(file).contains("use crate::{") {
            wrong.push(format!("{} groups rooms in one `use crate::{{`", inside(file)));
        }
    }
    assert_eq!(wrong, [""; 0], "a room may use only what lies before it");
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let long: Vec<String> = source_files()
        .iter()
        .map(|file| (inside(file), std::fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(name, lines)| format!("{name}: {lines}"))
        .collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn no_float_but_where_numbers_leave_and_enter_sheets() {
    // Workbooks keep numbers as binary fractions; here they become digits, or digits become them, and
    // nothing is calculated.
    const FILES: [&str; 2] = ["src/intake/decode/number.rs", "src/report/workbook/number.rs"];
    let floats: Vec<String> = source_files()
        .iter()
        .filter(|file| inside(file).starts_with("src/"))
        .filter(|file| {
            let code = code(file);
            code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == "f64" || w == "f32")
        })
        .map(|file| inside(file))
        .collect();
    assert_eq!(floats, FILES, "money and rates are exact");
    for file in FILES {
        let text = code(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
        assert!(text.lines().count() < 120, "{file} is to stay small");
    }
}

#[test]
fn unsafe_stands_in_one_small_file_and_every_use_says_why() {
    const FILE: &str = "src/intake/scan/simd.rs";
    for file in source_files() {
        let name = inside(&file);
        if name == FILE || name == "tests/architecture.rs" {
            continue;
        }
        assert!(!code(&file).contains("unsafe"), "{name}: unsafe belongs in {FILE}");
    }
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() < 320, "{FILE} is to stay small");
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.contains("unsafe {")) {
        let reason = lines[at.saturating_sub(4)..at].iter().any(|l| l.contains("// SAFETY: "));
        assert!(reason, "{FILE}:{}: unsafe without its proof", at + 1);
    }
}
