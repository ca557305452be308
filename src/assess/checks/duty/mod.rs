//! Checks of the duty that stands on an IEEPA row.

pub mod duty_off_rate;
pub mod duty_on_exemption;
pub mod floor_combined;
pub mod zero_duty_on_duty_code;
