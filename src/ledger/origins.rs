//! Which record of which facts file a fact stands in, and what contradicted it.

use super::TextId;
use crate::domain::{Day, Field, FieldSet};
use crate::rulebook::FactsReport;

/// A facts file, as messages name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsFile {
    /// Its name.
    pub name: String,
    /// The report that it is; `None` if no known one.
    pub report: Option<FactsReport>,
    /// The day it was made, if it says so.
    pub report_date: Option<Day>,
}

/// A record of a facts file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactPlace {
    /// Which file, in the order in which they count.
    pub file: u32,
    /// Record number in it, from 1.
    pub record: u32,
}

/// Where the facts of an entry stand: few records each.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins(Vec<(FieldSet, FactPlace)>);

impl Origins {
    /// Notes that these fields are now told by this record, and by no earlier one.
    pub fn put(&mut self, fields: FieldSet, place: FactPlace) {
        if fields == FieldSet::EMPTY {
            return;
        }
        for (told, _) in &mut self.0 {
            *told = told.without(fields);
        }
        self.0.retain(|(told, _)| *told != FieldSet::EMPTY);
        match self.0.iter_mut().find(|(_, known)| *known == place) {
            Some((told, _)) => *told = told.union(fields),
            None => self.0.push((fields, place)),
        }
    }

    /// Whether nothing is told yet.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The record that tells a field.
    pub fn of(&self, field: Field) -> Option<FactPlace> {
        self.0.iter().find(|(told, _)| told.contains(field)).map(|(_, place)| *place)
    }
}

/// Two records that state different values of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// The field.
    pub field: Field,
    /// The value that counts, and where it stands.
    pub used: (TextId, FactPlace),
    /// The value that does not.
    pub not_used: (TextId, FactPlace),
    /// Whether the dates of the two reports settle which counts.
    pub dated: bool,
}
