//! Telling reports of facts from exports among the inputs.

use super::after_filing::or_after_filing_input;
use super::columns::{check_columns, nearest, no_facts};
use super::header::{self, ENOUGH_KNOWN, Search};
use super::kind::ReportKind;
use super::layout::ColumnUse;
use super::{IntakeError, Mapping, PreparedInput};
use crate::domain::{Field, fold};

/// The inputs by what they hold, each in the order of the command line.
#[derive(Default)]
pub struct Assorted {
    /// Tariff rows.
    pub exports: Vec<PreparedInput>,
    /// Facts by entry number.
    pub facts: Vec<PreparedInput>,
}

impl Assorted {
    /// Takes the inputs of one source.
    ///
    /// # Errors
    /// An input that can be used for nothing.
    pub(super) fn take(
        &mut self,
        inputs: Vec<PreparedInput>,
        mapping: &Mapping<'_>,
    ) -> Result<(), IntakeError> {
        let judge = |input: &PreparedInput| {
            is_facts(input, mapping).map_err(|error| or_after_filing_input(error, input, mapping))
        };
        for (holds_facts, mut input) in usable(inputs, judge)? {
            input.forget_start();
            match holds_facts {
                true => self.facts.push(input),
                false => self.exports.push(input),
            }
        }
        Ok(())
    }

    /// Whether an estimate can be made of them at all.
    ///
    /// # Errors
    /// All of them hold facts alone.
    pub(super) fn check(&self, mapping: &Mapping<'_>) -> Result<(), IntakeError> {
        let (true, Some(first)) = (self.exports.is_empty(), self.facts.first()) else {
            return Ok(());
        };
        let names: Vec<&str> = self.facts.iter().map(|input| input.source.name.as_str()).collect();
        let required = Field::REQUIRED.iter().copied();
        let missing: Vec<Field> = required.filter(|f| first.layout.column(*f).is_none()).collect();
        Err(IntakeError::FactsAlone {
            names: names.join(", "),
            found: ReportKind::of(&first.layout).describe(),
            missing: missing.iter().map(|f| f.name()).collect::<Vec<_>>().join(", "),
            nearest: missing.iter().map(|f| nearest(*f, &first.layout, mapping.aliases)).collect(),
        })
    }
}

/// The inputs of one source that can be used, with what `judge` says of them. In a workbook with a
/// sheet that can be used, one that cannot (a pivot, a list for somebody's eyes) is left out and named
/// in a warning; but not one that has entry numbers and tariff numbers, whose rows would be missed.
///
/// # Errors
/// An input that can be used for nothing.
pub(super) fn usable<T>(
    inputs: Vec<PreparedInput>,
    judge: impl Fn(&PreparedInput) -> Result<T, IntakeError>,
) -> Result<Vec<(T, PreparedInput)>, IntakeError> {
    let mut usable: Vec<(T, PreparedInput)> = Vec::with_capacity(inputs.len());
    let mut refused = Vec::new();
    for input in inputs {
        match judge(&input) {
            Ok(judged) => usable.push((judged, input)),
            Err(error) => refused.push((error, input)),
        }
    }
    for (error, input) in refused {
        let has = |field| input.layout.column(field).is_some();
        let has_rows = has(Field::EntryNumber) && has(Field::Hts);
        let beside = usable.iter_mut().find(|(_, other)| other.member == input.member);
        let (Some((_, other)), Some(_), false) = (beside, &input.sheet, has_rows) else {
            return Err(error);
        };
        other.warnings.push(format!("A sheet is left out. {error}"));
    }
    Ok(usable)
}

/// Whether an input holds facts; if not, it is an export with all columns it needs.
///
/// # Errors
/// It is neither.
fn is_facts(input: &PreparedInput, mapping: &Mapping<'_>) -> Result<bool, IntakeError> {
    let facts = holds_facts(input, mapping)?;
    if !facts {
        check_columns(input, mapping)?;
    }
    Ok(facts)
}

/// Whether an input holds facts by entry number and no sign of tariff rows. What has a sign of
/// them is an export; if columns are missing, it is damaged and must not pass for something else.
///
/// # Errors
/// It is neither: too few of its headers are known for an export.
fn holds_facts(input: &PreparedInput, mapping: &Mapping<'_>) -> Result<bool, IntakeError> {
    let layout = &input.layout;
    let of_rows = |field: &Field| {
        use Field::*;
        matches!(
            field,
            Hts | RowDuty | RowValue | LineNumber | TariffOrdinal | LineDuty | LineValue
        )
    };
    let may_be_export = layout.uses().any(|(_, usage)| match usage {
        ColumnUse::Field(field) | ColumnUse::Ambiguous(field, _) => of_rows(field),
        _ => false,
    });
    let facts = match ReportKind::of(layout) {
        ReportKind::Report(_) => true,
        ReportKind::Facts => !may_be_export,
        _ => false,
    };
    if facts {
        return Ok(true);
    }
    let folded = layout.headers().iter().map(|header| fold(header.as_bytes()));
    let known: std::collections::BTreeSet<String> = folded.filter(|f| mapping.knows(f)).collect();
    if known.len() >= ENOUGH_KNOWN {
        return Ok(false);
    }
    if input.sheet.is_some() {
        return Err(no_facts(input));
    }
    // The rule for exports found no header; it says so.
    match header::find(&input.start, input.whole, mapping, ENOUGH_KNOWN) {
        Search::NotThere { looked_at, first } => {
            Err(IntakeError::NoHeader { name: input.source.name.clone(), looked_at, first })
        }
        _ => Ok(false),
    }
}
