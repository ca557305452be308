//! Whether money that CBP calls paid was seen at the bank.
//!
//! That nothing was credited can be said only of days that the statements given tell of. A statement
//! tells of the days from its first line to its last; statements of months that follow each other
//! tell of the days between them too.

use super::{Refund, RefundId};
use crate::domain::{Cents, Day, vocabulary};
use crate::track::{RefundStatus, Said};
use foldhash::fast::FixedState;
use std::collections::HashMap;

vocabulary! {
    /// Whether the bank credited a refund that CBP calls paid.
    SeenAtBank {
        /// It did.
        Yes = "yes",
        /// The statements given tell of its days, and no line is it.
        No = "no",
        /// The statements given do not tell: they end before it must be there, begin after it, leave
        /// a month out, or have lines that may be it or another refund.
        NotCovered = "not-covered",
    }
}

/// The days that statements tell of.
#[derive(Debug, Default)]
pub(super) struct Covered {
    /// First and last days, in order, apart from each other.
    spans: Vec<(Day, Day)>,
    /// How many days a refund may take.
    most: i32,
}

impl Covered {
    pub(super) fn new(said: &Said, most: i32) -> Covered {
        let mut files: HashMap<u32, (Day, Day), FixedState> = HashMap::default();
        for line in said.deposits.iter().chain(&said.debits) {
            let Some(on) = line.on else { continue };
            let span = files.entry(line.place.file).or_insert((on, on));
            *span = (span.0.min(on), span.1.max(on));
        }
        let mut all: Vec<(Day, Day)> = files.into_values().collect();
        all.sort();
        let mut spans: Vec<(Day, Day)> = Vec::new();
        for (from, to) in all {
            match spans.last_mut() {
                Some(last) if month(from) <= month(last.1) + 1 => last.1 = last.1.max(to),
                _ => spans.push((from, to)),
            }
        }
        Covered { spans, most }
    }

    /// Whether money that was paid on a day must stand there.
    fn tells_of(&self, paid: Day) -> bool {
        let until = paid.plus(self.most);
        self.spans.iter().any(|(from, to)| *from <= paid && *to >= until)
    }
}

/// Months since the year 0.
fn month(day: Day) -> i32 {
    day.year() * 12 + i32::try_from(day.month()).unwrap_or_default()
}

impl super::Links<'_> {
    /// Whether the bank credited a refund; `None` for one that CBP does not call paid, or of which
    /// nothing should arrive, and that no line is.
    pub fn seen_at_bank(&self, id: RefundId) -> Option<SeenAtBank> {
        let refund = self.refund(id)?;
        let sum = |amounts: &mut dyn Iterator<Item = Cents>| -> i128 {
            amounts.map(|amount| i128::from(amount.0)).sum()
        };
        let back = sum(&mut self.sent_back(id).iter().map(|back| back.amount));
        let credits = sum(&mut self.deposits(id).iter().map(|link| link.amount));
        if credits > back {
            return Some(SeenAtBank::Yes);
        }
        let is_paid = matches!(refund.status, RefundStatus::Issued | RefundStatus::Reissued);
        if !is_paid || refund.cash().is_some_and(|cash| cash <= 0) {
            return None;
        }
        let unseen =
            !self.is_ambiguous(id) && paid_on(refund).is_some_and(|d| self.covered.tells_of(d));
        Some(if unseen { SeenAtBank::No } else { SeenAtBank::NotCovered })
    }
}

/// The latest day on which CBP may have paid it: of a refund that was paid once more only the report
/// that says so dates that.
fn paid_on(refund: &Refund) -> Option<Day> {
    match refund.status {
        RefundStatus::Reissued => refund.on.max(refund.status_on),
        _ => refund.on,
    }
}
