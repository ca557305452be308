//! The columns of a file that nothing reads, and those of them by which the file may be another
//! report than it is taken for.

use super::Layout;
use super::layout::ColumnUse;
use crate::domain::{Field, fold};
use crate::rulebook::{FactsReport, ReportMeaning, Reports};

/// Words with which columns of claims and refunds begin.
const TELLING: [&str; 8] =
    ["claim", "declaration", "refund", "interest", "principal", "status", "error", "reject"];

/// A column that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadColumn {
    /// Its header, as it stands in the file.
    pub header: String,
    /// Whether it may tell something of claims or refunds.
    pub may_tell: bool,
}

/// The columns of a file after filing that are not read, in file order: under no name that is
/// known, under one that may mean several things, or with a meaning that another column has. What is
/// known and not needed is none of them, unless it is a column of a report of claims or refunds.
pub fn unread(layout: &Layout, reports: &Reports) -> Vec<UnreadColumn> {
    let is_pull = layout.report().is_none() && layout.column(Field::Hts).is_some();
    let columns = layout.uses().filter_map(|(header, usage)| {
        let folded = fold(header.as_bytes());
        let is_unread = match usage {
            ColumnUse::Unknown | ColumnUse::Ambiguous(..) => true,
            ColumnUse::Unused => match layout.report().map(|own| reports.meaning(own, &folded)) {
                // Known to its own report: either not needed, or second to another column.
                Some(Some((_, meaning))) => {
                    matches!(meaning, ReportMeaning::Field(_) | ReportMeaning::Column(_))
                }
                Some(None) | None => is_of_filing(reports, &folded),
            },
            _ => false,
        };
        // Rows of a later pull tell by their tariff numbers; statuses there are of other things.
        let telling = TELLING.iter().filter(|word| !(is_pull && **word == "status"));
        let mut words = folded.split([' ', '/', '(', ')']);
        let may_tell = words.any(|word| telling.clone().any(|begin| word.starts_with(begin)));
        let named = is_unread && !folded.is_empty();
        named.then(|| UnreadColumn { header: header.to_owned(), may_tell })
    });
    columns.collect()
}

/// Whether a report of claims or refunds has a column of this name.
fn is_of_filing(reports: &Reports, folded: &str) -> bool {
    let of_filing = |report: &&FactsReport| {
        let is_bank = **report == FactsReport::BankStatement;
        report.lists_claims() || report.is_after_filing() && !is_bank
    };
    FactsReport::ALL.iter().filter(of_filing).any(|report| {
        let found = reports.meaning(*report, folded);
        matches!(found, Some((_, ReportMeaning::Column(_))))
    })
}
