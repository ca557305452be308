//! An importer of record and what is known of its set-up.

use super::StepState;
use crate::domain::{ImporterNumber, vocabulary};
use crate::rulebook::Step;

vocabulary! {
    /// How far an ACE Portal account is.
    AccountState {
        /// It can be used.
        Active = "active",
        /// Applied for.
        Requested = "requested",
        /// There is none.
        None = "none",
    }
}

vocabulary! {
    /// How far the enrolment for refunds by ACH is.
    AchRefund {
        /// Not enrolled.
        None = "none",
        /// Bank data is entered in ACE.
        Registered = "registered",
        /// And a refund has arrived, or the bank data was looked at in ACE since.
        Verified = "verified",
    }
}

impl AchRefund {
    fn state(answer: Option<AchRefund>) -> StepState {
        StepState::of(answer.map(|enrolment| enrolment != AchRefund::None))
    }
}

/// An ACE Portal account, as far as the file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AceAccount {
    /// There is none.
    No,
    /// There is one.
    Yes,
    /// There is one of this name.
    Named(String),
}

/// What the file says of the notify party of CBP Form 4811.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotifyAnswer {
    /// Nothing.
    Unknown,
    /// There is none.
    None,
    /// Who it is.
    Party(NotifyParty),
}

/// A party that is to receive an importer's refunds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifyParty {
    /// Its importer number.
    pub number: ImporterNumber,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is on file with CBP: by Form 4811 or in the importer's ACE account.
    pub on_file: Option<bool>,
    /// Whether box 28 of the entry summaries names it; counts where the exports do not tell.
    pub in_box_28: Option<bool>,
    /// Its own enrolment for refunds by ACH.
    pub ach_refund: Option<AchRefund>,
}

/// An importer of record. `None` is: the file does not say.
#[derive(Debug, Clone)]
pub struct Importer {
    /// Its name.
    pub name: Option<String>,
    /// Its importer numbers, one at least.
    pub numbers: Vec<ImporterNumber>,
    /// Its ACE Portal account.
    pub ace_account: Option<AceAccount>,
    /// How far that account is.
    pub ace_account_state: Option<AccountState>,
    /// Whether the Trade Account Owner is known.
    pub trade_account_owner: Option<bool>,
    /// Whether the email of the importer record is current.
    pub form_5106_email_current: Option<bool>,
    /// Enrolment for refunds by ACH.
    pub ach_refund: Option<AchRefund>,
    /// Whether it has a bank account in the United States.
    pub us_bank: Option<bool>,
    /// Who receives its refunds.
    pub notify_party: NotifyAnswer,
}

impl Importer {
    /// Its notify party, if the file names one.
    pub fn notify_party(&self) -> Option<&NotifyParty> {
        match &self.notify_party {
            NotifyAnswer::Party(party) => Some(party),
            NotifyAnswer::Unknown | NotifyAnswer::None => None,
        }
    }

    /// How far a step is, by the file alone. Steps that are not the importer's are unknown.
    pub fn state(&self, step: Step) -> StepState {
        match step {
            Step::AceAccount => StepState::of(self.has_ace_account()),
            Step::TradeAccountOwner => StepState::of(self.trade_account_owner),
            Step::Form5106Email => StepState::of(self.form_5106_email_current),
            Step::AchRefund => AchRefund::state(self.ach_refund),
            Step::UsBank => StepState::of(self.us_bank),
            Step::NotifyParty => match &self.notify_party {
                NotifyAnswer::Unknown => StepState::Unknown,
                NotifyAnswer::None => StepState::Done,
                NotifyAnswer::Party(party) => match (party.on_file, party.in_box_28) {
                    (Some(false), _) | (_, Some(false)) => StepState::Missing,
                    (Some(true), Some(true)) => StepState::Done,
                    _ => StepState::Unknown,
                },
            },
            Step::NotifyPartyAch => {
                AchRefund::state(self.notify_party().and_then(|party| party.ach_refund))
            }
            _ => StepState::Unknown,
        }
    }

    fn has_ace_account(&self) -> Option<bool> {
        match (self.ace_account_state, &self.ace_account) {
            (Some(state), _) => Some(state == AccountState::Active),
            (None, Some(account)) => Some(*account != AceAccount::No),
            (None, None) => None,
        }
    }
}
