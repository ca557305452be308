//! How raw cells are stripped, folded, quoted for messages and compared. The first byte splits the
//! rest in two.

use capeprep::domain::{clean_cell, defused, edit_distance, fold, is_like_a_formula};
use capeprep::domain::{line_and_column, quoted, text_of, undefused};

/// Takes a cell through all that is done with texts.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let cell = clean_cell(rest);
    // The text marker of a spreadsheet is taken off once.
    let is_marked = |text: &[u8]| text.starts_with(b"=\"");
    assert!(clean_cell(cell) == cell || is_marked(cell));
    let text = text_of(cell);
    let folded = fold(cell);
    // Marks that stand inside are at the ends once what stood around them is gone.
    let has_mark = is_marked(folded.as_bytes()) || folded.contains('\u{feff}');
    assert!(fold(folded.as_bytes()) == folded || has_mark, "{text:?}");
    let shown = quoted(&text);
    assert!(shown.chars().count() <= 45 * 12, "{shown}");
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
    let marked = defused(&text);
    assert!(!is_like_a_formula(&marked));
    // A text that has such marks itself loses them.
    if undefused(&text) == text {
        assert_eq!(undefused(&marked), text);
    }
    let (line, column) = line_and_column(&text, usize::from(*first));
    assert!(line >= 1 && column >= 1);
    let letters: Vec<char> = folded.chars().take(40).collect();
    let other: String = text.chars().take(usize::from(first % 40)).collect();
    let distance = edit_distance(&letters, &other);
    assert!(distance <= letters.len().max(other.chars().count()));
    assert_eq!(edit_distance(&letters, &letters.iter().collect::<String>()), 0);
}
