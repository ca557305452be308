//! `conflicting-facts`

use super::super::check;
use super::contradictions::contradictions;

check! {
    /// # conflicting-facts
    ///
    /// ## What it finds
    /// Two rows of the facts files that state different values of one field of the entry: a
    /// liquidation date, an importer, a status, a yes and a no. Blank against a value is no
    /// contradiction, and neither are several protests, claims or statements of one entry.
    ///
    /// ## Why it matters
    /// The later row counts, by the order in which the files are named, so the order decides what
    /// the entry is judged by. Of several liquidation dates in one file the latest counts. An
    /// acceptance of CAPE stays one, whatever another file says.
    ///
    /// ## What to do
    /// See which report is right; both values are named with file and record. Pull the older report
    /// anew, or leave it out. Reports that show their date above the header (`Report Date`, `Run
    /// Date`, `As of`) are told apart by it, and `older-fact-overruled` says so.
    CONFLICTING_FACTS {
        code: "conflicting-facts",
        severity: Review,
        label: None,
        lane: None,
        fields: [
            ImporterNumber, EntryType, LiquidationStatus, SummaryStatus, ControlStatus,
            ProtestStatus, EntryDate, SummaryDate, PaymentDate, LiquidationDate, ReconFlag, Recon09,
            PscFlag, Drawback, Suspension, Injunction, StatementPaid, SuretyPaid, DeclaredClaim,
            NotifyParty, Column1Rate,
        ],
        settle: None,
        sources: ["cape-rules:S1", "es003-format:S24"],
    }
    |entry| contradictions(entry, false, "see which is right")
}
