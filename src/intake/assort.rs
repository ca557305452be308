//! Telling reports of facts from exports among the inputs.

use super::header::{self, ENOUGH_KNOWN, Search};
use super::kind::ReportKind;
use super::layout::ColumnUse;
use super::prepare::nearest;
use super::{IntakeError, PreparedInput};
use crate::domain::{Field, fold};
use crate::rulebook::HeaderAliases;

/// The inputs by what they hold, each in the order of the command line.
#[derive(Default)]
pub struct Assorted {
    /// Tariff rows.
    pub exports: Vec<PreparedInput>,
    /// Facts by entry number.
    pub facts: Vec<PreparedInput>,
}

impl Assorted {
    /// Whether an estimate can be made of them at all.
    ///
    /// # Errors
    /// All of them hold facts alone.
    pub(super) fn check(&self, aliases: &HeaderAliases) -> Result<(), IntakeError> {
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
            nearest: missing.iter().map(|f| nearest(*f, &first.layout, aliases)).collect(),
        })
    }
}

/// Whether an input holds facts by entry number and no sign of tariff rows. What has a sign of
/// them is an export; if columns are missing, it is damaged and must not pass for something else.
///
/// # Errors
/// It is neither: too few of its headers are known for an export.
pub(super) fn holds_facts(
    input: &PreparedInput,
    aliases: &HeaderAliases,
) -> Result<bool, IntakeError> {
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
    let known: std::collections::BTreeSet<String> = folded.filter(|f| aliases.knows(f)).collect();
    if known.len() >= ENOUGH_KNOWN {
        return Ok(false);
    }
    // The rule for exports found no header; it says so.
    match header::find(&input.start, input.is_whole(), aliases, ENOUGH_KNOWN) {
        Search::NotThere { looked_at, first } => {
            Err(IntakeError::NoHeader { name: input.source.name.clone(), looked_at, first })
        }
        _ => Ok(false),
    }
}
