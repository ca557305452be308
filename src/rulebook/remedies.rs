//! What to do about an entry that CBP refused, by the label of its error.

use super::ClaimErrorMeaning;
use super::error::RulebookError;
use super::labels::{Labels, Level};
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::status_words::StatusWords;
use super::table::Table;
use crate::domain::{fold, vocabulary};

pub(super) const FILE: &str = "remedies.csv";
/// Stands for an error that is no label.
const NO_LABEL: &str = "*";
/// Stands for words that say that an accepted declaration has the entry.
const DECLARED: &str = "*declared";

vocabulary! {
    /// What to do about a refusal.
    Action {
        /// Correct the entry by post summary correction, then put it on a new declaration.
        PscFirst = "psc-first",
        /// Wait until CBP or the filer is done with something.
        Wait = "wait",
        /// Too old for CAPE: protest the liquidation.
        Protest = "protest",
        /// Another account must upload it.
        OtherFiler = "other-filer",
        /// Mend the file, not the entry.
        FixFile = "fix-file",
        /// Nothing is wrong with the entry.
        UploadAgain = "upload-again",
        /// Accepted already, or nothing to get back.
        Nothing = "nothing",
        /// Looks like a false refusal.
        AskCbp = "ask-cbp",
        /// Left to a later phase of CAPE, or to the court.
        LaterPhase = "later-phase",
        /// The error is in no list.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether an entry may go on a new declaration, the less the further down.
    Again {
        /// Yes.
        Yes = "yes",
        /// Once the filer has mended it.
        AfterFix = "after-fix",
        /// Once CBP or time has changed something.
        WhenChanged = "when-changed",
        /// No.
        No = "no",
    }
}

/// What to do about a label.
#[derive(Debug, Clone)]
pub struct Remedy {
    /// The level of the label.
    pub level: Level,
    /// CBP's words; `*` where the error is no label, `*declared` where it says that the entry is
    /// on an accepted declaration.
    pub label: String,
    /// What to do.
    pub action: Action,
    /// Whether the entry may go again.
    pub again: Again,
    /// The same in words.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
    folded: String,
}

/// What to do, by label.
#[derive(Debug, Clone)]
pub struct Remedies(Vec<Remedy>);

impl Remedies {
    /// Reads the table; every label must stand in it once.
    pub(super) fn read(
        text: &str,
        labels: &Labels,
        sources: &Sources,
    ) -> Result<Remedies, RulebookError> {
        let columns =
            &["level", "label", "action", "again", "note", "source", "confidence", "as_of"];
        let mut known = Unique::new();
        let mut all: Vec<Remedy> = Vec::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let level = row.choice("level", Level::ALL)?;
            let label = row.filled("label")?;
            let folded = fold(label.as_bytes());
            known.claim(&row, "label", format!("{level} {folded}"))?;
            let is_label = labels.iter().any(|of| of.level == level && of.text == label);
            if !is_label && !matches!(label, NO_LABEL | DECLARED) {
                return Err(row.wrong("label", "a label of labels.csv, of this level, or *"));
            }
            all.push(Remedy {
                level,
                label: label.to_owned(),
                action: row.choice("action", Action::ALL)?,
                again: row.choice("again", Again::ALL)?,
                note: row.filled("note")?.to_owned(),
                provenance: Provenance::of(&row, sources)?,
                folded,
            });
        }
        let needed = labels.iter().map(|label| (label.level, label.text.as_str()));
        let others = [(Level::Entry, DECLARED), (Level::File, NO_LABEL), (Level::Entry, NO_LABEL)];
        for (level, label) in needed.chain(others) {
            if !all.iter().any(|remedy| remedy.level == level && remedy.label == label) {
                let what = format!("{level} {label}");
                return Err(RulebookError::Missing { file: FILE, what });
            }
        }
        Ok(Remedies(all))
    }

    /// What to do about each error of a refusal, in the order of the errors: of a whole file or of
    /// an entry. Several may stand in one cell, as in [`Labels::in_error`]. Where none is given, the
    /// one for an error that is no label.
    pub fn for_error(&self, level: Level, error: &str, words: &StatusWords) -> Vec<&Remedy> {
        if let Some(remedy) = self.named(level, error).filter(|remedy| remedy.level == level) {
            return vec![remedy];
        }
        let errors = error.split([';', '|', '\n']).filter(|text| !text.trim().is_empty());
        let mut found: Vec<&Remedy> =
            errors.filter_map(|error| self.for_words(level, error, words)).collect();
        if found.is_empty() {
            found.extend(self.exact(level, NO_LABEL));
        }
        found
    }

    fn for_words(&self, level: Level, error: &str, words: &StatusWords) -> Option<&Remedy> {
        let declared =
            words.claim_error(&fold(error.as_bytes())) == Some(ClaimErrorMeaning::Declared);
        // Of a whole file the label of that name means a number that stands in it twice.
        match self.named(level, error) {
            Some(remedy) if remedy.level == level || !declared => Some(remedy),
            _ if declared => self.exact(Level::Entry, DECLARED),
            _ => self.exact(level, NO_LABEL),
        }
    }

    /// The remedy for a label; that of the level where both have it.
    fn named(&self, level: Level, error: &str) -> Option<&Remedy> {
        let folded = fold(error.as_bytes());
        let found = self.iter().filter(|remedy| !remedy.is_general() && remedy.folded == folded);
        found.min_by_key(|remedy| remedy.level != level)
    }

    fn exact(&self, level: Level, label: &str) -> Option<&Remedy> {
        self.iter().find(|remedy| remedy.level == level && remedy.label == label)
    }

    /// Every remedy, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &Remedy> {
        self.0.iter()
    }
}

impl Remedy {
    /// Whether it is for errors that are no label.
    pub fn is_general(&self) -> bool {
        matches!(self.label.as_str(), NO_LABEL | DECLARED)
    }
}
