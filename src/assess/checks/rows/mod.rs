//! Checks about the rows of an entry and their duty.

pub mod zero_duty_on_duty_code;
