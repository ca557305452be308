//! From rows to entries. Every record read ends in exactly one bin; what an entry consists of is
//! gathered here, once, and the totals must close. Knows nothing of checks and refunds.
//!
//! The way through it: [`Batch`] (what one thread makes of a chunk, each run of rows of one entry
//! as a few bytes) - [`Ledger`] (batches committed in file order, the segments of an entry linked)
//! - [`Entries`] (one entry at a time, its segments read back, joined and sorted).

mod arena;
mod batch;
mod collapse;
mod entries;
mod facts;
mod importers;
mod marks;
mod numbers;
mod row;
mod segment;
mod store;
mod supplement;
mod tally;
mod texts;

pub use batch::{Batch, BatchReader, RejectedRow};
pub use collapse::{KeptRow, collapse};
pub use entries::{Entries, EntryBuffer, EntryRows};
pub use facts::{Conflicts, Flag, HeaderFacts, Note, NoteKind};
pub use marks::EntryMarks;
pub use numbers::EntryKey;
pub use row::{BaseRow, Place, RowOrder, TariffRow};
pub use store::Ledger;
pub use supplement::Supplement;
pub use tally::{Closing, Imbalance, Tally};
pub use texts::{TextId, Texts};
