//! The months in which an importer has an entry.

use crate::assess::Entry;
use crate::domain::Day;
use crate::rulebook::Period;

/// Months of the tariff period, one bit each from its first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Months(u64);

/// Months counted from one that lies before all others.
fn number(day: Day) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

impl Months {
    /// Notes the month of an entry; an entry outside the period has none.
    pub(in crate::estimate) fn put(&mut self, entry: &Entry<'_>) {
        let period = &entry.context.rules.period;
        let day = entry.facts.entry_date.or(entry.rows.first().map(|row| row.kept.row.date));
        if let Some(day) = day.filter(|day| period.contains(*day)) {
            let at = number(day) - number(period.start);
            self.0 |= u32::try_from(at).ok().and_then(|at| 1u64.checked_shl(at)).unwrap_or(0);
        }
    }

    /// Notes the months of other entries.
    pub(in crate::estimate) fn add(&mut self, other: Months) {
        self.0 |= other.0;
    }

    /// The months of the period without an entry, as `2025-02`; of a longer period than the 64
    /// months that are kept, those.
    pub fn without(self, period: &Period) -> Vec<String> {
        let (first, last) = (number(period.start), number(period.end.plus(-1)));
        let months = (first..=last).take(64).enumerate();
        let without = months.filter(|(at, _)| self.0 >> at & 1 == 0);
        // The number of a December is a whole number of years, with month 12 of the year before.
        without
            .map(|(_, month)| format!("{}-{:02}", (month - 1) / 12, (month - 1) % 12 + 1))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_has_thirteen_months() {
        let period = crate::rulebook::Rulebook::built_in().unwrap().period;
        let all = Months::default().without(&period);
        assert_eq!(all.len(), 13);
        assert_eq!((&*all[0], &*all[10], &*all[12]), ("2025-02", "2025-12", "2026-02"));
        let mut some = Months(0b1);
        some.add(Months(0b110));
        assert_eq!(some.without(&period), all[3..]);
        assert!(Months(u64::MAX).without(&period).is_empty());
    }
}
