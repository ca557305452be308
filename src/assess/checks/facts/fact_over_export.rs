//! `fact-over-export`

use super::super::{Verdict, check};
use crate::domain::{Day, Field, quoted};

check! {
    /// # fact-over-export
    ///
    /// ## What it finds
    /// An importer number or a liquidation date of a facts file that is not the one of the export.
    /// Numbers are compared without dashes, spaces and case; a blank is no other value.
    ///
    /// ## Why it matters
    /// Facts go before the export, so the entry is judged by the fact: under which importer it is
    /// grouped, and from which day its clocks run. A line that slipped or an old report would move
    /// both.
    ///
    /// ## What to do
    /// See that the fact is the right one; both values are named, the fact with file and record.
    /// Where the export is right, take the row out of the facts file.
    FACT_OVER_EXPORT {
        code: "fact-over-export",
        severity: Info,
        label: None,
        lane: None,
        fields: [ImporterNumber, LiquidationDate],
        settle: None,
        sources: ["cape-rules:S1", "es003-format:S24"],
    }
    |entry| {
        let replaced = |field: &Field| {
            entry.fact.is_some_and(|fact| fact.replaces(&entry.exported, *field, entry.texts))
        };
        let fields = [Field::ImporterNumber, Field::LiquidationDate].into_iter().filter(replaced);
        Verdict::each(fields, |field| {
            let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
            let (used, not_used) = match field {
                Field::ImporterNumber => {
                    let text = |id| entry.texts.text(id).to_owned();
                    (text(entry.facts.importer), text(entry.exported.importer))
                }
                _ => (day(entry.facts.liquidation_date), day(entry.exported.liquidation_date)),
            };
            let (used, not_used) = (quoted(&used), quoted(&not_used));
            let told_by = entry.told_by(field);
            format!("{}: {used}{told_by} is used, not {not_used} of the export", field.name())
        })
    }
}
