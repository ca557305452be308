//! Checks about reconciliation.

pub mod recon_before_phase_2;
pub mod recon_filed;
pub mod recon_flag;
pub mod recon_flag_type;

use crate::assess::Entry;
use crate::domain::Field;

/// Whether an entry is flagged and CAPE takes its type with a flag; `None` if it is not flagged.
/// A blank type is not taken.
fn flagged_and_allowed(entry: &Entry<'_>) -> Option<bool> {
    let types = &entry.context.rules.entry_types;
    let allowed = || entry.entry_type.as_ref().is_some_and(|code| types.recon_allowed(code));
    entry.says_yes(Field::ReconFlag).then(allowed)
}
