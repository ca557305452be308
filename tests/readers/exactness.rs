//! One ugly file, read in pieces of many sizes by both readers: the same report each time.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const HEADER: &str = "Entry Summary Number,Entry Type Code,Importer Number,Importer Name,\
    Entry Date,Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,\
    Line Tariff Goods Value Amount,Line Tariff Duty Amount,Liquidation Date,Remarks";

/// Entry numbers with their check digits.
const ENTRIES: [&str; 4] = ["9Q910000011", "9Q910000029", "9Q910000037", "9Q910000045"];

fn row(at: usize, remark: &str) -> String {
    let entry = ENTRIES[at % ENTRIES.len()];
    let line = at / ENTRIES.len() + 1;
    let cents = at % 100;
    format!(
        "{entry},01,98-765432100,Example Thimble Co,05/19/2025,{line},1,99030125,\"$1,{:03}.00\",\
         ${}.{cents:02},,{remark}",
        at % 1000,
        at % 900 + 1
    )
}

/// Whole rows pasted into quoted cells, cells over several lines, stray quotes, lone carriage
/// returns, NUL, cells of a megabyte. Every row that is one has a number of its own.
fn ugly() -> String {
    let mut text = String::from(HEADER);
    text.push('\n');
    let plain = |text: &mut String, at: usize, remark: &str| {
        text.push_str(&row(at, remark));
        text.push_str(if at.is_multiple_of(3) { "\r\n" } else { "\n" });
    };
    let mut at = 0;
    let mut next = || {
        at += 1;
        at
    };
    for pasted in [5, 20, 77, 200] {
        for _ in 0..40 {
            plain(&mut text, next(), "");
        }
        let mut cell = String::new();
        for copy in 0..pasted {
            let _ = writeln!(cell, "{}", row(5_000 + copy, "pasted"));
        }
        plain(&mut text, next(), &format!("\"{}\"", cell.replace('"', "\"\"")));
        plain(&mut text, next(), "\"first line\nsecond \"\"line\"\"\r\nthird\"");
        plain(&mut text, next(), "5\" pipe");
        plain(&mut text, next(), "\"closed\" and more");
        plain(&mut text, next(), "nul \0 here");
        plain(&mut text, next(), "\n\n");
        plain(&mut text, next(), "before a lone return\rnot a row,at all");
        plain(&mut text, next(), &format!("\"{}\"", "long\n".repeat(200_000)));
        plain(&mut text, next(), &"x".repeat(1 << 20));
        plain(&mut text, next(), "6\" and 7\" and 8\"");
    }
    text
}

/// All files of a report but the manifest, which holds times.
fn report(input: &Path, out: &Path, more: &[String]) -> BTreeMap<String, Vec<u8>> {
    let mut command = Command::cargo_bin("capeprep").unwrap();
    command.arg("analyze").arg(input).args(["--as-of", "2026-05-15", "--quiet", "--out"]).arg(out);
    command.args(more).assert().success();
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(out).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && name != "manifest.json" {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn both_readers_agree_on_an_ugly_file_in_pieces_of_any_size() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("ugly.csv");
    std::fs::write(&input, ugly()).unwrap();
    let options = |reader: &str, size: usize, jobs: usize| -> Vec<String> {
        let size = size.to_string();
        ["--reader", reader, "--chunk-size", &size, "--jobs", &jobs.to_string()]
            .map(String::from)
            .to_vec()
    };
    // One piece, the csv crate, one thread: nothing is guessed.
    let law = report(&input, &dir.path().join("law"), &options("reference", 1 << 28, 1));
    let lines = String::from_utf8_lossy(&law["lines.csv"]).lines().count();
    assert!(lines > 150, "{lines} lines: the rows outside quotes are there");
    assert!(lines < 300, "{lines} lines: no pasted row is one");
    for (run, size) in [4 << 10, 5_003, 64 << 10, 1 << 20, 3 << 20].into_iter().enumerate() {
        for reader in ["fast", "reference"] {
            for jobs in [1, 3] {
                let out = dir.path().join(format!("{run}-{reader}-{jobs}"));
                let found = report(&input, &out, &options(reader, size, jobs));
                for (name, content) in &law {
                    let same = found.get(name) == Some(content);
                    assert!(same, "{name} by {reader} in pieces of {size} on {jobs} threads");
                }
            }
        }
    }
}
