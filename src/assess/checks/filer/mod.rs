//! Checks about who may file an entry.

pub mod account_mismatch;
pub mod filer_code_mismatch;
pub mod missing_importer;
