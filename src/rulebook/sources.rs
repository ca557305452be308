//! The documents behind the rules.

use super::error::RulebookError;
use super::provenance::SourceId;
use super::self_check::Unique;
use super::table::Table;
use crate::domain::vocabulary;

pub(super) const FILE: &str = "sources.csv";

vocabulary! {
    /// How much of a source was read.
    Read {
        /// All of it.
        Full = "full",
        /// Parts.
        Part = "part",
        /// Nothing; somebody else reports it.
        Relayed = "relayed",
        /// Nothing but its title.
        Title = "title",
    }
}

/// A document.
#[derive(Debug, Clone)]
pub struct Source {
    /// The id that rules cite.
    pub id: SourceId,
    /// Publisher, title, date.
    pub title: String,
    /// Where it is found.
    pub location: String,
    /// How much of it was read.
    pub read: Read,
}

/// Every document that a rule may cite.
#[derive(Debug, Clone)]
pub struct Sources(Vec<Source>);

impl Sources {
    pub(super) fn read(text: &str) -> Result<Sources, RulebookError> {
        let table = Table::read(FILE, text, &["id", "title", "location", "read"])?;
        let mut ids = Unique::new();
        let sources = table.rows().map(|row| {
            let id = row.text("id")?;
            ids.claim(&row, "id", id)?;
            let well_formed = id.split_once(":S").is_some_and(|(stem, number)| {
                !stem.is_empty() && number.parse::<u16>().is_ok_and(|n| n > 0)
            });
            if !well_formed {
                return Err(row.wrong("id", "a document and a number, such as cape-rules:S1"));
            }
            Ok(Source {
                id: SourceId(id.to_owned()),
                title: row.filled("title")?.to_owned(),
                location: row.filled("location")?.to_owned(),
                read: row.choice("read", Read::ALL)?,
            })
        });
        sources.collect::<Result<_, _>>().map(Sources)
    }

    /// The source with this id.
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.0.iter().find(|s| s.id.as_str() == id)
    }

    /// Every source, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The ids, if each of them is known and there is one at least.
    pub(super) fn cited<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Option<Vec<SourceId>> {
        ids.map(|id| self.get(id).map(|s| s.id.clone())).collect()
    }
}
