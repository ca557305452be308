//! An earlier report directory read back: its manifest verified, its entries as it left them. What
//! happens after filing is measured against it, and never against a second estimate.
//!
//! [`open()`] reads `manifest.json`, holds every file that it lists against its size and SHA-256, and
//! reads `entries.csv` of an estimate, or `tracking.csv` of what was tracked after filing.

mod bank;
mod codes;
mod entries;
mod error;
mod made_with;
mod manifest;
mod open;
mod portfolio;
mod state;
mod states;
mod table;
mod verify;

pub use bank::{BankMoney, BankTold};
pub use error::EarlierError;
pub use made_with::MadeWith;
pub use manifest::Listed;
pub use open::{Earlier, open};
pub use portfolio::{EarlierEntry, EntryId, Portfolio};
pub use state::{EarlierState, Parts};

use crate::domain::vocabulary;

vocabulary! {
    /// Which command wrote a report directory.
    Kind {
        /// An estimate.
        Analyze = "analyze",
        /// What became of one after filing.
        Track = "track",
    }
}
