//! Facts that contradict each other, for people.

use super::super::{Verdict, listed};
use crate::assess::Entry;
use crate::domain::quoted;

/// The contradictions of an entry that the dates of the reports settle, or those that they do not.
pub(super) fn contradictions(entry: &Entry<'_>, dated: bool, why: &str) -> Verdict {
    let clashes = entry.fact.map(|fact| fact.clashes()).unwrap_or_default();
    let said = |(text, place)| {
        let text = match entry.texts.text(text) {
            "" => "blank".to_owned(),
            text => quoted(text),
        };
        format!("{text} ({})", entry.supplement.place(place))
    };
    let list = listed(clashes.iter().filter(|clash| clash.dated == dated), |clash| {
        let (used, not_used) = (said(clash.used), said(clash.not_used));
        format!("{}: {used} is used, not {not_used}", clash.field.name())
    });
    list.map_or(Verdict::Clear, |list| Verdict::Found(format!("{list}; {why}")))
}
