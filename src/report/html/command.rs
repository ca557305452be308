//! The commands by which a figure of the page is explained, to be typed or pasted.

use crate::report::{Run, shell_word};

/// What shows every row and rule of an entry; `None` where it cannot be typed, or the number is a
/// pseudonym.
pub(super) fn entry(run: &Run<'_>, number: &str) -> Option<String> {
    let rest = rest(run)?;
    Some(format!("capeprep explain {} {rest}", shell_word(number)?))
}

/// What shows the entries of a payment group; `date` may be its state.
pub(super) fn group(run: &Run<'_>, importer: &str, date: &str) -> Option<String> {
    let rest = rest(run)?;
    let importer = match importer {
        "" => "\"\"".to_owned(),
        importer => shell_word(importer)?,
    };
    Some(format!("capeprep explain --group {importer} {date} {rest}"))
}

fn rest<'a>(run: &Run<'a>) -> Option<&'a str> {
    (!run.is_masked && !run.explain.is_empty()).then_some(run.explain)
}
