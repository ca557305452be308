//! Dated law as data. Knows nothing of rows.
//!
//! The rules are the files of `data/`: tables in CSV, single values in TOML. Each rule names its
//! sources, how sure it is ([`Confidence`]) and the date of the source text, so that a figure can
//! be traced to a document. [`Rulebook::built_in`] reads the files inside the program;
//! [`Rulebook::export`] writes them out, [`Rulebook::from_dir`] reads a changed copy. Either way
//! every file is checked in full, and an error names the file, the line, the column and the value.
//!
//! | file | type | answers |
//! |---|---|---|
//! | `rulebook.toml` | [`Period`], [`Windows`], [`UploadLimits`], [`TrackingRules`] | when, how many days, how large |
//! | `codes.csv`, `programs.csv`, `floor_codes.csv` | [`Registry`] | rate, kind and countries of an IEEPA heading on a day |
//! | `not_ieepa.csv` | [`NotIeepa`] | which law another chapter 99 number belongs to |
//! | `entry_types.csv` | [`EntryTypes`] | whether CAPE takes an entry type |
//! | `status_words.csv` | [`StatusWords`] | what a status cell says |
//! | `labels.csv` | [`Labels`] | CBP's error labels, word for word |
//! | `remedies.csv` | [`Remedies`] | what to do about a label, and whether the entry may go again |
//! | `requests.csv` | [`Requests`] | what to ask a filer for where a check could not be run |
//! | `phases.csv` | [`Phases`] | what CAPE was open for on a day |
//! | `setup_steps.csv` | [`SetupSteps`] | what must be set up before a refund is filed and paid |
//! | `interest_rates.csv` | [`InterestRates`] | the rate in force on a day |
//! | `holidays.csv` | [`Holidays`] | working days |
//! | `headers.csv` | [`HeaderAliases`] | which field a header names |
//! | `reports.csv` | [`Reports`] | which report of facts a file is, and what a header means in it |
//! | `sources.csv` | [`Sources`] | the documents |
//!
//! ```
//! use capeprep::domain::{Hts8, Rate};
//! use capeprep::rulebook::Rulebook;
//!
//! let rules = Rulebook::built_in()?;
//! let code = Hts8::read("9903.01.24").and_then(|h| rules.registry.code(h)).unwrap();
//! let version = code.version_on("2025-03-04".parse().unwrap()).unwrap();
//! assert_eq!(version.rate, Rate::percent(20));
//! assert_eq!(rules.registry.program_of(code).name, "fentanyl-CN");
//! # Ok::<(), capeprep::rulebook::RulebookError>(())
//! ```

mod calendar;
mod countries;
mod entry_types;
mod error;
mod export;
mod headers;
mod interest;
mod labels;
mod load;
mod not_ieepa;
mod phases;
mod programs;
mod provenance;
mod registry;
mod remedies;
mod reports;
mod requests;
mod search;
mod self_check;
mod setup_steps;
mod sources;
mod status_words;
mod table;
mod tracking;
mod version;
mod windows;
mod word_meanings;

pub use calendar::{Holiday, Holidays};
pub use countries::Countries;
pub use entry_types::{EntryTypeRule, EntryTypes, Standing, Trait};
pub use error::RulebookError;
pub use headers::{Header, HeaderAliases, HeaderStanding, Known};
pub use interest::{InterestRates, Quarter, Taxpayer};
pub use labels::{ErrorLevels, Label, Labels, Level};
pub use not_ieepa::{NotIeepa, OtherHeadings, Regime};
pub use phases::{Certainty, Phase, Phases};
pub use programs::Program;
pub use provenance::{Confidence, Provenance, SourceId};
pub use registry::{Code, CodeVersion, Column1, Floor, Kind, Registry};
pub use remedies::{Action, Again, Remedies, Remedy};
pub use reports::{
    FactsReport, Must, ReportColumn, ReportHeader, ReportMeaning, ReportScope, Reports,
};
pub use requests::{Ask, Requests};
pub use search::{Item, ItemKind, listing, search};
pub use setup_steps::{Holds, SetupStep, SetupSteps, Step, StepKind};
pub use sources::{Read, Source, Sources};
pub use status_words::{StatusWord, StatusWords};
pub use tracking::{Days, TrackingRules};
pub use version::Version;
pub use windows::{Period, Setting, UploadLimits, Windows};
pub use word_meanings::{
    Answer, BankSign, BankText, ClaimErrorMeaning, ClaimMeaning, ControlMeaning, DrawbackMeaning,
    LiquidationMeaning, ProtestMeaning, RefundMeaning, StatementMeaning, SummaryMeaning,
    TotalMeaning,
};

use crate::domain::{HtsNumber, HtsPrefix};
use std::path::Path;

/// All rules of a run.
#[derive(Debug, Clone)]
pub struct Rulebook {
    /// Which rules these are.
    pub version: Version,
    /// The entry dates that bore IEEPA duty.
    pub period: Period,
    /// Day counts and thresholds.
    pub windows: Windows,
    /// What an upload file may be.
    pub upload: UploadLimits,
    /// Day counts and tolerances after filing.
    pub tracking: TrackingRules,
    /// The IEEPA headings.
    pub registry: Registry,
    /// Other chapter 99 headings.
    pub not_ieepa: NotIeepa,
    /// Entry types.
    pub entry_types: EntryTypes,
    /// Words of status columns.
    pub status_words: StatusWords,
    /// CBP's error labels.
    pub labels: Labels,
    /// What to do about each of them.
    pub remedies: Remedies,
    /// What to ask filers for.
    pub requests: Requests,
    /// Phases of CAPE.
    pub phases: Phases,
    /// What must be set up before a refund is filed and paid.
    pub setup_steps: SetupSteps,
    /// Interest rates.
    pub interest: InterestRates,
    /// Federal holidays.
    pub holidays: Holidays,
    /// Header spellings.
    pub headers: HeaderAliases,
    /// The documents.
    pub sources: Sources,
    settings: Vec<Setting>,
    prefixes: Vec<HtsPrefix>,
    files: load::Files,
}

impl Rulebook {
    /// The rules inside the program.
    ///
    /// # Errors
    /// Only if the program was built from broken files; tests keep that from happening.
    pub fn built_in() -> Result<Rulebook, RulebookError> {
        load::rulebook(load::Files::built_in())
    }

    /// The rules in a directory, which must hold every file that [`Rulebook::export`] writes.
    ///
    /// # Errors
    /// A file cannot be read, or the self-check finds something: the error names it.
    pub fn from_dir(dir: &Path) -> Result<Rulebook, RulebookError> {
        load::rulebook(load::Files::in_dir(dir)?)
    }

    /// Writes the files of these rules into a new or an empty directory.
    ///
    /// # Errors
    /// The directory holds something, or cannot be written.
    pub fn export(&self, dir: &Path) -> Result<(), RulebookError> {
        export::write(&self.files, dir)
    }

    /// Whether a tariff number is an IEEPA one: by its prefix, listed or not.
    pub fn is_ieepa(&self, number: HtsNumber) -> bool {
        // Most rows of an export are of chapters 1 to 97, and this is asked of each.
        number.chapter() == Some(99)
            && self.prefixes.iter().any(|prefix| number.starts_with(*prefix))
    }

    /// The single values, as `rulebook.toml` holds them.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }
}

#[cfg(test)]
mod tests;
