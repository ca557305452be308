//! What stops the reading of an earlier report.

use crate::domain::quoted;
use std::path::PathBuf;

/// What stops the reading of an earlier report. Every message names the file, what was found, what
/// was expected and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// A file or directory that cannot be read.
    #[error("cannot {action} {}: {error}. Check the path and your rights to it.", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
    /// No report.
    #[error(
        "{} is no report of capeprep: it has no manifest.json. Expected the directory that \
         `capeprep analyze` wrote with --out.",
        .0.display()
    )]
    NoReport(PathBuf),
    /// The manifest is cut off, or no manifest.
    #[error(
        "{}: {what}. Expected the manifest as capeprep wrote it. Fetch the untouched directory, or run \
         analyze again.",
        path.display()
    )]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The manifest of something else.
    #[error(
        "{}: written by {}, not by capeprep. Expected the directory that `capeprep analyze` wrote \
         with --out.",
        path.display(),
        quoted(program)
    )]
    OtherProgram {
        /// The manifest.
        path: PathBuf,
        /// What it says.
        program: String,
    },
    /// The manifest of a command whose output is no report.
    #[error(
        "{}: written by `capeprep {command}`. Expected the directory of `capeprep analyze` or \
         `capeprep track`.",
        path.display()
    )]
    OtherCommand {
        /// The manifest.
        path: PathBuf,
        /// The command.
        command: String,
    },
    /// A listed file that is gone.
    #[error(
        "{} is missing, and the manifest lists it with {bytes} bytes. Fetch the untouched directory, or \
         run analyze again.",
        path.display()
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// Its size by the manifest.
        bytes: u64,
    },
    /// A listed file that is not what it was.
    #[error(
        "{} is not as capeprep wrote it: {what} {expected} by the manifest, and {found} now. What \
         follows from it cannot be trusted. Fetch the untouched directory, or run analyze again; keep \
         notes in a copy.",
        path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// What the manifest says.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// The table of entries was not written.
    #[error(
        "{}: no {file} is among its files{made_with}. What is tracked begins with the entries of the \
         estimate: run analyze again so that it is written, such as without --only and --skip.",
        dir.display()
    )]
    NoEntries {
        /// The directory.
        dir: PathBuf,
        /// The file.
        file: &'static str,
        /// With which options it was left out.
        made_with: String,
    },
    /// Columns that are not there.
    #[error(
        "{}: no column {columns}. Expected the columns that capeprep writes: run analyze again with \
         this version.",
        path.display()
    )]
    Columns {
        /// The file.
        path: PathBuf,
        /// The columns.
        columns: String,
    },
    /// A cell that cannot be read.
    #[error(
        "{}, record {record}, column {column}: {}. Expected {expected}. Run analyze again with this \
         version.",
        path.display(),
        if value.is_empty() { "blank".to_owned() } else { quoted(value) }
    )]
    Cell {
        /// The file.
        path: PathBuf,
        /// Its record, the header being the first.
        record: u64,
        /// Which column.
        column: &'static str,
        /// What stands there.
        value: String,
        /// What should.
        expected: String,
    },
    /// A record that is none.
    #[error("{}, record {record}: {what}. Run analyze again with this version.", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// Its record, the header being the first.
        record: u64,
        /// What is wrong.
        what: String,
    },
    /// A masked copy is to be tracked.
    #[error(
        "{} is a masked copy, and CBP's reports have the real numbers. Name the report it was made \
         beside (its --out).",
        .0.display()
    )]
    Masked(PathBuf),
    /// Something else is to be tracked than an estimate.
    #[error(
        "{} was written by `capeprep track`. Name the directory of `capeprep analyze` that it was made \
         from.",
        .0.display()
    )]
    NotAnEstimate(PathBuf),
}
