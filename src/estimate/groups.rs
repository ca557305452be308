//! Payment groups: CBP pays one sum per importer of record and liquidation date.

use super::Amounts;
use crate::assess::Assessed;
use crate::domain::{Day, EntryStatus, LiquidationState};
use crate::ledger::TextId;

/// What makes a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupKey {
    /// Importer of record, as printed.
    pub importer: TextId,
    /// Where its entries stand with CBP.
    pub state: LiquidationState,
    /// Their liquidation date, if they have one.
    pub liquidation_date: Option<Day>,
}

impl GroupKey {
    /// The group of an entry.
    pub fn of(assessed: &Assessed<'_>, importer: TextId) -> GroupKey {
        let liquidation = &assessed.entry.liquidation;
        GroupKey { importer, state: liquidation.state, liquidation_date: liquidation.date }
    }
}

/// The entries of a group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Group {
    /// All of them.
    pub all: Amounts,
    /// How many have status `eligible`.
    pub eligible: u64,
    /// Lowest refund of these.
    pub eligible_refund_low: i128,
    /// Highest refund of these.
    pub eligible_refund_high: i128,
    /// How many have status `review`.
    pub review: u64,
    /// How many have status `blocked`.
    pub blocked: u64,
    /// How many have status `no_refund`.
    pub no_refund: u64,
    /// Importer name: the first that an entry of the group gives.
    pub importer_name: TextId,
    /// Last day on which CAPE takes them.
    pub cape_deadline: Option<Day>,
    /// Last day of the protest right.
    pub protest_deadline: Option<Day>,
}

impl Group {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>, amounts: &Amounts) {
        self.all.add(amounts);
        match assessed.status {
            EntryStatus::Eligible => {
                self.eligible += 1;
                self.eligible_refund_low += amounts.refund_low;
                self.eligible_refund_high += amounts.refund_high;
            }
            EntryStatus::Review => self.review += 1,
            EntryStatus::Blocked => self.blocked += 1,
            EntryStatus::NoRefund => self.no_refund += 1,
        }
        self.importer_name = self.importer_name.or(assessed.entry.facts.importer_name);
        self.cape_deadline = assessed.entry.liquidation.cape_deadline;
        self.protest_deadline = assessed.entry.liquidation.protest_deadline;
    }

    pub(super) fn add(&mut self, later: &Group) {
        self.all.add(&later.all);
        self.eligible += later.eligible;
        self.eligible_refund_low += later.eligible_refund_low;
        self.eligible_refund_high += later.eligible_refund_high;
        self.review += later.review;
        self.blocked += later.blocked;
        self.no_refund += later.no_refund;
        self.importer_name = self.importer_name.or(later.importer_name);
        self.cape_deadline = self.cape_deadline.or(later.cape_deadline);
        self.protest_deadline = self.protest_deadline.or(later.protest_deadline);
    }
}
