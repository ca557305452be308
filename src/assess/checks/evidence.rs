//! Questions that one column answers.

use super::Verdict;
use crate::assess::{Entry, Word};
use crate::domain::Field;
use crate::ledger::Flag;
use crate::rulebook::StatusWords;

/// Found if a yes/no column says yes. An absent column proves nothing; text that is neither yes nor
/// no is the business of `status-unmapped`.
pub(super) fn stopped_by_flag(
    entry: &Entry<'_>,
    field: Field,
    say: impl FnOnce() -> String,
) -> Verdict {
    match entry.flag(field) {
        Flag::Yes => Verdict::Found(say()),
        _ if !entry.has(field) => Verdict::Unproved,
        Flag::Blank | Flag::No | Flag::Odd => Verdict::Clear,
    }
}

/// Found if a status column has a word of the `bad` meaning; `say` is given the word, quoted. An
/// absent column proves nothing; an unmapped word is the business of `status-unmapped`.
pub(super) fn stopped_by_word<M: PartialEq>(
    entry: &Entry<'_>,
    field: Field,
    meaning: impl FnOnce(&StatusWords, &str) -> Option<M>,
    bad: M,
    say: impl FnOnce(&str) -> String,
) -> Verdict {
    match entry.word(field, meaning) {
        Word::Absent => Verdict::Unproved,
        Word::Known(known) if known == bad => Verdict::Found(say(&entry.quoted_status(field))),
        Word::Blank | Word::Known(_) | Word::Unmapped(_) => Verdict::Clear,
    }
}

/// How many of many like findings a detail names.
const SHOWN: usize = 5;

/// What is said of each item, the first few of them, joined; `None` if there are none.
pub(super) fn listed<T>(
    items: impl IntoIterator<Item = T>,
    say: impl Fn(T) -> String,
) -> Option<String> {
    let mut items = items.into_iter();
    // Mostly there are none.
    let mut text = say(items.next()?);
    for item in items.by_ref().take(SHOWN - 1) {
        text.push_str("; ");
        text.push_str(&say(item));
    }
    match items.count() {
        0 => Some(text),
        more => Some(format!("{text}; and {more} more")),
    }
}

impl Verdict {
    /// `Found` with what is said of each item, else `Clear`.
    pub(super) fn each<T>(
        items: impl IntoIterator<Item = T>,
        say: impl Fn(T) -> String,
    ) -> Verdict {
        listed(items, say).map_or(Verdict::Clear, Verdict::Found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let numbers = |count: u32| listed(0..count, |number| number.to_string());
        assert_eq!(numbers(0), None);
        assert_eq!(numbers(2).as_deref(), Some("0; 1"));
        assert_eq!(numbers(5).as_deref(), Some("0; 1; 2; 3; 4"));
        assert_eq!(numbers(8).as_deref(), Some("0; 1; 2; 3; 4; and 3 more"));
    }
}
