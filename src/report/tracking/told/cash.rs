//! What comes when, from `cash.csv`.

use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};

/// A week.
#[derive(Debug, Clone, Default)]
pub struct Week {
    /// Its Monday, as printed.
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
    /// Why: `no-estimate`, `no-date`, `held`, `late`.
    pub why: String,
    /// What it comes to.
    pub amount: i128,
    /// Entries.
    pub entries: u64,
}

/// The weeks.
#[derive(Debug, Clone, Default)]
pub struct Cash {
    /// In order.
    pub weeks: Vec<Week>,
    /// The rows without a week.
    pub left: Vec<Left>,
}

impl Cash {
    /// What all weeks come to.
    pub fn total(&self) -> [i128; 3] {
        let mut total = [0; 3];
        for week in &self.weeks {
            total.iter_mut().zip(week.in_week).for_each(|(sum, amount)| *sum += amount);
        }
        total
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
            let week = row.printed("week").to_owned();
            match row.day("week") {
                Some(_) => cash.weeks.push(Week {
                    week,
                    in_week: ["p10", "p50", "p90"].map(|column| row.money(column)),
                    up_to: ["p10_cumulative", "p50_cumulative", "p90_cumulative"]
                        .map(|column| row.money(column)),
                    entries: row.number("entries_p50"),
                }),
                None => cash.left.push(Left {
                    why: week,
                    amount: row.money("p50"),
                    entries: row.number("entries_p50"),
                }),
            }
            Ok(())
        })?;
        Ok(cash)
    }
}
