//! JSON as it is written and printed.

use crate::domain::is_misleading;
use serde::Serialize;
use std::fmt::Write;

/// A document over several lines, with a line feed at its end.
///
/// # Errors
/// A map whose keys are no texts.
pub fn json_document(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = escaped(&serde_json::to_string_pretty(value)?);
    text.push('\n');
    Ok(text)
}

/// A document in one line, with a line feed at its end.
///
/// # Errors
/// A map whose keys are no texts.
pub fn json_line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = escaped(&serde_json::to_string(value)?);
    text.push('\n');
    Ok(text)
}

/// The same document without characters that a terminal would obey or nobody sees: JSON can write
/// them by their numbers, so that nothing is lost. Outside its texts there are none but line feeds.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match is_misleading(c) && c != '\n' {
            // Writing to a string cannot fail.
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            }),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_no_terminal_obeys_it() {
        let worst: String =
            (0..=0x30ff).chain(0xe0000..0xe0080).filter_map(char::from_u32).collect();
        for text in [json_document(&[&worst]).unwrap(), json_line(&[&worst]).unwrap()] {
            assert!(text.ends_with("]\n"));
            assert!(!text.chars().any(|c| c != '\n' && is_misleading(c)));
            let read: [String; 1] = serde_json::from_str(&text).unwrap();
            assert!(read == std::slice::from_ref(&worst));
        }
    }
}
