//! Which outputs of a tracking were asked for.

use crate::domain::vocabulary;

vocabulary! {
    /// An output of `track`, as `--only` names it.
    TrackOutput {
        /// `tracking.csv`, `strangers.csv` and `rejected_rows.csv`.
        Tracking = "tracking",
        /// `history.csv`.
        History = "history",
        /// `verdicts.csv` and `checks.csv`.
        Verdicts = "verdicts",
        /// `refile/`.
        Refile = "refile",
        /// `payments.csv`, `differences.csv`, `refunds.csv`, `refund_entries.csv`, `deposits.csv`.
        Payments = "payments",
        /// `interest.csv` and what comes of it by group and by basis.
        Interest = "interest",
        /// `clocks.csv`.
        Clocks = "clocks",
        /// `cash.csv`.
        Cash = "cash",
        /// `summary.json`.
        Json = "json",
        /// `report.html`.
        Html = "html",
        /// `report.xlsx`.
        Xlsx = "xlsx",
    }
}

impl TrackOutput {
    /// The output with this word.
    pub fn named(word: &str) -> Option<TrackOutput> {
        TrackOutput::ALL.iter().copied().find(|output| output.as_str() == word)
    }

    /// Whether a file of the directory belongs to it.
    pub fn has(self, file: &str) -> bool {
        match self {
            TrackOutput::Tracking => {
                matches!(file, "tracking.csv" | "strangers.csv" | "rejected_rows.csv")
            }
            TrackOutput::History => file == "history.csv",
            TrackOutput::Verdicts => matches!(file, "verdicts.csv" | "checks.csv"),
            TrackOutput::Refile => file.starts_with("refile/"),
            TrackOutput::Payments => matches!(
                file,
                "payments.csv"
                    | "differences.csv"
                    | "refunds.csv"
                    | "refund_entries.csv"
                    | "deposits.csv"
            ),
            TrackOutput::Interest => file.starts_with("interest"),
            TrackOutput::Clocks => file == "clocks.csv",
            TrackOutput::Cash => file == "cash.csv",
            TrackOutput::Json => file == "summary.json",
            TrackOutput::Html => file == "report.html",
            TrackOutput::Xlsx => file == "report.xlsx",
        }
    }
}
