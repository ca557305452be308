//! Facts from other reports (`--facts`, or named beside the exports), joined on entry number.

use super::origins::{FactPlace, FactsFile};
use super::proceedings::ProceedingKind;
use super::{Fact, TextId, Texts};
use crate::domain::{EntryNumber, Field, FieldSet, text_of};
use crate::intake::Row;
use crate::mask::Mask;
use crate::rulebook::Rulebook;
use hashbrown::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

type Places = HashMap<EntryNumber, usize, foldhash::fast::FixedState>;

/// What the facts files say, by entry.
#[derive(Default)]
pub struct Supplement {
    /// Places in `facts`: a table that is half empty is best of small things.
    entries: Places,
    facts: Vec<Fact>,
    files: Vec<FactsFile>,
    /// Fields of which the files are said to be complete: an entry they do not name has none.
    complete: FieldSet,
    /// Rows that could not be read and name no entry.
    unattributed: Vec<FactPlace>,
    mask: Option<Arc<Mask>>,
    /// Rows of facts files that could not be used, with file, record and reason.
    pub unused: Vec<String>,
    /// Rows of facts files read.
    pub rows: u64,
    /// Spellings of importer numbers, in the order in which they were read.
    pub importers: Vec<TextId>,
}

impl Supplement {
    /// For facts files, in the order in which they count; `complete` are the fields of which they
    /// are said to be complete.
    pub fn new(files: Vec<FactsFile>, complete: FieldSet) -> Supplement {
        Supplement { files, complete, ..Supplement::default() }
    }

    /// Puts pseudonyms in the place of what identifies a shipment, if there is a mask.
    pub fn masked(self, mask: Option<Arc<Mask>>) -> Supplement {
        Supplement { mask, ..self }
    }

    /// The entry number of a cell.
    fn entry_number(&self, cell: &[u8]) -> Option<EntryNumber> {
        let (entry, _) = EntryNumber::read(cell)?;
        Some(match &self.mask {
            None => entry,
            Some(mask) => mask.entry(&entry),
        })
    }

    /// Takes in one row of a facts file: its place among the files, and its record number. Later
    /// rows and files override earlier ones, cell by cell, unless their reports are dated and the
    /// later one is the older report; a blank overrides nothing.
    pub fn add(
        &mut self,
        row: &Row<'_>,
        rules: &Rulebook,
        texts: &mut Texts,
        file: usize,
        record: u64,
    ) {
        if row.is_blank() {
            return;
        }
        self.rows += 1;
        let place = FactPlace {
            file: u32::try_from(file).unwrap_or(u32::MAX),
            record: u32::try_from(record).unwrap_or(u32::MAX),
        };
        if row.is_unclosed() {
            self.cannot_use(place, "a quote is opened and never closed");
            self.unattributed.push(place);
            return;
        }
        if row.width() != row.layout().width() {
            let (found, expected) = (row.width(), row.layout().width());
            self.cannot_use(place, &format!("{found} fields where the header has {expected}"));
            let Some(entry) = self.entry_number(row.text(Field::EntryNumber)) else {
                self.unattributed.push(place);
                return;
            };
            if let Some(fact) = fact_of(&mut self.entries, &mut self.facts, entry) {
                fact.leave_unread(place);
                // No list that is said to be complete leaves out what it cannot be read on.
                if let Some(kind) = row.layout().report().and_then(ProceedingKind::of) {
                    fact.named.insert(kind.field());
                }
            }
            return;
        }
        if row.repeats_header() {
            return;
        }
        let cell = row.text(Field::EntryNumber);
        let Some(entry) = self.entry_number(cell) else {
            let cell = text_of(cell);
            let cell = self.mask.as_ref().map_or_else(|| cell.to_string(), |mask| mask.text(&cell));
            self.cannot_use(place, &format!("entry number `{cell}` is not letters and digits"));
            self.unattributed.push(place);
            return;
        };
        let Supplement { entries, facts, files, importers, mask, .. } = self;
        let Some(fact) = fact_of(entries, facts, entry) else { return };
        importers.push(fact.take(row, rules, mask.as_deref(), texts, place, files));
        importers.dedup();
    }

    fn cannot_use(&mut self, place: FactPlace, reason: &str) {
        let place = self.place(place);
        self.unused.push(format!("{place}: {reason}"));
    }

    /// Rows that could not be read and name no entry.
    pub fn unattributed(&self) -> &[FactPlace] {
        &self.unattributed
    }

    /// A place for messages: file and record.
    pub fn place(&self, place: FactPlace) -> String {
        let file = usize::try_from(place.file).ok().and_then(|file| self.files.get(file));
        let name = file.map_or("a facts file", |file| file.name.as_str());
        format!("{name}, record {}", place.record)
    }

    /// The facts files, in the order in which they count.
    pub fn files(&self) -> &[FactsFile] {
        &self.files
    }

    /// Fields that an entry has because the files are said to be complete: those of lists that do
    /// not name it.
    pub fn completed(&self, fact: Option<&Fact>) -> FieldSet {
        self.complete.without(fact.map_or(FieldSet::EMPTY, |fact| fact.named))
    }

    /// Whether they are said to be complete of any field.
    pub fn completes_any(&self) -> bool {
        self.complete != FieldSet::EMPTY
    }

    /// The facts of an entry.
    pub fn of(&self, entry: &EntryNumber) -> Option<&Fact> {
        self.facts.get(*self.entries.get(entry)?)
    }

    /// The entries named here that are not among `known`, sorted.
    pub fn strangers(&self, known: impl Iterator<Item = EntryNumber>) -> Vec<&EntryNumber> {
        let known: HashSet<EntryNumber> = known.collect();
        let mut strangers: Vec<_> =
            self.entries.keys().filter(|entry| !known.contains(*entry)).collect();
        strangers.sort();
        strangers
    }

    /// How many entries have facts.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// What is known of an entry, a new one if need be.
fn fact_of<'f>(
    places: &mut Places,
    facts: &'f mut Vec<Fact>,
    entry: EntryNumber,
) -> Option<&'f mut Fact> {
    let at = *places.entry(entry).or_insert(facts.len());
    if at == facts.len() {
        facts.push(Fact::default());
    }
    facts.get_mut(at)
}

#[cfg(test)]
mod tests;
