//! Checks about the facts files: what they contradict each other on, and what CBP said before.

mod contradictions;

pub mod conflicting_facts;
pub mod fact_over_export;
pub mod facts_row_unread;
pub mod older_fact_overruled;
pub mod refusal_past;
pub mod refused_before;
