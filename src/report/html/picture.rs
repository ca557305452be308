//! A picture with the table behind it.

use super::chart::{Chart, Told, Tone};
use super::table::{Cell, Table};
use crate::estimate::Amounts;
use crate::report::text::{counted, range};

/// A section of the page.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// What links lead to.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What it is, in a sentence or two.
    pub(super) lead: String,
    pub(super) charts: Vec<Chart>,
    pub(super) table: Table,
    /// Whether the table is open at once.
    pub(super) is_open: bool,
}

/// Entries and money of a row of a table.
pub(super) fn cells(amounts: &Amounts) -> [Cell; 5] {
    [
        Cell::count(amounts.entries),
        Cell::money(amounts.refund_low),
        Cell::money(amounts.refund_high),
        Cell::money(amounts.interest_low),
        Cell::money(amounts.interest_high),
    ]
}

/// The heads of [`cells`].
pub(super) const HEADS: [&str; 5] =
    [">entries", ">refund low", ">refund high", ">interest low", ">interest high"];

/// The bar of entries.
pub(super) fn told(label: String, amounts: &Amounts, tone: Tone) -> Told {
    Told {
        label,
        short: None,
        number: counted(amounts.entries, "entry", "entries"),
        value: range(amounts.refund_low, amounts.refund_high),
        low: amounts.refund_low,
        high: amounts.refund_high,
        tone,
    }
}
