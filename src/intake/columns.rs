//! Whether the columns of a file are enough, and what to say if they are not.

use super::layout::{ColumnUse, MapOption};
use super::{IntakeError, Layout, Mapping, PreparedInput};
use crate::domain::{Field, fold, quoted};
use crate::rulebook::HeaderAliases;

/// Headers that a message names; more would bury what it says.
const NAMED: usize = 100;

/// Whether the columns give an estimate.
///
/// # Errors
/// A required column is missing, or the file is a line-level report.
pub fn check_columns(input: &PreparedInput, mapping: &Mapping<'_>) -> Result<(), IntakeError> {
    let layout = &input.layout;
    let wide = wide_columns(layout, |_| true);
    if !wide.is_empty() {
        return Err(wide_report(input, &wide));
    }
    let missing: Vec<Field> =
        Field::REQUIRED.iter().copied().filter(|f| layout.column(*f).is_none()).collect();
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let (name, record) = (input.source.name.clone(), input.header.record);
    let totals: Vec<String> = layout
        .uses()
        .filter(|(_, u)| matches!(u, ColumnUse::Field(Field::LineDuty | Field::LineValue)))
        .map(|(header, _)| quoted(header))
        .collect();
    if missing.contains(&Field::Hts) && !totals.is_empty() {
        return Err(IntakeError::LineLevel { name, record, columns: totals.join(" and ") });
    }
    Err(IntakeError::MissingColumn {
        name,
        record,
        missing: missing.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "),
        found: listed(layout),
        nearest: missing.iter().map(|f| nearest(*f, layout, mapping.aliases)).collect(),
        example: first.name(),
    })
}

/// Columns that hold one of several tariff numbers in a row, with the reason.
pub(super) fn wide_columns(layout: &Layout, counts: impl Fn(usize) -> bool) -> Vec<String> {
    let uses = layout.uses().enumerate();
    uses.filter_map(|(column, (header, usage))| match usage {
        ColumnUse::Wide(reason) if counts(column) => Some(format!("{} ({reason})", quoted(header))),
        _ => None,
    })
    .collect()
}

/// The refusal of a wide report.
pub(super) fn wide_report(input: &PreparedInput, columns: &[String]) -> IntakeError {
    IntakeError::WideReport {
        name: input.source.name.clone(),
        record: input.header.record,
        columns: columns.join(", "),
    }
}

/// What the missing field is usually called, and which column of the file comes near.
pub(super) fn nearest(field: Field, layout: &Layout, aliases: &HeaderAliases) -> String {
    let spellings: Vec<String> = aliases.nearest(field).take(4).map(|s| format!("`{s}`")).collect();
    let mut text = format!(" {} is known as {}", field.name(), spellings.join(", "));
    for (header, usage) in layout.uses() {
        match usage {
            ColumnUse::Ambiguous(f, reason) if *f == field => {
                text.push_str(&format!("; {} may hold it, but {reason}", quoted(header)));
            }
            ColumnUse::Unknown
                if aliases.closest(header).is_some_and(|(_, near)| near == field) =>
            {
                text.push_str(&format!("; {} comes near", quoted(header)));
            }
            _ => {}
        }
    }
    text.push('.');
    text
}

/// The refusal of a file that gives no facts.
pub(super) fn no_facts(input: &PreparedInput) -> IntakeError {
    IntakeError::NoFacts {
        name: input.source.name.clone(),
        record: input.header.record,
        found: listed(&input.layout),
        ambiguous: ambiguous(&input.layout),
    }
}

/// Columns that may hold a field, for a message.
fn ambiguous(layout: &Layout) -> String {
    let mut text = String::new();
    for (header, usage) in layout.uses() {
        if let ColumnUse::Ambiguous(field, reason) = usage {
            let field = field.name();
            text.push_str(&format!(
                " {} may be {field}, but {reason}; if it is, say --map '{field}={header}'.",
                quoted(header)
            ));
        }
    }
    text
}

/// Checks that every `--map` option fits an input or a facts file.
///
/// # Errors
/// The first option whose header no file has.
pub fn check_options(
    inputs: &[PreparedInput],
    facts: &[PreparedInput],
    options: &[MapOption],
) -> Result<(), IntakeError> {
    for option in options {
        let wanted = fold(option.header.as_bytes());
        let known = inputs
            .iter()
            .chain(facts)
            .any(|i| i.header.headers.iter().any(|h| fold(h.as_bytes()) == wanted));
        if !known {
            return Err(IntakeError::MapWithoutColumn {
                field: option.field.name(),
                header: option.header.clone(),
                found: inputs.first().map(|i| listed(&i.layout)).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// The headers, for a message.
pub(super) fn listed(layout: &Layout) -> String {
    let mut headers: Vec<String> =
        layout.headers().iter().take(NAMED).map(|header| quoted(header)).collect();
    let more = layout.headers().len().saturating_sub(NAMED);
    if more > 0 {
        headers.push(format!("and {more} more"));
    }
    headers.join(", ")
}
