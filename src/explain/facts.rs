//! The header facts of an entry: what counts, where it stands, and what it overrules.

use super::{At, Subject};
use crate::domain::{Day, EntryType, Field, ImporterNumber, fold};
use crate::ledger::{FirstBin, HeaderFacts};
use serde::Serialize;

/// A header fact.
#[derive(Debug, Clone, Serialize)]
pub struct FactTold {
    /// The column.
    pub field: &'static str,
    /// What counts, as it was read; empty if nothing is known.
    pub value: String,
    /// From where: `export`, `facts`, `complete` (a list said to be complete does not name the
    /// entry), `blank` (the column is there and says nothing), or `absent`.
    pub origin: &'static str,
    /// The record of the facts file that tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_by: Option<At>,
    /// What the exports say, each spelling once.
    pub export: Vec<CellTold>,
    /// Whether the rows of the exports disagree on it.
    pub conflict: bool,
    /// What facts files say that does not count.
    pub overruled: Vec<OverruledTold>,
}

/// A cell of the exports.
#[derive(Debug, Clone, Serialize)]
pub struct CellTold {
    /// As it stands in the file; empty if blank.
    pub cell: String,
    /// The file.
    pub file: String,
    /// Its records with this cell, such as `5-8, 12`.
    pub records: String,
    /// Whether it says what counts.
    pub decides: bool,
}

/// A value that does not count.
#[derive(Debug, Clone, Serialize)]
pub struct OverruledTold {
    /// The value.
    pub value: String,
    /// Where it stands.
    pub at: At,
    /// Why it does not count.
    pub why: &'static str,
}

impl FactTold {
    /// The file that tells what counts.
    pub fn file(&self) -> Option<&str> {
        let exported = || self.export.iter().find(|cell| cell.decides).map(|cell| &cell.file);
        self.told_by.as_ref().map(|at| &at.file).or_else(exported).map(String::as_str)
    }

    /// From where the fact is known, for people.
    pub fn said(&self) -> String {
        let export = || match self.export.iter().find(|cell| cell.decides) {
            Some(cell) => format!("{}, record {}", cell.file, cell.records),
            None => "the exports".to_owned(),
        };
        match (self.origin, &self.told_by) {
            (_, Some(at)) => format!("{}, record {}", at.file, at.record),
            ("export", None) => export(),
            ("complete", None) => "a list said to be complete does not name the entry".to_owned(),
            ("blank", None) => "the column is there, the cell is blank".to_owned(),
            _ => "no such column".to_owned(),
        }
    }
}

/// Tells the header facts of an entry.
pub(super) fn facts(of: &Subject<'_>) -> Vec<FactTold> {
    let mut fields: Vec<Field> = HeaderFacts::fields().collect();
    fields.sort_unstable();
    fields.into_iter().map(|field| fact(of, field)).collect()
}

fn fact(of: &Subject<'_>, field: Field) -> FactTold {
    let entry = &of.assessed.entry;
    let value = entry.facts.print(field, entry.texts);
    let by_facts = entry
        .fact
        .filter(|fact| !value.is_empty() && fact.facts.print(field, entry.texts) == value);
    let told_by = by_facts.and_then(|fact| fact.origin(field)).map(|place| of.facts_at(place));
    let stated = entry.fact.map(|fact| fact.present).unwrap_or_default().union(of.rows.present);
    let origin = match (value.is_empty(), &told_by) {
        (false, Some(_)) => "facts",
        (false, None) => "export",
        (true, _) if stated.contains(field) => "blank",
        (true, _) if entry.has(field) => "complete",
        (true, _) => "absent",
    };
    let exported = of.rows.facts.print(field, entry.texts);
    let clashes = entry.fact.map(|fact| fact.clashes()).unwrap_or_default();
    let overruled = clashes.iter().filter(|clash| clash.field == field).map(|clash| {
        let (text, place) = clash.not_used;
        let why = if clash.dated { "an older report" } else { "an earlier facts file or row" };
        OverruledTold { value: entry.texts.text(text).to_owned(), at: of.facts_at(place), why }
    });
    FactTold {
        field: field.name(),
        value,
        origin,
        told_by,
        export: cells(of, field, &exported),
        conflict: of.rows.conflicts.fields().any(|conflict| conflict == field),
        overruled: overruled.collect(),
    }
}

/// The cells of the IEEPA rows, which are the ones that header facts are taken from.
fn cells(of: &Subject<'_>, field: Field, exported: &str) -> Vec<CellTold> {
    let mut found: Vec<(&str, usize, Vec<u64>)> = Vec::new();
    for row in of.sightings.iter().filter(|row| row.bin == FirstBin::Ieepa) {
        if !row.present.contains(field) {
            continue;
        }
        let (cell, input) = (row.cell(field), row.place.input());
        match found.iter_mut().find(|(known, at, _)| (*known, *at) == (cell, input)) {
            Some((_, _, records)) => records.push(row.place.record()),
            None => found.push((cell, input, vec![row.place.record()])),
        }
    }
    let told = found.into_iter().map(|(cell, input, records)| CellTold {
        cell: cell.to_owned(),
        file: of.file(input),
        records: ranges(records),
        decides: !cell.is_empty() && says(of, field, cell, exported),
    });
    told.collect()
}

/// Whether a cell says this of a field, as it was read.
fn says(of: &Subject<'_>, field: Field, cell: &str, value: &str) -> bool {
    use Field::{EntryDate, EntryType as Type, ImporterNumber as Importer, LiquidationDate};
    use Field::{NotifyParty, PaymentDate, SummaryDate};
    let words = &of.assessed.entry.context.rules.status_words;
    match field {
        EntryDate | SummaryDate | PaymentDate | LiquidationDate => {
            matches!(Day::read(cell.as_bytes()), Ok(Some(day)) if day.to_string() == value)
        }
        Type => EntryType::read(cell.as_bytes()).is_some_and(|code| code.as_str() == value),
        Importer | NotifyParty => {
            let key = |text: &str| ImporterNumber::read(text.as_bytes()).map(|number| number.key());
            key(cell) == key(value)
        }
        Field::ImporterName => cell == value,
        _ => {
            let folded = fold(cell.as_bytes());
            let flag = match words.yes_no(&folded) {
                Some(true) => "yes",
                Some(false) => "no",
                // Whatever a claim number says, the entry was declared.
                None if field == Field::DeclaredClaim => "yes",
                None => "not known",
            };
            folded == value || flag == value
        }
    }
}

/// `5-8, 12`
fn ranges(mut records: Vec<u64>) -> String {
    records.sort_unstable();
    records.dedup();
    let mut stretches: Vec<(u64, u64)> = Vec::new();
    for record in records {
        match stretches.last_mut() {
            Some((_, last)) if *last + 1 == record => *last = record,
            _ => stretches.push((record, record)),
        }
    }
    let said = stretches.into_iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_records_are_one_range() {
        assert_eq!(ranges(vec![7, 5, 6, 12, 5, 14, 13]), "5-7, 12-14");
        assert_eq!(ranges(vec![3]), "3");
    }
}
