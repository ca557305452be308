//! capeprep: from ES-003 exports to IEEPA refund estimates.

pub mod domain;
pub mod rulebook;
