//! What stops the reading of an earlier report.

/// What stops the reading of an earlier report. The message names the file, what was expected, and
/// what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct EarlierError {
    message: String,
}
