//! Cash of the period: from what the bank credited to what the roll-forward calls paid.

use crate::domain::vocabulary;
use crate::earlier::BankMoney;

vocabulary! {
    /// A line of the reconciliation. Those after the first add up to the first.
    CashItem {
        /// All that the bank statements credited and `deposits.csv` lists, without copies.
        BankCredits = "bank_credits",
        /// Paid on entries of the estimate, as the roll-forward has it.
        PaidOnEntries = "paid_on_entries",
        /// Refunds of which no part is in a payment group: of entries outside the estimate.
        OutsideEstimate = "outside_the_estimate",
        /// Credits that are no refund that CBP told of.
        Unmatched = "unmatched_credits",
        /// Credits that fit several refunds.
        Ambiguous = "ambiguous_credits",
        /// Credits of refunds that came back, and so are not paid.
        Returned = "returned_credits",
        /// What the tables do not tell apart: parts of refunds that are on no entry, a refund of which
        /// a part was kept, amounts of the bank that differ from those of CBP.
        Other = "other_differences",
        /// CBP issued it and no bank line is it. Negative.
        NotSeen = "issued_not_seen_at_bank",
        /// CBP issued it, and the bank statements do not reach as far. Negative.
        NotCovered = "issued_not_covered_by_statements",
    }
}

type Sums = [i128; CashItem::ALL.len()];

/// The reconciliation, in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cash {
    then: Sums,
    now: Sums,
}

impl Cash {
    /// Between two reports: all that each had from the first day on.
    pub fn between(then: &BankMoney, now: &BankMoney) -> Cash {
        Cash { then: sums(then), now: sums(now) }
    }

    /// Up to the earlier report.
    pub fn then(&self, item: CashItem) -> i128 {
        self.then.get(item as usize).copied().unwrap_or_default()
    }

    /// Up to the later report.
    pub fn now(&self, item: CashItem) -> i128 {
        self.now.get(item as usize).copied().unwrap_or_default()
    }

    /// Of the period.
    pub fn period(&self, item: CashItem) -> i128 {
        self.now(item) - self.then(item)
    }
}

/// In the order of [`CashItem`].
fn sums(money: &BankMoney) -> Sums {
    let named = [money.paid, money.outside, money.unmatched, money.ambiguous, money.returned];
    let missing = [-money.not_seen, -money.not_covered];
    let told: i128 = named.iter().chain(&missing).sum();
    let [paid, outside, unmatched, ambiguous, returned] = named;
    let [not_seen, not_covered] = missing;
    let (credits, other) = (money.credits, money.credits - told);
    [credits, paid, outside, unmatched, ambiguous, returned, other, not_seen, not_covered]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_add_up_to_the_credits_and_follow_their_order() {
        let money = BankMoney {
            credits: 1_000,
            paid: 900,
            outside: 50,
            unmatched: 70,
            ambiguous: 30,
            returned: 20,
            not_seen: 60,
            not_covered: 5,
        };
        let cash = Cash::between(&BankMoney::default(), &money);
        let rest: i128 = CashItem::ALL.iter().skip(1).map(|item| cash.period(*item)).sum();
        assert_eq!(rest, cash.period(CashItem::BankCredits));
        assert_eq!(cash.period(CashItem::Other), -5);
        assert_eq!(cash.period(CashItem::NotSeen), -60);
        assert_eq!(cash.period(CashItem::Returned), 20);
        let same = Cash::between(&money, &money);
        assert!(CashItem::ALL.iter().all(|item| same.period(*item) == 0));
    }
}
