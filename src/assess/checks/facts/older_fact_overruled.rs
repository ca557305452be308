//! `older-fact-overruled`

use super::super::check;
use super::contradictions::contradictions;

check! {
    /// # older-fact-overruled
    ///
    /// ## What it finds
    /// A value that two facts files state differently, where both say the day they were made: in a
    /// record above the header, such as `Report Date: 06/18/2026`, `Run Date`, `As of` or
    /// `Refreshed`. The newer report counts, in whatever order the files are named.
    ///
    /// ## Why it matters
    /// Entries liquidate, protests are settled and statements paid between two reports; the newer
    /// one shows what holds now.
    ///
    /// ## What to do
    /// Nothing, if it is what happened. The findings of the entry follow the newer report.
    OLDER_FACT_OVERRULED {
        code: "older-fact-overruled",
        severity: Info,
        label: None,
        lane: None,
        fields: [
            ImporterNumber, EntryType, LiquidationStatus, SummaryStatus, ControlStatus,
            ProtestStatus, EntryDate, SummaryDate, PaymentDate, LiquidationDate, ReconFlag, Recon09,
            PscFlag, Drawback, Suspension, Injunction, StatementPaid, SuretyPaid, DeclaredClaim,
            NotifyParty, Column1Rate,
        ],
        settle: None,
        sources: ["es003-format:S24", "es003-format:S25"],
    }
    |entry| contradictions(entry, true, "the newer report counts")
}
