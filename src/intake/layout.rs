//! Which column of a file holds which field.

use super::{Cells, Mapping};
use crate::domain::{Field, FieldSet, clean_cell, fold};
use crate::rulebook::{FactsReport, HeaderAliases, Known, ReportColumn, ReportMeaning, Reports};

/// The columns of one file.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: [Option<usize>; Field::ALL.len()],
    headers: Vec<String>,
    /// What became of each column, in file order.
    uses: Vec<ColumnUse>,
    /// The report of facts that it is.
    report: Option<FactsReport>,
    /// The columns that such a report has beside the fields.
    of_report: Vec<(ReportColumn, usize)>,
}

/// What a column of a file is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnUse {
    /// It holds this field.
    Field(Field),
    /// It is a column of its report that no export has.
    Report(ReportColumn),
    /// A known column that no check or figure needs.
    Unused,
    /// It might hold this field, but the name is used for other things too; needs `--map`.
    Ambiguous(Field, String),
    /// Another column was chosen for this field with `--map`.
    Overridden(Field),
    /// It holds something of one of several tariff numbers in the row, so a profile is needed.
    Wide(String),
    /// A profile says to leave it out.
    Ignored,
    /// An unknown name.
    Unknown,
}

/// A `--map FIELD=HEADER` option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapOption {
    /// The field.
    pub field: Field,
    /// The header that holds it.
    pub header: String,
}

impl Layout {
    /// Maps a header row by exact alias. A `--map` option wins over the aliases in the files that
    /// have its header.
    ///
    /// # Errors
    /// The field that two columns claim, with their indexes.
    pub fn map(headers: &[String], mapping: &Mapping<'_>) -> Result<Layout, (Field, usize, usize)> {
        Layout::map_below(&[], headers, mapping)
    }

    /// The same below these records, in which the title of the report may stand.
    ///
    /// # Errors
    /// The field that two columns claim, with their indexes.
    pub fn map_below(
        preamble: &[Vec<String>],
        headers: &[String],
        mapping: &Mapping<'_>,
    ) -> Result<Layout, (Field, usize, usize)> {
        let aliases = mapping.aliases;
        let folded: Vec<String> = headers.iter().map(|h| fold(h.as_bytes())).collect();
        let mut columns = [None; Field::ALL.len()];
        let mut uses = vec![ColumnUse::Unknown; headers.len()];
        let mut of_report = Vec::new();
        let mut chosen = FieldSet::EMPTY;
        for option in &mapping.options {
            let wanted = fold(option.header.as_bytes());
            for (index, header) in folded.iter().enumerate() {
                if *header == wanted {
                    claim(&mut columns, option.field, index)?;
                    chosen.insert(option.field);
                    uses[index] = ColumnUse::Field(option.field);
                }
            }
        }
        let report = report_of(&folded, preamble, mapping, chosen);
        if let Some(report) = report {
            for (index, found) in own_meanings(&folded, aliases, report) {
                if uses[index] != ColumnUse::Unknown {
                    continue;
                }
                uses[index] = match found {
                    ReportMeaning::Field(field) if columns[field as usize].is_none() => {
                        columns[field as usize] = Some(index);
                        ColumnUse::Field(field)
                    }
                    ReportMeaning::Column(column)
                        if of_report.iter().all(|(c, _)| *c != column) =>
                    {
                        of_report.push((column, index));
                        ColumnUse::Report(column)
                    }
                    _ => ColumnUse::Unused,
                };
            }
        }
        for (index, header) in folded.iter().enumerate() {
            if uses[index] != ColumnUse::Unknown {
                continue;
            }
            if mapping.ignores(header) {
                uses[index] = ColumnUse::Ignored;
                continue;
            }
            uses[index] = match aliases.lookup(header) {
                Some(Known::Field(field)) if chosen.contains(field) => ColumnUse::Overridden(field),
                Some(Known::Field(field)) => {
                    claim(&mut columns, field, index)?;
                    ColumnUse::Field(field)
                }
                Some(Known::Ambiguous { field, reason }) => {
                    ColumnUse::Ambiguous(field, reason.to_string())
                }
                Some(Known::Unused) => ColumnUse::Unused,
                Some(Known::Wide { reason }) => ColumnUse::Wide(reason.to_string()),
                None if names_ieepa_number(header) => {
                    ColumnUse::Wide("a tariff number stands in the header".to_string())
                }
                None if is_numbered(header, aliases) => {
                    ColumnUse::Wide("one of several tariff numbers or duties of a row".to_string())
                }
                None => ColumnUse::Unknown,
            };
        }
        Ok(Layout { columns, headers: headers.to_vec(), uses, report, of_report })
    }

    /// The column that holds a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// The report of facts that the columns make it; `None` for an export and for any other file.
    pub fn report(&self) -> Option<FactsReport> {
        self.report
    }

    /// The column of a report of facts that no export has.
    pub fn report_column(&self, wanted: ReportColumn) -> Option<usize> {
        self.of_report.iter().find(|(column, _)| *column == wanted).map(|(_, index)| *index)
    }

    /// Marks columns that no field has and that hold IEEPA tariff numbers beside the column of
    /// tariff numbers, as `sample` shows: read as it is, the report would lose their duty.
    pub(super) fn mark_wide(&mut self, sample: Cells<'_>) {
        let Some(hts) = self.column(Field::Hts) else { return };
        // A row of the number itself may repeat it, as a mark of IEEPA rows.
        let repeats = holds_ieepa_number(clean_cell(sample.cell(hts)));
        if repeats || sample.count() != self.width() {
            return;
        }
        for (at, usage) in self.uses.iter_mut().enumerate() {
            let unread = matches!(usage, ColumnUse::Unknown | ColumnUse::Ambiguous(..));
            if unread && holds_ieepa_number(clean_cell(sample.cell(at))) {
                *usage = ColumnUse::Wide("its cells hold IEEPA tariff numbers".to_string());
            }
        }
    }

    /// How many columns the file has.
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// The headers as they stand in the file.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Each column with its use, in file order.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &ColumnUse)> {
        self.headers.iter().map(String::as_str).zip(&self.uses)
    }

    /// The fields the file has a column for.
    pub fn present(&self) -> FieldSet {
        Field::ALL.iter().copied().filter(|f| self.column(*f).is_some()).collect()
    }

    /// Whether the cells under the entry number and HTS columns say what the header says there.
    pub(super) fn is_header<'c>(&self, cell: impl Fn(usize) -> &'c [u8]) -> bool {
        let repeats = |field| {
            self.column(field).is_some_and(|index| {
                let (found, header) = (cell(index), self.headers[index].as_bytes());
                // Cheap test first: a tariff number is digits, its header is not.
                !found.first().is_some_and(u8::is_ascii_digit) && fold(found) == fold(header)
            })
        };
        // A report of facts has no tariff numbers.
        (self.column(Field::Hts).is_none() || repeats(Field::Hts)) && repeats(Field::EntryNumber)
    }
}

/// Whether a folded header holds an IEEPA tariff number: `9903 01 25`, `9903 01 10 (25%)`,
/// `duty 99030225`. Only to refuse what would be lost; nothing is read by it.
fn names_ieepa_number(header: &str) -> bool {
    let plain: String = header.chars().filter(|c| *c != ' ').collect();
    ["990301", "990302"].iter().any(|number| plain.contains(number))
}

/// The report of facts that these headers make. What has tariff numbers, a duty or line totals is
/// an export, whole or damaged.
fn report_of(
    folded: &[String],
    preamble: &[Vec<String>],
    mapping: &Mapping<'_>,
    chosen: FieldSet,
) -> Option<FactsReport> {
    let aliases = mapping.aliases;
    let (mut fields, mut perhaps) = (chosen, FieldSet::EMPTY);
    for header in folded {
        match aliases.lookup(header) {
            Some(Known::Field(field)) => fields.insert(field),
            Some(Known::Ambiguous { field, .. }) => perhaps.insert(field),
            Some(Known::Wide { .. }) => perhaps.insert(Field::Hts),
            Some(Known::Unused) | None => {}
        }
    }
    use Field::*;
    let of_export = [Hts, RowDuty, RowValue, TariffOrdinal, LineDuty, LineValue];
    if of_export.iter().any(|field| fields.contains(*field)) {
        return None;
    }
    let has = |field| fields.contains(field);
    let titled = mapping.titled(preamble);
    let report = aliases.reports().known_by(folded, has, mapping.scope(), titled)?;
    // A drawback claim may name one line of an entry, a statement its duty; a list of entries has
    // no lines, and what may be the duty of a row makes it an export.
    let may_be_export = fields.contains(LineNumber)
        || [Hts, RowDuty, RowValue].into_iter().any(|field| perhaps.contains(field));
    (!report.lists_entries() || !may_be_export).then_some(report)
}

/// The columns with a meaning of their own in a report, those first that count first: a header
/// that everywhere names a field keeps to it where the report does not say otherwise.
fn own_meanings(
    folded: &[String],
    aliases: &HeaderAliases,
    report: FactsReport,
) -> Vec<(usize, ReportMeaning)> {
    let reports: &Reports = aliases.reports();
    let mut own: Vec<(usize, usize, ReportMeaning)> = folded
        .iter()
        .enumerate()
        .filter_map(|(index, header)| {
            let (place, meaning) = reports.meaning(report, header)?;
            Some((place, index, meaning))
        })
        .collect();
    own.sort_unstable_by_key(|(place, index, _)| (*place, *index));
    own.into_iter().map(|(_, index, meaning)| (index, meaning)).collect()
}

/// Whether a folded header is one for tariff numbers or duties with a number behind it: `hts 2`,
/// `line tariff duty amount (2)`. (What the lists of headers hold is looked up before.)
fn is_numbered(header: &str, aliases: &HeaderAliases) -> bool {
    let bare = header.trim_end_matches(')');
    let stem = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &bare[stem.len()..];
    let stem = stem.trim_end_matches(['(', ' ']);
    let named = || match aliases.lookup(stem) {
        Some(Known::Field(field) | Known::Ambiguous { field, .. }) => {
            matches!(field, Field::Hts | Field::RowDuty)
        }
        _ => false,
    };
    !matches!(number, "" | "1") && number.len() <= 2 && named()
}

/// Whether a cell holds an IEEPA tariff number.
fn holds_ieepa_number(cell: &[u8]) -> bool {
    let digits: Vec<u8> = cell.iter().copied().filter(|b| !matches!(b, b'.' | b' ')).collect();
    let is_number = digits.len() >= 8 && digits.iter().all(u8::is_ascii_digit);
    is_number && (digits.starts_with(b"990301") || digits.starts_with(b"990302"))
}

fn claim(
    columns: &mut [Option<usize>; Field::ALL.len()],
    field: Field,
    index: usize,
) -> Result<(), (Field, usize, usize)> {
    match &mut columns[field as usize] {
        Some(first) => Err((field, *first, index)),
        empty => {
            *empty = Some(index);
            Ok(())
        }
    }
}
