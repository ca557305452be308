//! A customs broker and for whom it may file.

use super::{AceAccount, StepState};
use crate::domain::ImporterNumber;

/// A broker, or an importer that files itself. `None` is: the file does not say.
#[derive(Debug, Clone)]
pub struct Broker {
    /// Its name.
    pub name: Option<String>,
    /// Its filer codes, in capitals; one at least.
    pub filer_codes: Vec<String>,
    /// Its ACE Portal account.
    pub ace_account: Option<AceAccount>,
    /// The importers for which it may file.
    pub authorised_for: Option<Vec<ImporterNumber>>,
}

impl Broker {
    /// Whether a filer code is one of its own.
    pub fn has(&self, filer_code: &str) -> bool {
        self.filer_codes.iter().any(|code| code.eq_ignore_ascii_case(filer_code))
    }

    /// Whether it has an ACE Portal account.
    pub fn account(&self) -> StepState {
        StepState::of(self.ace_account.as_ref().map(|account| *account != AceAccount::No))
    }

    /// Whether it may file for the importer with this number.
    pub fn authorised_for(&self, importer: &str) -> StepState {
        let number = ImporterNumber::read(importer.as_bytes());
        let named = |list: &Vec<ImporterNumber>| list.iter().any(|n| Some(n) == number.as_ref());
        StepState::of(self.authorised_for.as_ref().map(named))
    }
}
