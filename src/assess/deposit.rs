//! Where interest starts.

use super::{Context, DepositBasis};
use crate::domain::Day;
use crate::ledger::HeaderFacts;

/// The deposit date of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deposit {
    /// The day the duty is taken to have been deposited; `None` only without an entry date.
    pub date: Option<Day>,
    /// Whether it had to be assumed: no payment date, and no summary date for that basis.
    pub assumed: bool,
}

impl Deposit {
    /// The payment date if it is known, else by the basis the user chose.
    pub fn of(facts: &HeaderFacts, context: &Context<'_>) -> Deposit {
        if facts.payment_date.is_some() {
            return Deposit { date: facts.payment_date, assumed: false };
        }
        let rules = context.rules;
        let date = match context.deposit_basis {
            DepositBasis::Entry => facts.entry_date,
            DepositBasis::Summary if facts.summary_date.is_some() => facts.summary_date,
            DepositBasis::Summary => {
                let date = facts.entry_date.map(|d| d.plus(rules.windows.summary_default_days));
                return Deposit { date, assumed: true };
            }
            DepositBasis::MonthlyStatement => facts.entry_date.map(|d| {
                let nth = rules.windows.monthly_statement_working_day;
                rules.holidays.nth_working_day_of_month(d.next_month(), nth)
            }),
        };
        Deposit { date, assumed: false }
    }
}
