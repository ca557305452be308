//! Checks of IEEPA headings against the registry.

pub mod code_outside_its_window;
pub mod origin_outside_code;
pub mod unknown_ieepa_code;
