//! A CSV file of a report, read back and digested in one go: what is used is what was verified.

use super::manifest::{Listed, hex};
use super::{EarlierError, verify};
use crate::domain::{Cents, Day, undefused};
use csv::ByteRecord;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// Bytes read at once.
const BLOCK: usize = 1 << 18;

/// A file that is digested while it is read.
struct Digested {
    file: File,
    digest: Sha256,
    bytes: u64,
}

impl Read for Digested {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}

/// A column of the file; one that is not there has blank cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub name: &'static str,
    at: Option<usize>,
}

impl Column {
    /// Whether the file has it.
    pub fn is_there(self) -> bool {
        self.at.is_some()
    }
}

/// The file.
pub(super) struct Table<'a> {
    path: PathBuf,
    listed: &'a Listed,
    reader: csv::Reader<Digested>,
    header: ByteRecord,
    /// Columns that are needed and not there.
    missing: Vec<&'static str>,
    row: ByteRecord,
    record: u64,
}

impl<'a> Table<'a> {
    /// Opens it and reads its header.
    pub fn open(path: PathBuf, listed: &'a Listed) -> Result<Table<'a>, EarlierError> {
        let file = verify::opened(&path, listed)?;
        let digested = Digested { file, digest: Sha256::new(), bytes: 0 };
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(BLOCK)
            .has_headers(false)
            .from_reader(digested);
        let mut header = ByteRecord::new();
        let read = reader.read_byte_record(&mut header);
        let (missing, row) = (Vec::new(), ByteRecord::new());
        let table = Table { path, listed, reader, header, missing, row, record: 1 };
        match read {
            Ok(_) => Ok(table),
            Err(error) => {
                let error = table.not_a_record(&error);
                Err(table.blamed(error))
            }
        }
    }

    /// A column that must be there; [`Table::complete`] tells whether all are.
    pub fn need(&mut self, name: &'static str) -> Column {
        let column = self.perhaps(name);
        if !column.is_there() {
            self.missing.push(name);
        }
        column
    }

    /// A column that older reports do not have.
    pub fn perhaps(&self, name: &'static str) -> Column {
        Column { name, at: self.header.iter().position(|cell| cell == name.as_bytes()) }
    }

    /// # Errors
    /// A column that must be there is not.
    pub fn complete(&self) -> Result<(), EarlierError> {
        if self.missing.is_empty() {
            return Ok(());
        }
        Err(EarlierError::Columns { path: self.path.clone(), columns: self.missing.join(", ") })
    }

    /// Its size.
    pub fn bytes(&self) -> u64 {
        self.listed.bytes
    }

    /// How many bytes the rows up to this one take, about.
    pub fn position(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, EarlierError> {
        self.record += 1;
        match self.reader.read_byte_record(&mut self.row) {
            Ok(true) => Ok(Some(Row { path: &self.path, cells: &self.row, record: self.record })),
            Ok(false) => Ok(None),
            Err(error) => Err(self.not_a_record(&error)),
        }
    }

    fn not_a_record(&self, error: &csv::Error) -> EarlierError {
        let what = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("{len} cells under a header of {expected_len}")
            }
            _ => error.to_string(),
        };
        EarlierError::Record { path: self.path.clone(), record: self.record, what }
    }

    /// Holds the whole file against the manifest.
    pub fn verified(self) -> Result<(), EarlierError> {
        let Table { path, listed, reader, .. } = self;
        let mut digested = reader.into_inner();
        io::copy(&mut digested, &mut io::sink()).map_err(|error| EarlierError::Io {
            action: "read",
            path: path.clone(),
            error,
        })?;
        let Digested { digest, bytes, .. } = digested;
        verify::same(&path, listed, bytes, &hex(&digest.finalize()))
    }

    /// The better reason for an error: a file that was changed is no wonder to read badly.
    pub fn blamed(self, error: EarlierError) -> EarlierError {
        self.verified().err().unwrap_or(error)
    }
}

/// A row of the file.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    path: &'t PathBuf,
    cells: &'t ByteRecord,
    record: u64,
}

impl<'t> Row<'t> {
    /// The bytes of a cell.
    pub fn bytes(&self, column: Column) -> &'t [u8] {
        column.at.and_then(|at| self.cells.get(at)).unwrap_or_default()
    }

    /// The text of a cell as it was before it was printed.
    pub fn text(&self, column: Column) -> Result<Cow<'t, str>, EarlierError> {
        std::str::from_utf8(self.bytes(column))
            .map(undefused)
            .map_err(|_| self.wrong(column, "text in UTF-8"))
    }

    /// A day, or none.
    pub fn day(&self, column: Column) -> Result<Option<Day>, EarlierError> {
        let cell = self.bytes(column);
        if cell.is_empty() {
            return Ok(None);
        }
        // Only the form that reports print: ten signs, the year first.
        let day = (cell.len() == 10).then(|| Day::read(cell).ok().flatten()).flatten();
        day.filter(|day| day.iso() == *cell)
            .map(Some)
            .ok_or_else(|| self.wrong(column, "a day as YYYY-MM-DD, or a blank"))
    }

    /// An amount.
    pub fn money(&self, column: Column) -> Result<Cents, EarlierError> {
        cents(self.bytes(column))
            .ok_or_else(|| self.wrong(column, "an amount with two decimals, such as 1250.00"))
    }

    /// An amount, or none.
    pub fn money_or_blank(&self, column: Column) -> Result<Option<Cents>, EarlierError> {
        match self.bytes(column) {
            [] => Ok(None),
            _ => self.money(column).map(Some),
        }
    }

    /// A word of a vocabulary.
    pub fn word<T: Copy>(
        &self,
        column: Column,
        all: &[T],
        print: impl Fn(T) -> &'static str,
    ) -> Result<T, EarlierError> {
        let cell = self.bytes(column);
        let found = all.iter().copied().find(|word| print(*word).as_bytes() == cell);
        found.ok_or_else(|| {
            let words: Vec<_> = all.iter().map(|word| print(*word)).collect();
            self.wrong(column, &format!("one of {}", words.join(", ")))
        })
    }

    /// The error of a cell.
    pub fn wrong(&self, column: Column, expected: &str) -> EarlierError {
        EarlierError::Cell {
            path: self.path.clone(),
            record: self.record,
            column: column.name,
            value: String::from_utf8_lossy(self.bytes(column)).into_owned(),
            expected: expected.to_owned(),
        }
    }
}

/// An amount as reports print it. Sums may be larger than any cell of an export.
fn cents(cell: &[u8]) -> Option<Cents> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    let (whole, decimals) = digits.split_last_chunk::<3>()?;
    let [b'.', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = decimals else { return None };
    if whole.is_empty() {
        return None;
    }
    let mut amount: i64 = 0;
    for digit in whole.iter().chain([tens, ones]) {
        if !digit.is_ascii_digit() {
            return None;
        }
        amount = amount.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
    }
    Some(Cents(if negative { -amount } else { amount }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_printed_and_in_no_other_form() {
        for amount in [0, 5, -5, 99, 100, 123_456, -123_456, i64::MAX] {
            let mut printed = Vec::new();
            Cents(amount).write_to(&mut printed);
            assert_eq!(cents(&printed), Some(Cents(amount)));
        }
        for text in [
            "",
            "1",
            "1.0",
            "1.000",
            ".50",
            "-.50",
            "$1.00",
            "1,000.00",
            "1e2.00",
            "--1.00",
            "99999999999999999999.00",
        ] {
            assert_eq!(cents(text.as_bytes()), None, "{text}");
        }
    }
}
