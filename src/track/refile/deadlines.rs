//! The clocks of an entry that CBP does not have.

use crate::assess::clocks;
use crate::domain::{Day, LiquidationState};
use crate::earlier::EarlierEntry;
use crate::rulebook::Windows;
use crate::track::Tracked;

/// Whether a post summary correction (PSC) can still be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PscWindow {
    /// The entry date or the scheduled liquidation is not known.
    Unknown,
    /// Up to this day.
    Until(Day),
    /// The entry is liquidated, or the day is past.
    Closed,
}

impl PscWindow {
    /// Its last day, while it is open.
    pub fn last_day(self) -> Option<Day> {
        match self {
            PscWindow::Until(day) => Some(day),
            PscWindow::Unknown | PscWindow::Closed => None,
        }
    }
}

/// What still runs for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// Last day on which CAPE takes it; `None` if it is not liquidated.
    pub cape: Option<Day>,
    /// The same by the projected liquidation, of an entry that is not known to be liquidated: an
    /// estimate. `None` of one whose liquidation is suspended or extended.
    pub projected_cape: Option<Day>,
    /// Last day for a protest; `None` if it is not liquidated.
    pub protest: Option<Day>,
    /// Corrections.
    pub psc: PscWindow,
    /// The safest reading of the two years to sue.
    pub court: Option<Day>,
}

impl Deadlines {
    /// The deadlines of an entry that was last liquidated on this day.
    pub(super) fn of(
        entry: &EarlierEntry,
        tracked: &Tracked,
        liquidated: Option<Day>,
        as_of: Day,
        windows: &Windows,
    ) -> Deadlines {
        // An announced liquidation is nearer to the truth than a projected one.
        let scheduled = tracked.announced_liquidation.or(entry.projected_liquidation);
        let psc = match (liquidated, entry.entry_date, scheduled) {
            (Some(_), ..) => PscWindow::Closed,
            (None, Some(entered), Some(scheduled)) => {
                match clocks::psc_last_day(entered, scheduled) {
                    last if last < as_of => PscWindow::Closed,
                    last => PscWindow::Until(last),
                }
            }
            _ => PscWindow::Unknown,
        };
        let open = entry.liquidation_state == LiquidationState::Unliquidated;
        let projected = scheduled.filter(|_| liquidated.is_none() && open);
        Deadlines {
            projected_cape: projected.map(|day| day.plus(windows.cape_days)),
            cape: liquidated.map(|day| day.plus(windows.cape_days)),
            protest: liquidated.map(|day| day.plus(windows.protest_days)),
            psc,
            court: entry.entry_date.map(clocks::court_last_day),
        }
    }
}
