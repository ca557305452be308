//! The totals that must close: records and dollars by bin.

use crate::domain::Bin;

/// Records read and duty read, with what is known of their bins while reading. Duty in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records after the header, empty lines included.
    pub read: u64,
    /// Empty lines and records of empty cells.
    pub blank: u64,
    /// Records that could not be read.
    pub rejected: u64,
    /// Records of other tariff numbers.
    pub other: u64,
    /// Of these, with an unreadable duty (taken as 0).
    pub other_unreadable: u64,
    /// IEEPA rows, copies included.
    pub ieepa: u64,
    /// Duty of all records whose duty could be read and was needed.
    pub duty_read: i128,
    /// Duty of other tariff numbers.
    pub duty_other: i128,
}

impl Tally {
    /// Adds the figures of another stretch.
    pub fn add(&mut self, other: &Tally) {
        self.read += other.read;
        self.blank += other.blank;
        self.rejected += other.rejected;
        self.other += other.other;
        self.other_unreadable += other.other_unreadable;
        self.ieepa += other.ieepa;
        self.duty_read += other.duty_read;
        self.duty_other += other.duty_other;
    }
}

/// IEEPA rows and their duty by final bin, known once copies have collapsed. Duty in cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Closing {
    rows: [u64; 3],
    duty: [i128; 3],
}

const CLOSING_BINS: [Bin; 3] = [Bin::Duplicate, Bin::OutOfPeriod, Bin::Counted];

impl Closing {
    /// Puts one IEEPA row into its final bin. Bins that close while reading are not taken here.
    pub fn put(&mut self, bin: Bin, duty: i64) {
        if let Some(at) = CLOSING_BINS.iter().position(|b| *b == bin) {
            self.rows[at] += 1;
            self.duty[at] += i128::from(duty);
        }
    }

    /// Adds the figures of other entries.
    pub fn add(&mut self, other: &Closing) {
        for at in 0..CLOSING_BINS.len() {
            self.rows[at] += other.rows[at];
            self.duty[at] += other.duty[at];
        }
    }

    /// Rows and duty of a bin.
    pub fn of(&self, bin: Bin) -> (u64, i128) {
        let at = CLOSING_BINS.iter().position(|b| *b == bin);
        at.map_or((0, 0), |at| (self.rows[at], self.duty[at]))
    }

    /// Checks that rows and duty read equal the sums of their bins, and that the duty of the
    /// counted rows is what the entries show as paid.
    ///
    /// # Errors
    /// The sums, if they do not: a fault of this program, and no report may be written.
    pub fn check(&self, tally: &Tally, duty_paid: i128) -> Result<(), Imbalance> {
        let rows = tally.blank + tally.rejected + tally.other + self.rows.iter().sum::<u64>();
        let duty = tally.duty_other + self.duty.iter().sum::<i128>();
        let counted = self.of(Bin::Counted).1;
        if rows == tally.read && duty == tally.duty_read && counted == duty_paid {
            return Ok(());
        }
        Err(Imbalance {
            rows_read: tally.read,
            rows_binned: rows,
            duty_read: tally.duty_read,
            duty_binned: duty,
            counted,
            duty_paid,
        })
    }
}

/// A ledger that does not close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "internal error: the ledger does not close ({rows_read} records read, {rows_binned} in bins; \
     {duty_read} cents of duty read, {duty_binned} in bins; {counted} counted, {duty_paid} in \
     entries). Nothing was written. Please report it."
)]
pub struct Imbalance {
    rows_read: u64,
    rows_binned: u64,
    duty_read: i128,
    duty_binned: i128,
    counted: i128,
    duty_paid: i128,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_misses_a_row_or_a_cent_does_not_close() {
        let tally = Tally {
            read: 3,
            other: 1,
            blank: 1,
            ieepa: 1,
            duty_read: 500,
            duty_other: 200,
            ..Tally::default()
        };
        let mut closing = Closing::default();
        assert!(closing.check(&tally, 299).is_err());
        closing.put(Bin::Counted, 299);
        assert!(closing.check(&tally, 299).is_err());
        let mut closing = Closing::default();
        closing.put(Bin::OutOfPeriod, 300);
        assert_eq!(closing.check(&tally, 0), Ok(()));
        assert!(closing.check(&tally, 1).is_err(), "entries show duty that was not counted");
    }

    #[test]
    fn stretches_add_up_figure_by_figure() {
        let tally = |n: u64| Tally {
            read: 10 * n,
            blank: 20 * n,
            rejected: 30 * n,
            other: 40 * n,
            other_unreadable: 50 * n,
            ieepa: 60 * n,
            duty_read: 70 * i128::from(n),
            duty_other: -80 * i128::from(n),
        };
        let mut sum = Tally::default();
        sum.add(&tally(1));
        sum.add(&tally(4));
        assert_eq!(sum, tally(5));
    }

    #[test]
    fn bins_of_other_entries_add_up_with_their_duty() {
        let closing = |bins: &[(Bin, i64)]| {
            let mut closing = Closing::default();
            bins.iter().for_each(|(bin, duty)| closing.put(*bin, *duty));
            closing
        };
        let mut sum = closing(&[(Bin::Counted, 300), (Bin::Duplicate, 20)]);
        sum.add(&closing(&[(Bin::Counted, 400), (Bin::OutOfPeriod, 5)]));
        assert_eq!(sum.of(Bin::Counted), (2, 700));
        assert_eq!(sum.of(Bin::Duplicate), (1, 20));
        assert_eq!(sum.of(Bin::OutOfPeriod), (1, 5));
    }
}
