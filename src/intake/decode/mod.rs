//! Whatever an analyst holds becomes CSV text in UTF-8: gzip, zip, UTF-16, Excel workbooks. What
//! comes out goes the way of any file from there on; nothing behind this room knows where it came
//! from.
//!
//! | file | holds |
//! |---|---|
//! | `unpack` | what a file is, told by its content, and the inputs that are in it |
//! | `recipe` | how the text of one input comes out of its file, as often as it is needed |
//! | `ahead` | decoders on threads of their own, a bounded stretch ahead of the reading |
//! | `origin` | the file on disk: its size and SHA-256, and that it does not change |
//! | `spool` | copies of what can be read only once |
//! | `gzip`, `utf16` | text that is packed, text in another encoding |
//! | `archive` | members of a zip file |
//! | `workbook`, `sheet`, `cell`, `number` | sheets with a header row, and their cells as CSV |
//! | `workbook_file`, `stored`, `blocks` | a workbook as its XML reader sees it: every byte counted |
//! | `formulas` | which cells of a sheet have a formula |
//! | `shared_texts` | a count of texts that is not believed |
//! | `limits` | how much may come out |

mod ahead;
mod archive;
mod blocks;
mod cell;
mod formulas;
mod gzip;
mod limits;
mod number;
mod origin;
mod recipe;
mod shared_texts;
mod sheet;
mod spool;
mod stored;
mod unpack;
mod utf16;
mod workbook;
mod workbook_file;

pub(super) use ahead::{Ahead, Decoding};
pub use limits::ReadAhead;
pub use recipe::{Ended, Recipe};
pub(super) use spool::Spool;
pub(super) use unpack::{Content, Inside, Kind, recognise, unpack};
pub(super) use workbook::FoundSheet;

#[cfg(test)]
mod tests;
