//! Which field a header names.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::reports::{ReportScope, Reports};
use super::self_check::Unique;
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{Field, edit_distance, fold, vocabulary};
use std::collections::HashMap;

pub(super) const FILE: &str = "headers.csv";

vocabulary! {
    /// What to make of a header.
    HeaderStanding {
        /// It names a field.
        Alias = "alias",
        /// It may name a field; the user must say.
        Ambiguous = "ambiguous",
        /// It is known and names no field.
        Unused = "unused",
        /// It stands for one of several tariff numbers in a row.
        Wide = "wide",
    }
}

/// A header spelling.
#[derive(Debug, Clone)]
pub struct Header {
    /// As it was seen.
    pub spelling: String,
    /// What to make of it.
    pub standing: HeaderStanding,
    /// The field it names, or may name; `None` for an unused one.
    pub field: Option<Field>,
    /// Why it is ambiguous or unused.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A header that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known<'a> {
    /// It names this field.
    Field(Field),
    /// It may name this field; the user must say.
    Ambiguous {
        /// The field.
        field: Field,
        /// What else it may be.
        reason: &'a str,
    },
    /// It names no field.
    Unused,
    /// It stands for one of several tariff numbers in a row, so its report needs a profile.
    Wide {
        /// What it holds.
        reason: &'a str,
    },
}

/// Every known header. The canonical names of the fields are always among them.
#[derive(Debug, Clone)]
pub struct HeaderAliases {
    headers: Vec<Header>,
    by_folded: HashMap<String, usize>,
    canonical: HashMap<String, Field>,
    reports: Reports,
}

impl HeaderAliases {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<HeaderAliases, RulebookError> {
        let columns = &["field", "header", "standing", "note", "source", "confidence", "as_of"];
        let canonical: HashMap<_, _> =
            Field::ALL.iter().map(|field| (fold(field.name().as_bytes()), *field)).collect();
        let mut aliases = HeaderAliases {
            headers: Vec::new(),
            by_folded: HashMap::new(),
            canonical,
            reports: Reports::default(),
        };
        let mut spellings = Unique::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let header = read_header(&row, sources)?;
            let folded = fold(header.spelling.as_bytes());
            if aliases.canonical.contains_key(&folded) {
                return Err(row.wrong("header", "another spelling than a canonical name"));
            }
            spellings.claim(&row, "header", folded.as_str())?;
            aliases.by_folded.insert(folded, aliases.headers.len());
            aliases.headers.push(header);
        }
        Ok(aliases)
    }

    pub(super) fn with_reports(self, reports: Reports) -> HeaderAliases {
        HeaderAliases { reports, ..self }
    }

    /// The reports of facts, in which a header may mean something else.
    pub fn reports(&self) -> &Reports {
        &self.reports
    }

    /// Whether a folded header is known, in an export or in a report that counts for the purpose.
    pub fn knows(&self, folded: &str, scope: ReportScope) -> bool {
        self.lookup(folded).is_some() || self.reports.knows(folded, scope)
    }

    /// What a folded header is, if it is known.
    pub fn lookup(&self, folded: &str) -> Option<Known<'_>> {
        if let Some(field) = self.canonical.get(folded) {
            return Some(Known::Field(*field));
        }
        let header = self.header(folded)?;
        Some(match (header.standing, header.field) {
            (HeaderStanding::Alias, Some(field)) => Known::Field(field),
            (HeaderStanding::Ambiguous, Some(field)) => {
                Known::Ambiguous { field, reason: &header.note }
            }
            (HeaderStanding::Wide, _) => Known::Wide { reason: &header.note },
            _ => Known::Unused,
        })
    }

    /// The listed spelling behind a folded header; `None` for canonical names.
    pub fn header(&self, folded: &str) -> Option<&Header> {
        self.by_folded.get(folded).map(|at| &self.headers[*at])
    }

    /// The spellings that name a field, its canonical name last.
    pub fn nearest(&self, field: Field) -> impl Iterator<Item = &str> {
        self.aliases()
            .filter(move |(_, named)| *named == field)
            .map(|(spelling, _)| spelling)
            .chain([field.name()])
    }

    /// The known spelling a header was perhaps meant to be, with its field.
    pub fn closest(&self, header: &str) -> Option<(&str, Field)> {
        let wanted: Vec<char> = fold(header.as_bytes()).chars().collect();
        let allowed = wanted.len() / 4;
        let canonical = Field::ALL.iter().map(|field| (field.name(), *field));
        self.aliases()
            .chain(canonical)
            .map(|(spelling, field)| (fold(spelling.as_bytes()), spelling, field))
            // A text of quite another length is none of them, and would take long to compare.
            .filter(|(known, ..)| known.chars().count().abs_diff(wanted.len()) <= allowed)
            .map(|(known, spelling, field)| (edit_distance(&wanted, &known), spelling, field))
            .filter(|(distance, ..)| *distance <= allowed)
            .min_by_key(|(distance, ..)| *distance)
            .map(|(_, spelling, field)| (spelling, field))
    }

    /// Every listed spelling.
    pub fn iter(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter()
    }

    fn aliases(&self) -> impl Iterator<Item = (&str, Field)> {
        self.headers
            .iter()
            .filter(|header| header.standing == HeaderStanding::Alias)
            .filter_map(|header| Some((header.spelling.as_str(), header.field?)))
    }
}

fn read_header(row: &Row<'_>, sources: &Sources) -> Result<Header, RulebookError> {
    let standing = row.choice("standing", HeaderStanding::ALL)?;
    let name = row.text("field")?;
    let field = match (standing, Field::named(name)) {
        (HeaderStanding::Unused | HeaderStanding::Wide, None) if name == "-" => None,
        (HeaderStanding::Alias | HeaderStanding::Ambiguous, Some(field)) => Some(field),
        _ => return Err(row.wrong("field", "the name of a field; - for an unused header")),
    };
    let note = match standing {
        HeaderStanding::Alias => row.text("note")?,
        HeaderStanding::Ambiguous | HeaderStanding::Unused | HeaderStanding::Wide => {
            row.filled("note")?
        }
    };
    Ok(Header {
        spelling: row.filled("header")?.to_owned(),
        standing,
        field,
        note: note.to_owned(),
        provenance: Provenance::of(row, sources)?,
    })
}
