//! `out-of-period-duty`

use super::super::{Verdict, check};
use crate::domain::{Bin, Cents};

check! {
    /// # out-of-period-duty
    ///
    /// ## What it finds
    /// An IEEPA row with duty whose entry date lies before 2025-02-04 or after 2026-02-23. The row
    /// stays out of every refund figure.
    ///
    /// ## Why it matters
    /// No IEEPA duty was due on those days, so either the date or the row is wrong, or the rate was
    /// fixed on another day: goods under an immediate transportation entry, withdrawn from a
    /// warehouse, or in privileged foreign status in a zone. What CAPE does with those is not
    /// known.
    ///
    /// ## What to do
    /// Compare the date with the 7501. If the date is wrong, correct the export and the duty comes
    /// into the figures; if it is right, decide whether to try the entry.
    OUT_OF_PERIOD_DUTY {
        code: "out-of-period-duty",
        severity: Review,
        label: None,
        lane: None,
        fields: [EntryDate, RowDuty],
        settle: None,
        sources: ["ieepa-hts:S3", "ieepa-hts:S8"],
    }
    |entry| {
        let period = entry.context.rules.period;
        let outside = entry
            .rows
            .iter()
            .filter(|row| row.kept.bin == Bin::OutOfPeriod);
        let with_duty = outside.filter(|row| row.kept.row.duty != Cents::ZERO);
        Verdict::each(with_duty, |row| {
            let (duty, date) = (row.kept.row.duty, row.kept.row.date);
            let side = if date < period.start {
                format!("before {}", period.start)
            } else {
                format!("after {}", period.end.plus(-1))
            };
            format!(
                "{}: duty {duty} dated {date}, {side}",
                row.heading_and_line()
            )
        })
    }
}
