//! `track` of the story's estimate over any reports (see `packing`): refused with a message, or what
//! is expected is what was paid and the causes of the rest, to the cent, and every row is in a bin.

use super::earlier::Reports;
use super::folder::Folder;
use super::packing;
use super::program::{cents, outputs, program};
use std::ffi::OsString;
use std::path::Path;
use std::sync::LazyLock;

static REPORTS: LazyLock<Reports> = LazyLock::new(Reports::new);

/// Writes the reports and tracks with them, twice.
pub fn check(data: &[u8]) {
    let files = packing::files(data);
    if files.is_empty() {
        return;
    }
    let folder = Folder::new();
    let mut paths = Vec::new();
    for packed in &files {
        paths.push(folder.write(&format!("in/{}", packed.name), &packed.bytes).into_os_string());
    }
    let tracked = |out: &str, jobs: &str, paths: &mut dyn Iterator<Item = &OsString>| {
        let dir = folder.path().join(out);
        let options = ["track", "--quiet", "--as-of", "2026-08-15", "--jobs", jobs];
        let mut args: Vec<OsString> = options.iter().map(OsString::from).collect();
        args.extend(["--skip", "html,xlsx"].map(OsString::from));
        args.extend(["--run".into(), REPORTS.estimate.clone().into_os_string()]);
        args.extend(["--out".into(), dir.clone().into_os_string()]);
        args.extend(paths.cloned());
        program(&args).map(|()| dir)
    };
    let one = tracked("one", "1", &mut paths.iter());
    let two = tracked("two", "2", &mut paths.iter().rev());
    match (one, two) {
        (Ok(one), Ok(two)) => {
            closes(&one);
            let (one, two) = (outputs(&one), outputs(&two));
            assert!(one.keys().eq(two.keys()));
            for (name, bytes) in &one {
                assert!(two[name] == *bytes, "{name} differs");
            }
        }
        // Of several files the first that is wrong is told.
        (Err(_), Err(_)) => {
            let left = std::fs::read_dir(folder.path()).expect("a folder").flatten();
            let left: Vec<OsString> = left.map(|entry| entry.file_name()).collect();
            assert_eq!(left, ["in"], "something is left");
        }
        (one, two) => panic!("one way {one:?}, the other {two:?}"),
    }
}

/// Holds the totals against each other.
fn closes(dir: &Path) {
    let bytes = std::fs::read(dir.join("summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    for part in ["principal", "interest", "total"] {
        let of = |sum: &str| cents(&summary[sum][part]);
        assert_eq!(of("expected"), of("paid") + of("difference"), "{part}");
    }
    let causes = summary["causes"].as_object().expect("causes");
    for (part, column) in
        [("principal", "principal"), ("interest", "interest"), ("total", "amount")]
    {
        let sum: i128 = causes.values().map(|cause| cents(&cause[column])).sum();
        assert_eq!(sum, cents(&summary["difference"][part]), "{part}");
    }
    let bins = |rows: &serde_json::Value| {
        let of = |bin: &str| rows[bin].as_u64().expect("a count");
        let all = ["blank", "stranger", "other", "used", "unreadable"];
        assert_eq!(of("read"), all.iter().map(|bin| of(bin)).sum::<u64>(), "{rows}");
    };
    bins(&summary["rows"]);
    summary["files"].as_array().expect("files").iter().for_each(|file| bins(&file["rows"]));
    let states = summary["states"].as_object().expect("states");
    let entries: u64 = states.values().map(|s| s["entries"].as_u64().expect("a count")).sum();
    assert_eq!(entries, summary["entries"].as_u64().expect("a count"));
}
