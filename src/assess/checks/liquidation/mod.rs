//! Checks about liquidation and its clocks.

pub mod adcvd_pending;
pub mod implausible_date;
pub mod liquidated_over_80_days;
pub mod paid_at_liquidation;
pub mod status_date_conflict;
pub mod window_closing;
pub mod window_last_days;
