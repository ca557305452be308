//! Cells of the CSV reports: quoted as RFC 4180 says, and never a formula to a spreadsheet.

use crate::domain::{Cents, Day, HtsNumber};

/// A row of a CSV report under construction.
pub struct RowWriter<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> RowWriter<'a> {
    /// A row at the end of `out`.
    pub fn new(out: &'a mut Vec<u8>) -> RowWriter<'a> {
        RowWriter { out, first: true }
    }

    fn separate(&mut self) -> &mut Vec<u8> {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        self.out
    }

    /// A cell of text from the data: quoted where needed, defused if it begins like a formula.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let out = self.separate();
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quote = text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        if quote {
            out.push(b'"');
        }
        if formula {
            out.push(b'\'');
        }
        if quote {
            for byte in text.bytes() {
                if byte == b'"' {
                    out.push(b'"');
                }
                out.push(byte);
            }
            out.push(b'"');
        } else {
            out.extend_from_slice(text.as_bytes());
        }
        self
    }

    /// A cell that needs no quoting: one of the program's own words, or an entry number.
    pub fn word(&mut self, word: &str) -> &mut Self {
        self.separate().extend_from_slice(word.as_bytes());
        self
    }

    /// A cell of words joined by `;`.
    pub fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>) -> &mut Self {
        let out = self.separate();
        for (at, word) in words.enumerate() {
            if at > 0 {
                out.push(b';');
            }
            out.extend_from_slice(word.as_bytes());
        }
        self
    }

    /// A whole number.
    pub fn number(&mut self, number: u64) -> &mut Self {
        crate::domain::write_digits(number, self.separate());
        self
    }

    /// A whole number, or an empty cell.
    pub fn number_or_blank(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.word(""),
        }
    }

    /// A tariff number.
    pub fn hts(&mut self, number: HtsNumber) -> &mut Self {
        number.write_to(self.separate());
        self
    }

    /// An amount.
    pub fn cents(&mut self, cents: Cents) -> &mut Self {
        cents.write_to(self.separate());
        self
    }

    /// An amount of any size.
    pub fn wide_cents(&mut self, cents: i128) -> &mut Self {
        crate::domain::write_cents(cents, self.separate());
        self
    }

    /// A date, or an empty cell.
    pub fn day(&mut self, day: Option<Day>) -> &mut Self {
        let out = self.separate();
        if let Some(day) = day {
            day.write_to(out);
        }
        self
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.out.push(b'\n');
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
    }

    #[test]
    fn numbers_are_plain() {
        let mut out = Vec::new();
        RowWriter::new(&mut out).number(0).number(1203).cents(Cents(-5)).day(None).end();
        assert_eq!(String::from_utf8(out).unwrap(), "0,1203,-0.05,\n");
    }
}
