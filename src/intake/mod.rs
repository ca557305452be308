//! From files to rows. Sources are resolved and opened, the header row is found and mapped, the
//! bytes are read in pieces on all threads, and every record ends as one borrowed [`Row`], whoever
//! read it. This room knows columns and nothing of refunds.
//!
//! The way through it: [`source`] (which files) - [`decode`] (gzip, zip, UTF-16 and workbooks become
//! CSV text; plain text needs none of it) - [`prepare`] (header, mapping, per input) -
//! [`pump`] (threads) - `pieces` (bytes) - `guess` (where records may begin) - [`reader`] (records;
//! the seam behind which the `csv` crate and the fast [`scan`] stand) - `join` (what was guessed is
//! proved) - [`Row`].

mod after_filing;
pub mod assort;
pub mod columns;
pub mod decode;
mod error;
mod guess;
pub mod header;
mod join;
pub mod kind;
pub mod layout;
pub mod mapping;
mod numbers;
pub mod open;
mod other_sheets;
mod pieces;
pub mod prepare;
pub mod profile;
pub mod pump;
mod quoting;
pub mod reader;
mod report_date;
mod row;
pub mod scan;
pub mod source;
mod unread;
pub mod wide;

pub use after_filing::{prepare_after_filing, told_after_filing};
pub use error::IntakeError;
pub use layout::Layout;
pub use mapping::Mapping;
pub use numbers::RecordNumbers;
pub use prepare::PreparedInput;
pub use report_date::report_date;
pub use row::{Cells, Row};
pub use source::Source;
pub use unread::{UnreadColumn, unread};
