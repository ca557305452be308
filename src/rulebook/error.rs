//! What can be wrong with a rulebook.

use std::path::PathBuf;

/// Why a rulebook was not taken, or not written. The messages read after "failed to load rules:".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RulebookError {
    /// A cell of a table is not what its column should hold.
    #[error("{file}, line {line}, column {column}: found {value:?}, expected {expected}")]
    Cell {
        /// The file.
        file: &'static str,
        /// The line of the record, as an editor counts.
        line: u64,
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What should stand there.
        expected: String,
    },
    /// A single value is not what it should be.
    #[error("{file}, key {key}: found {value:?}, expected {expected}")]
    Value {
        /// The file.
        file: &'static str,
        /// The key with its table.
        key: &'static str,
        /// What stands there.
        value: String,
        /// What should stand there.
        expected: String,
    },
    /// The columns of a table are not the expected ones.
    #[error("{file}: found the columns {found}, expected {expected}")]
    Columns {
        /// The file.
        file: &'static str,
        /// The header as it stands.
        found: String,
        /// The header as it should be.
        expected: String,
    },
    /// Something a table must hold is not in it.
    #[error("{file}: {what} is missing")]
    Missing {
        /// The file.
        file: &'static str,
        /// What is missing.
        what: String,
    },
    /// A table is not CSV.
    #[error("{file} is not a CSV table")]
    Csv {
        /// The file.
        file: &'static str,
        /// What the CSV reader said.
        source: csv::Error,
    },
    /// The file of single values is not TOML of the expected shape.
    #[error("{file} is not TOML with the expected keys")]
    Toml {
        /// The file.
        file: &'static str,
        /// What the TOML reader said.
        source: Box<toml::de::Error>,
    },
    /// A file could not be read or written.
    #[error("cannot access {}", path.display())]
    Access {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Rules are exported into an empty or a new directory only.
    #[error("{} is not empty; name a new or an empty directory", path.display())]
    NotEmpty {
        /// The path.
        path: PathBuf,
    },
}
