//! Who files and who is paid: the parties file (`--parties`), read and checked. Knows nothing of
//! entries.
//!
//! The file is TOML, one `[[importer]]` or `[[broker]]` after the other; `docs/parties.md` explains
//! its keys. What a file does not say is unknown: never missing, never done. Every error names the
//! line and the column. A routing number is checked and forgotten: it is in no value of this room
//! and in no message.
//!
//! ```
//! use capeprep::parties::{Parties, StepState};
//! use capeprep::rulebook::Step;
//!
//! let file = r#"
//! [[importer]]
//! numbers = ["98-765432100"]
//! ach_refund = "none"
//! "#;
//! let parties = Parties::read(file, "parties.toml")?;
//! let importer = parties.importer("98765432100").ok_or("in the file")?;
//! assert_eq!(importer.state(Step::AchRefund), StepState::Missing);
//! assert_eq!(importer.state(Step::UsBank), StepState::Unknown);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod broker;
mod error;
mod importer;
mod keys;
mod masked;
mod read;
mod routing;
mod source;

pub use broker::Broker;
pub use error::PartiesError;
pub use importer::{AccountState, AceAccount, AchRefund, Importer, NotifyAnswer, NotifyParty};

use crate::domain::{ImporterNumber, vocabulary};
use crate::files::{self, MOST_OF_SETTINGS};
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::path::Path;

vocabulary! {
    /// How far a step of the set-up is.
    StepState {
        /// Nothing is left to do.
        Done = "done",
        /// Known not to be done.
        Missing = "missing",
        /// The file does not say.
        Unknown = "unknown",
    }
}

impl StepState {
    /// The state of a step that the file answers with yes or no, or not at all.
    pub(crate) fn of(answer: Option<bool>) -> StepState {
        match answer {
            Some(true) => StepState::Done,
            Some(false) => StepState::Missing,
            None => StepState::Unknown,
        }
    }
}

/// The parties of a run.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    importers: Vec<Importer>,
    brokers: Vec<Broker>,
    /// Index of the importer by the form in which numbers are compared.
    by_number: HashMap<CompactString, usize, FixedState>,
    /// How the file spells a number, by the same.
    spellings: HashMap<CompactString, CompactString, FixedState>,
}

impl Parties {
    /// Reads a file's text; messages call it `name`.
    ///
    /// # Errors
    /// It is not TOML, or a key or value is not what it should be: the error names line and column.
    pub fn read(text: &str, name: &str) -> Result<Parties, PartiesError> {
        read::parties(text, name)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Parties::read`], or the file cannot be read, or is not UTF-8.
    pub fn load(path: &Path) -> Result<(Parties, Vec<u8>), PartiesError> {
        let bytes = files::whole(path, MOST_OF_SETTINGS)
            .map_err(|error| PartiesError::Io { path: path.to_owned(), error })?;
        let name = path.to_string_lossy();
        let parties = Parties::read(source::utf8(&bytes, &name)?, &name)?;
        Ok((parties, bytes))
    }

    fn new(importers: Vec<Importer>, brokers: Vec<Broker>) -> Parties {
        let numbers = importers.iter().enumerate();
        let by_number =
            numbers.flat_map(|(at, one)| one.numbers.iter().map(move |n| (n.key(), at))).collect();
        let parties = importers.iter().filter_map(|one| Some(&one.notify_party()?.number));
        // An importer's own spelling goes before that of a party.
        let all = parties.chain(importers.iter().flat_map(|one| &one.numbers));
        let spellings = all.map(|number| (number.key(), number.as_str().into())).collect();
        Parties { importers, brokers, by_number, spellings }
    }

    /// The importer with this number, however it is spelled.
    pub fn importer(&self, number: &str) -> Option<&Importer> {
        let key = ImporterNumber::read(number.as_bytes())?.key();
        self.importers.get(*self.by_number.get(&key)?)
    }

    /// How the file spells the number of this key, if it is in the file.
    pub fn spelling(&self, key: &str) -> Option<&str> {
        self.spellings.get(key).map(CompactString::as_str)
    }

    /// The importers, as listed.
    pub fn importers(&self) -> &[Importer] {
        &self.importers
    }

    /// The broker with this filer code.
    pub fn broker(&self, filer_code: &str) -> Option<&Broker> {
        self.brokers.iter().find(|broker| broker.has(filer_code))
    }
}
