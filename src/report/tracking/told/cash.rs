//! What comes when, from `cash.csv`.

use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use crate::track::cash::NoWeek;

/// A week.
#[derive(Debug, Clone, Default)]
pub struct Week {
    /// Its Monday, as printed; of what is late, `late`.
    pub week: String,
    /// What comes in it, by the day that one, five and nine in ten do not exceed.
    pub in_week: [i128; 3],
    /// The same up to its end.
    pub up_to: [i128; 3],
    /// Entries whose middle day falls in it.
    pub entries: u64,
}

/// What stands in no week.
#[derive(Debug, Clone, Default)]
pub struct Left {
    /// Why: `no-estimate`, `no-date`, `held`, `returned`.
    pub why: String,
    /// What it comes to.
    pub amount: i128,
    /// Entries.
    pub entries: u64,
}

/// The weeks.
#[derive(Debug, Clone, Default)]
pub struct Cash {
    /// What should be here by its early, middle or late day: to be looked for this week. The sums
    /// up to the end of each week begin with it.
    pub late: Option<Week>,
    /// In order.
    pub weeks: Vec<Week>,
    /// The rows without a week.
    pub left: Vec<Left>,
}

impl Cash {
    /// What is late and all weeks come to: the same by each of the three days.
    pub fn total(&self) -> [i128; 3] {
        let mut total = [0; 3];
        for week in self.rows() {
            total.iter_mut().zip(week.in_week).for_each(|(sum, amount)| *sum += amount);
        }
        total
    }

    /// What is late, then the weeks.
    pub fn rows(&self) -> impl Iterator<Item = &Week> {
        self.late.iter().chain(&self.weeks)
    }

    pub(super) fn of(staging: &Staging) -> Result<Cash, OutputError> {
        const COLUMNS: [&str; 8] = [
            "week",
            "p10",
            "p50",
            "p90",
            "p10_cumulative",
            "p50_cumulative",
            "p90_cumulative",
            "entries_p50",
        ];
        let mut cash = Cash::default();
        read_back::each::<OutputError>(staging, "cash.csv", &COLUMNS, |row| {
            let why = row.printed("week");
            let entries = row.number("entries_p50");
            let is_late = why == NoWeek::Late.as_str();
            if row.day("week").is_none() && !is_late {
                let (why, amount) = (why.to_owned(), row.money("p50"));
                cash.left.push(Left { why, amount, entries });
                return Ok(());
            }
            let week = Week {
                week: why.to_owned(),
                in_week: ["p10", "p50", "p90"].map(|column| row.money(column)),
                up_to: ["p10_cumulative", "p50_cumulative", "p90_cumulative"]
                    .map(|column| row.money(column)),
                entries,
            };
            match is_late {
                true => cash.late = Some(week),
                false => cash.weeks.push(week),
            }
            Ok(())
        })?;
        Ok(cash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_is_in_the_totals_and_the_sums_begin_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        let table = "week,p10,p50,p90,p10_cumulative,p50_cumulative,p90_cumulative,entries_p50\n\
                     late,12.50,0.00,0.00,12.50,0.00,0.00,0\n\
                     2026-08-10,7.50,20.00,0.00,20.00,20.00,0.00,2\n\
                     2026-08-17,0.00,0.00,20.00,20.00,20.00,20.00,0\n\
                     held,5.00,5.00,5.00,,,,1\n";
        staging.write("cash.csv", table.as_bytes()).unwrap();
        let cash = Cash::of(&staging).unwrap();
        assert_eq!(cash.total(), [2000; 3]);
        assert_eq!(cash.rows().last().unwrap().up_to, cash.total());
        assert_eq!(cash.late.as_ref().map(|late| late.in_week), Some([1250, 0, 0]));
        assert_eq!(cash.left.iter().map(|left| left.why.as_str()).collect::<Vec<_>>(), ["held"]);
    }
}
