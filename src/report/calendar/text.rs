//! Text as RFC 5545 and people want it in a calendar.

use crate::domain::visible;

/// Characters of a name that are shown.
const NAME_CHARACTERS: usize = 60;
/// Octets of a line, its end not counted (RFC 5545, section 3.1).
const LINE_OCTETS: usize = 75;

/// Text from the data as a calendar may show it: one line, nothing that turns the direction of
/// what follows, and not too long.
pub(super) fn shown(text: &str) -> String {
    let clean = visible(text);
    let clean = clean.trim();
    match clean.char_indices().nth(NAME_CHARACTERS) {
        Some((at, _)) => format!("{}...", clean.get(..at).unwrap_or_default().trim_end()),
        None => clean.to_owned(),
    }
}

/// The lines folded anew: the library leaves one of 76 octets here and there.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_inclusive("\r\n") {
        let line = line.trim_end_matches("\r\n");
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > LINE_OCTETS {
                out.push_str("\r\n ");
                octets = 1;
            }
            out.push(character);
            octets += character.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_none_loses_a_letter() {
        for letter in ["a", "é", "漢", "😀", " ", "\\,"] {
            for length in 0..200 {
                let line = format!("SUMMARY:{}", letter.repeat(length));
                let text = folded(&format!("{line}\r\nEND:VEVENT\r\n"));
                assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS), "{text}");
                assert_eq!(text.replace("\r\n ", ""), format!("{line}\r\nEND:VEVENT\r\n"));
            }
        }
    }

    #[test]
    fn names_are_one_short_line_that_turns_no_direction() {
        assert_eq!(shown(" A\r\nB\t\u{202e}C\u{2066} "), "A␍␊B␉\u{fffd}C\u{fffd}");
        assert_eq!(shown(&"x".repeat(60)), "x".repeat(60));
        assert_eq!(shown(&"é".repeat(300)), format!("{}...", "é".repeat(60)));
    }
}
