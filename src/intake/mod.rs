//! From files to rows. Sources are resolved and opened, the header row is found and mapped, the
//! bytes are cut into chunks that begin exactly where a record begins, and every record ends as
//! one borrowed [`Row`]. This room knows columns and nothing of refunds.
//!
//! The way through it: [`source`] (which files) - [`prepare`] (header, mapping, per file) -
//! [`pump`] (threads) - [`cut`] (chunk starts) - [`reader`] (records; the seam behind which the
//! `csv` crate and the fast [`scan`] stand) - [`Row`].

pub mod cut;
mod error;
pub mod header;
pub mod kind;
pub mod layout;
pub mod open;
pub mod prepare;
pub mod pump;
pub mod reader;
mod row;
pub mod scan;
pub mod source;

pub use error::IntakeError;
pub use layout::Layout;
pub use prepare::PreparedInput;
pub use row::Row;
pub use source::Source;
