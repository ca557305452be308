//! Small tables: the figures behind the pictures, and lists.

use super::words;
use crate::report::text::{count, dollars};

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    /// Whether it stands to the right.
    pub(super) is_number: bool,
    /// Whether it is text of the data, kept apart from the direction of its surroundings.
    pub(super) is_data: bool,
}

impl Cell {
    /// Words of the program.
    pub(super) fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), is_number: false, is_data: false }
    }

    /// Text of the data.
    pub(super) fn data(text: &str) -> Cell {
        Cell { text: words::shown(text), is_number: false, is_data: true }
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
        Cell { text: text.into(), is_number: true, is_data: false }
    }

    /// Nothing.
    pub(super) fn blank() -> Cell {
        Cell::text("")
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
