//! Statutory clocks that run beside CAPE's. All count calendar days and exclude the day that
//! starts them; none rolls over a weekend (`interest-deadlines:S1`, `interest-deadlines:S2`).

use crate::domain::Day;

/// Days after entry within which a post summary correction (PSC) may be sent.
pub const PSC_DAYS: i32 = 300;
/// Days before scheduled liquidation on which the PSC window shuts.
const PSC_BEFORE_LIQUIDATION: i32 = 15;
/// Length of a period of delinquency interest.
const DELINQUENCY_PERIOD: i32 = 30;

/// Last day for a PSC: 300 days after entry or 15 days before the scheduled liquidation, whichever
/// is earlier.
pub fn psc_last_day(entry_date: Day, scheduled_liquidation: Day) -> Day {
    entry_date.plus(PSC_DAYS).min(scheduled_liquidation.plus(-PSC_BEFORE_LIQUIDATION))
}

/// The day an entry is deemed liquidated if nothing else happens: one year after entry
/// (19 USC 1504(a)(1)).
pub fn deemed_liquidation(entry_date: Day) -> Day {
    entry_date.years_later(1)
}

/// The safest reading of the two-year court clock (28 USC 2636(i)): from the entry date. When the
/// claim first accrues is disputed.
pub fn court_last_day(entry_date: Day) -> Day {
    entry_date.years_later(2)
}

/// Last day of a drawback claim: five years after importation, here the entry date
/// (19 USC 1313(r)(1)).
pub fn drawback_last_day(entry_date: Day) -> Day {
    entry_date.years_later(5)
}

/// Whole 30-day periods of delinquency interest when payment comes `days` after liquidation: none
/// for the period in which payment is made (19 USC 1505(d)).
pub fn delinquency_periods(days: i32) -> i32 {
    ((days - 1) / DELINQUENCY_PERIOD).max(0)
}
