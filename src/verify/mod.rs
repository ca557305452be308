//! A report directory held against its manifest, and its sums added again from its own tables.
//!
//! Nothing of an estimate, a tracking or a comparison is used to do it: the files are digested as they
//! lie there ([`outputs()`]), what was read is looked for where it was or is now (`inputs`), and the
//! tables are added up cent by cent ([`sums()`]). A directory may come from anybody, so nothing in
//! it is followed out of it. What is held in memory is bounded: one record of a table, a summary or a
//! manifest of 64 MiB, and, of the entries, the sums of their payment groups.
//!
//! What cannot be held against anything is said to be not checked; it is never taken for the same.

mod agreement;
mod analyzed;
mod beside;
mod compared;
mod digest;
mod expected;
mod folder;
mod inputs;
mod manifest;
mod outputs;
mod rules;
mod sums;
mod table;
mod told;
mod tracked;
mod uploads;

pub use digest::Watch;
pub use folder::Folder;
pub use inputs::{Inputs, Places, is_of_a_network};
pub use manifest::{Manifest, Noted, WITHHELD};
pub use outputs::outputs;
pub use rules::rulebook;
pub use sums::sums;
pub use told::{Finding, Part, Verdict};

/// Why something cannot be read, in words for the user.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub(crate) String);
