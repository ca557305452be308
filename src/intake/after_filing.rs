//! Reports of what came of a filing: found where they are wanted, named where they are not.

use super::assort::usable;
use super::columns::{listed, wide_columns, wide_report};
use super::decode::Spool;
use super::header::ENOUGH_KNOWN;
use super::kind::AfterFiling;
use super::prepare::{ENOUGH_FOR_FACTS, prepare_with};
use super::unread::unread;
use super::{IntakeError, Layout, Mapping, PreparedInput, Source};
use crate::domain::{Field, fold, quoted};
use crate::rulebook::{FactsReport, HeaderAliases, ReportMeaning};

/// Opens every source and finds in it the reports of what came of a filing, tariff rows of a later
/// pull among them.
///
/// # Errors
/// The first source that is none; the error says what it comes near to.
pub fn prepare_after_filing(
    sources: Vec<Source>,
    aliases: &HeaderAliases,
) -> Result<Vec<(AfterFiling, PreparedInput)>, IntakeError> {
    let mapping = Mapping::after_filing(aliases);
    let spool = Spool::default();
    let mut prepared = Vec::with_capacity(sources.len());
    for source in sources {
        let found = prepare_with(&spool, source, &mapping, &[ENOUGH_KNOWN, ENOUGH_FOR_FACTS]);
        let judge = |input: &PreparedInput| what(input, &mapping);
        for (what, mut input) in usable(found.map_err(no_header)?, judge)? {
            input.forget_start();
            prepared.push((what, input));
        }
    }
    Ok(prepared)
}

/// The inputs of a source that are reports of what came of a filing and give nothing for an
/// estimate; none if there is another or the source cannot be opened twice.
pub fn told_after_filing(
    source: &Source,
    aliases: &HeaderAliases,
) -> Option<Vec<(FactsReport, PreparedInput)>> {
    // Pipes give their bytes once.
    let path = source.path.as_ref().filter(|path| path.is_file())?;
    let source = Source { name: source.name.clone(), path: Some(path.clone()) };
    let mapping = Mapping::after_filing(aliases);
    let enough = [ENOUGH_KNOWN, ENOUGH_FOR_FACTS];
    let inputs = prepare_with(&Spool::default(), source, &mapping, &enough).ok()?;
    let told: Vec<_> = inputs
        .into_iter()
        .filter_map(|input| {
            let report = input.layout.report().filter(|report| report.is_after_filing())?;
            Some((report, input))
        })
        .collect();
    Some(told).filter(|told| !told.is_empty())
}

/// The error that names such a report, where a source is refused for an estimate.
pub(super) fn or_after_filing(
    error: IntakeError,
    source: &Source,
    mapping: &Mapping<'_>,
) -> IntakeError {
    let is_unknown = matches!(
        error,
        IntakeError::NoHeader { .. }
            | IntakeError::NoSheet { .. }
            | IntakeError::NoFacts { .. }
            | IntakeError::MissingColumn { .. }
            | IntakeError::TwoColumns { .. }
    );
    let told = is_unknown.then(|| told_after_filing(source, mapping.aliases)).flatten();
    match told.and_then(|told| told.into_iter().next()) {
        Some((report, input)) => of_report(report, &input),
        None => error,
    }
}

/// The same for an input that has been opened, by its headers alone.
pub(super) fn or_after_filing_input(
    error: IntakeError,
    input: &PreparedInput,
    mapping: &Mapping<'_>,
) -> IntakeError {
    let after_filing = Mapping::after_filing(mapping.aliases);
    let (preamble, headers) = (&input.header.preamble, &input.header.headers);
    let layout = Layout::map_below(preamble, headers, &after_filing).ok();
    let report = layout.and_then(|layout| layout.report());
    match report.filter(|report| report.is_after_filing()) {
        Some(report) => of_report(report, input),
        None => error,
    }
}

fn of_report(report: FactsReport, input: &PreparedInput) -> IntakeError {
    IntakeError::AfterFiling {
        name: input.source.name.clone(),
        record: input.header.record,
        what: report.describe(),
    }
}

/// What an input tells.
fn what(input: &PreparedInput, mapping: &Mapping<'_>) -> Result<AfterFiling, IntakeError> {
    let layout = &input.layout;
    let wide = wide_columns(layout, |_| true);
    if !wide.is_empty() {
        return Err(wide_report(input, &wide));
    }
    let found = AfterFiling::of(layout).ok_or_else(|| IntakeError::NothingTracked {
        name: input.source.name.clone(),
        record: input.header.record,
        nearest: nearest(layout, mapping),
        found: listed(layout),
    })?;
    // A report of claims under other names would pass for a list of liquidations, and all that it
    // says of claims would be lost.
    let telling = unread(layout, mapping.aliases.reports()).into_iter().filter(|one| one.may_tell);
    let columns: Vec<String> = telling.map(|one| quoted(&one.header)).collect();
    if found == AfterFiling::Facts && !columns.is_empty() {
        return Err(IntakeError::UnreadClaims {
            name: input.source.name.clone(),
            record: input.header.record,
            columns: columns.join(", "),
            nearest: nearest(layout, mapping),
        });
    }
    Ok(found)
}

/// What the columns come near to, and what they lack for that.
fn nearest(layout: &Layout, mapping: &Mapping<'_>) -> String {
    let folded: Vec<String> = layout.headers().iter().map(|h| fold(h.as_bytes())).collect();
    let reports = mapping.aliases.reports();
    let has = |field: Field| layout.column(field).is_some();
    let Some((report, lacks)) = reports.nearest(&folded, has, mapping.scope()) else {
        return String::new();
    };
    let named = |meaning: &ReportMeaning| {
        let spellings = reports.of(report).filter(|header| header.meaning == *meaning);
        let spellings: Vec<String> =
            spellings.take(3).map(|header| format!("`{}`", header.spelling)).collect();
        match (spellings.is_empty(), meaning) {
            (true, ReportMeaning::Field(field)) => {
                let known = mapping.aliases.nearest(*field).take(3).map(|s| format!("`{s}`"));
                format!("{} ({})", field.name(), known.collect::<Vec<_>>().join(", "))
            }
            _ => format!("{meaning} ({})", spellings.join(", ")),
        }
    };
    let lacks: Vec<String> = lacks.iter().map(named).collect();
    format!("It comes nearest to {}, but has no column for {}. ", report, lacks.join(" and "))
}

/// The refusal of a source without a header row, for somebody who has no export.
fn no_header(error: IntakeError) -> IntakeError {
    match error {
        IntakeError::NoHeader { name, first, .. } => {
            IntakeError::NoTrackedHeader { name, found: format!("The first is: {first}.") }
        }
        IntakeError::NoSheet { name, sheets } => {
            IntakeError::NoTrackedHeader { name, found: format!("Sheets found: {sheets}.") }
        }
        other => other,
    }
}
