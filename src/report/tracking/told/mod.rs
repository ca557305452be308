//! What the reports of a tracking print, put together once. Lists are as long as a page takes them;
//! the tables have all.

mod cash;
mod clocks;
mod interest;
mod payments;
mod pre_check;
mod refile;
mod refunds;

pub use cash::{Cash, Left, Week};
pub use clocks::{Clock, Clocks, KindSums, kind, kinds};
pub use interest::{Interest, OddInterest, Sums as InterestSums, VERDICTS, Way, basis};
pub use payments::{Group, GroupSums, Payments, STATUSES, column};
pub use pre_check::{CheckRow, OUTCOMES, PreCheck};
pub use refile::{Action, Refile, Rejected, Sums as RefileSums};
pub use refunds::{Counted, Deposit, Deposits, Refund, RefundEntry, Refunds};

use super::Tracking;
use crate::report::{OutputError, Staging};
use crate::track::RowBins;

/// What tables and sums come to.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Payment groups.
    pub payments: Payments,
    /// Refunds that CBP's reports list.
    pub refunds: Refunds,
    /// Bank credits.
    pub deposits: Deposits,
    /// What can go again.
    pub refile: Refile,
    /// How good the pre-check was.
    pub pre_check: PreCheck,
    /// Which basis and rate explain the interest.
    pub interest: Interest,
    /// What comes when.
    pub cash: Cash,
    /// What is overdue, and which clocks run.
    pub clocks: Clocks,
    /// Where the rows of all files ended up.
    pub bins: RowBins,
    /// Unreadable rows that may tell what became of entries they do not show.
    pub hiding: u64,
}

impl Told {
    /// Reads the tables back.
    ///
    /// # Errors
    /// One of them cannot be read, or lacks a column.
    pub fn of(tracking: &Tracking<'_>, staging: &Staging) -> Result<Told, OutputError> {
        let mut bins = RowBins::default();
        for file in &tracking.scene.said.files {
            let rows = &file.rows;
            bins.read += rows.read;
            bins.blank += rows.blank;
            bins.unreadable += rows.unreadable;
            bins.stranger += rows.stranger;
            bins.other += rows.other;
            bins.used += rows.used;
        }
        let payments = Payments::of(staging)?;
        let mut refunds = Refunds::of(staging, &payments.unpaid)?;
        // What of a refund was kept against a debt is not missed.
        refunds.not_seen.amount = payments.not_seen;
        Ok(Told {
            payments,
            refunds,
            deposits: Deposits::of(staging)?,
            refile: Refile::of(staging)?,
            pre_check: PreCheck::of(staging)?,
            interest: Interest::of(staging)?,
            cash: Cash::of(staging)?,
            clocks: Clocks::of(staging, tracking.scene.as_of)?,
            bins,
            hiding: tracking.scene.said.unreadable.iter().filter(|row| row.hides).count() as u64,
        })
    }
}

/// The first of a list by a key, the smallest first, in bounded memory.
#[derive(Debug, Clone)]
pub(super) struct First<T> {
    most: usize,
    kept: Vec<(i128, u64, T)>,
    seen: u64,
}

impl<T> First<T> {
    /// At most so many.
    pub(super) fn new(most: usize) -> First<T> {
        First { most, kept: Vec::new(), seen: 0 }
    }

    /// One more; equal ones stay in the order in which they come.
    pub(super) fn see(&mut self, key: i128, one: T) {
        self.kept.push((key, self.seen, one));
        self.seen += 1;
        if self.kept.len() > 2 * self.most + 1000 {
            self.cut();
        }
    }

    fn cut(&mut self) {
        self.kept.sort_by_key(|(key, at, _)| (*key, *at));
        self.kept.truncate(self.most);
    }

    /// The list.
    pub(super) fn end(mut self) -> Vec<T> {
        self.cut();
        self.kept.into_iter().map(|(_, _, one)| one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_by_key_are_kept_whatever_comes() {
        let mut first = First::new(3);
        for at in 0..5000_i128 {
            first.see((at * 7919) % 1009, at);
        }
        let all: Vec<i128> = (0..5000).collect();
        let mut expected = all.clone();
        expected.sort_by_key(|at| ((at * 7919) % 1009, *at));
        assert_eq!(first.end(), expected[..3]);
    }
}
