//! Checks about what could be read of an entry, and where its rows contradict each other.

pub mod conflicting_header;
pub mod conflicting_rows;
pub mod mixed_layouts;
pub mod out_of_period_duty;
pub mod row_rejected;
pub mod unreadable_value;
pub mod value_on_chapter_99;
