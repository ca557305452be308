//! An invented ES-003 export of any size, to try the program on and to measure it with.
//!
//! Nothing in it is real. Importer numbers begin with prefixes that are never given out, importers
//! are called things like *Imaginary Teapot Imports*, entry numbers are counted up under invented
//! filer codes (with valid check digits). The *law* is real: each line carries the IEEPA rows that
//! the rulebook has for its origin and its entry date, and each duty is rate x value to the cent.
//!
//! What an entry holds depends on the seed and its index alone. So the same seed gives the same
//! bytes, the first entries of a longer export are those of a shorter one, and memory stays the
//! same however long it gets.
//!
//! | file | holds |
//! |---|---|
//! | `random` | the dice: one stream an entry |
//! | `pen` | numbers and amounts as ES-003 prints them |
//! | `days` | the calendar of an export |
//! | `law` | which headings an origin bears on a day |
//! | `origins`, `goods`, `remedies` | what is imported from where, and its other duties |
//! | `traders` | importers, filers, entry numbers |
//! | `header`, `line` | one entry: what all its rows repeat, and its lines |
//! | `layout` | the columns |
//! | `export` | entries to bytes |
//! | `mess` | what people and spreadsheets do to an export |

mod days;
mod export;
mod goods;
mod header;
mod law;
mod layout;
mod line;
mod mess;
mod origins;
mod pen;
mod random;
mod remedies;
mod traders;

use crate::rulebook::Rulebook;
use std::io::{self, Write};

/// What the export should be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleOptions {
    /// How many entries.
    pub entries: u64,
    /// Other seeds give other entries.
    pub seed: u64,
    /// Puts in every kind of damage that exports and broker files show.
    pub messy: bool,
    /// The 27 columns of CBP's default report and no more: no liquidation date, no status.
    pub default_layout: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleSummary {
    /// Entries.
    pub entries: u64,
    /// Records behind the header; blank lines and damaged records count too.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
}

/// Writes the export to `out`, in blocks of about 1 MiB. After each block `progress` is told how
/// many entries and how many bytes there are so far.
///
/// # Errors
/// What `out` answers.
///
/// # Example
/// ```
/// use capeprep::rulebook::Rulebook;
/// use capeprep::sample::{SampleOptions, write};
///
/// let options = SampleOptions { entries: 3, seed: 1, messy: false, default_layout: true };
/// let mut export = Vec::new();
/// let summary = write(&options, &Rulebook::built_in()?, &mut export, &mut |_, _| {})?;
/// assert_eq!(summary.entries, 3);
/// assert!(export.starts_with(b"Entry Summary Number,Entry Type Code,Importer Number,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(
    options: &SampleOptions,
    rules: &Rulebook,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> io::Result<SampleSummary> {
    export::write(options, rules, out, progress)
}
