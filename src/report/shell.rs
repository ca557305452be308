//! Commands that people paste into a shell. A name from elsewhere must never become a command: in
//! double quotes a shell still reads `$` and the like, so such a name is not repeated at all.

/// A word of a command, in quotation marks where a shell wants them; `None` where it would read it
/// otherwise all the same (`sh`, PowerShell or `cmd`).
pub fn shell_word(word: &str) -> Option<String> {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || "-_./:=,+@".contains(c) || cfg!(windows) && c == '\\'
    };
    let is_safe = |c: char| is_plain(c) || c.is_alphanumeric() || " ()&'#[]{}".contains(c);
    if word.is_empty() || word.starts_with('-') || word.ends_with('\\') {
        return None;
    }
    if word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    word.chars().all(is_safe).then(|| format!("\"{word}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_command() {
        assert_eq!(shell_word("exports/2025-06.csv").as_deref(), Some("exports/2025-06.csv"));
        assert_eq!(shell_word("Broker B (June).csv").as_deref(), Some("\"Broker B (June).csv\""));
        assert_eq!(shell_word("été.csv").as_deref(), Some("\"été.csv\""));
        let bad = [
            "-",
            "",
            "--out",
            "a $(touch x).csv",
            "a`b`",
            "a\"b",
            "50%TEMP%",
            "a!b",
            "a\u{201c}b",
            "a\nb",
            "a\u{202e}b",
            "a\u{1b}[31m",
            "dir\\",
        ];
        for word in bad {
            assert_eq!(shell_word(word), None, "{word:?}");
        }
    }
}
