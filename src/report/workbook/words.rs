//! Lanes as the workbook calls them.

use crate::domain::Lane;
use crate::report::titles;

/// A lane in plain words, its code beside.
pub(super) fn lane(lane: Lane) -> String {
    format!("{} ({lane})", titles::lane(lane))
}
