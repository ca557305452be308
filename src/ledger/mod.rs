//! From rows to entries. Every record read ends in exactly one bin; what an entry consists of is
//! gathered here, once, and the totals must close. Knows nothing of checks and refunds.
//!
//! The way through it: [`Batch`] (what one thread makes of a chunk) - [`Ledger`] (batches
//! committed in file order) - [`Entries`] (rows sorted by entry, copies collapsed).

mod batch;
mod collapse;
mod entries;
mod facts;
mod row;
mod store;
mod supplement;
mod tally;
mod texts;

pub use batch::{Batch, BatchReader, RejectedRow};
pub use collapse::{KeptRow, collapse};
pub use entries::{Entries, EntryRows};
pub use facts::{Conflicts, Flag, HeaderFacts, Note, NoteKind};
pub use row::{BaseRow, Extras, Place, RowOrder, StoredRow, TariffRow};
pub use store::{EntryMarks, Ledger};
pub use supplement::Supplement;
pub use tally::{Closing, Imbalance, Tally};
pub use texts::{TextId, Texts};
