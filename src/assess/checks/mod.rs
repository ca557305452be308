//! The checks: one file each, a table that lists them all.

mod check;
pub mod liquidation;
pub mod rows;

use check::check;
pub use check::{Check, Verdict};

/// Every check, in alphabetical order of the codes.
pub static ALL: &[&Check] = &[
    &liquidation::liquidated_over_80_days::LIQUIDATED_OVER_80_DAYS,
    &rows::zero_duty_on_duty_code::ZERO_DUTY_ON_DUTY_CODE,
];

/// The check with this code.
pub fn with_code(code: &str) -> Option<&'static Check> {
    ALL.iter().copied().find(|check| check.code == code)
}
