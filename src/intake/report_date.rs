//! The date of a report, as it stands above the header or on another sheet of the workbook.

use super::PreparedInput;
use crate::domain::{Day, clean_cell, fold};
use crate::rulebook::Reports;

/// The date of the report, if one of the records above its header, or of the first on the other
/// sheets of its workbook, says it: in the cell of a known label (`Report Date: 06/18/2026`) or in
/// the next filled cell behind it.
pub fn report_date(input: &PreparedInput, reports: &Reports) -> Option<Day> {
    let others = input.other_sheets.iter().flat_map(|(_, records)| records);
    date_in(input.header.preamble.iter().chain(others), reports)
}

fn date_in<'r>(
    mut records: impl Iterator<Item = &'r Vec<String>>,
    reports: &Reports,
) -> Option<Day> {
    records.find_map(|record| {
        let cells = record.iter().filter(|cell| !cell.is_empty());
        let next = record.iter().filter(|cell| !cell.is_empty()).skip(1).map(Some).chain([None]);
        cells.zip(next).find_map(|(cell, next)| {
            let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap_or(cell.len());
            let (label, rest) = cell.split_at_checked(digits)?;
            let label = label.trim().trim_end_matches(':');
            if !reports.is_date_label(&fold(label.as_bytes())) {
                return None;
            }
            day(if rest.is_empty() { next? } else { rest })
        })
    })
}

/// The day at the start of a text; a time may follow.
fn day(text: &str) -> Option<Day> {
    let text = clean_cell(text.as_bytes());
    let first = text.split(u8::is_ascii_whitespace).next().unwrap_or_default();
    [text, first].into_iter().find_map(|text| Day::read(text).ok().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    fn date(records: &[&[&str]]) -> Option<String> {
        let rules = Rulebook::built_in().unwrap();
        let records: Vec<Vec<String>> =
            records.iter().map(|r| r.iter().map(|c| (*c).to_string()).collect()).collect();
        date_in(records.iter(), rules.headers.reports()).map(|day| day.to_string())
    }

    #[test]
    fn a_label_dates_a_report() {
        let expected = Some("2026-06-18".to_string());
        assert_eq!(date(&[&["ES-022"], &["Report Date: 06/18/2026"]]), expected);
        assert_eq!(date(&[&["Run Date:", "", "6/18/2026 10:05:00 AM", "x"]]), expected);
        assert_eq!(date(&[&["", "As of 2026-06-18 10:05 EDT"]]), expected);
        assert_eq!(date(&[&["Refreshed", "46191"]]), expected);
    }

    #[test]
    fn other_dates_are_not_the_date_of_the_report() {
        assert_eq!(date(&[&["Entry Date (Begin): 2/1/2025", "02/01/2025"]]), None);
        assert_eq!(date(&[&["Report Date:", "yesterday"], &["Report Date"]]), None);
        assert_eq!(date(&[]), None);
    }
}
