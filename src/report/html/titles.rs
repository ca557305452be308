//! Plain titles of what the program calls by codes.

use super::check_page;
use crate::assess::checks::Check;
use crate::domain::Lane;
use crate::rulebook::Program;

/// A lane in plain words.
pub(super) const fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::FileNow => "File now",
        Lane::Review => "Review, then file",
        Lane::OtherFiler => "Other filer",
        Lane::FixThenFile => "Fix, then file",
        Lane::LaterPhase => "Later phase",
        Lane::Protest => "Protest",
        Lane::Court => "Court",
        Lane::Declared => "Declared already",
        Lane::None => "Nothing to get back",
    }
}

/// A program in plain words: its description in the registry up to the first comma, behind which
/// stand the dates.
pub(super) fn program(program: &Program) -> &str {
    let description = program.description.as_str();
    let title = description.split_once(',').map_or(description, |(title, _)| title);
    if title.is_empty() { &program.name } else { title }
}

/// A check in plain words: CBP's label for it; without such, the first words of its page.
pub(super) fn check(check: &Check) -> String {
    check.label.map_or_else(|| check_page::first_sentence(check), str::to_owned)
}
