//! What must be set up before a refund is filed and paid, and the gaps worth closing.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::Table;
use crate::domain::vocabulary;

pub(super) const FILE: &str = "setup_steps.csv";

vocabulary! {
    /// A step of the set-up, or a gap, in the order in which `readiness.csv` lists them.
    Step {
        /// The importer's ACE Portal account.
        AceAccount = "ace-account",
        /// The Trade Account Owner of that account.
        TradeAccountOwner = "trade-account-owner",
        /// The email of the importer record, CBP Form 5106.
        Form5106Email = "form-5106-email",
        /// ACH refund enrolment.
        AchRefund = "ach-refund",
        /// A bank account in the United States.
        UsBank = "us-bank",
        /// The notify party of CBP Form 4811.
        NotifyParty = "notify-party",
        /// ACH refund enrolment of the notify party.
        NotifyPartyAch = "notify-party-ach",
        /// A broker's ACE Portal account.
        BrokerAceAccount = "broker-ace-account",
        /// A broker's right to file for the importer.
        BrokerAuthorised = "broker-authorised",
        /// An importer of the exports that the parties file does not have.
        ImporterNotInFile = "importer-not-in-file",
        /// An importer of the parties file without an entry.
        ImporterWithoutEntry = "importer-without-entry",
        /// Months of the period without an entry.
        MonthsWithoutEntry = "months-without-entry",
        /// Importer numbers that differ in the suffix only.
        SeveralSuffixes = "several-suffixes",
        /// A filer code that no broker of the parties file has.
        FilerNotInFile = "filer-not-in-file",
        /// Box 28 names another party than the parties file.
        NotifyPartyDiffers = "notify-party-differs",
    }
}

vocabulary! {
    /// Whether something must be set up, or only closed as a gap.
    StepKind {
        /// CBP asks for it.
        Setup = "setup",
        /// The exports and the parties file do not tell the same.
        Gap = "gap",
    }
}

vocabulary! {
    /// What waits for a step.
    Holds {
        /// The declaration.
        Filing = "filing",
        /// The refund.
        Payment = "payment",
        /// Both.
        FilingAndPayment = "filing and payment",
        /// Nothing waits, but somebody else is paid.
        Payee = "payee",
        /// What is not in the exports is in no figure.
        Estimate = "estimate",
    }
}

/// What the rules say of a step.
#[derive(Debug, Clone)]
pub struct SetupStep {
    /// Which one.
    pub step: Step,
    /// Whether something must be set up.
    pub kind: StepKind,
    /// What it is, in a few words.
    pub label: String,
    /// What waits for it.
    pub holds: Holds,
    /// What to do where it is missing.
    pub to_do: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// All steps, each once.
#[derive(Debug, Clone)]
pub struct SetupSteps(Vec<SetupStep>);

impl SetupSteps {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<SetupSteps, RulebookError> {
        let columns = &["step", "kind", "label", "holds", "to_do", "source", "confidence", "as_of"];
        let mut steps = Unique::new();
        let mut all: Vec<SetupStep> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let step = row.choice("step", Step::ALL)?;
            steps.claim(&row, "step", step.as_str())?;
            all.push(SetupStep {
                step,
                kind: row.choice("kind", StepKind::ALL)?,
                label: row.filled("label")?.to_owned(),
                holds: row.choice("holds", Holds::ALL)?,
                to_do: row.filled("to_do")?.to_owned(),
                provenance: Provenance::of(&row, sources)?,
            });
        }
        for step in Step::ALL {
            if !all.iter().any(|known| known.step == *step) {
                return Err(RulebookError::Missing { file: FILE, what: step.to_string() });
            }
        }
        all.sort_by_key(|known| known.step);
        Ok(SetupSteps(all))
    }

    /// What is said of a step; always there once the rules are loaded.
    pub fn get(&self, step: Step) -> Option<&SetupStep> {
        self.0.iter().find(|known| known.step == step)
    }

    /// Every step, in order.
    pub fn iter(&self) -> impl Iterator<Item = &SetupStep> {
        self.0.iter()
    }
}
