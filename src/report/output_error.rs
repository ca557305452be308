//! What can go wrong with the directory of a report.

use crate::publication::{PutError, Refused, advice};
use std::path::PathBuf;

/// What can go wrong with the output directory.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// It holds something already.
    #[error(
        "{} is not empty. Name a new directory, or replace an earlier report with --force.",
        .0.display()
    )]
    NotEmpty(PathBuf),
    /// `--force` on a directory that is no report.
    #[error(
        "{} holds files but no manifest.json written by capeprep, so --force does not replace it. \
         Name a new directory.",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// `--force` would put a report in the place of a masked copy, or the reverse.
    #[error(
        "{} holds {}, and {} is to be written: --force replaces each by its like only. Name another \
         directory.",
        place.display(),
        if *masked { "a report with real numbers" } else { "a masked copy" },
        if *masked { "a masked copy" } else { "a report with real numbers" }
    )]
    OtherKind {
        /// The directory.
        place: PathBuf,
        /// Whether a masked copy is to be written.
        masked: bool,
    },
    /// `--force` would remove what somebody put beside the report, or wrote into it.
    #[error(
        "{} holds what capeprep did not write there: {files}. --force would remove that with the \
         earlier report. Move it elsewhere, or remove the directory yourself, or name another.",
        place.display()
    )]
    Foreign {
        /// The directory.
        place: PathBuf,
        /// The first of these files, in words.
        files: String,
    },
    /// It would be replaced under the user's feet.
    #[error("the output directory is the current one. Name one inside it, such as --out report.")]
    CurrentDirectory,
    /// What stood there changed in the moment it was to be replaced, or could not be put back.
    #[error(transparent)]
    Put(PutError),
    /// A file of the new report is not what was written.
    #[error(
        "{} was changed or removed where capeprep was building it ({}). Nothing was written to the \
         output directory: see what else works there, and run it again.",
        file.display(),
        built.display()
    )]
    Meddled {
        /// Where it should stand.
        file: PathBuf,
        /// The directory in which it was built.
        built: PathBuf,
    },
    /// Something else of that name is there, or it is no name.
    #[error("{} is no name of a new or existing directory, which --out needs.", .0.display())]
    NotADirectory(PathBuf),
    /// The file system refused.
    #[error(
        "cannot {action} {}: {error}.{} Nothing was written to the output directory.",
        path.display(),
        advice(error)
    )]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        error: std::io::Error,
    },
}

impl From<Refused> for OutputError {
    fn from(refused: Refused) -> OutputError {
        let Refused { action, path, error } = refused;
        OutputError::Io { action, path, error }
    }
}

impl From<PutError> for OutputError {
    fn from(error: PutError) -> OutputError {
        match error {
            PutError::Refused(refused) => refused.into(),
            other => OutputError::Put(other),
        }
    }
}
