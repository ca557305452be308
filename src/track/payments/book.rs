//! Settlements summed up by group, and the proof that nothing was lost.

use super::payees::PayeeId;
use super::pools::interest;
use super::{GroupKey, JoinedRefund, Payments, keys};
use crate::assess::interest::Growths;
use crate::domain::{Day, vocabulary};
use crate::track::links::{Ahead, DepositFate, RefundId, SeenAtBank};
use crate::track::{Cause, Followed, Money, Sum};
use std::collections::BTreeMap;

vocabulary! {
    /// How a group stands.
    GroupStatus {
        /// Paid to the cent: duty, and interest up to the actual (re)liquidation date.
        Matched = "matched",
        /// Duty to the cent, interest within the tolerance.
        MatchedWithinInterest = "matched-within-interest",
        /// Something was paid, and something may still come.
        Partly = "partly",
        /// Nothing was paid yet.
        NotYet = "not-yet",
        /// All is settled, and it is not what was expected.
        Differs = "differs",
        /// Money without entries.
        Unexpected = "unexpected",
        /// Nothing was expected, and nothing came.
        NothingDue = "nothing-due",
    }
}

/// Entries of a group with a cause, and what it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CauseTotal {
    /// Why.
    pub cause: Cause,
    /// Entries that have it.
    pub entries: u64,
    /// How much.
    pub sum: Sum,
}

/// What a group came to.
#[derive(Debug, Clone, Default)]
pub struct GroupBook {
    /// The place of the group in the payments; `None` for money without entries.
    pub group: Option<u32>,
    /// Who is paid; `None` where a refund without entries names nobody.
    pub payee: Option<PayeeId>,
    /// The (re)liquidation; of money without entries that of the refund, else its day.
    pub date: Option<Day>,
    /// Entries.
    pub entries: u64,
    /// Entries for which money arrived.
    pub paid_entries: u64,
    /// What was expected by the estimate.
    pub expected: Sum,
    /// The same with interest up to the actual (re)liquidation date; of the entries that have one.
    pub at_liquidation: Sum,
    /// Entries that have one.
    pub liquidated_entries: u64,
    /// What arrived, by its entries.
    pub paid: Sum,
    /// What CBP refunds, paid or not: parts of refunds in this group.
    pub refunded: i128,
    /// What the bank credited of it.
    pub deposited: i128,
    /// What CBP calls paid and the bank did not credit, though its statements tell of those days.
    pub not_seen: i128,
    /// Its refunds.
    pub refunds: Vec<RefundId>,
    /// expected - paid, by cause, in their order.
    pub causes: Vec<CauseTotal>,
    /// By how much interest may be off.
    pub tolerance: i128,
}

/// Causes by which money may still come.
const OPEN: [Cause; 8] = [
    Cause::NotFiled,
    Cause::FileRejected,
    Cause::EntryRejected,
    Cause::NotLiquidated,
    Cause::Suspended,
    Cause::NotPaidYet,
    Cause::Held,
    Cause::Returned,
];

impl GroupBook {
    /// How it stands.
    pub fn status(&self) -> GroupStatus {
        if self.group.is_none() {
            return GroupStatus::Unexpected;
        }
        let nothing = Sum::default();
        if self.expected == nothing && self.paid == nothing && self.causes.is_empty() {
            return GroupStatus::NothingDue;
        }
        let open = self.causes.iter().any(|cause| OPEN.contains(&cause.cause));
        let all = self.liquidated_entries == self.entries && !open;
        if all && self.paid == self.at_liquidation {
            return GroupStatus::Matched;
        }
        let off = self.paid.interest - self.at_liquidation.interest;
        let duty = self.paid.principal == self.at_liquidation.principal;
        if all && duty && off.abs() <= self.tolerance {
            return GroupStatus::MatchedWithinInterest;
        }
        match (open, self.paid == nothing) {
            (true, true) => GroupStatus::NotYet,
            (true, false) => GroupStatus::Partly,
            (false, _) => GroupStatus::Differs,
        }
    }

    /// What a cause comes to.
    pub fn cause(&self, cause: Cause) -> Option<&CauseTotal> {
        self.causes.iter().find(|total| total.cause == cause)
    }

    /// expected - paid.
    pub fn difference(&self) -> i128 {
        self.expected.total() - self.paid.total()
    }

    fn put(&mut self, cause: Cause, money: Money) {
        let at = self.causes.partition_point(|known| known.cause < cause);
        if self.causes.get(at).is_none_or(|known| known.cause != cause) {
            self.causes.insert(at, CauseTotal { cause, entries: 0, sum: Sum::default() });
        }
        if let Some(total) = self.causes.get_mut(at) {
            total.entries += 1;
            total.sum.add(money);
        }
    }

    fn closes(&self) -> bool {
        let mut sum = self.paid;
        for cause in &self.causes {
            sum.add_sum(&cause.sum);
        }
        sum == self.expected
    }
}

/// Settlements added one by one.
pub struct PaymentTotals<'p, 'a> {
    payments: &'p Payments<'a>,
    groups: Vec<GroupBook>,
    growths: Growths<'a>,
}

/// All groups, those with money without entries behind the others of their payee.
pub struct PaymentBook {
    /// The groups, by payee, date, and whether they have entries.
    pub groups: Vec<GroupBook>,
    /// All of them together.
    pub total: GroupBook,
    /// The sums that must agree, and do.
    pub closing: Closing,
}

/// Sums over all money, each told in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Closing {
    /// Expected of all entries of the earlier report.
    pub expected: Sum,
    /// Expected of all groups.
    pub expected_of_groups: Sum,
    /// Amounts of all refunds.
    pub refunds: i128,
    /// What of them is in groups.
    pub refunds_in_groups: i128,
    /// What of them is in none.
    pub refunds_outside: i128,
    /// Credits of the bank.
    pub credits: i128,
    /// What of them is matched to a refund.
    pub matched: i128,
    /// What of them fits several refunds, or several of them fit one.
    pub ambiguous: i128,
    /// What of them fits none.
    pub unexpected: i128,
    /// What stands in another bank file too.
    pub copies: i128,
    /// What of them is dated after the day to which clocks count.
    pub ahead: i128,
    /// Refunds of which only rows tell that are dated after that day. They are not in `refunds`.
    pub refunds_ahead: Ahead,
    /// What the bank credited of the refunds in groups.
    pub deposited_in_groups: i128,
    /// The same of what is in none.
    pub deposited_outside: i128,
    /// Groups whose causes do not add up to the difference.
    pub open_groups: u64,
}

/// Sums that must agree and do not.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error(
    "the payments do not close ({what}). This is a fault of capeprep; nothing was written. Please \
     report it, with summary.json of the estimate if you may."
)]
pub struct ClosingError {
    /// Which sums.
    pub what: &'static str,
}

impl Closing {
    /// Whether all agree.
    ///
    /// # Errors
    /// The first that do not.
    pub fn check(&self) -> Result<(), ClosingError> {
        let sums = [
            ("expected of entries and of groups", self.expected == self.expected_of_groups),
            ("causes of a group", self.open_groups == 0),
            ("refunds", self.refunds == self.refunds_in_groups + self.refunds_outside),
            (
                "bank credits",
                self.credits
                    == self.matched + self.ambiguous + self.unexpected + self.copies + self.ahead,
            ),
            (
                "matched bank credits",
                self.matched == self.deposited_in_groups + self.deposited_outside,
            ),
        ];
        match sums.into_iter().find(|(_, agree)| !agree) {
            Some((what, _)) => Err(ClosingError { what }),
            None => Ok(()),
        }
    }
}

impl<'p, 'a> PaymentTotals<'p, 'a> {
    /// No settlement yet.
    pub fn new(payments: &'p Payments<'a>) -> PaymentTotals<'p, 'a> {
        let group = |(at, key): (u32, &GroupKey)| GroupBook {
            group: Some(at),
            payee: Some(key.payee),
            date: key.date,
            ..GroupBook::default()
        };
        let scene = &payments.scene;
        PaymentTotals {
            payments,
            groups: (0..).zip(&payments.groups).map(group).collect(),
            growths: Growths::new(&scene.rules.interest, scene.made_with.taxpayer),
        }
    }

    /// Adds an entry.
    pub fn see(&mut self, followed: &Followed<'_>) {
        let Followed { id, entry, tracked, settlement } = followed;
        let Some(book) = self.groups.get_mut(settlement.group as usize) else { return };
        book.entries += 1;
        book.paid_entries += u64::from(settlement.paid != Money::default());
        book.expected.add(settlement.expected);
        book.paid.add(settlement.paid);
        for part in &settlement.causes {
            book.put(part.cause, part.money);
        }
        if let Some(date) = keys::paid_by(self.payments.links, *id, tracked) {
            let principal = entry.refund_high;
            let interest = interest(&mut self.growths, principal, entry.deposit_date, date);
            book.at_liquidation.add(Money { principal, interest });
            book.liquidated_entries += 1;
            book.tolerance += self.payments.scene.tolerance(settlement.refund.principal);
        }
    }

    /// The groups with their refunds, once all entries are added.
    ///
    /// # Errors
    /// Sums that must agree and do not.
    pub fn finish(mut self) -> Result<PaymentBook, ClosingError> {
        let mut closing = Closing::default();
        let mut outside: BTreeMap<_, GroupBook> = BTreeMap::new();
        let links = self.payments.links;
        for (id, refund) in (0..).map(RefundId).zip(links.refunds()) {
            let Some(joined) = self.payments.joined(id) else { continue };
            closing.refunds += refund.amount.map_or(0, |amount| i128::from(amount.0));
            let is_unseen = links.seen_at_bank(id) == Some(SeenAtBank::No);
            for (group, part) in &joined.groups {
                closing.refunds_in_groups += part.refunded;
                closing.deposited_in_groups += part.deposited;
                if let Some(book) = self.groups.get_mut(*group as usize) {
                    book.refunded += part.refunded;
                    book.deposited += part.deposited;
                    book.not_seen += if is_unseen { part.paid } else { 0 };
                    book.refunds.push(id);
                }
            }
            let left: i128 = joined.outside.values().sum();
            closing.refunds_outside += left;
            closing.deposited_outside += joined.deposited_outside;
            if !joined.outside.is_empty() || joined.deposited_outside != 0 {
                let texts = &self.payments.scene.said.texts;
                let payee = self.payments.payees.named(texts, refund.payee);
                let date = refund.liquidated.or(refund.on);
                let key = payee.and_then(|id| self.payments.payee(id)).map(|payee| &payee.key);
                let book = outside.entry((key, date)).or_default();
                (book.payee, book.date) = (payee, date);
                book.refunded += left;
                book.deposited += joined.deposited_outside;
                book.not_seen += if is_unseen { joined.paid_outside() } else { 0 };
                book.refunds.push(id);
            }
        }
        self.close(&mut closing);
        closing.check()?;
        let total = self.total(outside.values());
        let mut groups = self.groups;
        groups.extend(outside.into_values());
        let payments = self.payments;
        groups.sort_by_cached_key(|book| {
            let payee = book.payee.and_then(|id| payments.payee(id)).map(|payee| payee.key.clone());
            (payee.is_none(), payee, book.date, book.group.is_none())
        });
        Ok(PaymentBook { groups, total, closing })
    }

    fn close(&self, closing: &mut Closing) {
        closing.refunds_ahead = self.payments.links.ahead();
        for (_, entry) in self.payments.scene.portfolio.iter() {
            let money = Money { principal: entry.refund_high, interest: entry.interest_high };
            closing.expected.add(money);
        }
        for book in &self.groups {
            closing.expected_of_groups.add_sum(&book.expected);
            closing.open_groups += u64::from(!book.closes());
        }
        let said = self.payments.scene.said;
        for (line, fate) in said.deposits.iter().zip(self.payments.links.deposit_fates()) {
            let sum = match fate {
                DepositFate::Matched(..) => &mut closing.matched,
                DepositFate::Ambiguous => &mut closing.ambiguous,
                DepositFate::Unexpected => &mut closing.unexpected,
                DepositFate::Copy => &mut closing.copies,
                DepositFate::Ahead => &mut closing.ahead,
                DepositFate::NoCredit => continue,
            };
            *sum += i128::from(line.amount.0);
            closing.credits += i128::from(line.amount.0);
        }
    }

    fn total<'b>(&'b self, outside: impl Iterator<Item = &'b GroupBook>) -> GroupBook {
        let mut total = GroupBook::default();
        for book in self.groups.iter().chain(outside) {
            total.entries += book.entries;
            total.paid_entries += book.paid_entries;
            total.expected.add_sum(&book.expected);
            total.at_liquidation.add_sum(&book.at_liquidation);
            total.liquidated_entries += book.liquidated_entries;
            total.paid.add_sum(&book.paid);
            total.refunded += book.refunded;
            total.deposited += book.deposited;
            total.not_seen += book.not_seen;
            total.tolerance += book.tolerance;
            for more in &book.causes {
                let at = total.causes.partition_point(|known| known.cause < more.cause);
                match total.causes.get_mut(at).filter(|known| known.cause == more.cause) {
                    Some(known) => {
                        known.entries += more.entries;
                        known.sum.add_sum(&more.sum);
                    }
                    None => total.causes.insert(at, *more),
                }
            }
        }
        total
    }
}

/// What of a refund is in groups, and what is not.
impl JoinedRefund {
    /// All of it that is in no group.
    pub fn left(&self) -> i128 {
        self.outside.values().sum()
    }
}
