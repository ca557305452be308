//! What the fuzz targets of `fuzz/` found and tried, replayed on stable Rust: the small corpus, an
//! input for every fault that was ever found, and some thousand changes of them, the same each time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may panic"
)]

mod mutation;
mod targets;

use mutation::Mutation;
use std::path::Path;

/// The inputs in a folder of `fuzz/`, in the order of their names.
fn kept(kind: &str, target: &str) -> Vec<(String, Vec<u8>)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
    let Ok(files) = std::fs::read_dir(&dir) else { return Vec::new() };
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let input = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (format!("fuzz/{kind}/{target}/{name}"), std::fs::read(path).unwrap())
    };
    paths.iter().map(|path| input(path)).collect()
}

/// Says which input broke a promise.
fn held(name: &str, bytes: &[u8], check: fn(&[u8])) {
    let outcome = std::panic::catch_unwind(|| check(bytes));
    assert!(outcome.is_ok(), "{name} breaks a promise: {}", bytes.escape_ascii());
}

fn replay(target: &str, check: fn(&[u8]), changes: usize) {
    let corpus = kept("corpus", target);
    assert!(!corpus.is_empty(), "fuzz/corpus/{target} is empty");
    for (name, bytes) in corpus.iter().chain(&kept("regressions", target)) {
        held(name, bytes, check);
    }
    let seeds: Vec<&[u8]> = corpus.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    let mut mutation = Mutation::new(target);
    for number in 0..changes {
        let bytes = mutation.of(&seeds);
        held(&format!("change {number} of {target}"), &bytes, check);
    }
}

macro_rules! targets {
    ($($target:ident $changes:literal,)*) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), targets::$target::check, $changes);
        })*
    };
}

// As many changes as take a moment.
targets! {
    scanner 400,
    pump 200,
    header 100,
    money 2_000,
    days 2_000,
    entry_numbers 2_000,
    tariff_numbers 2_000,
    importer_numbers 1_000,
    texts 1_000,
    inputs 100,
    workbook 60,
    whole_run 20,
    track_run 10,
    rulebook 20,
    parties 400,
    profile 400,
    hts_rates 300,
    earlier 40,
}
