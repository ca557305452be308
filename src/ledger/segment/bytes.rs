//! Numbers in as many bytes as they need: seven bits a byte, the lowest first.

use crate::domain::Day;

/// Appends a number.
pub(in crate::ledger) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a number that may be negative; small ones of either sign stay short.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, (number << 1 ^ number >> 63) as u64);
}

/// Appends a day, as its distance from another.
pub(super) fn put_day(out: &mut Vec<u8>, day: Option<Day>, near: Option<Day>) {
    match day {
        None => out.push(0),
        Some(day) => {
            let far = i64::from(day.since_1900()) - near.map_or(0, |d| i64::from(d.since_1900()));
            put(out, (far << 1 ^ far >> 63) as u64 + 1);
        }
    }
}

/// Reads what was appended. Behind the end there are zeros.
pub(in crate::ledger) struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Begins at the start of `bytes`.
    pub(in crate::ledger) fn new(bytes: &'a [u8]) -> Cursor<'a> {
        Cursor { bytes }
    }

    /// Whether nothing is left.
    pub(in crate::ledger) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What is left.
    pub(in crate::ledger) fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        *byte
    }

    /// Takes so many bytes, or what is left.
    pub(in crate::ledger) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.bytes.split_at(count.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    /// The next number.
    #[inline]
    pub(in crate::ledger) fn number(&mut self) -> u64 {
        match self.byte() {
            first @ 0x80.. => self.longer(first),
            only => only.into(),
        }
    }

    /// A number of more than one byte, of which the first is read.
    fn longer(&mut self, first: u8) -> u64 {
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    pub(super) fn signed(&mut self) -> i64 {
        unfolded(self.number())
    }

    pub(super) fn day(&mut self, near: Option<Day>) -> Option<Day> {
        let far = unfolded(self.number().checked_sub(1)?);
        let days = far.saturating_add(near.map_or(0, |d| d.since_1900().into()));
        Some(Day::from_1900(u32::try_from(days).unwrap_or_default()))
    }
}

fn unfolded(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}
