//! What an estimate was made with.

use super::EarlierEntry;
use crate::assess::DepositBasis;
use crate::assess::checks::CheckSet;
use crate::assess::checks::liquidation::paid_at_liquidation::PAID_AT_LIQUIDATION;
use crate::domain::{Day, EntryStatus};
use crate::rulebook::Taxpayer;

/// Whatever is paid at its liquidation only has no day of payment.
static PAID_LATER: CheckSet = CheckSet::of(&[&PAID_AT_LIQUIDATION]);

/// What an estimate was made with; from its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeWith {
    /// The day to which its clocks count.
    pub as_of: Day,
    /// Whose overpayment rate.
    pub taxpayer: Taxpayer,
    /// Where interest starts if no payment date is known.
    pub deposit_basis: DepositBasis,
    /// Days from `as_of` to the (re)liquidation.
    pub processing_days: i32,
    /// Filer codes of a broker that submits.
    pub filer_codes: Vec<String>,
    /// IOR numbers of an importer that submits.
    pub importers: Vec<String>,
    /// The rulebook's version.
    pub rulebook: String,
    /// Whether its numbers are pseudonyms.
    pub masked: bool,
}

impl MadeWith {
    /// The day on which the interest of an entry ends in the estimate: processing days after
    /// `as_of` for what can be filed and is not paid at liquidation only, else `as_of`.
    pub fn interest_end(&self, entry: &EarlierEntry) -> Day {
        match entry.status {
            EntryStatus::Eligible | EntryStatus::Review if !entry.found.meets(PAID_LATER) => {
                self.as_of.plus(self.processing_days)
            }
            _ => self.as_of,
        }
    }

    /// The day to which the interest of an entry runs as far as a later day, `as_of`, can tell: its
    /// (re)liquidation if that is known, else that day or the end of the estimate, whichever is later.
    pub fn interest_to(&self, entry: &EarlierEntry, liquidated: Option<Day>, as_of: Day) -> Day {
        liquidated.unwrap_or_else(|| self.interest_end(entry).max(as_of))
    }
}
