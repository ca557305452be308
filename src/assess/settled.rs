//! What facts files settle of the checks that the exports leave unproved, and how surely.

use super::checks::{self, CheckSet};
use super::{Entry, Word};
use crate::domain::{Field, FieldSet};
use crate::ledger::{EntryRows, Flag};
use crate::rulebook::StatusWords;

/// Checks that the exports alone leave unproved, and what the facts do to them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settled {
    /// Those that the exports alone leave unproved.
    pub unproved_alone: CheckSet,
    /// Of these, those that count as run because of a cell that cannot be read or whose word is not
    /// known. The entry is for review.
    pub unclear: CheckSet,
    /// Of these, those that count as run because the user says that a list is complete.
    pub as_stated: CheckSet,
}

impl Settled {
    /// For an entry, of which `still` stays unproved and `found` found something.
    pub(super) fn of(
        entry: &Entry<'_>,
        rows: &EntryRows<'_>,
        unproved_alone: CheckSet,
        still: CheckSet,
        found: CheckSet,
    ) -> Settled {
        let run = unproved_alone.without(still).without(found);
        let said = entry.fact.map_or(FieldSet::EMPTY, |fact| fact.present).union(rows.present);
        let stated = entry.supplement.completed(entry.fact).without(said);
        let reads = |fields: FieldSet| {
            let mut reads = CheckSet::default();
            let any =
                |place: &usize| checks::ALL[*place].fields.iter().any(|f| fields.contains(*f));
            run.places().filter(any).for_each(|place| reads.insert(place));
            reads
        };
        Settled { unproved_alone, unclear: reads(unclear(entry)), as_stated: reads(stated) }
    }
}

/// The fields of an entry whose cells cannot be read, or whose words are not known. A check that
/// reads them and finds nothing proves nothing.
pub fn unclear(entry: &Entry<'_>) -> FieldSet {
    let mut fields: FieldSet = entry.notes.iter().map(|note| note.field).collect();
    let mut word = |field, is_known: fn(&StatusWords, &str) -> bool| {
        let meaning = |words: &_, text: &str| is_known(words, text).then_some(());
        if matches!(entry.word(field, meaning), Word::Unmapped(_)) {
            fields.insert(field);
        }
    };
    word(Field::LiquidationStatus, |words, text| words.liquidation(text).is_some());
    word(Field::SummaryStatus, |words, text| words.summary(text).is_some());
    word(Field::ControlStatus, |words, text| words.control(text).is_some());
    word(Field::ProtestStatus, |words, text| words.protest(text).is_some());
    // What a list decides leaves no remark on a cell.
    for field in [Field::DeclaredClaim, Field::Drawback, Field::StatementPaid] {
        if entry.flag(field) == Flag::Odd {
            fields.insert(field);
        }
    }
    fields
}
