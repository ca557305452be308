//! What `explain` says on the terminal; in JSON the explanation prints itself.

mod checks;
mod entry;
mod files;
mod group;
mod interest;
mod rows;

pub use entry::entry;
pub use group::group;

use super::text::plain;
use crate::explain::Money;

/// Characters of a cell that are shown.
const SHOWN: usize = 14;

/// `$1,250.00`
fn dollars(amount: Money) -> String {
    super::text::dollars(amount.0)
}

/// `$1.00`, or `$1.00 to $2.00`
fn range(low: Money, high: Money) -> String {
    super::text::range(low.0, high.0)
}

/// A cell from the data, short and without anything a terminal would obey.
fn cell(text: &str) -> String {
    let text = plain(text);
    match text.chars().count() > SHOWN {
        true => text.chars().take(SHOWN - 3).chain("...".chars()).collect(),
        false => text,
    }
}
