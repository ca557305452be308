//! Plain titles of what the program calls by codes.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_programs_have_the_same_title() {
        let rules = Rulebook::built_in().unwrap();
        let programs: Vec<_> = rules.registry.programs().collect();
        let titles: BTreeSet<&str> = programs.iter().map(|&one| program(one)).collect();
        assert_eq!(titles.len(), programs.len());
        assert!(titles.contains("China and Hong Kong: opioid emergency"));
    }
}
