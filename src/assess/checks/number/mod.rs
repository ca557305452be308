//! Checks about the entry number itself.

pub mod check_digit;
pub mod entry_number_format;
pub mod entry_number_repaired;
