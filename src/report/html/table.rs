//! Small tables: the figures behind the pictures, and lists.

use super::words::{self, Words};
use crate::report::text::{count, dollars};

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) words: Vec<Words>,
    pub(super) kind: Kind,
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words of the program.
    Text,
    /// One word of the program, or a date: never broken.
    Word,
    /// A number: to the right, never broken.
    Number,
    /// Text of the data, kept apart from the direction of its surroundings.
    Data,
    /// Text of the data that is broken where it must.
    LongData,
}

/// Text of the data that is longer than so many characters may be broken anywhere.
const LONG: usize = 24;

impl Cell {
    fn new(text: impl Into<String>, kind: Kind) -> Cell {
        Cell { words: vec![Words { text: text.into(), is_code: false }], kind }
    }

    /// Words of the program; those between backquotes are code.
    pub(super) fn text(text: impl AsRef<str>) -> Cell {
        let text = text.as_ref();
        let is_word = !text.contains(' ') && text.len() <= LONG;
        let kind = if is_word { Kind::Word } else { Kind::Text };
        Cell { words: words::spans(text), kind }
    }

    /// A plain title, with the code that the other files have for it.
    pub(super) fn titled(title: &str, code: &str) -> Cell {
        Cell::text(format!("{title} `{code}`"))
    }

    /// Text of the data.
    pub(super) fn data(text: &str) -> Cell {
        let kind = if text.chars().nth(LONG).is_some() { Kind::LongData } else { Kind::Data };
        Cell::new(words::shown(text), kind)
    }

    /// A number of things.
    pub(super) fn count(number: u64) -> Cell {
        Cell::right(count(number))
    }

    /// An amount in cents.
    pub(super) fn money(cents: i128) -> Cell {
        Cell::right(dollars(cents))
    }

    /// Anything that is read from its right end.
    pub(super) fn right(text: impl Into<String>) -> Cell {
        Cell::new(text, Kind::Number)
    }

    /// Nothing.
    pub(super) fn blank() -> Cell {
        Cell { words: Vec::new(), kind: Kind::Text }
    }
}

/// The head of a column.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) text: &'static str,
    pub(super) is_number: bool,
}

/// A table with a caption, and a last row that adds up.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) caption: String,
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) total: Vec<Cell>,
    /// What the table leaves out, and where it stands.
    pub(super) note: String,
}

impl Table {
    /// A table without rows. A head that begins with `>` puts its column to the right.
    pub(super) fn new(caption: impl Into<String>, heads: &[&'static str]) -> Table {
        let heads = heads.iter().map(|head| Head {
            text: head.trim_start_matches('>'),
            is_number: head.starts_with('>'),
        });
        Table { caption: caption.into(), heads: heads.collect(), ..Table::default() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// Sets the row that adds up.
    pub(super) fn total(&mut self, cells: impl Into<Vec<Cell>>) {
        self.total = cells.into();
    }
}
