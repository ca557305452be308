//! Two reports compared: which entries changed and by what fact or rule, and the roll-forward of
//! the refund receivable from one to the other.
//!
//! ```text
//! earlier report ─┐               ┌─► changes of each entry, each with its cause
//!                 ├─► pairs ──────┤
//! later report  ──┘  by number    └─► balances ─► roll-forward ─► journal
//! ```
//!
//! Pairs come in the order of the entry numbers. Nothing is kept of an entry but what goes into
//! sums; the rows of [`Change`] are handed on one entry after the other.

pub mod accounts;
mod balance;
mod between;
mod cause;
mod clocks;
mod compare;
mod field;
mod findings;
mod inputs;
mod interest;
pub mod journal;
mod pairs;
pub mod rollforward;
mod totals;
mod tracked;

pub use balance::{Balance, Ended, is_refused};
pub use cause::Cause;
pub use compare::{Change, Comparer, Kind, Seen, Value};
pub use field::ChangedField;
pub use inputs::Differing;
pub use pairs::{Pair, pairs};
pub use rollforward::{Component, DoesNotClose, Movement, Movements, RollForward};
pub use totals::{Big, CauseTotal, Moves, Totals};

use crate::earlier::{EarlierEntry, EarlierState, EntryId, MadeWith, Portfolio};

/// One of the two reports.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What its estimate was made with.
    pub made_with: &'a MadeWith,
    /// Its entries.
    pub portfolio: &'a Portfolio,
    /// What became of each entry, by its place; `None` in a directory of `analyze`.
    pub states: Option<&'a [EarlierState]>,
    /// Whether it has the facts and findings of its entries, as `entries.csv` has and
    /// `tracking.csv` has not. What a report does not have has not changed.
    pub has_facts: bool,
    /// Whether it has the summary date, the payment date and the payee of its entries.
    pub has_payment_facts: bool,
}

impl<'a> Side<'a> {
    /// An entry with what became of it.
    pub fn entry(&self, id: EntryId) -> Option<Told<'a>> {
        let entry = self.portfolio.get(id)?;
        let state = self.states.map(|all| all.get(id.index()).copied().unwrap_or_default());
        Some(Told { entry, state })
    }

    /// The text of an entry.
    pub fn text(&self, id: crate::ledger::TextId) -> &'a str {
        self.portfolio.texts.text(id)
    }
}

/// What a report tells of one entry.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The estimate.
    pub entry: &'a EarlierEntry,
    /// What became of it; `None` where nobody followed it.
    pub state: Option<EarlierState>,
}
