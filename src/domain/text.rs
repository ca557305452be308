//! How raw cells are stripped and read as text, and how headers and status words are compared.

use super::visible;
use std::borrow::Cow;

/// Strips what spreadsheets and ACE wrap around a value: blanks, no-break spaces, a byte order
/// mark, and the text marker `="..."`.
pub fn clean_cell(cell: &[u8]) -> &[u8] {
    // Nearly every cell begins and ends with a plain character and needs no second look.
    let plain = |byte: &u8| byte.is_ascii_graphic();
    match (cell.first(), cell.last()) {
        (None, _) => return cell,
        (Some(first), Some(last)) if plain(first) && *first != b'=' && plain(last) => return cell,
        _ => {}
    }
    let text = trim(cell);
    match text.strip_prefix(b"=\"").and_then(|t| t.strip_suffix(b"\"")) {
        Some(inner) => trim(inner),
        None => text,
    }
}

/// The text of raw bytes: UTF-8, or Windows-1252 where they are no UTF-8, as Excel on Windows saves
/// plain CSV. Every byte means a character there, so nothing is lost.
pub fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn trim(mut text: &[u8]) -> &[u8] {
    const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    loop {
        let shorter = text.trim_ascii();
        let shorter = shorter.strip_prefix(BYTE_ORDER_MARK).unwrap_or(shorter);
        let shorter = shorter.strip_prefix(NO_BREAK_SPACE).unwrap_or(shorter);
        let shorter = shorter.strip_suffix(NO_BREAK_SPACE).unwrap_or(shorter);
        let shorter = without_lone_space(shorter);
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

/// Without the no-break space of Windows-1252 at one end, which is one byte there.
fn without_lone_space(text: &[u8]) -> &[u8] {
    const NO_BREAK_SPACE: &[u8] = b"\xA0";
    let shorter = text.strip_prefix(NO_BREAK_SPACE).or_else(|| text.strip_suffix(NO_BREAK_SPACE));
    // In UTF-8 the byte is the end of a letter.
    shorter.filter(|_| std::str::from_utf8(text).is_err()).unwrap_or(text)
}

/// Whether a spreadsheet may take a text for a formula: by its first character that is no space, in
/// the forms of full width too, which Excel reads where it speaks Japanese.
pub fn is_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(SIGNS)
}

/// A text as a cell of a report holds it: one that is like a formula stands behind a `'`, and so
/// does what is like one behind a `;`, where a spreadsheet that expects semicolons begins a cell.
pub fn defused(text: &str) -> Cow<'_, str> {
    let parts = || text.split_inclusive(';');
    if !parts().any(begins_a_formula) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 2);
    for part in parts() {
        if begins_a_formula(part) {
            out.push('\'');
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// The text of a cell of a report, without the marks of [`defused`]. (A text that had such a mark
/// itself prints the same, and loses it.)
pub fn undefused(cell: &str) -> Cow<'_, str> {
    let marked = |part: &str| part.strip_prefix('\'').is_some_and(begins_a_formula);
    if !cell.split_inclusive(';').any(marked) {
        return Cow::Borrowed(cell);
    }
    let parts = cell.split_inclusive(';');
    parts.map(|part| if marked(part) { part.get(1..).unwrap_or_default() } else { part }).collect()
}

/// Whether what follows a separator would be read as a formula, quotation marks or not.
fn begins_a_formula(part: &str) -> bool {
    is_like_a_formula(part.trim_start_matches(['"', ' ']))
}

/// The form in which headers and status words are compared: stripped as by [`clean_cell`], lower
/// case, every run of space, `_`, `-`, `.` and `#` one space, none at the ends.
pub fn fold(cell: &[u8]) -> String {
    let text = text_of(clean_cell(cell)).to_lowercase();
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '.' | '#');
    text.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A cell for a message: in quotes, shortened to 40 characters, all of them visible and none of them
/// a quote.
pub fn quoted(text: &str) -> String {
    quoted_to(text, 40)
}

/// As [`quoted`], of another length.
pub fn quoted_to(text: &str, longest: usize) -> String {
    let (shown, more) = match text.char_indices().nth(longest) {
        Some((at, _)) => (&text[..at], "..."),
        None => (text, ""),
    };
    format!("`{}{more}`", visible(shown).replace('`', "'"))
}

/// Line and column of a byte of a text, both from 1, as editors count them.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |feed| feed + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[start..].chars().count() + 1)
}

/// Letters to insert, drop or change to get from one text to the other (Levenshtein).
pub fn edit_distance(from: &[char], to: &str) -> usize {
    let mut costs: Vec<usize> = (0..=from.len()).collect();
    for (row, wanted) in to.chars().enumerate() {
        let mut diagonal = row;
        costs[0] = row + 1;
        for (at, have) in from.iter().enumerate() {
            let change = diagonal + usize::from(*have != wanted);
            diagonal = costs[at + 1];
            costs[at + 1] = change.min(diagonal + 1).min(costs[at] + 1);
        }
    }
    costs[from.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unwraps_cells() {
        assert_eq!(clean_cell(b" =\"9Q910000045\" "), b"9Q910000045");
        assert_eq!(clean_cell("\u{feff}Entry\u{a0}".as_bytes()), b"Entry");
        assert_eq!(clean_cell(b"=\"\""), b"");
        assert_eq!(clean_cell(b"=\""), b"=\"");
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_windows_1252() {
        assert_eq!(text_of("Žluťoučký".as_bytes()), "Žluťoučký");
        assert_eq!(text_of(b"Caf\xe9 \x80 \x93M\xfcller\x94 \x81"), "Café € “Müller” \u{81}");
        assert_eq!(clean_cell(b"\xA0\xA0 1,250.00\xA0"), b"1,250.00");
        assert_eq!(clean_cell(b"Caf\xe9\xA0"), b"Caf\xe9");
        assert_eq!(clean_cell("voilà".as_bytes()), "voilà".as_bytes());
    }

    #[test]
    fn no_cell_is_a_formula_whatever_separates_cells() {
        let plain = ["", "a", "a-b", "O'Brien; Sons", "a=b", "2 - 1", "a;b;c", "x; y", "'", "a;"];
        for text in plain {
            assert_eq!(defused(text), text);
            assert_eq!(undefused(text), text);
        }
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  -5", "'  -5"),
            ("\u{a0}@A1", "'\u{a0}@A1"),
            ("\u{3000}＝1", "'\u{3000}＝1"),
            ("a;=1", "a;'=1"),
            ("a; +1;b;-", "a;' +1;b;'-"),
            ("a;\"=1", "a;'\"=1"),
            ("=a;@b", "'=a;'@b"),
        ] {
            assert_eq!(defused(text), cell);
            assert_eq!(undefused(cell), text);
            assert_eq!(defused(cell), cell, "once is enough");
        }
        assert_eq!(undefused("'a"), "'a");
    }

    #[test]
    fn edits_are_counted_one_by_one() {
        for (from, to, edits) in [
            ("", "", 0),
            ("", "duty", 4),
            ("duty", "", 4),
            ("entry", "entry", 0),
            ("kitten", "sitting", 3),
            ("entry", "etnry", 2),
            ("ab", "ba", 2),
            ("importer", "mporter", 1),
            ("sunday", "saturday", 3),
            ("abc", "xyzabc", 3),
        ] {
            let from: Vec<char> = from.chars().collect();
            assert_eq!(edit_distance(&from, to), edits, "{to}");
        }
    }

    #[test]
    fn folds_headers() {
        for header in
            ["Entry_Summary-Number", " entry  summary.number# ", "=\"Entry Summary Number\""]
        {
            assert_eq!(fold(header.as_bytes()), "entry summary number");
        }
        assert_eq!(fold(b"HTS Number - Full"), "hts number full");
        assert_eq!(fold(b"Entry#"), "entry");
    }
}
