//! The rows an entry keeps: its IEEPA rows, and one base row per line.

use super::{TextId, Texts};
use crate::domain::{Cents, Day, HtsNumber};
use std::cmp::Ordering;

/// Where a row stands in the inputs: which one, and its record number from 1 (the row number a
/// spreadsheet shows; header, titles and empty lines count).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(u64);

const RECORD_BITS: u32 = 40;

impl Place {
    /// A place. Inputs beyond 16 million and records beyond a trillion share the last one.
    pub fn new(input: usize, record: u64) -> Place {
        let input = (input as u64).min((1 << (64 - RECORD_BITS)) - 1);
        Place(input << RECORD_BITS | record.min((1 << RECORD_BITS) - 1))
    }

    /// Index of the input.
    pub fn input(self) -> usize {
        (self.0 >> RECORD_BITS) as usize
    }

    /// Record number.
    pub fn record(self) -> u64 {
        self.0 & ((1 << RECORD_BITS) - 1)
    }
}

/// An IEEPA row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TariffRow {
    /// Line number, if the row has one.
    pub line: Option<RowOrder>,
    /// Tariff ordinal, if the row has one.
    pub ordinal: Option<RowOrder>,
    /// The row's own entry date.
    pub date: Day,
    /// Tariff number.
    pub hts: HtsNumber,
    /// Duty of the row.
    pub duty: Cents,
    /// Value of the row; 0 if blank.
    pub value: Cents,
    /// Column-1 rate cell.
    pub rate: TextId,
    /// Country of origin, two letters; zeros if blank or longer.
    pub country: [u8; 2],
    /// Whether it claims a preference that bears on the column-1 rate of a floor code.
    pub claims_preference: bool,
    /// Where it stands.
    pub place: Place,
}

/// A line number or ordinal: 0 to 4,294,967,294. `Option<RowOrder>` takes four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowOrder(std::num::NonZeroU32);

impl RowOrder {
    /// Reads digits (`001` is 1). Blank is `None`.
    ///
    /// # Errors
    /// Anything else.
    pub fn read(cell: &[u8]) -> Result<Option<RowOrder>, crate::domain::Unreadable> {
        let text = cell.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        let mut value: u32 = 0;
        for byte in text {
            let digit = byte.wrapping_sub(b'0');
            value = Some(digit)
                .filter(|d| *d < 10)
                .and_then(|d| value.checked_mul(10)?.checked_add(d.into()))
                .ok_or(crate::domain::Unreadable)?;
        }
        RowOrder::new(value).map(Some).ok_or(crate::domain::Unreadable)
    }

    /// The order with this number; `None` beyond the range.
    pub fn new(number: u32) -> Option<RowOrder> {
        number.checked_add(1).and_then(std::num::NonZeroU32::new).map(RowOrder)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// What a line of an entry has besides its IEEPA rows: its base row (chapters 01-97), or a
/// chapter 98 row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseRow {
    /// Line number.
    pub line: RowOrder,
    /// Whether it is a chapter 98 row, which only marks the line.
    pub chapter_98: bool,
    /// Tariff ordinal (a row without one comes last).
    pub ordinal: Option<RowOrder>,
    /// First eight digits of the tariff number, as a number.
    pub heading: u32,
    /// Duty of the row.
    pub duty: Cents,
    /// Value of the row.
    pub value: Cents,
    /// Column-1 rate cell.
    pub rate: TextId,
    /// Whether it claims a preference that bears on the column-1 rate of a floor code.
    pub claims_preference: bool,
}

impl BaseRow {
    /// Orders the rows of an entry by line and kind, and of several in one place the one that
    /// counts first: lowest ordinal; of copies the lowest duty, then value, then one that knows its
    /// column-1 rate, then one that claims a preference. No input order is in it, so it changes no
    /// money.
    pub(super) fn order(&self, other: &BaseRow, texts: &Texts) -> Ordering {
        let key = |row: &BaseRow| {
            let ordinal = row.ordinal.map_or(u32::MAX, RowOrder::get);
            (
                (row.line, row.chapter_98, ordinal, row.heading),
                row.duty,
                row.value,
                row.rate.is_blank(),
                !row.claims_preference,
            )
        };
        key(self).cmp(&key(other)).then_with(|| match self.rate == other.rate {
            true => Ordering::Equal,
            false => texts.text(self.rate).cmp(texts.text(other.rate)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_number_is_digits_and_nothing_else() {
        let read =
            |cell: &str| RowOrder::read(cell.as_bytes()).map(|order| order.map(RowOrder::get));
        assert_eq!(read("001"), Ok(Some(1)));
        assert_eq!(read(" 0 "), Ok(Some(0)));
        assert_eq!(read("4294967294"), Ok(Some(u32::MAX - 1)));
        assert_eq!(read("  "), Ok(None));
        // The signs beside the digits in ASCII, a number out of range, and one too long.
        for cell in ["1:", ":", "/1", "1.0", "-1", "1a", "4294967295", "42949672940"] {
            assert!(read(cell).is_err(), "{cell}");
        }
    }

    fn base(rate: TextId) -> BaseRow {
        BaseRow {
            line: RowOrder::new(1).unwrap(),
            chapter_98: false,
            ordinal: RowOrder::new(2),
            heading: 84_713_001,
            duty: Cents(500),
            value: Cents(10_000),
            rate,
            claims_preference: false,
        }
    }

    #[test]
    fn of_copies_of_a_base_row_the_one_that_knows_more_comes_first() {
        let mut texts = Texts::new();
        // Their ids sort otherwise than the texts.
        let (free, five) = (texts.id("Free"), texts.id("5%"));
        let in_order = [
            BaseRow { ordinal: RowOrder::new(1), duty: Cents(900), ..base(free) },
            BaseRow { duty: Cents(400), value: Cents(90_000), ..base(free) },
            BaseRow { value: Cents(9_000), ..base(free) },
            BaseRow { claims_preference: true, ..base(five) },
            BaseRow { claims_preference: true, ..base(free) },
            base(five),
            base(free),
            BaseRow { claims_preference: true, ..base(TextId::BLANK) },
            base(TextId::BLANK),
            BaseRow { ordinal: None, duty: Cents(0), ..base(free) },
        ];
        for (at, row) in in_order.iter().enumerate() {
            for (other_at, other) in in_order.iter().enumerate() {
                assert_eq!(row.order(other, &texts), at.cmp(&other_at), "{at} and {other_at}");
            }
        }
    }
}
