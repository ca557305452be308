//! Payment groups, from `payments.csv`.

use super::First;
use crate::domain::Day;
use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use crate::track::Cause;
use std::collections::{BTreeMap, BTreeSet};

/// Groups that are listed.
pub const LISTED: usize = 500;

/// The words of a group's status, in the order in which reports list them.
pub const STATUSES: [&str; 7] = [
    "matched",
    "matched-within-interest",
    "partly",
    "not-yet",
    "differs",
    "unexpected",
    "nothing-due",
];

/// A payment group.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Who is paid.
    pub payee: String,
    /// The name.
    pub name: String,
    /// The (re)liquidation date.
    pub liquidated: Option<Day>,
    /// Entries.
    pub entries: u64,
    /// What the estimate came to.
    pub expected: i128,
    /// What CBP refunds.
    pub refunded: i128,
    /// What arrived.
    pub paid: i128,
    /// expected - paid.
    pub difference: i128,
    /// How it stands.
    pub status: String,
    /// The cause that weighs most.
    pub cause: Option<(Cause, i128)>,
}

/// What groups come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupSums {
    /// Groups.
    pub groups: u64,
    /// Their entries.
    pub entries: u64,
    /// What the estimate came to.
    pub expected: i128,
    /// What CBP refunds.
    pub refunded: i128,
    /// What arrived.
    pub paid: i128,
    /// expected - paid.
    pub difference: i128,
}

/// The groups.
#[derive(Debug, Clone, Default)]
pub struct Payments {
    /// The largest, by what was expected or paid.
    pub largest: Vec<Group>,
    /// What they come to by status.
    pub by_status: BTreeMap<String, GroupSums>,
    /// All of them.
    pub all: GroupSums,
    /// What counts as paid by CBP's word and was not seen at the bank.
    pub not_seen: i128,
    /// Payees of (re)liquidated entries that wait for a refund and have none, in letters and digits.
    pub(super) unpaid: BTreeSet<String>,
}

impl GroupSums {
    fn add(&mut self, group: &Group) {
        self.groups += 1;
        self.entries += group.entries;
        self.expected += group.expected;
        self.refunded += group.refunded;
        self.paid += group.paid;
        self.difference += group.difference;
    }

    /// What is left without these.
    pub fn less(&self, listed: &[Group]) -> GroupSums {
        let mut part = GroupSums::default();
        listed.iter().for_each(|group| part.add(group));
        GroupSums {
            groups: self.groups - part.groups,
            entries: self.entries - part.entries,
            expected: self.expected - part.expected,
            refunded: self.refunded - part.refunded,
            paid: self.paid - part.paid,
            difference: self.difference - part.difference,
        }
    }
}

impl Payments {
    /// What groups of a status come to.
    pub fn status(&self, status: &str) -> GroupSums {
        self.by_status.get(status).copied().unwrap_or_default()
    }

    pub(super) fn of(staging: &Staging) -> Result<Payments, OutputError> {
        const COLUMNS: [&str; 10] = [
            "payee",
            "payee_name",
            "liquidation_date",
            "entries",
            "expected",
            "refunded",
            "paid",
            "difference",
            "status",
            "not_seen_at_bank",
        ];
        let columns: Vec<&str> =
            COLUMNS.into_iter().chain(Cause::ALL.iter().map(|cause| column(*cause))).collect();
        let mut payments = Payments::default();
        let mut largest = First::new(LISTED);
        read_back::each::<OutputError>(staging, "payments.csv", &columns, |row| {
            let amounts = Cause::ALL.iter().map(|cause| (*cause, row.money(column(*cause))));
            let cause = amounts.filter(|(_, amount)| *amount != 0);
            let group = Group {
                payee: row.text("payee").into_owned(),
                name: row.text("payee_name").into_owned(),
                liquidated: row.day("liquidation_date"),
                entries: row.number("entries"),
                expected: row.money("expected"),
                refunded: row.money("refunded"),
                paid: row.money("paid"),
                difference: row.money("difference"),
                status: row.printed("status").to_owned(),
                // Of equal ones the first, as they are looked for in this order.
                cause: cause.rev().max_by_key(|(_, amount)| amount.unsigned_abs()),
            };
            payments.all.add(&group);
            if group.refunded == 0 && row.money(column(Cause::NotPaidYet)) > 0 {
                payments.unpaid.insert(plain(&group.payee));
            }
            payments.not_seen += row.money("not_seen_at_bank");
            payments.by_status.entry(group.status.clone()).or_default().add(&group);
            let weight = [group.expected, group.refunded, group.paid].map(i128::abs);
            largest.see(-weight.into_iter().max().unwrap_or_default(), group);
            Ok(())
        })?;
        payments.largest = largest.end();
        Ok(payments)
    }
}

/// A payee's number, however it is spelled.
pub(super) fn plain(payee: &str) -> String {
    let signs = payee.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// The column of a cause in `payments.csv`.
pub fn column(cause: Cause) -> &'static str {
    match cause {
        Cause::NotFiled => "not_filed",
        Cause::FileRejected => "file_rejected",
        Cause::EntryRejected => "entry_rejected",
        Cause::NotLiquidated => "not_liquidated",
        Cause::Suspended => "suspended",
        Cause::NotPaidYet => "not_paid_yet",
        Cause::FloorShare => "floor_share",
        Cause::PscChange => "psc_change",
        Cause::DutiesNetted => "other_duties_netted",
        Cause::InterestEnd => "interest_end",
        Cause::InterestStart => "interest_start",
        Cause::InterestRate => "interest_rate_class",
        Cause::Offset => "offset",
        Cause::Held => "held",
        Cause::Returned => "returned",
        Cause::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_the_words_of_the_causes() {
        for cause in Cause::ALL {
            assert_eq!(column(*cause), cause.as_str().replace('-', "_"));
        }
    }
}
