//! Refunds and bank credits, from `refunds.csv` and `deposits.csv`.

use super::First;
use super::payments::plain;
use crate::domain::Day;
use crate::report::tracking::read_back;
use crate::report::tracking::refunds::SENT_BACK;
use crate::report::{OutputError, Staging};
use crate::track::RefundStatus;
use crate::track::links::{OffsetBasis, SeenAtBank};
use std::collections::{BTreeMap, BTreeSet};

/// Refunds and deposits that are listed.
const LISTED: usize = 200;

const DIVERTED: &str = RefundStatus::Diverted.as_str();
const AT_MOST: &str = OffsetBasis::AtMost.as_str();
/// Entries that are listed of a refund; the table has all.
const ENTRIES: usize = 25;

/// An entry in a refund.
#[derive(Debug, Clone, Default)]
pub struct RefundEntry {
    /// Its number.
    pub entry: String,
    /// Importer of record.
    pub importer: String,
    /// Its duty in the refund.
    pub principal: i128,
    /// Its interest in the refund.
    pub interest: i128,
    /// Whether a report gives that, or it was shared out.
    pub basis: String,
    /// What was expected of the entry.
    pub expected: i128,
}

/// A refund.
#[derive(Debug, Clone, Default)]
pub struct Refund {
    /// Its number; may be blank.
    pub number: String,
    /// Who is paid.
    pub payee: String,
    /// Its day.
    pub on: Option<Day>,
    /// How far it is.
    pub status: String,
    /// Its amount.
    pub amount: i128,
    /// Entries in it that a report names.
    pub entries: u64,
    /// Its deposit, if one was found.
    pub deposit: Option<(Option<Day>, i128)>,
    /// How that was found.
    pub how: String,
    /// Whether CBP calls it paid and the bank's statements, which tell of its days, have it not.
    pub is_unseen: bool,
    /// Whether it is in a payment group.
    pub is_grouped: bool,
    /// What is to be said of it.
    pub remark: String,
    /// The first entries of the estimate in it.
    pub in_it: Vec<RefundEntry>,
    /// How many there are.
    pub all_in_it: u64,
}

/// Things with an amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// How many.
    pub number: u64,
    /// What they come to.
    pub amount: i128,
}

impl Counted {
    pub(super) fn add(&mut self, amount: i128) {
        self.number += 1;
        self.amount += amount;
    }
}

/// The refunds.
#[derive(Debug, Clone, Default)]
pub struct Refunds {
    /// Those not seen at the bank first, then those in no group, then the largest.
    pub listed: Vec<Refund>,
    /// All.
    pub all: Counted,
    /// By how far they are.
    pub by_status: BTreeMap<String, Counted>,
    /// In no payment group.
    pub unmatched: Counted,
    /// Kept against a debt, and nothing says how much.
    pub kept_at_most: Counted,
    /// In no group, though entries of the same payee wait for a refund.
    pub beside_unpaid: Counted,
    /// Paid by CBP's word, and not seen at the bank.
    pub not_seen: Counted,
}

impl Refunds {
    pub(super) fn of(staging: &Staging, unpaid: &BTreeSet<String>) -> Result<Refunds, OutputError> {
        const COLUMNS: [&str; 14] = [
            "refund_number",
            "payee",
            "refund_date",
            "status",
            "amount",
            "entries",
            "deposit_date",
            "deposit_amount",
            "how_matched",
            "group_payee",
            "group_liquidation_date",
            "remark",
            "seen_at_bank",
            "offset_basis",
        ];
        let mut refunds = Refunds::default();
        let mut listed = First::new(LISTED);
        read_back::each::<OutputError>(staging, "refunds.csv", &COLUMNS, |row| {
            let group = [row.printed("group_payee"), row.printed("group_liquidation_date")];
            let refund = Refund {
                number: row.text("refund_number").into_owned(),
                payee: row.text("payee").into_owned(),
                on: row.day("refund_date"),
                status: row.printed("status").to_owned(),
                amount: row.money("amount"),
                entries: row.number("entries"),
                deposit: row
                    .money_or_blank("deposit_amount")
                    .map(|amount| (row.day("deposit_date"), amount)),
                how: row.printed("how_matched").to_owned(),
                is_unseen: row.printed("seen_at_bank") == SeenAtBank::No.as_str(),
                is_grouped: group.iter().any(|cell| !cell.is_empty()),
                remark: row.text("remark").into_owned(),
                ..Refund::default()
            };
            refunds.all.add(refund.amount);
            refunds.by_status.entry(refund.status.clone()).or_default().add(refund.amount);
            if !refund.is_grouped {
                refunds.unmatched.add(refund.amount);
                // One that names entries is of those.
                if refund.entries == 0 && unpaid.contains(&plain(&refund.payee)) {
                    refunds.beside_unpaid.add(refund.amount);
                }
            }
            if refund.status == DIVERTED && row.printed("offset_basis") == AT_MOST {
                refunds.kept_at_most.add(refund.amount);
            }
            if refund.is_unseen {
                refunds.not_seen.add(refund.amount);
            }
            // No refund is so large.
            let first = match (refund.is_unseen, refund.is_grouped) {
                (true, _) => 1 << 101,
                (false, false) => 1 << 100,
                (false, true) => 0,
            };
            listed.see(-first - refund.amount.abs(), refund);
            Ok(())
        })?;
        refunds.listed = listed.end();
        refunds.entries(staging)?;
        Ok(refunds)
    }

    /// Puts the entries into the refunds that are listed.
    fn entries(&mut self, staging: &Staging) -> Result<(), OutputError> {
        const COLUMNS: [&str; 8] = [
            "refund_number",
            "entry_number",
            "importer_number",
            "principal",
            "interest",
            "basis",
            "expected_principal",
            "expected_interest",
        ];
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, refund) in self.listed.iter().enumerate() {
            // Without a number, nothing says which entries are in it.
            if !refund.number.is_empty() {
                places.entry(refund.number.clone()).or_insert(at);
            }
        }
        let listed = &mut self.listed;
        read_back::each::<OutputError>(staging, "refund_entries.csv", &COLUMNS, |row| {
            let text = row.text("refund_number");
            let one = places.get(text.as_ref()).copied();
            // Refunds that were shared out together stand in one cell.
            let several = text.split(';').filter_map(|number| places.get(number).copied());
            let found: Vec<usize> = one.map_or_else(|| several.collect(), |at| vec![at]);
            for at in found {
                let Some(refund) = listed.get_mut(at) else { continue };
                refund.all_in_it += 1;
                if refund.in_it.len() < ENTRIES {
                    refund.in_it.push(RefundEntry {
                        entry: row.text("entry_number").into_owned(),
                        importer: row.text("importer_number").into_owned(),
                        principal: row.money("principal"),
                        interest: row.money("interest"),
                        basis: row.printed("basis").to_owned(),
                        expected: row.money("expected_principal") + row.money("expected_interest"),
                    });
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// A bank credit.
#[derive(Debug, Clone, Default)]
pub struct Deposit {
    /// Its day.
    pub on: Option<Day>,
    /// Its amount.
    pub amount: i128,
    /// What the bank prints beside it.
    pub reference: String,
    /// What it was matched by, or `unexpected`, or `ambiguous`.
    pub how: String,
    /// The refunds it was matched to.
    pub refunds: String,
    /// What is to be said of it.
    pub remark: String,
}

impl Deposit {
    /// Whether it was matched to no refund.
    pub fn is_open(&self) -> bool {
        self.how == UNEXPECTED || self.how == AMBIGUOUS
    }
}

/// The bank credits.
#[derive(Debug, Clone, Default)]
pub struct Deposits {
    /// Those that match nothing first, then the largest.
    pub listed: Vec<Deposit>,
    /// All.
    pub all: Counted,
    /// Matched to no refund.
    pub unmatched: Counted,
    /// Of these, those that several refunds would match.
    pub ambiguous: Counted,
    /// Of all, those that stand in another statement already.
    pub copies: Counted,
    /// Of all, those that are dated after the day to which clocks count.
    pub ahead: Counted,
    /// Lines by which refunds went back, below zero; they are no credits.
    pub sent_back: Counted,
}

/// What a deposit that matches nothing is called.
pub const UNEXPECTED: &str = "unexpected";
/// What a deposit that several refunds would match is called.
pub const AMBIGUOUS: &str = "ambiguous";
/// What a deposit that stands in another statement already is called.
pub const COPY: &str = "copy";
/// What a deposit of a day after the one to which clocks count is called.
pub const AHEAD: &str = "ahead";

impl Deposits {
    pub(super) fn of(staging: &Staging) -> Result<Deposits, OutputError> {
        const COLUMNS: [&str; 6] =
            ["deposit_date", "amount", "reference", "how_matched", "refund_numbers", "remark"];
        let mut deposits = Deposits::default();
        let mut listed = First::new(LISTED);
        read_back::each::<OutputError>(staging, "deposits.csv", &COLUMNS, |row| {
            let deposit = Deposit {
                on: row.day("deposit_date"),
                amount: row.money("amount"),
                reference: row.text("reference").into_owned(),
                how: row.printed("how_matched").to_owned(),
                refunds: row.text("refund_numbers").into_owned(),
                remark: row.text("remark").into_owned(),
            };
            match deposit.how == SENT_BACK {
                true => deposits.sent_back.add(deposit.amount),
                false => deposits.all.add(deposit.amount),
            }
            if deposit.is_open() {
                deposits.unmatched.add(deposit.amount);
            }
            if deposit.how == AMBIGUOUS {
                deposits.ambiguous.add(deposit.amount);
            }
            if deposit.how == COPY {
                deposits.copies.add(deposit.amount);
            }
            if deposit.how == AHEAD {
                deposits.ahead.add(deposit.amount);
            }
            let first = if deposit.is_open() { 1 << 100 } else { 0 };
            listed.see(-first - deposit.amount.abs(), deposit);
            Ok(())
        })?;
        deposits.listed = listed.end();
        Ok(deposits)
    }
}
