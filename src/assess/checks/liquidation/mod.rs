//! Checks about liquidation and its clocks.

pub mod liquidated_over_80_days;
