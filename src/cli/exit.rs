//! Exit codes and standard output.

use anyhow::Context as _;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All done.
    Done,
    /// `--strict`, and rows were rejected; all files are written.
    Rejected,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Rejected => ExitCode::from(3),
        }
    }
}

/// Wrong usage of the command line: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Prints a result. Whoever reads it may stop reading; that is no error.
///
/// # Errors
/// Standard output cannot be written for any other reason.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

/// Says something on standard error, and ends the line. What cannot be said there is lost: nobody is
/// left to be told, and a report that is in its place stays.
pub fn note(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
