//! `recon-filed`

use super::super::{Verdict, check};
use crate::domain::{Field, Lane};

check! {
    /// # recon-filed
    ///
    /// ## What it finds
    /// An entry for which a reconciliation entry (type 09) is on file, whatever its own flag says.
    /// An entry that is known not to be flagged is clear; a flagged one stays unproved until
    /// `recon_09` says whether the 09 has been filed.
    ///
    /// ## Why CBP refuses it
    /// The reconciliation entry takes the underlying entries with it, and CAPE does not open them
    /// any more. CBP has put them off to a later deployment.
    ///
    /// ## What to do
    /// Wait for the later phase. For entries not yet reconciled keep the order: CAPE first, then
    /// the 09. If the 09 is due within 30 days, CBP wants it filed first, without depositing
    /// increased IEEPA duty. The ES-003 objects `Reconciliation (Other) Entry Summary Number` and
    /// `Reconciliation (FTA) Entry Summary Number` show what to state as `recon_09`.
    RECON_FILED {
        code: "recon-filed",
        severity: Block,
        label: Some("Recon Already Filed for Entry Summary"),
        lane: Some(Lane::LaterPhase),
        fields: [Recon09, ReconFlag],
        settle: Some(
            "ES-003 object `Reconciliation Indicator`; for flagged entries also recon_09 \
             with --facts",
        ),
        sources: ["cape-rules:S1", "cape-rules:S7", "es003-format:S4"],
    }
    |entry| {
        if entry.has(Field::Recon09) {
            return Verdict::found_if(entry.says_yes(Field::Recon09), || {
                "a reconciliation entry (type 09) is on file".to_owned()
            });
        }
        let may_be_filed = !entry.has(Field::ReconFlag) || entry.says_yes(Field::ReconFlag);
        if may_be_filed {
            Verdict::Unproved
        } else {
            Verdict::Clear
        }
    }
}
