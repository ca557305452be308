//! What the user should know about the inputs as a set, and what refuses them.

use crate::domain::{fold, quoted};
use crate::hts_rates::HtsRates;
use crate::intake::layout::ColumnUse;
use crate::intake::{IntakeError, PreparedInput, source};
use crate::ledger::DayFirst;
use crate::mask::Mask;
use crate::report::InputReport;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A column whose dates have the day first cannot be read: most of its dates would be other days. One
/// odd date is the matter of its row.
pub(super) fn refuse_day_first<'a>(
    names: &[&str],
    mut found: impl Iterator<Item = (usize, DayFirst<'a>)>,
) -> Result<(), IntakeError> {
    let Some((input, first)) = found.find(|(_, dates)| !dates.is_odd) else {
        return Ok(());
    };
    Err(IntakeError::DayFirst {
        name: names.get(input).copied().unwrap_or_default().to_string(),
        record: first.record,
        field: first.field.name(),
        cell: first.cell.to_string(),
    })
}

/// Where some dates have the day first and others the month, a spreadsheet may have swapped any.
pub(super) fn swapped_dates<'a>(
    names: &[String],
    found: impl Iterator<Item = (usize, DayFirst<'a>)>,
) -> Vec<String> {
    let say = |(input, first): (usize, DayFirst<'a>)| {
        format!(
            "{}, record {}: the {} {} has the day first, while others of the file have the month \
             first. It is not read, and other dates of the file may have day and month swapped: \
             compare them with ACE.",
            names.get(input).map_or("", |name| name),
            first.record,
            first.field.name(),
            quoted(first.cell)
        )
    };
    found.map(say).collect()
}

/// Lines of the tariff that could not be used.
pub(super) fn unused_lines(rates: &HtsRates) -> Option<String> {
    (rates.unusable > 0).then(|| {
        format!(
            "{} line(s) of {} could not be used: their number is not digits, or they have not as \
             many cells as the header.",
            rates.unusable, rates.name
        )
    })
}

/// Files in directories that look like data and were not read.
pub(super) fn passed_over(inputs: &[PathBuf], mask: Option<&Mask>) -> Option<String> {
    let found = source::passed_over(inputs);
    let name = |path: &PathBuf| match mask {
        None => path.display().to_string(),
        Some(mask) => mask.text(&path.to_string_lossy()),
    };
    let named: Vec<String> = found.iter().map(name).collect();
    (!named.is_empty()).then(|| {
        format!(
            "{} lie(s) in a directory among the inputs and was not read: only .csv, .tsv, .txt and \
             .xlsx, and these with .gz, are taken from a directory. Name a file itself, or save it \
             as .xlsx.",
            named.join(", ")
        )
    })
}

/// What the user should know about the inputs as a set.
pub(super) fn warnings(
    repeated: &[String],
    reports: &[InputReport],
    inputs: &[PreparedInput],
    mask: Option<&Mask>,
) -> Vec<String> {
    let mut warnings: Vec<String> = repeated
        .iter()
        .map(|name| format!("{name} was named more than once and read once."))
        .collect();
    // The members of an archive and the sheets of a workbook lie in one file.
    let mut first: BTreeMap<_, &str> = BTreeMap::new();
    for report in reports {
        let content = (&report.sha256, &report.member, &report.sheet);
        if let Some(other) = first.insert(content, &report.file) {
            warnings.push(format!("{} has the same content as {other}.", report.file));
        }
    }
    if inputs.len() > 1 {
        for input in inputs.iter().filter(|input| input.wide.is_some()) {
            warnings.push(format!(
                "{} is a wide report: rows of it that another export holds too are not known for \
                 copies. Entries in both have the finding mixed-layouts.",
                input.source.name
            ));
        }
    }
    warnings.extend(inputs.iter().filter_map(|input| unread_duty(input, mask)));
    for input in inputs {
        use crate::domain::Field;
        let lacks = |field| input.layout.column(field).is_none();
        if lacks(Field::LineNumber) || lacks(Field::TariffOrdinal) {
            warnings.push(format!(
                "{} has no line number or no tariff ordinal column: copies of its rows in \
                 overlapping files cannot be told and would be counted twice.",
                input.source.name
            ));
        }
    }
    warnings
}

/// Unknown columns that may hold duty: what they hold is in no figure.
fn unread_duty(input: &PreparedInput, mask: Option<&Mask>) -> Option<String> {
    const WORDS: [&str; 4] = ["duty", "duties", "tariff", "ieepa"];
    let unread: Vec<String> = input
        .layout
        .uses()
        .filter(|(header, usage)| {
            let folded = fold(header.as_bytes());
            **usage == ColumnUse::Unknown && folded.split(' ').any(|word| WORDS.contains(&word))
        })
        .map(|(header, _)| match mask {
            None => quoted(header),
            Some(mask) => format!("`{}`", mask.text(header)),
        })
        .collect();
    (!unread.is_empty()).then(|| {
        format!(
            "{}: nothing is read from the unknown column(s) {}. If one holds duty of its own, map it \
             (--map) or write a profile.",
            input.source.name,
            unread.join(", ")
        )
    })
}
