//! The program in this process.

use capeprep::cli::{Cli, run};
use clap::Parser;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// Runs a command line. An error is what the user is told; none is a fault of the program.
pub fn program(args: &[OsString]) -> Result<(), String> {
    let named = std::iter::once(OsString::from("capeprep")).chain(args.iter().cloned());
    let cli = Cli::try_parse_from(named).expect("a command line");
    match run(cli) {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = format!("{error:#}");
            assert!(!message.contains("internal error"), "{message}");
            assert!(!message.contains("fault of capeprep"), "{message}");
            assert!(message.len() < 20_000, "{message}");
            Err(message)
        }
    }
}

/// Every file below a directory, by its path, without manifests: these hold times and options.
pub fn outputs(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut left = vec![dir.to_path_buf()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("a file").path();
            let name = path.strip_prefix(dir).expect("inside").to_string_lossy().into_owned();
            if path.is_dir() {
                left.push(path);
            } else if !name.ends_with("manifest.json") {
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// An amount of `summary.json` in cents.
pub fn cents(value: &serde_json::Value) -> i128 {
    let text = value.as_str().expect("an amount is text");
    let (dollars, cents) = text.split_once('.').expect("two decimals");
    assert_eq!(cents.len(), 2, "{text}");
    (dollars.to_string() + cents).parse().expect("digits")
}

/// The cells of a CSV file by their headers.
pub fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.expect("a row")).collect()
}
