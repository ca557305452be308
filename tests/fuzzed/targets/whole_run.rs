//! `analyze` over any files. First byte: options; then files (see `packing`). The run is refused with
//! a message and leaves nothing, or its ledger closes: rows and dollars read are the sums of their
//! bins, its tables add up to its totals, and more threads and smaller pieces give the same bytes.

use super::folder::Folder;
use super::packing::{self, Packed};
use super::program::{cents, outputs, program, table};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

const INCLUDE_REVIEW: u8 = 1;
const FILER: u8 = 2;
const ALL_OUTPUTS: u8 = 4;
const COMPLETE: u8 = 8;
const MASK: u8 = 16;
const LITTLE_MEMORY: u8 = 32;

/// Writes the files and analyzes them twice.
pub fn check(data: &[u8]) {
    let Some((options, data)) = data.split_first() else { return };
    let folder = Folder::new();
    let files = packing::files(data);
    let mut args: Vec<OsString> =
        ["analyze", "--quiet", "--as-of", "2026-05-15"].map(OsString::from).to_vec();
    let mut inputs = 0;
    for Packed { letter, name, bytes } in &files {
        let path = folder.write(&format!("in/{name}"), bytes).into_os_string();
        match letter {
            b'f' => args.push("--facts".into()),
            b'h' if !args.contains(&"--hts-rates".into()) => args.push("--hts-rates".into()),
            b'p' if !args.contains(&"--parties".into()) => args.push("--parties".into()),
            b'm' if !args.contains(&"--profile".into()) => args.push("--profile".into()),
            _ => inputs += 1,
        }
        args.push(path);
    }
    let mut more = |flag: u8, words: &[&str]| {
        if options & flag != 0 {
            args.extend(words.iter().map(OsString::from));
        }
    };
    more(INCLUDE_REVIEW, &["--include-review"]);
    more(FILER, &["--filer-code", "9Q9"]);
    more(COMPLETE, &["--complete", "protests,drawbacks,claims"]);
    more(LITTLE_MEMORY, &["--max-memory", "46M"]);
    more(!options & ALL_OUTPUTS, &["--skip", "html,xlsx,ics"]);
    if inputs == 0 {
        return;
    }
    let analyzed = |out: &str, how: &[&str]| {
        let dir = folder.path().join(out);
        let mut args = args.clone();
        args.extend(["--out".into(), dir.clone().into_os_string()]);
        args.extend(how.iter().map(OsString::from));
        let ended = program(&args);
        assert_eq!(ended.is_ok(), dir.exists(), "{ended:?}");
        ended.map(|()| dir)
    };
    let one = analyzed("one", &["--jobs", "1", "--reader", "reference"]);
    let mut other: Vec<String> = ["--jobs", "2", "--chunk-size", "200"].map(String::from).to_vec();
    if options & MASK != 0 {
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        other.extend(["--mask".into(), at("mask"), "--mask-key".into(), at("key")]);
    }
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    let two = analyzed("two", &other);
    match (one, two) {
        (Ok(one), Ok(two)) => {
            closes(&one);
            same(&outputs(&one), &outputs(&two));
        }
        (Err(one), Err(two)) => {
            // A run that masks withholds what it would quote.
            let masks = options & MASK != 0 && two.ends_with("what stands there.");
            assert!(one == two || masks, "{one} {two}");
            let left = std::fs::read_dir(folder.path()).expect("a folder").flatten();
            let left: Vec<OsString> = left.map(|entry| entry.file_name()).collect();
            let is_known = |name: &OsString| ["in", "key"].iter().any(|known| name == known);
            assert!(left.iter().all(is_known), "{left:?}");
        }
        (one, two) => panic!("one way {one:?}, the other {two:?}"),
    }
}

fn same(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) {
    assert!(one.keys().eq(two.keys()), "{:?} {:?}", one.keys(), two.keys());
    for (name, bytes) in one {
        assert!(two[name] == *bytes, "{name} differs");
    }
}

/// Holds the totals of a report against each other and against its tables.
fn closes(dir: &Path) {
    let read = |name: &str| std::fs::read(dir.join(name)).expect(name);
    let summary: serde_json::Value = serde_json::from_slice(&read("summary.json")).expect("JSON");
    let rows = |name: &str| summary["rows"][name].as_u64().expect("a count");
    let bins = ["blank", "rejected", "other", "duplicate", "out_of_period", "counted"];
    assert_eq!(rows("read"), bins.iter().map(|bin| rows(bin)).sum::<u64>(), "rows");
    let duty = |name: &str| cents(&summary["duty"][name]);
    let bins = ["other", "duplicate", "out_of_period", "counted"];
    assert_eq!(duty("read"), bins.iter().map(|bin| duty(bin)).sum::<i128>(), "duty");

    let amount = |row: &BTreeMap<String, String>, column: &str| -> i128 {
        let cell = row[column].trim_start_matches('\'');
        if cell.is_empty() { 0 } else { cents(&serde_json::json!(cell)) }
    };
    let sum = |table: &[BTreeMap<String, String>], column: &str| -> i128 {
        table.iter().map(|row| amount(row, column)).sum()
    };
    let entries = table(&read("entries.csv"));
    let count = |name: &str| summary["entries"][name].as_u64().expect("a count");
    assert_eq!(entries.len() as u64, count("total"));
    let statuses = ["eligible", "review", "blocked", "no_refund"];
    assert_eq!(count("total"), statuses.iter().map(|status| count(status)).sum::<u64>());
    assert_eq!(sum(&entries, "duty_paid"), duty("counted"));
    for (name, low, high) in
        [("refund", "refund_low", "refund_high"), ("interest", "interest_low", "interest_high")]
    {
        assert_eq!(sum(&entries, low), cents(&summary[name]["low"]), "{low}");
        assert_eq!(sum(&entries, high), cents(&summary[name]["high"]), "{high}");
    }
    for row in &entries {
        assert!(amount(row, "refund_low") <= amount(row, "refund_high"), "{row:?}");
        assert!(amount(row, "interest_low") <= amount(row, "interest_high"), "{row:?}");
    }
    let lanes = summary["lanes"].as_object().expect("lanes");
    assert_eq!(
        lanes.values().map(|lane| lane["entries"].as_u64().expect("a count")).sum::<u64>(),
        count("total")
    );
    assert_eq!(table(&read("rejected_rows.csv")).len() as u64, rows("rejected"));
    let groups = table(&read("groups.csv"));
    let grouped: u64 =
        groups.iter().map(|group| group["entries"].parse::<u64>().expect("a count")).sum();
    assert_eq!(grouped, count("total"));
    assert_eq!(sum(&groups, "refund_low"), cents(&summary["refund"]["low"]));
    assert_eq!(sum(&groups, "refund_high"), cents(&summary["refund"]["high"]));
    // On upload files is every entry that can be filed now, once, and with them no other than those
    // under review.
    let mut declared = Vec::new();
    if let Ok(files) = std::fs::read_dir(dir.join("declarations")) {
        for path in files.map(|file| file.expect("a file").path()) {
            let text = std::fs::read_to_string(&path).expect("text");
            if path.ends_with("declarations.csv") {
                continue;
            }
            assert!(text.is_ascii() && text.ends_with("\r\n"));
            declared.extend(text.lines().skip(1).map(str::to_owned));
        }
    }
    let listed = declared.len();
    declared.sort();
    declared.dedup();
    assert_eq!(declared.len(), listed, "an entry is declared twice");
    let of_lane = |lane: &str| -> BTreeSet<&str> {
        let rows =
            entries.iter().filter(|row| row["lane"] == lane && amount(row, "refund_high") > 0);
        rows.map(|row| row["entry_number"].as_str()).collect()
    };
    let declared: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
    let (now, review) = (of_lane("file-now"), of_lane("review"));
    assert!(now.is_subset(&declared), "{now:?} {declared:?}");
    let rest: BTreeSet<&str> = declared.difference(&now).copied().collect();
    assert!(rest.is_empty() || rest == review, "{rest:?} {review:?}");
}
