//! Rows on their way to a sheet: cells with their types, packed one behind the other. Threads that
//! judge entries pack them; the sheet is written when all is known.

use crate::domain::{Cents, Day, EntryNumber};
use crate::report::cell::ReadyCell;
use crate::report::cells::{Cells, Form};
use std::io::{self, Read};

const BLANK: u8 = 0;
const TEXT: u8 = 1;
const MONEY: u8 = 2;
const WIDE: u8 = 3;
const COUNT: u8 = 4;
const DAY: u8 = 5;
const DAYS: u8 = 6;

/// Rows of a sheet.
pub(super) struct Sheet;

impl Form for Sheet {
    type Row<'a> = PackedRow<'a>;

    fn row(out: &mut Vec<u8>) -> PackedRow<'_> {
        let start = out.len();
        // The length of the row, known at its end.
        out.extend_from_slice(&[0; LENGTH]);
        PackedRow { out, start }
    }

    fn cells(out: &mut Vec<u8>) -> PackedRow<'_> {
        let start = out.len();
        PackedRow { out, start }
    }
}

/// Bytes of the length before a row.
const LENGTH: usize = 4;

/// A row under construction.
pub(super) struct PackedRow<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl PackedRow<'_> {
    fn put(&mut self, tag: u8, bytes: &[u8]) -> &mut Self {
        self.out.push(tag);
        self.out.extend_from_slice(bytes);
        self
    }

    fn put_text<'t>(&mut self, parts: impl Iterator<Item = &'t str>) -> &mut Self {
        self.out.push(TEXT);
        let length_at = self.out.len();
        self.out.extend_from_slice(&[0; LENGTH]);
        parts.for_each(|part| self.out.extend_from_slice(part.as_bytes()));
        self.set_length(length_at);
        self
    }

    /// A number of days, which may be below 0.
    pub(super) fn days(&mut self, days: i32) -> &mut Self {
        self.put(DAYS, &days.to_le_bytes())
    }

    fn set_length(&mut self, at: usize) {
        let length = u32::try_from(self.out.len() - at - LENGTH).unwrap_or(u32::MAX);
        if let Some(place) = self.out.get_mut(at..at + LENGTH) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }
}

impl Cells for PackedRow<'_> {
    fn text(&mut self, text: &str) -> &mut Self {
        match text.is_empty() {
            true => self.put(BLANK, &[]),
            false => self.put_text(std::iter::once(text)),
        }
    }

    fn word(&mut self, word: &str) -> &mut Self {
        self.text(word)
    }

    fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> &mut Self {
        let parts = words.enumerate().flat_map(|(at, word)| {
            let separator = if at == 0 { "" } else { ";" };
            [separator, word]
        });
        self.put_text(parts)
    }

    fn entry(&mut self, number: &EntryNumber) -> &mut Self {
        self.text(number.as_str())
    }

    fn number(&mut self, number: u64) -> &mut Self {
        self.put(COUNT, &number.to_le_bytes())
    }

    fn number_or_blank(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.put(BLANK, &[]),
        }
    }

    fn cents(&mut self, cents: Cents) -> &mut Self {
        self.put(MONEY, &cents.0.to_le_bytes())
    }

    fn wide_cents(&mut self, cents: i128) -> &mut Self {
        self.put(WIDE, &cents.to_le_bytes())
    }

    fn day(&mut self, day: Option<Day>) -> &mut Self {
        match day {
            Some(day) => self.put(DAY, &day.since_1900().to_le_bytes()),
            None => self.put(BLANK, &[]),
        }
    }

    fn ready(&mut self, cell: &ReadyCell) -> &mut Self {
        self.out.extend_from_slice(cell.as_ref());
        self
    }

    fn end(&mut self) {
        self.set_length(self.start);
    }
}

/// A cell of a packed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// Empty.
    Blank,
    /// Text from the data or a word.
    Text(&'a str),
    /// An amount in cents.
    Money(i128),
    /// A whole number.
    Count(u64),
    /// A date.
    Day(Day),
    /// A number of days.
    Days(i32),
}

/// The cells of a packed row.
pub(super) struct Unpacked<'a>(&'a [u8]);

impl<'a> Unpacked<'a> {
    /// The cells of a row with its length before it.
    pub(super) fn row(packed: &'a [u8]) -> Unpacked<'a> {
        Unpacked(packed.get(LENGTH..).unwrap_or_default())
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*bytes)
    }
}

impl<'a> Iterator for Unpacked<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let [tag] = self.take()?;
        Some(match tag {
            TEXT => {
                let length = u32::from_le_bytes(self.take()?) as usize;
                let (text, rest) = self.0.split_at_checked(length)?;
                self.0 = rest;
                // An empty list of words is an empty cell.
                match std::str::from_utf8(text).ok()? {
                    "" => Cell::Blank,
                    text => Cell::Text(text),
                }
            }
            MONEY => Cell::Money(i64::from_le_bytes(self.take()?).into()),
            WIDE => Cell::Money(i128::from_le_bytes(self.take()?)),
            COUNT => Cell::Count(u64::from_le_bytes(self.take()?)),
            DAYS => Cell::Days(i32::from_le_bytes(self.take()?)),
            DAY => Cell::Day(Day::from_1900(u32::from_le_bytes(self.take()?))),
            _ => Cell::Blank,
        })
    }
}

/// Reads the next row with its length into `row`; `false` at the end.
///
/// # Errors
/// It cannot be read, or ends in the middle.
pub(super) fn next_row(from: &mut impl Read, row: &mut Vec<u8>) -> io::Result<bool> {
    row.clear();
    from.by_ref().take(LENGTH as u64).read_to_end(row)?;
    let length = match <[u8; LENGTH]>::try_from(row.as_slice()) {
        Ok(length) => u32::from_le_bytes(length),
        Err(_) if row.is_empty() => return Ok(false),
        Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
    };
    let read = from.by_ref().take(length.into()).read_to_end(row)?;
    match read == length as usize {
        true => Ok(true),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_cell_by_cell() {
        let day: Day = "2026-02-03".parse().unwrap();
        let mut shared = Vec::new();
        Sheet::cells(&mut shared).text("shared").number(3);
        let shared = ReadyCell::from(shared);
        let mut out = Vec::new();
        Sheet::row(&mut out).text("=1").cents(Cents(-5)).day(Some(day)).ready(&shared).end();
        Sheet::row(&mut out)
            .words(["a", "b"].into_iter())
            .words([].into_iter())
            .day(None)
            .wide_cents(7)
            .end();
        let (mut read, mut row, mut rows) = (out.as_slice(), Vec::new(), Vec::new());
        while next_row(&mut read, &mut row).unwrap() {
            rows.push(Unpacked::row(&row).map(|cell| format!("{cell:?}")).collect::<Vec<_>>());
        }
        let expected = [
            ["Text(\"=1\")", "Money(-5)", &format!("Day({day:?})"), "Text(\"shared\")", "Count(3)"]
                .join(" "),
            "Text(\"a;b\") Blank Blank Money(7)".to_owned(),
        ];
        assert_eq!(rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>(), expected);
        let mut cut = &out[..out.len() - 1];
        assert!(next_row(&mut cut, &mut row).unwrap());
        assert!(next_row(&mut cut, &mut row).is_err());
    }
}
