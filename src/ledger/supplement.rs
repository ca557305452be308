//! Facts from other reports (`--facts`), joined on entry number.

use super::{Flag, HeaderFacts, Note, NoteKind, TextId, Texts};
use crate::domain::{EntryNumber, Field, FieldSet, text_of};
use crate::intake::Row;
use crate::rulebook::Rulebook;
use hashbrown::HashMap;
use std::collections::HashSet;

/// What the facts files say, by entry.
#[derive(Default)]
pub struct Supplement {
    entries: HashMap<EntryNumber, Fact, foldhash::fast::FixedState>,
    /// Rows of facts files that could not be used, with file, record and reason.
    pub unused: Vec<String>,
    /// Rows of facts files read.
    pub rows: u64,
    /// Spellings of importer numbers, in the order in which they were read.
    pub importers: Vec<TextId>,
}

/// What the facts files say of one entry.
#[derive(Default, Clone)]
pub struct Fact {
    /// The facts that are not blank.
    pub facts: HeaderFacts,
    /// The columns that were there for this entry, blank or not.
    pub present: FieldSet,
    /// Column-1 rate cell; blank if there is none.
    pub column1_rate: TextId,
    /// Remarks on cells.
    pub notes: Vec<Note>,
}

impl Supplement {
    /// Takes in one row of a facts file. Later rows and files override earlier ones, cell by cell;
    /// a blank overrides nothing. `place` names the row in messages.
    pub fn add(&mut self, row: &Row<'_>, rules: &Rulebook, texts: &mut Texts, place: &str) {
        if row.is_blank() {
            return;
        }
        self.rows += 1;
        if row.is_unclosed() {
            self.unused.push(format!("{place}: a quote is opened and never closed"));
            return;
        }
        if row.width() != row.layout().width() {
            let (found, expected) = (row.width(), row.layout().width());
            self.unused.push(format!("{place}: {found} fields where the header has {expected}"));
            return;
        }
        if row.repeats_header() {
            return;
        }
        let cell = row.text(Field::EntryNumber);
        let Some((entry, _)) = EntryNumber::read(cell) else {
            let cell = text_of(cell);
            self.unused.push(format!("{place}: entry number `{cell}` is not letters and digits"));
            return;
        };
        let fact = self.entries.entry(entry).or_default();
        let notes = &mut fact.notes;
        // What this row states replaces what was said before, remarks included.
        notes.retain(|note| row.text(note.field).is_empty());
        let read = HeaderFacts::read(row, rules, texts, &mut |kind, field, text| {
            notes.push(Note { kind, field, text });
        });
        self.importers.push(read.importer);
        self.importers.dedup();
        fact.facts = read.or(&fact.facts);
        // As in an export, a blank cell is an empty field and not an absent column.
        fact.present = fact.present.union(row.layout().present());
        let rate = texts.id(&text_of(row.text(Field::Column1Rate)));
        fact.column1_rate = rate.or(fact.column1_rate);
    }

    /// The facts of an entry.
    pub fn of(&self, entry: &EntryNumber) -> Option<&Fact> {
        self.entries.get(entry)
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

impl Fact {
    /// Lays these facts over those of the export.
    pub fn over(&self, export: &HeaderFacts) -> HeaderFacts {
        self.facts.or(export)
    }

    /// Whether the facts give a liquidation date that can be.
    pub fn has_liquidation_date(&self) -> bool {
        self.facts.liquidation_date.is_some()
    }

    /// Whether this remark of the export is settled by a fact on the same field.
    pub fn settles(&self, note: &Note) -> bool {
        match note.kind {
            NoteKind::ImplausibleDate => self.has_liquidation_date(),
            NoteKind::Unreadable => false,
            NoteKind::OddFlag => {
                matches!(self.facts.flag(note.field), Flag::Yes | Flag::No)
            }
        }
    }
}
