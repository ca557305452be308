//! capeprep: from ES-003 exports to IEEPA refund estimates.

pub mod assess;
pub mod cli;
pub mod domain;
pub mod estimate;
pub mod intake;
pub mod ledger;
pub mod report;
pub mod rulebook;
pub mod sample;
pub mod threads;
