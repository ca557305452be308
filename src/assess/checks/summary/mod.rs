//! Checks about the standing of the entry summary in ACE.

pub mod psc_pending;
pub mod status_unmapped;
pub mod summary_adjusted;
pub mod summary_not_accepted;
pub mod trade_control;
