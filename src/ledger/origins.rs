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

/// Where the facts of an entry stand: one record mostly, and few where there are more.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins {
    first: Option<(FieldSet, FactPlace)>,
    /// Millions of entries have no more than one.
    #[allow(clippy::box_collection, reason = "a vector that is mostly not there costs less so")]
    more: Option<Box<Vec<(FieldSet, FactPlace)>>>,
}

impl Origins {
    /// Notes that these fields are now told by this record, and by no earlier one.
    pub fn put(&mut self, fields: FieldSet, place: FactPlace) {
        if fields == FieldSet::EMPTY {
            return;
        }
        let Some((told, known)) = &mut self.first else {
            self.first = Some((fields, place));
            return;
        };
        *told = told.without(fields);
        if *known == place || *told == FieldSet::EMPTY {
            (*told, *known) = (told.union(fields), place);
            if let Some(more) = &mut self.more {
                more.iter_mut().for_each(|(told, _)| *told = told.without(fields));
            }
            return;
        }
        let more = self.more.get_or_insert_default();
        more.iter_mut().for_each(|(told, _)| *told = told.without(fields));
        more.retain(|(told, _)| *told != FieldSet::EMPTY);
        match more.iter_mut().find(|(_, known)| *known == place) {
            Some((told, _)) => *told = told.union(fields),
            None => more.push((fields, place)),
        }
    }

    /// Whether nothing is told yet.
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The record that tells a field.
    pub fn of(&self, field: Field) -> Option<FactPlace> {
        let all = self.first.iter().chain(self.more.iter().flat_map(|more| more.iter()));
        all.into_iter().find(|(told, _)| told.contains(field)).map(|(_, place)| *place)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(record: u32) -> FactPlace {
        FactPlace { file: 0, record }
    }

    #[test]
    fn the_last_record_that_tells_a_field_is_its_origin() {
        use Field::{Drawback, EntryType, ImporterNumber, LiquidationDate};
        let set = |fields: &[Field]| fields.iter().copied().collect::<FieldSet>();
        let mut origins = Origins::default();
        assert!(origins.is_empty());
        origins.put(FieldSet::EMPTY, place(1));
        assert!(origins.is_empty());
        origins.put(set(&[ImporterNumber, LiquidationDate]), place(2));
        origins.put(set(&[LiquidationDate, Drawback]), place(3));
        origins.put(set(&[EntryType]), place(3));
        let of = |origins: &Origins, field| origins.of(field).map(|place| place.record);
        let all = [ImporterNumber, LiquidationDate, Drawback, EntryType];
        assert_eq!(all.map(|field| of(&origins, field)), [Some(2), Some(3), Some(3), Some(3)]);
        origins.put(set(&[ImporterNumber, Drawback]), place(4));
        assert_eq!(all.map(|field| of(&origins, field)), [Some(4), Some(3), Some(4), Some(3)]);
        assert_eq!(of(&origins, Field::SuretyPaid), None);
    }

    #[test]
    fn each_of_several_records_is_the_origin_of_what_it_tells() {
        use Field::{Drawback, EntryType, ImporterNumber, LiquidationDate, ProtestStatus};
        let told = [ImporterNumber, LiquidationDate, Drawback, EntryType];
        let mut origins = Origins::default();
        for (record, field) in (2..).zip(told) {
            origins.put([field].into_iter().collect(), place(record));
        }
        // A record that was not the last tells more.
        origins.put([ProtestStatus].into_iter().collect(), place(3));
        for (record, field) in (2..).zip(told) {
            assert_eq!(origins.of(field), Some(place(record)), "{field:?}");
        }
        assert_eq!(origins.of(ProtestStatus), Some(place(3)));
    }

    #[test]
    fn an_entry_of_one_record_takes_no_more_memory_than_that() {
        let set = |fields: &[Field]| fields.iter().copied().collect::<FieldSet>();
        let mut origins = Origins::default();
        origins.put(set(&[Field::ImporterNumber]), place(2));
        origins.put(set(&[Field::Drawback]), place(2));
        assert!(origins.more.is_none(), "the same record tells another field");
        origins.put(set(&[Field::ImporterNumber, Field::Drawback]), place(3));
        assert!(origins.more.is_none(), "a later record tells all that was told");
        assert_eq!(origins.of(Field::ImporterNumber), Some(place(3)));
        assert_eq!(origins.of(Field::Drawback), Some(place(3)));
    }
}
