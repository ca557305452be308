//! Copies of a row become one row: the one that claims least.

use super::TariffRow;
use crate::domain::Bin;
use crate::rulebook::Period;
use std::cmp::Ordering;

/// A row after copies have collapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptRow {
    /// The row.
    pub row: TariffRow,
    /// `Counted` or `OutOfPeriod`, by its own date.
    pub bin: Bin,
    /// Copies of it that differed in duty, value or entry date.
    pub conflicting: bool,
}

/// Sorts rows of an entry by line, ordinal and heading, then by place. Where copies can be
/// told, the one to keep comes first: lowest duty, then lowest value, then earliest date, then
/// earliest place. So the money never depends on the order of the inputs.
pub(super) fn order(a: &TariffRow, b: &TariffRow) -> Ordering {
    let key = |row: &TariffRow| {
        let claims = has_key(row).then_some((row.duty, row.value, row.date));
        (row.line, row.ordinal, row.hts.heading(), claims, row.place)
    };
    key(a).cmp(&key(b))
}

/// Collapses the sorted rows of one entry into `kept` and bins each; `put` is told the bin of
/// every row.
pub fn collapse(
    rows: &[TariffRow],
    period: &Period,
    kept: &mut Vec<KeptRow>,
    mut put: impl FnMut(Bin, &TariffRow),
) {
    kept.clear();
    for row in rows {
        if let Some(last) = kept.last_mut()
            && is_copy(&last.row, row)
        {
            let (a, b) = (&last.row, row);
            last.conflicting |= (a.duty, a.value, a.date) != (b.duty, b.value, b.date);
            // Any copy that claims it, whatever their order.
            last.row.claims_preference |= row.claims_preference;
            put(Bin::Duplicate, row);
            continue;
        }
        let bin = if period.contains(row.date) { Bin::Counted } else { Bin::OutOfPeriod };
        put(bin, row);
        kept.push(KeptRow { row: *row, bin, conflicting: false });
    }
}

fn is_copy(a: &TariffRow, b: &TariffRow) -> bool {
    has_key(a) && (a.line, a.ordinal, a.hts.heading()) == (b.line, b.ordinal, b.hts.heading())
}

/// Only rows with a line number and an ordinal can be told to be copies.
fn has_key(row: &TariffRow) -> bool {
    row.line.is_some() && row.ordinal.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cents, Day, HtsNumber};
    use crate::ledger::{Place, RowOrder, TextId};

    #[test]
    fn a_preference_that_any_copy_claims_is_claimed() {
        let day = Day::from_1900(45_800);
        let period = Period { start: day, end: day.plus(1) };
        let row = |record, claims_preference| TariffRow {
            line: RowOrder::new(1),
            ordinal: RowOrder::new(2),
            date: day,
            hts: HtsNumber::read(b"99030280").unwrap(),
            duty: Cents(500),
            value: Cents::ZERO,
            rate: TextId::BLANK,
            country: *b"KR",
            claims_preference,
            place: Place::new(0, record),
        };
        let claimed = |claims: &[bool]| {
            let rows: Vec<TariffRow> = (1..).zip(claims).map(|(at, c)| row(at, *c)).collect();
            let (mut kept, mut bins) = (Vec::new(), Vec::new());
            collapse(&rows, &period, &mut kept, |bin, _| bins.push(bin));
            assert_eq!(bins[..2], [Bin::Counted, Bin::Duplicate]);
            assert!(kept.len() == 1 && !kept[0].conflicting);
            kept[0].row.claims_preference
        };
        assert!(claimed(&[false, true, false]));
        assert!(claimed(&[true, false, false]));
        assert!(!claimed(&[false, false, false]));
    }
}
