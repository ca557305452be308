//! CBP's error labels, word for word.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::Table;
use crate::domain::{Day, fold, vocabulary};

pub(super) const FILE: &str = "labels.csv";

vocabulary! {
    /// What a label brings down.
    Level {
        /// The whole declaration.
        File = "file",
        /// The entry alone.
        Entry = "entry",
    }
}

/// An error of CAPE.
#[derive(Debug, Clone)]
pub struct Label {
    /// What it brings down.
    pub level: Level,
    /// CBP's words. Result files print them in upper case.
    pub text: String,
    /// What they mean.
    pub meaning: String,
    /// Whether CBP gave it up; older result files still show it.
    pub retired: bool,
    /// The check that foresees it, if one does.
    pub check: Option<String>,
    /// The first day on which CBP does not refuse for this cause any more; `None` while it does. A
    /// label that was split or reworded is retired, and its cause goes on.
    pub cause_ended: Option<Day>,
    /// Where it comes from.
    pub provenance: Provenance,
    folded: String,
}

/// Of which levels the labels in an error are. A label may be of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErrorLevels {
    /// One of them brings down the whole file.
    pub file: bool,
    /// One of them brings down the entry alone.
    pub entry: bool,
}

/// The labels of CBP's table, then retired ones.
#[derive(Debug, Clone)]
pub struct Labels(Vec<Label>);

impl Labels {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Labels, RulebookError> {
        let columns = &[
            "level",
            "label",
            "meaning",
            "retired",
            "check",
            "source",
            "confidence",
            "as_of",
            "cause_ended",
        ];
        let table = Table::read(FILE, text, columns)?;
        let (mut texts, mut checks) = (Unique::new(), Unique::new());
        let labels = table.rows().map(|row| {
            let level = row.choice("level", Level::ALL)?;
            let text = row.filled("label")?;
            texts.claim(&row, "label", format!("{level} {}", text.to_uppercase()))?;
            let check = Some(row.text("check")?).filter(|c| !c.is_empty());
            if let Some(check) = check {
                checks.claim(&row, "check", check)?;
                let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if !check.chars().all(is_code) {
                    return Err(row.wrong("check", "the code of a check, or nothing"));
                }
            }
            Ok(Label {
                level,
                text: text.to_owned(),
                meaning: row.filled("meaning")?.to_owned(),
                retired: row.yes_no("retired")?,
                check: check.map(str::to_owned),
                cause_ended: row.day_if_any("cause_ended")?,
                folded: fold(text.as_bytes()),
                provenance: Provenance::of(&row, sources)?,
            })
        });
        labels.collect::<Result<_, _>>().map(Labels)
    }

    /// The label with this text in any case; the one of entries where both levels have it.
    pub fn by_text(&self, text: &str) -> Option<&Label> {
        let text = text.trim();
        let mut found: Vec<_> =
            self.iter().filter(|label| label.text.eq_ignore_ascii_case(text)).collect();
        found.sort_by_key(|label| label.level != Level::Entry);
        found.first().copied()
    }

    /// The labels that the error of a result file names, in its order; `None` for words that are no
    /// label. They are compared folded; several errors may stand in one cell, with `;`, `|` or a
    /// line end between them.
    pub fn in_error(&self, error: &str) -> Vec<Option<&Label>> {
        let named = |text: &str| {
            let folded = fold(text.as_bytes());
            let found = self.iter().filter(|label| label.folded == folded);
            // Of a label of both levels, that of entries.
            found.min_by_key(|label| label.level != Level::Entry)
        };
        match named(error) {
            Some(label) => vec![Some(label)],
            None => errors_in(error).map(named).collect(),
        }
    }

    /// Of which levels the labels in the error of a result file are; words that are no label are of
    /// none.
    pub fn levels_in_error(&self, error: &str) -> ErrorLevels {
        let mut levels = ErrorLevels::default();
        for text in errors_in(error).chain([error]) {
            let folded = fold(text.as_bytes());
            for label in self.iter().filter(|label| label.folded == folded) {
                match label.level {
                    Level::File => levels.file = true,
                    Level::Entry => levels.entry = true,
                }
            }
        }
        levels
    }

    /// The label that a check foresees.
    pub fn for_check(&self, check: &str) -> Option<&Label> {
        self.iter().find(|l| l.check.as_deref() == Some(check))
    }

    /// Every label, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &Label> {
        self.0.iter()
    }
}

/// The errors in one cell, between which `;`, `|` or a line end may stand.
fn errors_in(error: &str) -> impl Iterator<Item = &str> {
    error.split([';', '|', '\n']).filter(|text| !text.trim().is_empty())
}
