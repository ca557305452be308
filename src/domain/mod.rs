//! The words of the trade as types. Each can only hold a valid value, knows how an ES-003 cell
//! spells it and how a report prints it, and knows nothing of files or rules.

mod cents;
mod day;
mod entry_number;
mod entry_type;
mod field;
mod hts;
mod importer;
mod lane;
mod rate;
mod text;
mod visible;

pub use cents::Cents;
pub(crate) use cents::{write_cents, write_digits};
pub use day::{DateOrder, Day};
pub use entry_number::EntryNumber;
pub use entry_type::EntryType;
pub use field::{Field, FieldSet};
pub use hts::{Hts8, HtsNumber, HtsPrefix};
pub use importer::{ImporterForm, ImporterNumber};
pub(crate) use lane::vocabulary;
pub use lane::{Bin, EntryStatus, FilingState, Lane, LiquidationState, Severity};
pub use rate::Rate;
pub use text::{
    clean_cell, defused, edit_distance, fold, is_like_a_formula, line_and_column, quoted,
    quoted_to, text_of, undefused,
};
pub use visible::{is_misleading, visible, visible_char};

/// A cell that does not hold what its column should hold. It is never read as zero or as blank
/// without a finding that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unreadable")]
pub struct Unreadable;
