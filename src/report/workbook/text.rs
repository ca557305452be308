//! Text from the data as a cell of a workbook can hold it. A text cell is never a formula, so
//! nothing is put before it; what a cell cannot hold, or what would turn the reader's eye, is
//! replaced where it can be seen.

use crate::domain::visible_char;
use std::borrow::Cow;

/// Longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// Ends a text that was cut.
const CUT: &str = "… [cut: a cell holds 32,767 characters]";

/// The text as it stands in the cell.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let replaced = match text.chars().any(|c| shown(c) != c) {
        true => Cow::Owned(text.chars().map(shown).collect()),
        false => Cow::Borrowed(text),
    };
    // A character takes at least as many bytes as units.
    if replaced.len() <= LONGEST || replaced.encode_utf16().count() <= LONGEST {
        return replaced;
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut units = 0;
    let kept = replaced.chars().take_while(|c| {
        units += c.len_utf16();
        units <= room
    });
    let mut cut: String = kept.collect();
    cut.push_str(CUT);
    Cow::Owned(cut)
}

/// Characters that XML does not allow, and those that mislead the reader, made visible.
fn shown(c: char) -> char {
    match c {
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c => visible_char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_harms_is_replaced() {
        for text in ["", "=cmd|' /C calc'!A0", "<script>\"&", "O'Brien – 中文"] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(harmless("a\0b\u{b}\r\n\t\u{202e}c"), "a␀b␋␍␊␉\u{fffd}c");
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_says_so() {
        for long in ["x".repeat(40_000), "😀".repeat(20_000)] {
            let cut = harmless(&long);
            assert!(cut.encode_utf16().count() <= LONGEST);
            assert!(cut.encode_utf16().count() > LONGEST - 2);
            assert!(cut.ends_with(CUT));
        }
        let longest = "é".repeat(LONGEST);
        assert_eq!(harmless(&longest), longest);
    }
}
