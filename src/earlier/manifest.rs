//! The manifest of a report directory.

use super::{EarlierError, Kind, MadeWith};
use crate::assess::DepositBasis;
use crate::domain::{Day, quoted};
use crate::files::{self, MOST_OF_MANIFEST};
use crate::rulebook::{Rulebook, Taxpayer};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Its name.
pub(super) const MANIFEST: &str = "manifest.json";

/// A file that the manifest lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listed {
    /// Its path in the directory, with `/` between directories.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// What a manifest says.
pub(super) struct Manifest {
    pub kind: Kind,
    pub version: String,
    /// SHA-256 of the manifest itself.
    pub sha256: String,
    pub outputs: Vec<Listed>,
    pub made_with: MadeWith,
    /// The options that left outputs out, for messages.
    pub left_out: String,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    version: String,
    #[serde(default)]
    rulebook: String,
    options: RawOptions,
    outputs: Vec<Listed>,
}

/// Only what is needed again.
#[derive(Deserialize)]
struct RawOptions {
    as_of: String,
    taxpayer: Option<String>,
    deposit_basis: Option<String>,
    processing_days: Option<i32>,
    #[serde(default)]
    filer_code: Vec<String>,
    #[serde(default)]
    importer: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    skip: Vec<String>,
    #[serde(default)]
    masked: bool,
}

impl Manifest {
    /// Reads the manifest of a directory.
    pub fn read(dir: &Path, rules: &Rulebook) -> Result<Manifest, EarlierError> {
        let path = dir.join(MANIFEST);
        let io = |action: &'static str| {
            let path = path.clone();
            move |error| EarlierError::Io { action, path, error }
        };
        let wrong = |what: String| EarlierError::Manifest { path: path.clone(), what };
        let size = match std::fs::metadata(&path) {
            Ok(found) if found.is_file() => found.len(),
            Ok(_) => return Err(EarlierError::NoReport(dir.to_path_buf())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // A directory that is not there is another mistake.
                std::fs::read_dir(dir).map_err(|error| EarlierError::Io {
                    action: "look into",
                    path: dir.to_path_buf(),
                    error,
                })?;
                return Err(EarlierError::NoReport(dir.to_path_buf()));
            }
            Err(error) => return Err(io("read")(error)),
        };
        if size > MOST_OF_MANIFEST {
            return Err(wrong(format!("{size} bytes, which no manifest has")));
        }
        let bytes = files::whole(&path, MOST_OF_MANIFEST).map_err(io("read"))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let value: serde_json::Value = serde_json::from_slice(&bytes)
            .map_err(|error| wrong(format!("cut off or changed ({error})")))?;
        let text = |pointer: &str| value.pointer(pointer).and_then(|text| text.as_str());
        let program = text("/program").unwrap_or_default();
        if program != "capeprep" {
            let program = program.to_owned();
            return Err(EarlierError::OtherProgram { path: path.clone(), program });
        }
        // Before there was another, no manifest said which command wrote it.
        let command = text("/options/command").or(text("/command")).unwrap_or("analyze");
        let Some(kind) = Kind::ALL.iter().copied().find(|kind| kind.as_str() == command) else {
            let command = command.to_owned();
            return Err(EarlierError::OtherCommand { path: path.clone(), command });
        };
        let raw: Raw = serde_json::from_value(value).map_err(|error| wrong(error.to_string()))?;
        for listed in &raw.outputs {
            if !is_inside(&listed.file) {
                let what = format!("lists {}, which is no file of a report", quoted(&listed.file));
                return Err(wrong(what));
            }
        }
        let Raw { version, rulebook, options, outputs } = raw;
        let left_out = left_out(&options);
        let made_with = made_with(options, rulebook, kind, rules).map_err(wrong)?;
        Ok(Manifest { kind, version, sha256, outputs, made_with, left_out })
    }
}

/// Whether a name leads into the directory and nowhere else, on any system.
fn is_inside(name: &str) -> bool {
    let plain = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']) && part.len() < 256
    };
    name != MANIFEST && name.split('/').all(plain)
}

fn left_out(options: &RawOptions) -> String {
    let option = |name: &str, words: &[String]| match words {
        [] => String::new(),
        words => format!(" {name} {}", words.join(",")),
    };
    let all = option("--only", &options.only) + &option("--skip", &options.skip);
    if all.is_empty() { all } else { format!(" (it was made with{all})") }
}

/// What the options mean; the words of the reason if they mean nothing.
fn made_with(
    options: RawOptions,
    rulebook: String,
    kind: Kind,
    rules: &Rulebook,
) -> Result<MadeWith, String> {
    let wrong = |name: &str, value: &str, expected: &str| {
        format!("options.{name} is {}, and {expected} was expected", quoted(value))
    };
    let as_of: Day =
        options.as_of.parse().map_err(|_| wrong("as_of", &options.as_of, "a day as YYYY-MM-DD"))?;
    let taxpayer = match (options.taxpayer.as_deref(), kind) {
        (Some(word), _) => Taxpayer::ALL.iter().copied().find(|t| t.as_str() == word),
        (None, Kind::Track) => Some(Taxpayer::Corporate),
        (None, Kind::Analyze) => None,
    };
    let taxpayer = taxpayer.ok_or_else(|| {
        let words: Vec<_> = Taxpayer::ALL.iter().map(|t| t.as_str()).collect();
        let given = options.taxpayer.as_deref().unwrap_or_default();
        wrong("taxpayer", given, &format!("one of {}", words.join(", ")))
    })?;
    let bases = [DepositBasis::Summary, DepositBasis::Entry, DepositBasis::MonthlyStatement];
    let deposit_basis = match (options.deposit_basis.as_deref(), kind) {
        (Some(word), _) => bases.into_iter().find(|basis| basis.as_str() == word),
        (None, Kind::Track) => Some(DepositBasis::default()),
        (None, Kind::Analyze) => None,
    };
    let deposit_basis = deposit_basis.ok_or_else(|| {
        let given = options.deposit_basis.as_deref().unwrap_or_default();
        wrong("deposit_basis", given, &format!("one of {}", bases.map(|b| b.as_str()).join(", ")))
    })?;
    let processing_days = options.processing_days.unwrap_or(rules.windows.processing_days);
    if !(0..=36_600).contains(&processing_days) {
        let expected = "a number of days of a hundred years at most";
        return Err(wrong("processing_days", &processing_days.to_string(), expected));
    }
    Ok(MadeWith {
        as_of,
        taxpayer,
        deposit_basis,
        processing_days,
        filer_codes: options.filer_code,
        importers: options.importer,
        rulebook,
        masked: options.masked,
    })
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_into_the_directory_only() {
        for name in ["entries.csv", "declarations/9Q9.csv", "a b/c"] {
            assert!(is_inside(name), "{name}");
        }
        for name in
            ["", "..", "../x", "a/../b", "/etc/passwd", "a//b", "c:x", "a\\b", "manifest.json"]
        {
            assert!(!is_inside(name), "{name}");
        }
    }
}
