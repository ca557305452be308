//! Text of the data, made harmless for a page: no control characters, nothing that turns the
//! direction of what follows, not endless. Escaping is done by the templates.

use crate::domain::visible_char;

/// Characters shown of a text at most.
const LONGEST: usize = 120;

/// The text as the page shows it.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).map(visible_char).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('\u{2026}');
    }
    shown
}

/// A sentence, of any length, as the page shows it.
pub(super) fn sentence(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// The importer number, or words where there is none.
pub(super) fn importer(number: &str) -> String {
    match number.is_empty() {
        true => "(no importer number)".to_owned(),
        false => shown(number),
    }
}

/// A text in which words between backquotes are code.
pub(super) fn spans(text: &str) -> Vec<Words> {
    let parts = text.split('`').enumerate();
    let words = parts.map(|(at, part)| match at % 2 {
        0 => Words { text: sentence(part), is_code: false },
        _ => Words { text: sentence(part), is_code: true },
    });
    words.filter(|words| !words.text.is_empty()).collect()
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) is_code: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_turns_what_follows_or_runs_on() {
        assert_eq!(shown("a\u{202e}b\u{0}c\nd"), "a\u{fffd}b␀c␊d");
        assert_eq!(shown(&"x".repeat(300)).chars().count(), LONGEST + 1);
        assert_eq!(shown("\u{5d0}<&\""), "\u{5d0}<&\"");
    }

    #[test]
    fn backquotes_make_code() {
        let words = |text: &str, is_code| Words { text: text.to_owned(), is_code };
        assert_eq!(
            spans("bring `a` and b"),
            [words("bring ", false), words("a", true), words(" and b", false)]
        );
    }
}
