//! Sums over counted rows.

use crate::assess::AssessedRow;
use crate::domain::{Cents, Day, Hts8};

/// An IEEPA heading and the rate version that served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeKey {
    /// The heading.
    pub heading: Hts8,
    /// The first day of the version; `None` for a heading that the registry does not have.
    pub from: Option<Day>,
}

impl CodeKey {
    pub(super) fn of(row: &AssessedRow<'_>) -> CodeKey {
        CodeKey {
            heading: row.kept.row.hts.heading(),
            from: row.nearest.map(|version| version.from),
        }
    }
}

/// What counted rows come to, in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowAmounts {
    /// How many.
    pub rows: u64,
    /// Their duty.
    pub duty: i128,
    /// Their lowest refund; the sum of an entry is not below 0, which is not seen here.
    pub refund_low: i128,
    /// Their highest refund.
    pub refund_high: i128,
}

impl RowAmounts {
    pub(super) fn of(row: &AssessedRow<'_>) -> RowAmounts {
        let wide = |cents: Cents| i128::from(cents.0);
        RowAmounts {
            rows: 1,
            duty: wide(row.kept.row.duty),
            refund_low: wide(row.low),
            refund_high: wide(row.high),
        }
    }

    /// Adds other rows.
    pub fn add(&mut self, other: &RowAmounts) {
        self.rows += other.rows;
        self.duty += other.duty;
        self.refund_low += other.refund_low;
        self.refund_high += other.refund_high;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_figure_by_figure() {
        let mut sum = RowAmounts { rows: 3, duty: 50, refund_low: 700, refund_high: 11_000 };
        sum.add(&RowAmounts { rows: 4, duty: 60, refund_low: 800, refund_high: 12_000 });
        let expected = RowAmounts { rows: 7, duty: 110, refund_low: 1_500, refund_high: 23_000 };
        assert_eq!(sum, expected);
    }
}
