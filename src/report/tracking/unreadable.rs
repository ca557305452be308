//! `rejected_rows.csv`: the rows of CBP's reports and the bank that could not be read.

use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};
use crate::track::{EntryRef, Scene};

const FILE: &str = "rejected_rows.csv";
/// The first columns of the same file of `analyze`; the text of the row is in the report itself.
const HEADER: &str = "file,record,entry_number,reason,hides\n";
/// Rows put together before they are written.
const CHUNK: usize = 1 << 20;

/// Writes `rejected_rows.csv`, in the order of files and records.
///
/// # Errors
/// It cannot be written.
pub fn write_rejected_rows(scene: &Scene<'_>, staging: &mut Staging) -> Result<(), OutputError> {
    let said = scene.said;
    let mut out = staging.create(FILE)?;
    out.write(HEADER.as_bytes())?;
    let mut bytes = Vec::new();
    for row in &said.unreadable {
        let entry = match row.entry {
            Some(EntryRef::Known(id)) => scene.portfolio.get(id).map(|entry| entry.number.as_str()),
            Some(EntryRef::Stranger(number)) => Some(said.texts.text(number)),
            None => None,
        };
        RowWriter::new(&mut bytes)
            .text(said.file(row.place).map_or("", |file| file.name.as_str()))
            .number(row.place.record.into())
            .text(entry.unwrap_or_default())
            .text(&row.reason)
            .word(if row.hides { "yes" } else { "no" })
            .end();
        if bytes.len() > CHUNK {
            out.write(&bytes)?;
            bytes.clear();
        }
    }
    out.write(&bytes)?;
    staging.close(out)
}
