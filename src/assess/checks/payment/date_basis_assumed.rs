//! `date-basis-assumed`

use super::super::{Verdict, check};

check! {
    /// # date-basis-assumed
    ///
    /// ## What it finds
    /// An entry with neither a payment date nor an entry summary date, where interest was to start
    /// on the summary date. It starts 14 days after the entry date instead, the usual ten working
    /// days.
    ///
    /// ## Why it matters
    /// Interest runs from the day on which the duty was deposited (19 USC 1505(c)). An importer on
    /// a periodic monthly statement may have paid five weeks later, so the interest shown may be
    /// too high.
    ///
    /// ## What to do
    /// Export `Entry Summary Date`, or better bring payment_date with --facts. If the importer pays
    /// monthly, run with --deposit-basis monthly-statement.
    DATE_BASIS_ASSUMED {
        code: "date-basis-assumed",
        severity: Info,
        label: None,
        lane: None,
        fields: [PaymentDate, SummaryDate, EntryDate],
        settle: None,
        sources: ["interest-deadlines:S1", "interest-deadlines:S11", "interest-deadlines:S17"],
    }
    |entry| {
        let days = entry.context.rules.windows.summary_default_days;
        Verdict::found_if(entry.deposit.assumed, || match entry.deposit.date {
            Some(date) => format!("interest starts on {date}, {days} days after the entry date"),
            None => "no date from which interest could start".to_owned(),
        })
    }
}
