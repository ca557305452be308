//! Text from the data as it may stand before people: what a terminal would obey, or what is not
//! seen, is made visible, in every report and message by this one rule. File and record beside it
//! lead to the text as it was.

use std::borrow::Cow;

/// Whether a character does something else than to be read: commands of a terminal, breaks of a
/// line, marks that turn the direction of writing or are not seen.
pub fn is_misleading(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// A character as it may be shown: of an ASCII control character its picture (`␛` for escape, `␊`
/// for a line feed), of any other that misleads the replacement character.
pub fn visible_char(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if is_misleading(c) => '\u{fffd}',
        c => c,
    }
}

/// A text as it may be shown, in one line. What is visible already stays as it is.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly every text is plain.
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) || !text.chars().any(is_misleading) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible_char).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_seen_instead() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\t\0\u{8}\u{7f}"), "a␛[31mb␍␊␉␀␈␡");
        assert_eq!(visible("a\u{9b}2J\u{9d}0;x\u{9c}"), "a\u{fffd}2J\u{fffd}0;x\u{fffd}");
        assert_eq!(visible("a\u{202e}b\u{2066}\u{200b}\u{2028}\u{e0041}"), "a�b����");
        for text in ["", "O'Brien – 中文", "שלום", "a\u{200d}b", "=1;<b>"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn to_show_it_twice_changes_nothing() {
        for c in '\0'..=char::MAX {
            assert!(!is_misleading(visible_char(c)), "{c:?}");
        }
    }
}
