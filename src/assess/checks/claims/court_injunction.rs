//! `court-injunction`

use super::super::{check, stopped_by_flag};
use crate::domain::{Field, Lane};

check! {
    /// # court-injunction
    ///
    /// ## What it finds
    /// An entry that ACE flags for a court injunction against its liquidation, as it is ordered
    /// while the duty itself is before the court, above all in AD/CVD cases.
    ///
    /// ## Why CBP refuses it
    /// CBP may not liquidate or reliquidate the entry while the injunction stands, and a refund
    /// through CAPE does exactly that.
    ///
    /// ## What to do
    /// Leave it for a later phase and ask counsel in the case. File once the injunction is lifted
    /// and the flag is gone.
    COURT_INJUNCTION {
        code: "court-injunction",
        severity: Block,
        label: Some("Entry Summary is Subject to Court Injunction"),
        lane: Some(Lane::LaterPhase),
        fields: [Injunction],
        settle: Some(
            "injunction with --facts, from counsel or the assigned Center; no ES-003 object \
             for it is known",
        ),
        sources: ["cape-rules:S1"],
    }
    |entry| {
        stopped_by_flag(entry, Field::Injunction, || {
            "flagged for a court injunction".to_owned()
        })
    }
}
