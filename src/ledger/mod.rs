//! From rows to entries. Every record read ends in exactly one bin; what an entry consists of is
//! gathered here, once, and the totals must close. Knows nothing of checks and refunds.
//!
//! The way through it: [`Batch`] (what one thread makes of a chunk, each run of rows of one entry
//! as a few bytes), [`Ledger`] (batches committed in file order, the segments of an entry linked),
//! [`Entries`] (put in the order of the reports; then one entry at a time, its segments read back,
//! joined and sorted). What memory may not hold goes through temporary files ([`SpillSpace`]).

mod arena;
mod batch;
mod collapse;
mod date_order;
mod entries;
mod fact;
mod facts;
mod importers;
mod lately;
mod lookout;
mod marks;
mod numbers;
mod order;
mod origins;
mod overlay;
mod proceedings;
mod row;
mod segment;
mod segments;
mod spill;
mod store;
mod supplement;
mod tally;
mod texts;

pub use batch::{Batch, BatchReader, FirstBin, RejectedRow, SeenRow};
pub use collapse::{KeptRow, collapse};
pub use date_order::{DateOrders, DayFirst};
pub use entries::{Entries, EntryBuffer, EntryRows};
pub use fact::Fact;
pub use facts::{Conflicts, Flag, HeaderFacts, Note, NoteKind};
pub use lookout::{Lookout, Sighting, Sightings};
pub use marks::EntryMarks;
pub use numbers::EntryKey;
pub use order::{Block, ImporterFact, ReportOrder};
pub use origins::{Clash, FactPlace, FactsFile};
pub use proceedings::{Proceeding, ProceedingKind, Standing};
pub use row::{BaseRow, Place, RowOrder, TariffRow};
pub use spill::{SpillError, SpillSpace};
pub use store::Ledger;
pub use supplement::Supplement;
pub use tally::{Closing, Imbalance, Tally};
pub use texts::{TextId, Texts};

#[cfg(test)]
mod testing;
