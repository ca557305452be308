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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Route;
    use crate::rulebook::{Rulebook, Taxpayer};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn interest_starts_by_payment_or_else_by_the_basis_chosen() {
        let rules = Rulebook::built_in().unwrap();
        let deposit = |deposit_basis, facts: &HeaderFacts| {
            let context = Context {
                rules: &rules,
                as_of: day("2026-05-15"),
                route: Route::NotSaid,
                taxpayer: Taxpayer::Corporate,
                deposit_basis,
                processing_days: 45,
                wide_inputs: &[],
                hts_rates: None,
                parties: None,
            };
            let Deposit { date, assumed } = Deposit::of(facts, &context);
            (date.map(|date| date.to_string()), assumed)
        };
        let told = |date: &str, assumed| (Some(date.to_owned()), assumed);
        let (summary, entry) = (DepositBasis::Summary, DepositBasis::Entry);
        let statement = DepositBasis::MonthlyStatement;
        let mut facts = HeaderFacts::default();
        facts.entry_date = Some(day("2025-05-20"));
        assert_eq!(deposit(summary, &facts), told("2025-06-03", true), "14 days after entry");
        assert_eq!(deposit(entry, &facts), told("2025-05-20", false));
        assert_eq!(deposit(statement, &facts), told("2025-06-23", false), "Juneteenth counts not");
        facts.summary_date = Some(day("2025-05-30"));
        assert_eq!(deposit(summary, &facts), told("2025-05-30", false));
        assert_eq!(deposit(entry, &facts), told("2025-05-20", false));
        facts.payment_date = Some(day("2025-06-12"));
        for basis in [summary, entry, statement] {
            assert_eq!(deposit(basis, &facts), told("2025-06-12", false));
        }
        assert_eq!(deposit(summary, &HeaderFacts::default()), (None, true));
    }
}
