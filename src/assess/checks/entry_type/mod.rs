//! Checks about the entry type.

pub mod entry_type_excluded;
pub mod entry_type_unconfirmed;
pub mod ftz_06;
pub mod warehouse_withdrawal;

use crate::assess::Entry;
use crate::domain::EntryType;

/// `type 21 (Warehouse)`, or the code alone where the rules have no name for it.
fn named(entry: &Entry<'_>, code: &EntryType) -> String {
    match entry.context.rules.entry_types.get(code) {
        Some(rule) => format!("type {code} ({})", rule.name),
        None => format!("type {code}"),
    }
}
