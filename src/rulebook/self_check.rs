//! Checks that every table shares, and those that need the whole rulebook.

use super::error::RulebookError;
use super::table::Row;
use super::{Rulebook, calendar, interest, phases, windows};
use std::collections::HashMap;

/// Keys that may stand once only.
pub(super) struct Unique(HashMap<String, u64>);

impl Unique {
    pub(super) fn new() -> Unique {
        Unique(HashMap::new())
    }

    /// Takes a key; an error if it is taken.
    pub(super) fn claim(
        &mut self,
        row: &Row<'_>,
        column: &'static str,
        key: impl Into<String>,
    ) -> Result<(), RulebookError> {
        match self.0.insert(key.into(), row.line()) {
            None => Ok(()),
            Some(line) => Err(row.wrong(column, &format!("another one than in line {line}"))),
        }
    }
}

/// What no single table can show of itself.
pub(super) fn whole(rules: &Rulebook) -> Result<(), RulebookError> {
    let wrong = |key, value: String, expected: &str| RulebookError::Value {
        file: windows::FILE,
        key,
        value,
        expected: expected.to_owned(),
    };
    let (period, windows) = (&rules.period, &rules.windows);
    if period.start >= period.end {
        let expected = "a day after period.start";
        return Err(wrong("period.end", period.end.to_string(), expected));
    }
    if windows.closing_from > windows.last_days_from {
        let expected = "at most windows.last_days_from";
        let value = windows.closing_from.to_string();
        return Err(wrong("windows.closing_from", value, expected));
    }
    if windows.last_days_from > windows.cape_days {
        let expected = "at most windows.cape_days";
        let value = windows.last_days_from.to_string();
        return Err(wrong("windows.last_days_from", value, expected));
    }
    if windows.reminder_days >= windows.cape_days {
        let expected = "less than windows.cape_days";
        let value = windows.reminder_days.to_string();
        return Err(wrong("windows.reminder_days", value, expected));
    }
    if windows.cape_days >= windows.protest_days {
        let expected = "less than windows.protest_days";
        let value = windows.cape_days.to_string();
        return Err(wrong("windows.cape_days", value, expected));
    }
    if !rules.interest.covers(period.start) || !rules.interest.covers(period.end) {
        return Err(RulebookError::Missing {
            file: interest::FILE,
            what: format!("a quarter of {} to {}", period.start, period.end),
        });
    }
    // A monthly statement is paid in the month after the entry.
    let years = period.start.year()..=period.end.next_month().year();
    for year in years {
        if !rules.holidays.knows_year(year) {
            return Err(RulebookError::Missing {
                file: calendar::FILE,
                what: format!("a holiday of {year}"),
            });
        }
    }
    if rules.phases.get(phases::RECON).is_none() {
        return Err(RulebookError::Missing { file: phases::FILE, what: phases::RECON.to_owned() });
    }
    Ok(())
}
