//! Cells of the CSV reports: quoted as RFC 4180 says, and never a formula to a spreadsheet.

use crate::domain::{Cents, Day, EntryNumber, HtsNumber, defused, visible};
use memchr::{memchr, memchr3};
use std::ops::Range;
use std::sync::LazyLock;

/// A row of a CSV report under construction.
pub struct RowWriter<'a> {
    out: &'a mut Vec<u8>,
    /// The last amount, and where it stands: the next is often the same.
    amount: Option<(Cents, Range<usize>)>,
}

/// A cell as it stands in a row, with the comma behind it: for texts that many rows share.
#[derive(Debug, Clone, Default)]
pub struct ReadyCell(Box<[u8]>);

impl ReadyCell {
    /// A cell of text from the data.
    pub fn text(text: &str) -> ReadyCell {
        ReadyCell::of(|row| row.text(text))
    }

    /// The cells that `write` puts into a row, as one.
    pub fn of(
        write: impl for<'r, 'o> FnOnce(&'r mut RowWriter<'o>) -> &'r mut RowWriter<'o>,
    ) -> ReadyCell {
        let mut out = Vec::new();
        write(&mut RowWriter::new(&mut out));
        ReadyCell(out.into())
    }
}

impl From<Vec<u8>> for ReadyCell {
    fn from(cells: Vec<u8>) -> ReadyCell {
        ReadyCell(cells.into())
    }
}

impl AsRef<[u8]> for ReadyCell {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<'a> RowWriter<'a> {
    /// A row at the end of `out`.
    pub fn new(out: &'a mut Vec<u8>) -> RowWriter<'a> {
        RowWriter { out, amount: None }
    }

    /// A cell of text from the data: quoted where needed, defused where it is like a formula, and
    /// without a character that a terminal obeys or that is not seen. So a row is one line, and
    /// whoever shows the file on a terminal sees what it holds.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.printed(&defused(&visible(text)))
    }

    /// A cell read back from a report: quoted where needed, defused already.
    pub fn printed(&mut self, text: &str) -> &mut Self {
        let (out, bytes) = (&mut *self.out, text.as_bytes());
        let quote = memchr3(b',', b'"', b'\n', bytes).is_some() || memchr(b'\r', bytes).is_some();
        if quote {
            out.push(b'"');
        }
        let mut rest = bytes;
        // A quote in the text is written twice.
        while quote && let Some(at) = memchr(b'"', rest) {
            out.extend_from_slice(&rest[..=at]);
            out.push(b'"');
            rest = &rest[at + 1..];
        }
        out.extend_from_slice(rest);
        if quote {
            out.push(b'"');
        }
        self.close()
    }

    /// A cell made before.
    pub fn ready(&mut self, cell: &ReadyCell) -> &mut Self {
        self.out.extend_from_slice(&cell.0);
        self
    }

    /// A cell that needs no quoting: one of the program's own words.
    pub fn word(&mut self, word: &str) -> &mut Self {
        self.out.extend_from_slice(word.as_bytes());
        self.close()
    }

    /// An entry number: letters and digits.
    pub fn entry(&mut self, number: &EntryNumber) -> &mut Self {
        let text = number.as_str().as_bytes();
        match <&[u8; 11]>::try_from(text) {
            // A copy of known length is faster.
            Ok(text) => self.out.extend_from_slice(text),
            Err(_) => self.out.extend_from_slice(text),
        }
        self.close()
    }

    /// A cell of words joined by `;`.
    pub fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> &mut Self {
        for (at, word) in words.enumerate() {
            if at > 0 {
                self.out.push(b';');
            }
            self.out.extend_from_slice(word.as_bytes());
        }
        self.close()
    }

    /// A whole number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        match number {
            0..10 => self.out.push(b'0' + number as u8),
            _ => crate::domain::write_digits(number, self.out),
        }
        self.close()
    }

    /// A whole number, or an empty cell.
    pub fn number_or_blank(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.close(),
        }
    }

    /// A tariff number.
    pub fn hts(&mut self, number: HtsNumber) -> &mut Self {
        number.write_to(self.out);
        self.close()
    }

    /// An amount.
    pub fn cents(&mut self, cents: Cents) -> &mut Self {
        if cents == Cents::ZERO {
            return self.word("0.00");
        }
        match &self.amount {
            Some((last, place)) if *last == cents => {
                self.out.extend_from_within(place.clone());
                self
            }
            _ => {
                let start = self.out.len();
                cents.write_to(self.out);
                self.close();
                self.amount = Some((cents, start..self.out.len()));
                self
            }
        }
    }

    /// An amount of any size.
    pub fn wide_cents(&mut self, cents: i128) -> &mut Self {
        crate::domain::write_cents(cents, self.out);
        self.close()
    }

    /// A date, or an empty cell.
    pub fn day(&mut self, day: Option<Day>) -> &mut Self {
        let Some(day) = day else { return self.close() };
        match USUAL_DAYS.text(day) {
            Some(text) => {
                self.out.extend_from_slice(text);
                self
            }
            None => {
                day.write_to(self.out);
                self.close()
            }
        }
    }

    fn close(&mut self) -> &mut Self {
        self.out.push(b',');
        self
    }

    /// Ends the row.
    pub fn end(&mut self) {
        if let Some(comma) = self.out.last_mut() {
            *comma = b'\n';
        }
    }
}

/// The days that nearly every date of a report is one of, written once, each with its comma.
struct UsualDays {
    first: Option<Day>,
    texts: Vec<[u8; 11]>,
}

static USUAL_DAYS: LazyLock<UsualDays> = LazyLock::new(|| {
    let first = Day::from_ymd(2025, 1, 1);
    let texts = first.into_iter().flat_map(|first| (0..5 * 366).map(move |at| first.plus(at)));
    let text = |day: Day| {
        let mut text = [b','; 11];
        text[..10].copy_from_slice(&day.iso());
        text
    };
    UsualDays { first, texts: texts.map(text).collect() }
});

impl UsualDays {
    fn text(&self, day: Day) -> Option<&[u8; 11]> {
        let at = usize::try_from(day.days_since(self.first?)).ok()?;
        self.texts.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> String {
        let mut out = Vec::new();
        RowWriter::new(&mut out).text(text).text("x").end();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn quotes_and_defuses() {
        assert_eq!(row("plain"), "plain,x\n");
        assert_eq!(row("a,\"b\""), "\"a,\"\"b\"\"\",x\n");
        assert_eq!(row("=1+1"), "'=1+1,x\n");
        assert_eq!(row("@a,b"), "\"'@a,b\",x\n");
        assert_eq!(row("\"\""), "\"\"\"\"\"\",x\n");
        assert_eq!(row("a\rb\nc\td"), "a␍b␊c␉d,x\n");
        assert_eq!(row("a\u{1b}[2J\u{9b}K\u{202e}"), "a␛[2J\u{fffd}K\u{fffd},x\n");
        assert_eq!(row("a;=1"), "a;'=1,x\n");
        assert_eq!(row(" ＝1"), "' ＝1,x\n");
        assert_eq!(row(""), ",x\n");
    }

    #[test]
    fn numbers_are_plain() {
        let mut out = Vec::new();
        RowWriter::new(&mut out).number(0).number(1203).cents(Cents(-5)).day(None).end();
        assert_eq!(String::from_utf8(out).unwrap(), "0,1203,-0.05,\n");
    }

    #[test]
    fn an_amount_that_repeats_is_written_again() {
        let mut out = Vec::new();
        let mut row = RowWriter::new(&mut out);
        for cents in [1250, 1250, 0, 1250, -5, -5, 99, 0] {
            row.cents(Cents(cents)).number(7);
        }
        row.end();
        let expected = "12.50,7,12.50,7,0.00,7,12.50,7,-0.05,7,-0.05,7,0.99,7,0.00,7\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn days_are_iso_whether_usual_or_not() {
        for text in
            ["1900-01-01", "2024-12-31", "2025-01-01", "2026-02-24", "2030-01-05", "2031-01-01"]
        {
            let mut out = Vec::new();
            RowWriter::new(&mut out).day(text.parse().ok()).word("x").end();
            assert_eq!(String::from_utf8(out).unwrap(), format!("{text},x\n"));
        }
    }

    #[test]
    fn a_ready_cell_is_the_cell() {
        let mut out = Vec::new();
        let cell = ReadyCell::text("a,b");
        let two = ReadyCell::of(|row| row.word("c").number(4));
        RowWriter::new(&mut out).ready(&cell).ready(&two).word("x").end();
        assert_eq!(String::from_utf8(out).unwrap(), "\"a,b\",c,4,x\n");
    }
}
