//! The lines of the tariff as they stand in the file, whichever form it has.

use crate::domain::fold;

/// A column of the export that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Tariff number, with dots.
    Number,
    /// How deep the line stands below its heading.
    Indent,
    /// Column 1, general.
    General,
    /// Column 1, special.
    Special,
}

/// Each column with its name in messages and its spellings, folded: first that of the CSV, then
/// that of the JSON.
const COLUMNS: [(Column, &str, &[&str]); 4] = [
    (Column::Number, "HTS Number", &["hts number", "htsno", "hts no"]),
    (Column::Indent, "Indent", &["indent"]),
    (Column::General, "General Rate of Duty", &["general rate of duty", "general"]),
    (Column::Special, "Special Rate of Duty", &["special rate of duty", "special"]),
];

impl Column {
    /// The column that a header or key names.
    pub(super) fn named(header: &str) -> Option<Column> {
        let folded = fold(header.as_bytes());
        let known = COLUMNS.iter().find(|(_, _, names)| names.contains(&folded.as_str()));
        known.map(|(column, _, _)| *column)
    }

    /// The columns that are not among these, for a message; empty if none is missing.
    pub(super) fn missing(found: impl Fn(Column) -> bool) -> String {
        let missing = COLUMNS.iter().filter(|(column, _, _)| !found(*column));
        missing.map(|(_, name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

/// A line as it stands in the file: texts trimmed, nothing judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawLine {
    /// Which record of the file (the header counts) or which object of the list, from 1.
    pub(super) record: u64,
    pub(super) number: String,
    pub(super) indent: String,
    pub(super) general: String,
    pub(super) special: String,
}

impl RawLine {
    /// The cell of a column.
    pub(super) fn cell(&mut self, column: Column) -> &mut String {
        match column {
            Column::Number => &mut self.number,
            Column::Indent => &mut self.indent,
            Column::General => &mut self.general,
            Column::Special => &mut self.special,
        }
    }
}

/// Lines of a file at most: the tariff has some thirty thousand.
pub(super) const MOST_LINES: usize = 1_000_000;

/// What was read of a file.
#[derive(Debug, Default)]
pub(super) struct RawLines {
    /// Its lines; one past the most of them stands for all further ones.
    pub(super) lines: Vec<RawLine>,
    /// Records that have not as many cells as the header.
    pub(super) broken: u64,
}

impl RawLines {
    /// Takes a line in; false past the most of them.
    pub(super) fn push(&mut self, line: RawLine) -> bool {
        if !self.is_too_long() {
            self.lines.push(line);
        }
        !self.is_too_long()
    }

    /// Whether there are more lines than any tariff has.
    pub(super) fn is_too_long(&self) -> bool {
        self.lines.len() > MOST_LINES
    }
}
