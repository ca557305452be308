//! What was found.

use crate::domain::vocabulary;

vocabulary! {
    /// What a finding is about.
    Part {
        /// `manifest.json` itself.
        Manifest = "manifest",
        /// A file of the directory.
        Outputs = "outputs",
        /// A file that was read.
        Inputs = "inputs",
        /// The rules.
        Rulebook = "rulebook",
        /// A sum that was added again.
        Sums = "sums",
        /// The same run once more.
        Again = "again",
    }
}

vocabulary! {
    /// What became of a check.
    Verdict {
        /// It is as it was.
        Same = "same",
        /// The sums agree.
        Closes = "closes",
        /// It has other bytes.
        Changed = "changed",
        /// It was written and is gone.
        Missing = "missing",
        /// It cannot be read.
        Unreadable = "unreadable",
        /// It lies in the directory, and capeprep did not write it.
        Unlisted = "not listed",
        /// The sums do not agree.
        Open = "does not close",
        /// The rules are others.
        Another = "another",
        /// It lies among the inputs now, and was not read then.
        NotRead = "not read",
        /// An input that is not where it was.
        Absent = "not there",
        /// Nothing to hold it against.
        NotChecked = "not checked",
    }
}

impl Verdict {
    /// Whether the check was made and held.
    pub fn holds(self) -> bool {
        matches!(self, Verdict::Same | Verdict::Closes)
    }

    /// Whether the check could not be made, or the report knows nothing of it.
    pub fn is_open_question(self) -> bool {
        matches!(self, Verdict::Absent | Verdict::NotChecked | Verdict::NotRead)
    }

    /// Whether the check was made and something is wrong.
    pub fn differs(self) -> bool {
        !self.holds() && !self.is_open_question()
    }
}

/// One check, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub part: Part,
    /// The file or the sum.
    pub what: String,
    /// What became of it.
    pub verdict: Verdict,
    /// The rest in words; may be blank.
    pub detail: String,
}

impl Finding {
    /// A finding.
    pub fn new(
        part: Part,
        what: impl Into<String>,
        verdict: Verdict,
        detail: impl Into<String>,
    ) -> Finding {
        Finding { part, what: what.into(), verdict, detail: detail.into() }
    }
}
