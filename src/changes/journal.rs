//! The roll-forward as journal lines.
//!
//! A movement that raises the receivable debits it and credits the account that stands against it;
//! one that lowers it is the reverse. Every reference is one movement of one importer and
//! component, on two lines of the same amount. Whether a receivable may be shown at all is for the
//! accountant: a refund that CBP has not paid can be a gain contingency. The lines follow the
//! figures only.

use super::accounts::Accounts;
use super::cash::{Cash, CashItem};
use super::rollforward::{Component, Movement, RollForward};
use crate::domain::Day;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine<'a> {
    /// Day of the later report.
    pub date: Day,
    /// The same for the lines that belong together.
    pub reference: String,
    /// Importer of record.
    pub importer: &'a str,
    /// Account.
    pub account: &'a str,
    /// Duty or interest; `None` of cash that is no entry's.
    pub component: Option<Component>,
    /// Debit, in cents; 0 on a credit line.
    pub debit: i128,
    /// Credit, in cents; 0 on a debit line.
    pub credit: i128,
    /// What it is, in words.
    pub memo: String,
}

/// The lines of a roll-forward from one day to another, in its order.
pub fn lines<'a>(
    roll: &'a RollForward,
    accounts: &'a Accounts,
    from: Day,
    to: Day,
) -> impl Iterator<Item = JournalLine<'a>> {
    let movements = roll.importers().flat_map(|(importer, part)| {
        Component::ALL.iter().zip(&part.parts).flat_map(move |(component, row)| {
            let moved = Movement::ALL.iter().map(|movement| (*movement, row.of(*movement)));
            moved
                .filter(|(_, cents)| *cents != 0)
                .map(move |(movement, cents)| (importer, *component, movement, cents))
        })
    });
    let numbered = (1u64..).zip(movements);
    numbered.flat_map(move |(number, (importer, component, movement, cents))| {
        let (receivable, against) =
            (accounts.receivable(component), accounts.against(movement, component));
        let (debit, credit) = if cents > 0 { (receivable, against) } else { (against, receivable) };
        let cents = i128::try_from(cents.unsigned_abs()).unwrap_or(i128::MAX);
        let line = |account, debit, credit| JournalLine {
            date: to,
            reference: format!("{to}-{number:04}"),
            importer,
            account,
            component: Some(component),
            debit,
            credit,
            memo: format!("IEEPA refund {component}, {}, {from} to {to}", memo(movement)),
        };
        [line(debit, cents, 0), line(credit, 0, cents)]
    })
}

/// The lines of the cash that is on no entry, so that the account of the bank moves by what the bank
/// credited: each item is one reference.
pub fn cash_lines<'a>(
    cash: &'a Cash,
    accounts: &'a Accounts,
    from: Day,
    to: Day,
) -> impl Iterator<Item = JournalLine<'a>> {
    let items = CashItem::ALL.iter().filter_map(|item| {
        let against = accounts.against_cash(*item)?;
        Some((*item, against, cash.period(*item))).filter(|(.., cents)| *cents != 0)
    });
    items.flat_map(move |(item, against, cents)| {
        let (debit, credit) =
            if cents > 0 { (accounts.cash(), against) } else { (against, accounts.cash()) };
        let cents = i128::try_from(cents.unsigned_abs()).unwrap_or(i128::MAX);
        let line = |account, debit, credit| JournalLine {
            date: to,
            reference: format!("{to}-{item}"),
            importer: "",
            account,
            component: None,
            debit,
            credit,
            memo: format!("IEEPA refund cash, {}, {from} to {to}", item.as_str().replace('_', " ")),
        };
        [line(debit, cents, 0), line(credit, 0, cents)]
    })
}

/// A movement in words.
const fn memo(movement: Movement) -> &'static str {
    match movement {
        Movement::New => "entries new in the estimate",
        Movement::Gone => "entries no longer in the estimate",
        Movement::ReEstimated => "estimate changed",
        Movement::AccruedInterest => "interest accrued",
        Movement::Rejected => "refused by CBP",
        Movement::Refiled => "refused before, filed again",
        Movement::Paid => "paid",
        Movement::Diverted => "kept by CBP against a debt",
        Movement::SettledDifference => "CBP's figure against the estimate",
        Movement::NotFollowed => "not followed in the later report",
    }
}
