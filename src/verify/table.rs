//! A CSV file of the directory, row by row.

use super::Unreadable;
use super::digest::Watch;
use csv::ByteRecord;
use std::fs::File;
use std::io::{self, Read};

/// Bytes read at once.
const BLOCK: usize = 1 << 18;
/// No record of a report is longer. A file of one endless record must not fill the memory, and each
/// cell of it takes some bytes more.
const LONGEST_RECORD: u64 = 1 << 22;
/// But where rejected rows stand as they were read: a record of an input may be half as long, and
/// is longer where it is quoted.
const LONGEST_REJECTED: u64 = 1 << 27;

/// The longest record of a file.
fn longest(name: &str) -> u64 {
    if name.ends_with("rejected_rows.csv") { LONGEST_REJECTED } else { LONGEST_RECORD }
}

/// A file that ends with an error where a record does not end.
struct Bounded<'w> {
    file: File,
    left: u64,
    longest: u64,
    watch: Watch<'w>,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        (self.watch)(read as u64);
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!("a record of more than {} bytes", self.longest))
        })?;
        Ok(read)
    }
}

/// The file.
pub(super) struct Table<'w> {
    pub name: String,
    reader: csv::Reader<Bounded<'w>>,
    header: ByteRecord,
    row: ByteRecord,
    /// Rows after the header.
    pub rows: u64,
}

impl<'w> Table<'w> {
    /// Reads its header.
    pub fn open(name: &str, file: File, watch: Watch<'w>) -> Result<Table<'w>, Unreadable> {
        let longest = longest(name);
        let bounded = Bounded { file, left: longest, longest, watch };
        let mut reader = csv::ReaderBuilder::new()
            .buffer_capacity(BLOCK)
            .has_headers(false)
            .from_reader(bounded);
        let mut header = ByteRecord::new();
        reader.read_byte_record(&mut header).map_err(|error| unread(name, 1, &error))?;
        Ok(Table { name: name.to_owned(), reader, header, row: ByteRecord::new(), rows: 0 })
    }

    /// The place of a column, if the file has it.
    pub fn perhaps(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell == column.as_bytes())
    }

    /// The places of columns.
    ///
    /// # Errors
    /// The file has not all of them.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Unreadable> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.perhaps(name).ok_or_else(|| {
                Unreadable(format!(
                    "{} has no column {name}; a spreadsheet may have saved it",
                    self.name
                ))
            })?;
        }
        Ok(places)
    }

    /// Goes to the next row; `false` at the end.
    pub fn next(&mut self) -> Result<bool, Unreadable> {
        let bounded = self.reader.get_mut();
        bounded.left = bounded.longest;
        match self.reader.read_byte_record(&mut self.row) {
            Ok(true) => {
                self.rows += 1;
                Ok(true)
            }
            Ok(false) => Ok(false),
            Err(error) => Err(unread(&self.name, self.rows + 2, &error)),
        }
    }

    /// A cell of the row.
    pub fn cell(&self, column: usize) -> &[u8] {
        self.row.get(column).unwrap_or_default()
    }

    /// A cell for a message.
    pub fn shown(&self, column: usize) -> String {
        crate::domain::quoted(&String::from_utf8_lossy(self.cell(column)))
    }

    /// An amount, in cents.
    pub fn money(&self, column: usize) -> Result<i128, Unreadable> {
        cents(self.cell(column)).ok_or_else(|| self.wrong(column, "an amount such as 1250.00"))
    }

    /// An amount, in cents; 0 where the cell is blank.
    pub fn money_or_blank(&self, column: usize) -> Result<i128, Unreadable> {
        if self.cell(column).is_empty() { Ok(0) } else { self.money(column) }
    }

    /// A whole number.
    pub fn number(&self, column: usize) -> Result<u64, Unreadable> {
        let text = std::str::from_utf8(self.cell(column)).ok();
        text.and_then(|text| text.parse().ok()).ok_or_else(|| self.wrong(column, "a whole number"))
    }

    fn wrong(&self, column: usize, expected: &str) -> Unreadable {
        Unreadable(format!(
            "{}, record {}, column {}: {}, and {expected} was expected; a spreadsheet may have saved it",
            self.name,
            self.rows + 1,
            String::from_utf8_lossy(self.header.get(column).unwrap_or_default()),
            self.shown(column)
        ))
    }
}

fn unread(name: &str, record: u64, error: &csv::Error) -> Unreadable {
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells under a header of {expected_len}")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    Unreadable(format!("{name}, record {record}: {what}"))
}

/// An amount as reports print it: digits, a point, two digits. It is read here on its own, so that
/// neither side of a sum goes through the code that printed it.
pub(super) fn cents(cell: &[u8]) -> Option<i128> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    let (whole, [b'.', tens, ones]) = digits.split_last_chunk::<3>()? else { return None };
    // Twenty-four digits leave room for the sum of any number of rows.
    if whole.is_empty() || whole.len() > 24 {
        return None;
    }
    let mut amount: i128 = 0;
    for digit in whole.iter().chain([tens, ones]) {
        if !digit.is_ascii_digit() {
            return None;
        }
        amount = amount.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    Some(if negative { -amount } else { amount })
}

/// An amount as reports print it.
pub(super) fn printed(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let size = cents.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_the_form_of_reports_only_and_printed_so() {
        for (text, amount) in [("0.00", 0), ("-0.05", -5), ("12.34", 1234), ("-100.00", -10_000)] {
            assert_eq!(cents(text.as_bytes()), Some(amount));
            assert_eq!(printed(amount), text);
        }
        for text in
            ["", "1", "1.0", "1.000", ".50", "$1.00", "1,000.00", "1e2.00", "--1.00", "+1.00"]
        {
            assert_eq!(cents(text.as_bytes()), None, "{text}");
        }
        let longest = format!("{}.99", "9".repeat(24));
        assert_eq!(cents(longest.as_bytes()).map(printed), Some(longest));
        assert_eq!(cents(format!("{}.00", "9".repeat(25)).as_bytes()), None);
    }
}
