//! `rejected_rows.csv`: the rows kept out of every figure, written while the inputs are read.

use super::cell::RowWriter;
use super::written::OutputFile;
use super::{OutputError, Staging};
use crate::domain::text_of;
use crate::ledger::RejectedRow;

/// The file of rejected rows; does nothing if it was not asked for.
pub struct RejectedRows {
    file: Option<OutputFile>,
    inputs: Vec<String>,
    out: Vec<u8>,
    first: Option<String>,
}

impl RejectedRows {
    /// Begins the file. `inputs` names the inputs.
    ///
    /// # Errors
    /// It cannot be created.
    pub fn begin(
        staging: &Staging,
        wanted: bool,
        inputs: Vec<String>,
    ) -> Result<RejectedRows, OutputError> {
        let mut file = None;
        if wanted {
            let mut created = staging.create("rejected_rows.csv")?;
            created.write(b"file,record,entry_number,reason,raw\n")?;
            file = Some(created);
        }
        Ok(RejectedRows { file, inputs, out: Vec::new(), first: None })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(&mut self, input: usize, row: &RejectedRow) -> Result<(), OutputError> {
        let name = self.inputs.get(input).map_or("", |name| name);
        self.first.get_or_insert_with(|| format!("{name}, record {}: {}", row.record, row.reason));
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        self.out.clear();
        RowWriter::new(&mut self.out)
            .text(name)
            .number(row.record)
            .text(row.entry.as_ref().map_or("", |entry| entry.as_str()))
            .text(&row.reason)
            .text(&text_of(&row.raw))
            .end();
        file.write(&self.out)
    }

    /// Ends the file; the first row of it in words, with its place.
    ///
    /// # Errors
    /// What was still buffered cannot be written.
    pub fn end(self, staging: &mut Staging) -> Result<Option<String>, OutputError> {
        self.file.map_or(Ok(()), |file| staging.close(file))?;
        Ok(self.first)
    }
}
