//! Money whose time is running: day 80 of CAPE, day 180 of the protest.

use crate::assess::Assessed;
use crate::assess::checks::CheckSet;
use crate::assess::checks::claims::protest_open::PROTEST_OPEN;
use crate::domain::{Cents, Day, Lane, LiquidationState};
use crate::estimate::{Amounts, ImporterKey, Sums};
use crate::ledger::TextId;

static PROTESTED: CheckSet = CheckSet::of(&[&PROTEST_OPEN]);

/// Entries of one importer whose clocks began, or will begin, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClockKey {
    /// The importer of record, as printed.
    pub importer: TextId,
    /// Where they stand with CBP: only `liquidated` has a date that is known.
    pub state: LiquidationState,
    /// The day of liquidation; of entries that are not liquidated, the projected one.
    pub date: Day,
}

impl ClockKey {
    /// The clock an entry runs by; `None` if it has nothing to get back, is declared already, or has
    /// no such day.
    pub(super) fn of(assessed: &Assessed<'_>, importer: TextId) -> Option<ClockKey> {
        let entry = &assessed.entry;
        if entry.refund_high == Cents::ZERO || matches!(assessed.lane, Lane::Declared | Lane::None)
        {
            return None;
        }
        let liquidation = &entry.liquidation;
        let date = liquidation.date.or(liquidation.projected)?;
        Some(ClockKey { importer, state: liquidation.state, date })
    }
}

/// What waits for the clocks of these entries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    /// Entries that CAPE may take until day 80: lanes `file-now`, `review`, `other-filer` and
    /// `fix-then-file`.
    pub cape: Amounts,
    /// Of these, lane `file-now`: nothing is known to be needed first.
    pub ready: Amounts,
    /// Entries whose protest right ends on day 180: these, and lanes `protest` and `later-phase`,
    /// without those that have a protest.
    pub protest: Amounts,
    /// Entries of these lanes that have an open protest: day 180 takes nothing from them.
    pub protested: Amounts,
}

impl Clock {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>, amounts: &Amounts) {
        if assessed.lane == Lane::FileNow {
            self.ready.add(amounts);
        }
        match assessed.lane {
            Lane::FileNow | Lane::Review | Lane::OtherFiler | Lane::FixThenFile => {
                self.cape.add(amounts);
                self.protest.add(amounts);
            }
            Lane::Protest | Lane::LaterPhase if assessed.found.meets(PROTESTED) => {
                self.protested.add(amounts);
            }
            Lane::Protest | Lane::LaterPhase => self.protest.add(amounts),
            Lane::Court | Lane::Declared | Lane::None => {}
        }
    }
}

impl ImporterKey for ClockKey {
    fn importer(&self) -> TextId {
        self.importer
    }
}

impl Sums for Clock {
    type Beside = ();

    fn add(&mut self, later: &Clock) {
        self.cape.add(&later.cape);
        self.ready.add(&later.ready);
        self.protest.add(&later.protest);
        self.protested.add(&later.protested);
    }

    fn beside(&self) {}

    fn pack(&self, out: &mut Vec<u8>) {
        let all = [self.cape, self.ready, self.protest, self.protested];
        all.iter().for_each(|amounts| amounts.pack(out));
    }

    fn unpack((): (), bytes: &mut &[u8]) -> Clock {
        let [cape, ready, protest, protested] = std::array::from_fn(|_| Amounts::unpack(bytes));
        Clock { cape, ready, protest, protested }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::kept::tests::{amounts, each_key_is_kept_once};

    #[test]
    fn each_clock_is_kept_once_with_every_figure() {
        each_key_is_kept_once(
            |importer, n| ClockKey {
                importer,
                state: LiquidationState::Liquidated,
                date: Day::from_1900(n),
            },
            |n| Clock {
                cape: amounts(n),
                ready: amounts(n + 1),
                protest: amounts(n + 2),
                protested: amounts(n + 3),
            },
        );
    }
}
