//! A section of text and tables.

use crate::report::html::table::Table;
use crate::report::html::words::{Words, spans};

/// The section.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// What links lead to.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What it is, in a sentence or two.
    pub(super) lead: Vec<Words>,
    /// Those without a row are left out.
    pub(super) tables: Vec<Table>,
    /// What stands where no table has a row.
    pub(super) nothing: &'static str,
    /// Tables that unfold, below the others: a line, the table, what it leaves out.
    pub(super) unfolding: Vec<Unfolding>,
}

/// A line that unfolds to a table.
#[derive(Debug, Clone)]
pub(super) struct Unfolding {
    /// Text of the data.
    pub(super) line: String,
    pub(super) table: Table,
}

impl Section {
    /// With tables; words between backquotes are code.
    pub(super) fn new(
        id: &'static str,
        title: &'static str,
        lead: &str,
        tables: Vec<Table>,
        nothing: &'static str,
    ) -> Section {
        let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
        Section { id, title, lead: spans(lead), tables, nothing, unfolding: Vec::new() }
    }
}
