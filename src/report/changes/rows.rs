//! `changes.csv`: a row for each field that is another one now.

use crate::changes::{Seen, Side, Value};
use crate::report::cell::RowWriter;

/// Writes the rows of entries.
pub struct ChangeRows;

impl ChangeRows {
    /// The file.
    pub const FILE: &'static str = "changes.csv";

    /// Its header.
    pub const HEADER: &'static str =
        "entry_number,importer_number,change,field,before,after,caused_by,detail\n";

    /// Appends the rows of an entry; none if nothing changed.
    pub fn write(before: &Side<'_>, after: &Side<'_>, seen: &Seen<'_>, out: &mut Vec<u8>) {
        let side = if seen.after.is_some() { after } else { before };
        let Some(told) = seen.after.or(seen.before) else { return };
        for change in &seen.changes {
            let mut row = RowWriter::new(out);
            row.entry(&told.entry.number).text(side.text(told.entry.importer));
            row.word(seen.kind.as_str()).word(change.field.as_str());
            cell(&mut row, change.before);
            cell(&mut row, change.after);
            row.word(change.cause.as_str()).text(&change.detail).end();
        }
    }
}

fn cell(row: &mut RowWriter<'_>, value: Value<'_>) {
    match value {
        Value::Blank => row.word(""),
        Value::Text(text) => row.text(text),
        Value::Word(word) => row.word(word),
        Value::Day(day) => row.day(Some(day)),
        Value::Cents(cents) => row.cents(cents),
    };
}
