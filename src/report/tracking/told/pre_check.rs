//! What `analyze` had said against what CBP said, from `verdicts.csv` and `checks.csv`.

use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use std::collections::BTreeMap;

/// The words of an outcome, in the order in which reports list them.
pub const OUTCOMES: [(&str, &str); 8] = [
    ("as-predicted-accepted", "accepted, and nothing had been found"),
    ("review-accepted", "accepted, and a person was to decide"),
    ("false-alarm", "accepted, though a check had blocked it"),
    ("foreseen", "refused, and the check of CBP's label had blocked it"),
    ("foreseen-by-another-check", "refused, and another check had blocked it"),
    ("missed", "refused; the check ran and found nothing"),
    ("not-checked", "refused; the check could not be run"),
    ("no-check", "refused with a label that no check foresees"),
];

/// How a check did.
#[derive(Debug, Clone, Default)]
pub struct CheckRow {
    /// Its code; blank where no check foresees the label.
    pub check: String,
    /// CBP's label.
    pub label: String,
    /// Entries with a verdict on which it was run.
    pub ran: u64,
    /// Refused, and it had blocked.
    pub hits: u64,
    /// Refused, and it had found nothing.
    pub misses: u64,
    /// Refused, and it could not be run.
    pub not_checked: u64,
    /// Accepted, and it had blocked.
    pub false_alarms: u64,
    /// Entries that CBP refused with its label.
    pub rejected: u64,
}

/// How good the pre-check was.
#[derive(Debug, Clone, Default)]
pub struct PreCheck {
    /// Entries with a verdict.
    pub verdicts: u64,
    /// By what came of it.
    pub outcomes: BTreeMap<String, u64>,
    /// By check.
    pub checks: Vec<CheckRow>,
}

impl PreCheck {
    pub(super) fn of(staging: &Staging) -> Result<PreCheck, OutputError> {
        let mut found = PreCheck::default();
        read_back::each::<OutputError>(staging, "verdicts.csv", &["outcome"], |row| {
            found.verdicts += 1;
            match found.outcomes.get_mut(row.printed("outcome")) {
                Some(entries) => *entries += 1,
                None => {
                    found.outcomes.insert(row.printed("outcome").to_owned(), 1);
                }
            }
            Ok(())
        })?;
        const COLUMNS: [&str; 8] = [
            "check",
            "cbp_label",
            "ran",
            "hits",
            "misses",
            "not_checked",
            "false_alarms",
            "entries_rejected_with_label",
        ];
        read_back::each::<OutputError>(staging, "checks.csv", &COLUMNS, |row| {
            found.checks.push(CheckRow {
                check: row.printed("check").to_owned(),
                label: row.text("cbp_label").into_owned(),
                ran: row.number("ran"),
                hits: row.number("hits"),
                misses: row.number("misses"),
                not_checked: row.number("not_checked"),
                false_alarms: row.number("false_alarms"),
                rejected: row.number("entries_rejected_with_label"),
            });
            Ok(())
        })?;
        Ok(found)
    }

    /// Entries with an outcome.
    pub fn outcome(&self, word: &str) -> u64 {
        self.outcomes.get(word).copied().unwrap_or_default()
    }

    /// Of the entries that a check had blocked, how many CBP refused, and how many there are.
    pub fn precision(&self) -> (u64, u64) {
        let right = self.outcome("foreseen") + self.outcome("foreseen-by-another-check");
        (right, right + self.outcome("false-alarm"))
    }

    /// Of the entries that CBP refused, how many a check had blocked, and how many there are.
    pub fn recall(&self) -> (u64, u64) {
        let right = self.outcome("foreseen") + self.outcome("foreseen-by-another-check");
        let missed = ["missed", "not-checked", "no-check"].map(|word| self.outcome(word));
        (right, right + missed.iter().sum::<u64>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::verdicts::Outcome;

    #[test]
    fn every_outcome_has_its_words() {
        assert_eq!(OUTCOMES.len(), Outcome::ALL.len());
        for outcome in Outcome::ALL {
            assert!(OUTCOMES.iter().any(|(word, _)| *word == outcome.as_str()), "{outcome}");
        }
    }
}
