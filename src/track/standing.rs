//! What the entries come to: by state, by cause, and in all.

use super::settlement::{Cause, Followed, Money};
use super::state::{Contradiction, State};
use crate::earlier::EntryId;

/// Contradictions that are kept to be shown; `history.csv` has all.
const SHOWN: usize = 200;

/// Causes of what is still to come.
const TO_COME: [Cause; 6] = [
    Cause::NotFiled,
    Cause::NotLiquidated,
    Cause::Suspended,
    Cause::NotPaidYet,
    Cause::Held,
    Cause::Returned,
];

/// Principal and interest of many entries, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Duty.
    pub principal: i128,
    /// Interest on it.
    pub interest: i128,
}

impl Sum {
    /// Adds the money of an entry.
    pub fn add(&mut self, money: Money) {
        self.principal += i128::from(money.principal.0);
        self.interest += i128::from(money.interest.0);
    }

    /// Both together.
    pub fn total(&self) -> i128 {
        self.principal + self.interest
    }

    /// Adds another sum.
    pub fn add_sum(&mut self, other: &Sum) {
        self.principal += other.principal;
        self.interest += other.interest;
    }

    /// What this is above another sum.
    pub fn less(&self, other: &Sum) -> Sum {
        Sum {
            principal: self.principal - other.principal,
            interest: self.interest - other.interest,
        }
    }
}

/// Entries, and what was expected, refunded and paid of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StateSums {
    /// Entries.
    pub entries: u64,
    /// The most the estimate came to.
    pub expected: Sum,
    /// What CBP refunds, paid or not.
    pub refund: Sum,
    /// What arrived.
    pub paid: Sum,
}

impl StateSums {
    fn add(&mut self, followed: &Followed<'_>) {
        self.entries += 1;
        self.expected.add(followed.settlement.expected);
        self.refund.add(followed.settlement.refund);
        self.paid.add(followed.settlement.paid);
    }
}

/// Entries with a cause, and what it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CauseSums {
    /// Entries that have it.
    pub entries: u64,
    /// How much.
    pub amount: Sum,
}

/// All entries, folded one by one.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    states: [StateSums; State::ALL.len()],
    causes: [CauseSums; Cause::ALL.len()],
    /// All of them.
    pub total: StateSums,
    /// The first contradictions, in the order of the portfolio.
    pub contradictions: Vec<(EntryId, Contradiction)>,
    /// How many there are.
    pub all_contradictions: u64,
    /// Entries that have one.
    pub contradicted: u64,
}

impl Standing {
    /// Nothing yet.
    pub fn new() -> Standing {
        Standing::default()
    }

    /// Adds an entry.
    pub fn see(&mut self, followed: &Followed<'_>) {
        self.total.add(followed);
        if let Some(sums) = self.states.get_mut(followed.tracked.state() as usize) {
            sums.add(followed);
        }
        for part in &followed.settlement.causes {
            if let Some(sums) = self.causes.get_mut(part.cause as usize) {
                sums.entries += 1;
                sums.amount.add(part.money);
            }
        }
        let found = &followed.tracked.contradictions;
        self.contradicted += u64::from(!found.is_empty());
        self.all_contradictions += found.len() as u64;
        let room = SHOWN.saturating_sub(self.contradictions.len());
        self.contradictions.extend(found.iter().take(room).map(|one| (followed.id, *one)));
    }

    /// What the entries of a state come to.
    pub fn state(&self, state: State) -> StateSums {
        self.states.get(state as usize).copied().unwrap_or_default()
    }

    /// What is still to come by itself or once it is filed: of what is missing, all but what was
    /// refused, kept, changed or is not explained.
    pub fn to_come(&self) -> Sum {
        let mut sum = Sum::default();
        for cause in TO_COME {
            let Sum { principal, interest } = self.cause(cause).amount;
            sum.principal += principal;
            sum.interest += interest;
        }
        sum
    }

    /// What a cause comes to.
    pub fn cause(&self, cause: Cause) -> CauseSums {
        self.causes.get(cause as usize).copied().unwrap_or_default()
    }

    /// Whether expected = paid + the causes, principal and interest apart.
    pub fn closes(&self) -> bool {
        let mut sum = self.total.paid;
        for cause in &self.causes {
            sum.principal += cause.amount.principal;
            sum.interest += cause.amount.interest;
        }
        sum == self.total.expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_at_the_place_of_their_number() {
        for (at, state) in State::ALL.iter().enumerate() {
            assert_eq!(*state as usize, at);
        }
        for (at, cause) in Cause::ALL.iter().enumerate() {
            assert_eq!(*cause as usize, at);
        }
    }
}
