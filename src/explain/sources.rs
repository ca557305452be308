//! The documents that an explanation cites.

use super::{Explanation, Subject};
use serde::Serialize;
use std::collections::BTreeSet;

/// A document.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentTold {
    /// The id that rules cite.
    pub id: String,
    /// Publisher, title, date.
    pub title: String,
    /// Where it is found.
    pub location: String,
    /// How much of it was read.
    pub read: &'static str,
}

/// The documents cited, in the order of the rulebook. Checks that found nothing and could be run
/// cite theirs by id alone.
pub(super) fn documents(of: &Subject<'_>, told: &Explanation) -> Vec<DocumentTold> {
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    for code in &told.codes {
        let floor = code.floor.iter().flat_map(|floor| &floor.source.sources);
        cited.extend(code.source.sources.iter().chain(floor).map(String::as_str));
    }
    for segment in &told.interest.segments {
        cited.extend(segment.source.sources.iter().map(String::as_str));
    }
    for check in &told.checks {
        if matches!(check.outcome, "block" | "review" | "info" | "unproved") {
            cited.extend(check.sources.iter().copied());
        }
    }
    let all = of.assessed.entry.context.rules.sources.iter();
    let found = all.filter(|source| cited.contains(source.id.as_str()));
    let told = found.map(|source| DocumentTold {
        id: source.id.as_str().to_owned(),
        title: source.title.clone(),
        location: source.location.clone(),
        read: source.read.as_str(),
    });
    told.collect()
}
