//! What is refused, before anything is read or written.

use super::portfolio::{FIXTURES, files};
use assert_cmd::Command;
use predicates::str::contains;
use std::path::Path;

fn analyze(dir: &Path, words: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    let input = Path::new(FIXTURES).join("reports/es-003.csv");
    std::fs::copy(input, dir.join("export.csv")).unwrap();
    command.current_dir(dir).arg("analyze").args(words).args(["--as-of", "2026-05-15"]).assert()
}

#[test]
fn what_cannot_be_masked_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let says = |words: &[&str], code: i32, text: &str| {
        analyze(dir, words).code(code).stderr(contains(text));
        assert!(!dir.join("out").exists(), "{words:?}");
    };
    says(&["-", "--out", "out", "--mask", "m"], 2, "can be read once only");
    says(&["export.csv", "--out", "out", "--mask", "out/m"], 2, "lie in each other");
    says(&["export.csv", "--out", "out/a", "--mask", "out"], 2, "lie in each other");
    says(&["export.csv", "--out", "out", "--mask", "out"], 2, "lie in each other");
    let inside = ["export.csv", "--out", "out", "--mask", "m", "--mask-key"];
    says(&[&inside[..], &["m/k"]].concat(), 2, "lies in the directory of --mask");
    says(&[&inside[..], &["out/k"]].concat(), 2, "lies in the directory of --out");
    says(&[&inside[..], &["export.csv"]].concat(), 1, "is no key file");
    says(&["export.csv", "--out", "out", "--mask-key", "k"], 2, "--mask");
    std::fs::create_dir(dir.join("m")).unwrap();
    std::fs::write(dir.join("m/mine.txt"), "x").unwrap();
    says(&["export.csv", "--out", "out", "--mask", "m"], 1, "is not empty");
    says(&["export.csv", "--out", "out", "--mask", "m", "--force"], 1, "no manifest.json");
    assert_eq!(std::fs::read(dir.join("m/mine.txt")).unwrap(), b"x");
    assert!(!dir.join("m.key").exists(), "no key is made for a copy that is refused");
    std::fs::create_dir(dir.join("passed-on")).unwrap();
    std::fs::write(dir.join("passed-on/manifest.json"), r#"{"program":"capeprep"}"#).unwrap();
    let elsewhere = ["export.csv", "--out", "out", "--mask", "n", "--mask-key", "passed-on/k"];
    says(&elsewhere, 2, "would lie in the report");
}

#[test]
fn force_replaces_an_earlier_copy_and_keeps_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let words = ["export.csv", "--out", "out", "--mask", "m", "--force"];
    analyze(dir, &words).success().stdout(contains("Masked:"));
    let read = |name: &str| std::fs::read(dir.join(name)).unwrap();
    let (key, entries) = (read("m.key"), read("m/entries.csv"));
    analyze(dir, &words).success();
    assert_eq!((read("m.key"), read("m/entries.csv")), (key, entries));
    let unfinished = |path: &std::path::PathBuf| path.to_string_lossy().contains(".capeprep-");
    assert!(!files(dir).iter().any(unfinished));
}
