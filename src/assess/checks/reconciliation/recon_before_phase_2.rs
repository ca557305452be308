//! `recon-before-phase-2`

use super::super::{Verdict, check, stopped_by_flag};
use crate::domain::{Field, Lane};

check! {
    /// # recon-before-phase-2
    ///
    /// ## What it finds
    /// An entry flagged for reconciliation, where the day of upload lies before 2026-06-29. From
    /// that day on the check finds nothing.
    ///
    /// ## Why CBP refuses it
    /// Phase 1 turned every flagged entry away. Phase 2, live since 2026-06-29, takes types 01, 02
    /// and 06 while no reconciliation entry is on file, and the label is retired.
    ///
    /// ## What to do
    /// File on or after 2026-06-29. The check matters when an older result file is looked at again
    /// or a run is dated back with --as-of.
    RECON_BEFORE_PHASE_2 {
        code: "recon-before-phase-2",
        severity: Block,
        label: Some("ENTRY SUMMARY FLAGGED FOR RECON"),
        lane: Some(Lane::LaterPhase),
        fields: [ReconFlag],
        settle: Some("ES-003 object `Reconciliation Indicator`, or recon_flag with --facts"),
        sources: ["cape-rules:S1", "cape-rules:S7", "cape-rules:S46"],
    }
    |entry| {
        let (phases, as_of) = (&entry.context.rules.phases, entry.context.as_of);
        if phases.takes_recon_flags(as_of) {
            return Verdict::Clear;
        }
        stopped_by_flag(entry, Field::ReconFlag, || match phases.get("phase-2") {
            Some(phase) => format!(
                "flagged for reconciliation, and {as_of} lies before {}",
                phase.starts
            ),
            None => "flagged for reconciliation".to_owned(),
        })
    }
}
