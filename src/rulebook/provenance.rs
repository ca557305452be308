//! Where a rule comes from and how sure it is.

use super::error::RulebookError;
use super::sources::Sources;
use super::table::Row;
use crate::domain::{Day, vocabulary};
use std::fmt;

/// A source as data cites it: `ieepa-hts:S1`. The title is in [`Sources`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(super) String);

impl SourceId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

vocabulary! {
    /// How sure a rule is.
    Confidence {
        /// Text of the authority itself, read.
        Primary = "primary",
        /// Seen in files or code of real users.
        Observed = "observed",
        /// Text of the authority, known through somebody else.
        Relayed = "relayed",
        /// Several others say so.
        Secondary = "secondary",
        /// One other says so.
        Single = "single",
        /// Sources disagree.
        Conflict = "conflict",
        /// Follows by calculation or reasoning.
        Inference = "inference",
        /// No text confirms it.
        Unsourced = "unsourced",
    }
}

/// Sources, confidence and date of a rule. Displays as `ieepa-hts:S1;ieepa-hts:S3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// At least one.
    pub source: Vec<SourceId>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The date of the source text; where it has none, the day it was looked at.
    pub as_of: Day,
}

impl Provenance {
    /// The columns that every table but the sources ends with.
    pub(super) fn of(row: &Row<'_>, sources: &Sources) -> Result<Provenance, RulebookError> {
        let source = sources
            .cited(row.text("source")?.split(';'))
            .ok_or_else(|| row.wrong("source", SOURCES_EXPECTED))?;
        Ok(Provenance {
            source,
            confidence: row.choice("confidence", Confidence::ALL)?,
            as_of: row.day("as_of")?,
        })
    }
}

pub(super) const SOURCES_EXPECTED: &str = "ids of sources.csv, joined by ;";

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, source) in self.source.iter().enumerate() {
            let separator = if at == 0 { "" } else { ";" };
            write!(f, "{separator}{source}")?;
        }
        Ok(())
    }
}
