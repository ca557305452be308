//! The header facts of an entry: what its rows repeat, and how they are joined.

use super::texts::{Masking, Reading};
use super::{TextId, Texts};
use crate::domain::{Day, EntryType, Field, FieldSet, ImporterNumber, fold, text_of};
use crate::intake::Row;
use crate::mask::Mask;
use crate::rulebook::Rulebook;

/// A yes/no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Nothing in the cell, or no column.
    Blank,
    /// Text that is neither yes nor no; never taken for no.
    Odd,
    /// No.
    No,
    /// Yes.
    Yes,
}

/// The yes/no fields, in the order of their bits.
pub(super) const FLAG_FIELDS: [Field; 9] = [
    Field::ReconFlag,
    Field::Recon09,
    Field::PscFlag,
    Field::Drawback,
    Field::Suspension,
    Field::Injunction,
    Field::StatementPaid,
    Field::SuretyPaid,
    Field::DeclaredClaim,
];

/// Bits that the yes/no facts take, with room for one more.
pub(super) const FLAG_BITS: u32 = 20;

const _: () = assert!(2 * FLAG_FIELDS.len() <= FLAG_BITS as usize);

/// Header facts of a row, or of an entry once its rows are joined. Blank and absent are the same
/// here; which columns were there is kept beside it as a [`FieldSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeaderFacts {
    /// Importer number as printed.
    pub importer: TextId,
    /// Importer name.
    pub importer_name: TextId,
    /// Entry type code.
    pub entry_type: TextId,
    /// Folded liquidation status word.
    pub liquidation_status: TextId,
    /// Folded summary status word.
    pub summary_status: TextId,
    /// Folded control status word.
    pub control_status: TextId,
    /// Folded protest status word.
    pub protest_status: TextId,
    /// Number of the notify party (box 28 of CBP Form 7501) in the form in which importer numbers
    /// are compared.
    pub notify_party: TextId,
    /// Entry date.
    pub entry_date: Option<Day>,
    /// Entry summary date.
    pub summary_date: Option<Day>,
    /// Payment date.
    pub payment_date: Option<Day>,
    /// Liquidation date; an implausible one is left out and noted.
    pub liquidation_date: Option<Day>,
    /// All yes/no facts, two bits each.
    pub(super) flags: u32,
}

/// Something about a cell that a finding must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The column.
    pub field: Field,
    /// What the cell says.
    pub text: TextId,
}

/// The kinds of [`Note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The cell could not be read and is taken as blank.
    Unreadable,
    /// A yes/no cell with other text.
    OddFlag,
    /// A liquidation date before the first IEEPA duty, taken as blank.
    ImplausibleDate,
}

/// On which header facts the rows of an entry disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conflicts(u8);

/// The facts whose disagreement is a finding, in the order of their bits.
const CONFLICT_FIELDS: [Field; 5] = [
    Field::ImporterNumber,
    Field::EntryDate,
    Field::EntryType,
    Field::LiquidationDate,
    Field::LiquidationStatus,
];

impl Conflicts {
    /// The fields that disagree.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        CONFLICT_FIELDS
            .into_iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, f)| f)
    }

    fn mark(&mut self, field: Field) {
        if let Some(bit) = CONFLICT_FIELDS.iter().position(|f| *f == field) {
            self.0 |= 1 << bit;
        }
    }
}

impl HeaderFacts {
    /// Reads the header cells of a row. Texts go to `texts`, remarks to `note`; what identifies a
    /// party is masked before, if there is a mask.
    pub fn read(
        row: &Row<'_>,
        rules: &Rulebook,
        mask: Option<&Mask>,
        texts: &mut Texts,
        note: &mut dyn FnMut(NoteKind, Field, TextId),
    ) -> HeaderFacts {
        let mut day = |field: Field, texts: &mut Texts| {
            let cell = row.text(field);
            Day::read(cell).unwrap_or_else(|_| {
                note(NoteKind::Unreadable, field, texts.id(&quotable(cell, mask)));
                None
            })
        };
        let entry_date = day(Field::EntryDate, texts);
        let summary_date = day(Field::SummaryDate, texts);
        let payment_date = day(Field::PaymentDate, texts);
        let mut liquidation_date = day(Field::LiquidationDate, texts);
        if let Some(date) = liquidation_date
            && date < rules.windows.plausible_liquidation_from
        {
            note(NoteKind::ImplausibleDate, Field::LiquidationDate, texts.id(&date.to_string()));
            liquidation_date = None;
        }
        let word = |field: Field, texts: &mut Texts| match (row.text(field), mask) {
            (cell, None) => texts.read(cell, Reading::Folded),
            (cell, Some(mask)) => texts.masked(cell, Masking::Word, || mask.word(&fold(cell))),
        };
        let type_cell = row.text(Field::EntryType);
        let importer_cell = row.text(Field::ImporterNumber);
        let name_cell = row.text(Field::ImporterName);
        let party_cell = row.text(Field::NotifyParty);
        let number = ImporterNumber::read;
        let mut facts = HeaderFacts {
            importer: match mask {
                None => number(importer_cell).map_or(TextId::BLANK, |n| texts.id(n.as_str())),
                Some(mask) => texts.masked(importer_cell, Masking::Importer, || {
                    number(importer_cell).map_or(String::new(), |n| mask.importer(&n).to_string())
                }),
            },
            importer_name: match mask {
                None => texts.id(&text_of(name_cell)),
                Some(mask) => texts.masked(name_cell, Masking::Name, || {
                    mask.name("Importer", &text_of(name_cell))
                }),
            },
            entry_type: match mask.zip(EntryType::read(type_cell)) {
                None => texts.read(type_cell, Reading::EntryType),
                Some((mask, code)) => texts.id(&mask.entry_type(&code)),
            },
            liquidation_status: word(Field::LiquidationStatus, texts),
            summary_status: word(Field::SummaryStatus, texts),
            control_status: word(Field::ControlStatus, texts),
            protest_status: word(Field::ProtestStatus, texts),
            notify_party: match mask {
                None => number(party_cell).map_or(TextId::BLANK, |n| texts.id(&n.key())),
                Some(mask) => texts.masked(party_cell, Masking::NotifyParty, || {
                    number(party_cell).map_or(String::new(), |n| mask.importer(&n).key().into())
                }),
            },
            entry_date,
            summary_date,
            payment_date,
            liquidation_date,
            flags: 0,
        };
        for field in FLAG_FIELDS {
            let cell = row.text(field);
            if cell.is_empty() {
                continue;
            }
            let word = texts.read(cell, Reading::Folded);
            let flag = match rules.status_words.yes_no(texts.text(word)) {
                Some(false) => Flag::No,
                Some(true) => Flag::Yes,
                // A claim number is text; whatever it says, the entry was declared.
                None if field == Field::DeclaredClaim => Flag::Yes,
                None => {
                    note(NoteKind::OddFlag, field, texts.id(&quotable(cell, mask)));
                    Flag::Odd
                }
            };
            facts.set_flag(field, flag);
        }
        facts
    }

    /// Whether the cell of a field says anything that could be read.
    pub fn states(&self, field: Field) -> bool {
        super::overlay::states(self, field)
    }

    /// What is known of a field, for people: text, an ISO date, `yes`, `no`, or `not known` for a
    /// mark that is neither. Empty if nothing is known.
    pub fn print(&self, field: Field, texts: &Texts) -> String {
        super::overlay::text(self, field, texts)
    }

    /// The fields that a header fact is known of.
    pub fn fields() -> impl Iterator<Item = Field> {
        super::overlay::compared().chain([Field::ImporterName])
    }

    /// A yes/no fact.
    pub fn flag(&self, field: Field) -> Flag {
        let Some(at) = FLAG_FIELDS.iter().position(|f| *f == field) else {
            return Flag::Blank;
        };
        match self.flags >> (2 * at) & 3 {
            0 => Flag::Blank,
            1 => Flag::Odd,
            2 => Flag::No,
            _ => Flag::Yes,
        }
    }

    pub(super) fn set_flag(&mut self, field: Field, flag: Flag) {
        if let Some(at) = FLAG_FIELDS.iter().position(|f| *f == field) {
            self.flags = self.flags & !(3 << (2 * at)) | (flag as u32) << (2 * at);
        }
    }

    /// Joins the facts of a later row: the liquidation date is the latest, a flag is yes if any
    /// row says yes, any other fact is the first that is not blank. `same_importer` compares two
    /// printed importer numbers.
    pub fn join(
        &mut self,
        later: &HeaderFacts,
        conflicts: &mut Conflicts,
        same_importer: impl Fn(TextId, TextId) -> bool,
    ) {
        let differ = |a: TextId, b: TextId| !a.is_blank() && !b.is_blank() && a != b;
        let days_differ = |a: Option<Day>, b: Option<Day>| a.is_some() && b.is_some() && a != b;
        if differ(self.importer, later.importer) && !same_importer(self.importer, later.importer) {
            conflicts.mark(Field::ImporterNumber);
        }
        if differ(self.entry_type, later.entry_type) {
            conflicts.mark(Field::EntryType);
        }
        if differ(self.liquidation_status, later.liquidation_status) {
            conflicts.mark(Field::LiquidationStatus);
        }
        if days_differ(self.entry_date, later.entry_date) {
            conflicts.mark(Field::EntryDate);
        }
        if days_differ(self.liquidation_date, later.liquidation_date) {
            conflicts.mark(Field::LiquidationDate);
        }
        let latest = self.liquidation_date.max(later.liquidation_date);
        let flags = *self;
        *self = flags.or(later);
        self.liquidation_date = latest;
        for field in FLAG_FIELDS {
            self.set_flag(field, flags.flag(field).max(later.flag(field)));
        }
    }

    /// These facts, with the blanks filled from `other`.
    pub fn or(&self, other: &HeaderFacts) -> HeaderFacts {
        let mut facts = HeaderFacts {
            importer: self.importer.or(other.importer),
            importer_name: self.importer_name.or(other.importer_name),
            entry_type: self.entry_type.or(other.entry_type),
            liquidation_status: self.liquidation_status.or(other.liquidation_status),
            summary_status: self.summary_status.or(other.summary_status),
            control_status: self.control_status.or(other.control_status),
            protest_status: self.protest_status.or(other.protest_status),
            notify_party: self.notify_party.or(other.notify_party),
            entry_date: self.entry_date.or(other.entry_date),
            summary_date: self.summary_date.or(other.summary_date),
            payment_date: self.payment_date.or(other.payment_date),
            liquidation_date: self.liquidation_date.or(other.liquidation_date),
            flags: self.flags,
        };
        for field in FLAG_FIELDS {
            if self.flag(field) == Flag::Blank {
                facts.set_flag(field, other.flag(field));
            }
        }
        facts
    }
}

/// A cell as a remark quotes it.
fn quotable(cell: &[u8], mask: Option<&Mask>) -> String {
    let text = text_of(cell);
    mask.map_or_else(|| text.to_string(), |mask| mask.text(&text))
}

/// The columns whose cells [`HeaderFacts::read`] looks at.
pub(super) fn header_fields() -> FieldSet {
    use Field::*;
    [
        ImporterNumber,
        ImporterName,
        EntryType,
        LiquidationStatus,
        SummaryStatus,
        ControlStatus,
        ProtestStatus,
        NotifyParty,
        EntryDate,
        SummaryDate,
        PaymentDate,
        LiquidationDate,
    ]
    .into_iter()
    .chain(FLAG_FIELDS)
    .collect()
}
