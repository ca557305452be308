//! Text for the terminal: aligned tables, amounts with commas, lines that fit.

use super::summary::money;
use crate::domain::visible;
use std::fmt::{self, Write};

/// Columns a line may take.
const WIDTH: usize = 100;

/// Text in lines of at most 100 columns; the first begins with `first`, the others with `rest`.
pub fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let mut lines = textwrap::fill(text, options);
    lines.push('\n');
    lines
}

/// Text from the data without anything a terminal would obey, in one line.
pub fn plain(text: &str) -> String {
    visible(text).into_owned()
}

/// Columns a text from the data may take beside others.
const SHORT: usize = 80;

/// As [`plain`], and not longer than what can stand in a table.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(SHORT) {
        Some((at, _)) => plain(text.get(..at).unwrap_or_default()) + "\u{2026}",
        None => plain(text),
    }
}

/// `1,234`
pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// `1 entry`, `1,234 entries`
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `$1,234.50`
pub(super) fn dollars(cents: i128) -> String {
    let text = money(cents);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    match digits.split_once('.') {
        Some((whole, rest)) => format!("{sign}${}.{rest}", grouped(whole)),
        None => text,
    }
}

/// `$1.00`, `$1.00 to $2.00`
pub fn range(low: i128, high: i128) -> String {
    if low == high { dollars(low) } else { format!("{} to {}", dollars(low), dollars(high)) }
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A table of aligned columns. A head that begins with `>` puts its column to the right, as counts
/// and money stand; the last column wraps where the line would not fit.
pub(super) struct Table<const N: usize> {
    right: [bool; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(head: &[&str; N]) -> Table<N> {
        Table {
            right: head.map(|cell| cell.starts_with('>')),
            rows: vec![head.map(|cell| cell.trim_start_matches('>').to_string())],
        }
    }

    pub(super) fn row(&mut self, cells: [String; N]) {
        // One endless text would make every row as long.
        let mut cells = cells;
        for cell in cells.iter_mut().take(N - 1).filter(|cell| cell.len() > SHORT) {
            *cell = short(cell);
        }
        self.rows.push(cells);
    }

    /// Whether it has no row below its head.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.len() < 2
    }

    pub(super) fn write(&self, out: &mut String) -> fmt::Result {
        let width = |cell: &str| cell.chars().count();
        let mut widths = [0; N];
        for row in &self.rows {
            for (column, cell) in row.iter().enumerate() {
                widths[column] = widths[column].max(width(cell));
            }
        }
        let indent = " ".repeat(2 + widths.iter().take(N - 1).map(|w| w + 2).sum::<usize>());
        for row in &self.rows {
            let mut line = String::from("  ");
            for (column, cell) in row.iter().enumerate().take(N - 1) {
                let gap = " ".repeat(widths[column] - width(cell));
                match self.right[column] {
                    true => write!(line, "{gap}{cell}  ")?,
                    false => write!(line, "{cell}{gap}  ")?,
                }
            }
            let last = &row[N - 1];
            if self.right[N - 1] {
                let gap = " ".repeat(widths[N - 1] - width(last));
                writeln!(out, "{line}{gap}{last}")?;
            } else if last.is_empty() {
                writeln!(out, "{}", line.trim_end())?;
            } else {
                out.push_str(&wrapped(last, &line, &indent));
            }
        }
        Ok(())
    }
}
