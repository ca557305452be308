//! Exit codes and standard output.

use crate::domain::{is_misleading, visible_char};
use anyhow::Context as _;
use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All done.
    Done,
    /// `--strict`, and rows were rejected; all files are written.
    Rejected,
    /// `verify`, and something is not as it was written.
    Differs,
    /// `verify --strict`, and something could not be checked.
    NotChecked,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Differs => ExitCode::from(1),
            Exit::Rejected | Exit::NotChecked => ExitCode::from(3),
        }
    }
}

/// Wrong usage of the command line: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Prints a result, of which no terminal obeys anything. Whoever reads it may stop reading; that is
/// no error.
///
/// # Errors
/// Standard output cannot be written for any other reason.
pub fn print(text: &str) -> anyhow::Result<()> {
    print_as_it_is(&in_lines(text))
}

/// Prints a document of the program's own, in which nothing of the data stands.
///
/// # Errors
/// As for [`print()`].
pub fn print_as_it_is(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to standard output"),
    }
}

/// Says something on standard error, of which no terminal obeys anything. What cannot be said
/// there is lost: nobody is left to be told, and a report that is in its place stays.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(in_lines(text).as_bytes());
}

/// The text with all visible but the ends of its lines: names and cells come from elsewhere.
fn in_lines(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| c != '\n' && is_misleading(c)) {
        true => text.chars().map(|c| if c == '\n' { c } else { visible_char(c) }).collect(),
        false => Cow::Borrowed(text),
    }
}
