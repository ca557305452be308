//! What the user said: the day, the route, the assumptions.

use crate::domain::{Day, ImporterNumber};
use crate::hts_rates::HtsRates;
use crate::parties::Parties;
use crate::rulebook::{Rulebook, Taxpayer};

/// Everything an assessment depends on besides the entry.
pub struct Context<'a> {
    /// The rules.
    pub rules: &'a Rulebook,
    /// The day the declaration would be uploaded.
    pub as_of: Day,
    /// Who submits.
    pub route: Route,
    /// Which overpayment rate applies.
    pub taxpayer: Taxpayer,
    /// Where interest starts if no payment date is known.
    pub deposit_basis: DepositBasis,
    /// Days from `as_of` to the (re)liquidation of the estimate.
    pub processing_days: i32,
    /// Inputs whose records hold several tariff numbers each.
    pub wide_inputs: &'a [usize],
    /// Column-1 rates of the tariff, if the user brought them.
    pub hts_rates: Option<&'a HtsRates>,
    /// Who is set up for what, if the user says so.
    pub parties: Option<&'a Parties>,
}

/// Who submits the declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Not said: neither account check can be run.
    NotSaid,
    /// A broker, with the filer codes of its ACE account.
    Broker(Vec<String>),
    /// An importer, with the IOR numbers of its ACE account.
    Importer(Vec<ImporterNumber>),
}

/// Where interest starts if no payment date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DepositBasis {
    /// Entry summary date; without one, entry date + 14 days.
    #[default]
    Summary,
    /// Entry date.
    Entry,
    /// 15th working day of the month after the entry date's.
    MonthlyStatement,
}

impl DepositBasis {
    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            DepositBasis::Summary => "summary",
            DepositBasis::Entry => "entry",
            DepositBasis::MonthlyStatement => "monthly-statement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_of_deposit_dates_is_told_by_the_word_of_the_command_line() {
        let all = [DepositBasis::Summary, DepositBasis::Entry, DepositBasis::MonthlyStatement];
        assert_eq!(all.map(DepositBasis::as_str), ["summary", "entry", "monthly-statement"]);
    }
}
