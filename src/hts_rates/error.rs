//! What can be wrong with a file of tariff rates.

use std::path::PathBuf;

/// How to get the right file, for every message.
const ADVICE: &str = "Export the tariff at hts.usitc.gov (Export, format CSV or JSON) and name \
    that file as it comes.";

/// A file of tariff rates that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HtsRatesError {
    /// It cannot be opened or read.
    #[error("--hts-rates: cannot read {}: {error}. Check the path and your rights to it.", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// Nothing in the file.
    #[error("--hts-rates {name}: the file is empty. {ADVICE}")]
    Empty {
        /// The file as the user named it.
        name: String,
    },
    /// Larger than any tariff.
    #[error(
        "--hts-rates {name}: the file is larger than {limit} MiB, and the whole tariff is about 15. \
         {ADVICE}"
    )]
    TooLarge {
        /// The file as the user named it.
        name: String,
        /// The limit in MiB.
        limit: u64,
    },
    /// More lines than any tariff has.
    #[error(
        "--hts-rates {name}: more than {limit} lines, and the whole tariff has some thirty thousand. \
         {ADVICE}"
    )]
    TooManyLines {
        /// The file as the user named it.
        name: String,
        /// The limit.
        limit: usize,
    },
    /// A container or encoding that is not read.
    #[error("--hts-rates {name}: this is {found}. {ADVICE}")]
    Unsupported {
        /// The file as the user named it.
        name: String,
        /// What it was recognised as.
        found: &'static str,
    },
    /// Columns of the export are not there.
    #[error(
        "--hts-rates {name}: no column for {missing}, so this is no tariff as USITC exports it. \
         Found: {found}. {ADVICE}"
    )]
    MissingColumns {
        /// The file as the user named it.
        name: String,
        /// The missing columns.
        missing: String,
        /// The columns found, shortened.
        found: String,
    },
    /// The text is not JSON.
    #[error("--hts-rates {name}: not readable as JSON: {error}. The file may be cut off. {ADVICE}")]
    Json {
        /// The file as the user named it.
        name: String,
        /// What is wrong, with line and column.
        error: serde_json::Error,
    },
    /// No line has a rate that can be used.
    #[error(
        "--hts-rates {name}: none of its {lines} tariff line(s) has a rate such as `2.5%` or `Free` \
         in the column for the general rate. {ADVICE}"
    )]
    NoRates {
        /// The file as the user named it.
        name: String,
        /// Lines with a tariff number.
        lines: u64,
    },
}
