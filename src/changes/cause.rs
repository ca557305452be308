//! Why something changed: a closed list.

use crate::domain::vocabulary;

vocabulary! {
    /// Why a figure or a fact of an entry is another one now, in the order in which causes are
    /// looked for: the first that holds is named.
    Cause {
        /// CBP's reports, or the bank, say so: where the entry stands, what was refunded and paid.
        CbpReports = "cbp-reports",
        /// The later report follows nothing after filing, so what CBP's reports said to the earlier
        /// one is not told any more.
        NotFollowed = "not-followed",
        /// Its liquidation date or state is another one.
        Liquidation = "liquidation",
        /// Its entry type is another one.
        EntryType = "entry-type",
        /// Its importer of record is another one.
        Importer = "importer",
        /// A date of entry, summary, payment or deposit is another one.
        Dates = "dates",
        /// The duty paid, and so the refund.
        Duty = "duty",
        /// The refund, and so its interest.
        Refund = "refund",
        /// The status, and so the day to which its interest runs.
        Status = "status",
        /// A check could not be run, and can be now, or the reverse.
        Proof = "proof",
        /// Time alone: a day of a clock passed, or interest went on.
        Time = "time",
        /// An option differs: taxpayer, deposit basis, processing days, who submits.
        Options = "options",
        /// The exports, facts files, tariff or parties file say it otherwise; no column of the
        /// report shows what.
        Inputs = "inputs",
        /// The rulebook is another one.
        Rulebook = "rulebook",
        /// Nothing that is known differs. Never silently: each is counted and shown.
        Unexplained = "unexplained",
    }
}
