//! An entry as the checks see it.

use super::Context;
use super::deposit::Deposit;
use super::liquidation::Liquidation;
use super::money::AssessedRow;
use crate::domain::{Bin, Cents, EntryNumber, EntryType, Field, FieldSet, quoted};
use crate::ledger::{
    Conflicts, EntryMarks, Fact, Flag, HeaderFacts, Note, NoteKind, Proceeding, ProceedingKind,
    Standing, Supplement, TextId, Texts,
};

/// An entry with its facts joined (exports first, `--facts` laid over them), its rows assessed
/// and its dates set.
pub struct Entry<'a> {
    /// What the user said.
    pub context: &'a Context<'a>,
    /// Texts of the run.
    pub texts: &'a Texts,
    /// Entry number.
    pub number: EntryNumber,
    /// Importer of record as first seen in the run; empty if there is none.
    pub importer: &'a str,
    /// Entry type; `None` if blank or absent.
    pub entry_type: Option<EntryType>,
    /// Header facts.
    pub facts: HeaderFacts,
    /// Header facts of its rows alone.
    pub exported: HeaderFacts,
    /// The columns that the entry's files and facts have.
    pub present: FieldSet,
    /// What the facts files say of it.
    pub fact: Option<&'a Fact>,
    /// The facts files.
    pub supplement: &'a Supplement,
    /// What else is known of it.
    pub marks: EntryMarks,
    /// On which header facts its rows disagree.
    pub conflicts: Conflicts,
    /// Remarks on cells that no fact settles.
    pub notes: Vec<Note>,
    /// Its IEEPA rows after copies have collapsed.
    pub rows: Vec<AssessedRow<'a>>,
    /// Where it stands with CBP.
    pub liquidation: Liquidation,
    /// Where its interest starts.
    pub deposit: Deposit,
    /// Sum of the duty of its counted rows.
    pub duty_paid: Cents,
    /// Lowest refund, not below 0.
    pub refund_low: Cents,
    /// Highest refund, not below 0.
    pub refund_high: Cents,
    /// What rate x value would give on rows without duty; in no refund figure.
    pub recomputed: Cents,
    /// Whether a sum of it is beyond 92 quadrillion dollars: then the run must fail.
    pub too_large: bool,
}

/// A status cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a, T> {
    /// No column.
    Absent,
    /// An empty cell.
    Blank,
    /// A word of the rulebook.
    Known(T),
    /// Any other text; never taken for eligible.
    Unmapped(&'a str),
}

impl<'a> Entry<'a> {
    /// Whether the column is there, blank or not.
    pub fn has(&self, field: Field) -> bool {
        self.present.contains(field)
    }

    /// A yes/no fact.
    pub fn flag(&self, field: Field) -> Flag {
        self.facts.flag(field)
    }

    /// Whether a yes/no fact is yes.
    pub fn says_yes(&self, field: Field) -> bool {
        self.flag(field) == Flag::Yes
    }

    /// The status cell of one of the four status fields, looked up with `meaning`.
    pub fn word<T>(
        &self,
        field: Field,
        meaning: impl FnOnce(&'a crate::rulebook::StatusWords, &str) -> Option<T>,
    ) -> Word<'a, T> {
        let id = self.status(field);
        if id.is_blank() {
            return if self.has(field) { Word::Blank } else { Word::Absent };
        }
        let text = self.texts.text(id);
        match meaning(&self.context.rules.status_words, text) {
            Some(known) => Word::Known(known),
            None => Word::Unmapped(text),
        }
    }

    fn status(&self, field: Field) -> TextId {
        match field {
            Field::LiquidationStatus => self.facts.liquidation_status,
            Field::SummaryStatus => self.facts.summary_status,
            Field::ControlStatus => self.facts.control_status,
            Field::ProtestStatus => self.facts.protest_status,
            _ => TextId::BLANK,
        }
    }

    /// The folded text of a status cell, for messages: quoted, shortened.
    pub fn quoted_status(&self, field: Field) -> String {
        quoted(self.texts.text(self.status(field)))
    }

    /// Where a fact stands, for the end of a sentence: ` (FILE, record N)`; nothing if the exports
    /// tell it.
    pub fn told_by(&self, field: Field) -> String {
        let place = self.fact.filter(|fact| !fact.leaves_open(field));
        let place = place.and_then(|fact| fact.origin(field));
        place.map(|place| format!(" ({})", self.supplement.place(place))).unwrap_or_default()
    }

    /// The line of a report by which a proceeding stops it.
    pub fn stopped_by(&self, kind: ProceedingKind) -> Option<&'a Proceeding> {
        self.fact?.decided_by(kind).filter(|line| line.standing == Standing::Stops)
    }

    /// The counted rows.
    pub fn counted(&self) -> impl Iterator<Item = &AssessedRow<'a>> {
        self.rows.iter().filter(|row| row.kept.bin == Bin::Counted)
    }

    /// Remarks of one kind, as column and text; each once, in alphabetical order.
    pub fn remarks(&self, kind: NoteKind) -> Vec<String> {
        let notes = self.notes.iter().filter(|note| note.kind == kind);
        let mut remarks: Vec<String> = notes
            .map(|note| format!("{} {}", note.field.name(), quoted(self.texts.text(note.text))))
            .collect();
        remarks.sort_unstable();
        remarks.dedup();
        remarks
    }
}
