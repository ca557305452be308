//! The text of a parties file, and where in it something stands.

use super::PartiesError;
use crate::domain::quoted;
use std::ops::Range;

/// A file while it is read.
#[derive(Clone, Copy)]
pub(super) struct Source<'f> {
    pub(super) name: &'f str,
    pub(super) text: &'f str,
}

impl Source<'_> {
    /// The error that something is wrong at a place.
    pub(super) fn error(&self, at: &Range<usize>, problem: impl Into<String>) -> PartiesError {
        let (line, column) = position(self.text.as_bytes(), at.start);
        PartiesError::At { file: self.name.to_owned(), line, column, problem: problem.into() }
    }

    /// The line of a place.
    pub(super) fn line(&self, at: &Range<usize>) -> usize {
        position(self.text.as_bytes(), at.start).0
    }
}

/// Line and column of a byte, both from 1; columns are characters.
fn position(text: &[u8], byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let of_line = before.get(start..).unwrap_or_default();
    (line, String::from_utf8_lossy(of_line).chars().count() + 1)
}

/// The text of a file, without a byte order mark.
pub(super) fn utf8<'b>(bytes: &'b [u8], name: &str) -> Result<&'b str, PartiesError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = position(bytes, error.valid_up_to());
        let problem = "this is not UTF-8 text. Save the file as UTF-8 in your editor.".to_owned();
        PartiesError::At { file: name.to_owned(), line, column, problem }
    })
}

/// A value for a message. One of nine digits may be a bank's routing number or a social security
/// number in the wrong place, and is not shown.
pub(super) fn shown(value: &str) -> String {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let alone = digits == 9 && !value.chars().any(char::is_alphabetic);
    match alone || nine_digits_in(value).next().is_some() {
        true => "a number of nine digits (not shown)".to_owned(),
        false => quoted(value),
    }
}

/// The numbers of nine digits in a text; dashes may stand between the digits.
pub(super) fn nine_digits_in(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|digits| digits.len() == 9)
}

/// A message of the TOML reader, if it holds no number that should not be seen.
pub(super) fn harmless(message: &str) -> &str {
    const LONGEST_NUMBER: usize = 4;
    let is_digit = |c: char| c.is_ascii_digit();
    let longest = message.split(|c| !is_digit(c)).map(str::len).max().unwrap_or_default();
    let first = message.lines().next().unwrap_or_default().trim();
    if longest > LONGEST_NUMBER || first.is_empty() { "invalid value" } else { first }
}
