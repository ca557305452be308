//! What can be wrong with a parties file.

use std::path::PathBuf;

/// Why a parties file was not taken. No message holds a routing number.
#[derive(Debug, thiserror::Error)]
pub enum PartiesError {
    /// The file cannot be read.
    #[error("cannot open {}: {error}. Check the path and your rights to it.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// Something in it is not what it should be.
    #[error("{file}, line {line}, column {column}: {problem}")]
    At {
        /// The file as the user named it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What was found, what was expected, what to do.
        problem: String,
    },
}
