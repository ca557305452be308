//! `--max-memory` bounds what is held and changes nothing of what is written.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test may panic")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The least that is taken for so many threads; entries may then have 4 MiB.
fn least(jobs: u32) -> [String; 2] {
    [format!("--max-memory={}M", 36 + 3 * jobs + 4), format!("--jobs={jobs}")]
}

fn capeprep(args: &[&str]) -> (i32, String) {
    let output = Command::cargo_bin("capeprep").unwrap().args(args).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A damaged export whose entries take more than the share.
fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let whole = dir.path().join("whole.csv");
        let path = whole.to_str().unwrap();
        let sample = ["sample", "--entries=50000", "--seed=5", "--messy", "--no-progress", "--out"];
        let (code, message) = capeprep(&[&sample[..], &[path]].concat());
        assert_eq!(code, 0, "{message}");
        std::fs::read(&whole).unwrap()
    })
}

/// It, cut into two files that overlap.
fn exports(dir: &TempDir) -> [PathBuf; 2] {
    let bytes = whole();
    let third = bytes.len() / 3;
    let line_end = |from: usize| from + bytes[from..].iter().position(|b| *b == b'\n').unwrap() + 1;
    let title = bytes.windows(14).position(|w| w == b"Entry Summary ").unwrap();
    let header = line_end(title);
    let (later, earlier) = (dir.path().join("a.csv"), dir.path().join("b.csv"));
    let second = [&bytes[..header], &bytes[line_end(third)..]].concat();
    std::fs::write(&later, second).unwrap();
    std::fs::write(&earlier, &bytes[..line_end(2 * third)]).unwrap();
    [later, earlier]
}

/// Every file of a report but the manifest, and what the manifest says was spilled.
fn analyze(dir: &TempDir, inputs: &[PathBuf], more: &[&str]) -> (BTreeMap<PathBuf, Vec<u8>>, u64) {
    let out = dir.path().join("out");
    let fixed = ["analyze", "--quiet", "--as-of=2026-05-15", "--out", out.to_str().unwrap()];
    let inputs: Vec<&str> = inputs.iter().map(|path| path.to_str().unwrap()).collect();
    let (code, message) = capeprep(&[&fixed, &inputs[..], more].concat());
    assert_eq!(code, 0, "{message}");
    let mut files = BTreeMap::new();
    collect(&out, &mut files);
    let manifest = files.remove(&out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    (files, manifest["spilled_bytes"].as_u64().unwrap())
}

fn collect(dir: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, files),
            false => drop(files.insert(path.clone(), std::fs::read(path).unwrap())),
        }
    }
}

#[test]
fn the_same_bytes_with_and_without() {
    let dir = tempfile::tempdir().unwrap();
    let inputs = exports(&dir);
    let broker =
        ["--filer-code=9Q9", "--include-review", "--only=groups,entries,declarations,json"];
    // The workbook takes longer than all the rest.
    let routes: [(&[&str], &[u32]); 3] =
        [(&[], &[2]), (&["--skip=xlsx"], &[1, 7]), (&broker, &[1, 2, 7])];
    for (route, all_jobs) in routes {
        let (unbounded, spilled) = analyze(&dir, &inputs, route);
        assert_eq!(spilled, 0);
        assert!(unbounded.keys().any(|path| path.ends_with("declarations/declarations.csv")));
        for &jobs in all_jobs {
            let [memory, threads] = least(jobs);
            let bounded = [route, &[&memory, &threads]].concat();
            let (files, spilled) = analyze(&dir, &inputs, &bounded);
            assert!(spilled > 4 << 20, "{jobs}: {spilled} bytes went to temporary files");
            for (path, content) in &unbounded {
                assert!(files.get(path) == Some(content), "{jobs}: {} differs", path.display());
            }
            assert_eq!(files.len(), unbounded.len(), "{jobs}");
        }
    }
    let left = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(left, inputs.len(), "nothing is left behind");
}

#[test]
fn what_fits_stays_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let inputs = exports(&dir);
    assert_eq!(analyze(&dir, &inputs, &["--max-memory=1G", "--only=json"]).1, 0);
}

#[test]
fn a_wrong_size_is_wrong_usage() {
    for (size, says) in
        [("lots", "such as 512M"), ("1.5G", "1536M for 1.5G"), ("-5", "such as 512M")]
    {
        let (code, message) = capeprep(&["analyze", "x.csv", "--out=y", "--max-memory", size]);
        assert_eq!(code, 2, "{message}");
        assert!(message.contains(size) && message.contains(says), "{message}");
    }
    let dir = tempfile::tempdir().unwrap();
    let inputs = exports(&dir);
    let (input, out) = (inputs[0].to_str().unwrap(), dir.path().join("out"));
    let few = ["analyze", input, "--out", out.to_str().unwrap(), "--max-memory=45M", "--jobs=2"];
    let (code, message) = capeprep(&few);
    assert_eq!(code, 2, "{message}");
    assert!(message.contains("46M for 2 threads and 43M with --jobs 1"), "{message}");
}

/// A limit on the size of files stands for a full disk: the system refuses to write on.
#[test]
#[cfg(unix)]
fn a_full_disk_is_said_clearly_and_nothing_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let inputs = exports(&dir);
    let program = assert_cmd::cargo::cargo_bin("capeprep");
    let out = dir.path().join("out");
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 2000; exec \"$@\"")
        .arg("sh")
        .arg(program)
        .args(["analyze", "--quiet", "--only=json"])
        .args(least(2))
        .arg("--out")
        .arg(&out)
        .args(&inputs)
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    for says in ["cannot write a temporary file in", "free disk space", "allow more memory"] {
        assert!(message.contains(says), "`{says}` is not in: {message}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), inputs.len(), "{message}");
}
