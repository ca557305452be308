//! Which report a file is, told by its columns alone. (Names and paths of files say nothing.)

use super::layout::ColumnUse;
use super::{Layout, Mapping};
use crate::domain::{Field, fold};
use crate::rulebook::FactsReport;

/// A kind of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// ES-003 with nothing but CBP's default columns.
    DefaultEs003,
    /// ES-003 with columns added by the user.
    ExtendedEs003,
    /// One row per tariff number under a broker's or vendor's column names.
    OtherLineTariff,
    /// Several tariff numbers in one row.
    Wide,
    /// One row per line, no tariff numbers.
    LineLevel,
    /// A report of facts by entry number.
    Report(FactsReport),
    /// Facts by entry number in no report that is known.
    Facts,
    /// None of these.
    Unknown,
}

/// Spellings only ACE uses for the three columns that make an ES-003.
const ACE_SPELLINGS: [&str; 3] =
    ["tariff ordinal number", "hts number full", "line tariff duty amount"];
/// Columns of CBP's default ES-003.
pub const DEFAULT_COLUMNS: usize = 27;

/// The columns that hold, or may hold, tariff numbers or their duty: such a file is an export with
/// columns missing, and must not pass for a list of facts. Not so a report that is known.
pub(super) fn sign_of_rows(layout: &Layout) -> Vec<&str> {
    if layout.report().is_some() {
        return Vec::new();
    }
    let is_sign = |usage: &ColumnUse| match usage {
        ColumnUse::Field(field) => matches!(field, Field::Hts | Field::RowDuty),
        ColumnUse::Ambiguous(field, _) => matches!(field, Field::Hts | Field::RowDuty),
        _ => false,
    };
    layout.uses().filter(|(_, usage)| is_sign(usage)).map(|(header, _)| header).collect()
}

/// Columns without which rows tell nothing of what came of a filing.
const OF_A_PULL: [Field; 3] = [Field::EntryNumber, Field::Hts, Field::RowDuty];

/// What a file is of which a layout says that it tells something after filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterFiling {
    /// A report that is known.
    Report(FactsReport),
    /// Facts by entry number, liquidations among them.
    Facts,
    /// Tariff rows.
    Pull,
}

impl AfterFiling {
    /// What a file with this layout is; `None` if it tells nothing after filing.
    pub fn of(layout: &Layout) -> Option<AfterFiling> {
        let has = |field: Field| layout.column(field).is_some();
        match ReportKind::of(layout) {
            ReportKind::Report(report) => Some(AfterFiling::Report(report)),
            ReportKind::Wide => None,
            ReportKind::Facts if has(Field::LiquidationDate) || has(Field::LiquidationStatus) => {
                Some(AfterFiling::Facts)
            }
            _ if OF_A_PULL.iter().all(|field| has(*field)) => Some(AfterFiling::Pull),
            _ => None,
        }
    }
}

/// Whether these headers make a file that tells something after filing, or would if no two of them
/// meant the same.
pub(super) fn is_after_filing(
    headers: &[String],
    preamble: &[Vec<String>],
    mapping: &Mapping<'_>,
) -> bool {
    match Layout::map_below(preamble, headers, mapping) {
        Ok(layout) => AfterFiling::of(&layout).is_some(),
        Err(_) => {
            headers.iter().filter(|header| mapping.knows(&fold(header.as_bytes()))).count() > 3
        }
    }
}

impl ReportKind {
    /// The kind of a file with this layout.
    pub fn of(layout: &Layout) -> ReportKind {
        if layout.uses().any(|(_, usage)| matches!(usage, ColumnUse::Wide(_))) {
            return ReportKind::Wide;
        }
        if let Some(report) = layout.report() {
            return ReportKind::Report(report);
        }
        let has = |field| layout.column(field).is_some();
        let ace = ACE_SPELLINGS
            .iter()
            .all(|s| layout.headers().iter().any(|header| fold(header.as_bytes()) == *s));
        let required = Field::REQUIRED.iter().all(|field| has(*field));
        let totals = has(Field::LineDuty) || has(Field::LineValue);
        if ace && required {
            let added = layout.width() > DEFAULT_COLUMNS || has(Field::LiquidationDate);
            return if added { ReportKind::ExtendedEs003 } else { ReportKind::DefaultEs003 };
        }
        if has(Field::Hts) && has(Field::RowDuty) {
            ReportKind::OtherLineTariff
        } else if totals {
            ReportKind::LineLevel
        } else if !sign_of_rows(layout).is_empty() {
            ReportKind::Unknown
        } else if has(Field::EntryNumber)
            && layout.uses().filter(|(_, u)| matches!(u, ColumnUse::Field(_))).count() > 1
        {
            ReportKind::Facts
        } else {
            ReportKind::Unknown
        }
    }

    /// Whether it holds facts by entry number, and no tariff rows.
    pub const fn is_facts(self) -> bool {
        matches!(self, ReportKind::Report(_) | ReportKind::Facts)
    }

    /// A line for people.
    pub const fn describe(self) -> &'static str {
        match self {
            ReportKind::DefaultEs003 => "ES-003 with CBP's default columns, none added",
            ReportKind::ExtendedEs003 => "ES-003 with added columns",
            ReportKind::OtherLineTariff => {
                "one row per tariff number, not under ACE's column names"
            }
            ReportKind::Wide => "a wide report, with several tariff numbers in one row",
            ReportKind::LineLevel => {
                "a line-level report without tariff numbers: no estimate can be made from it"
            }
            ReportKind::Report(report) => report.describe(),
            ReportKind::Facts => "facts by entry number",
            ReportKind::Unknown => "no report this program knows",
        }
    }
}
