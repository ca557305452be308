//! Which report a file of facts is, and what a header means in it.

use super::error::RulebookError;
use super::provenance::Provenance;
use super::self_check::Unique;
use super::sources::Sources;
use super::table::{Row, Table};
use crate::domain::{Field, fold, vocabulary};
use std::collections::HashMap;

pub(super) const FILE: &str = "reports.csv";
/// Stands for every report: what may be written above a header.
const ANY: &str = "any";
const REPORT_DATE: &str = "report_date";

vocabulary! {
    /// A report that gives facts about entries.
    FactsReport {
        /// ES-001, or a list like it: one row per entry with its liquidation status.
        Es001 = "es-001",
        /// ES-701, courtesy notice of liquidation.
        Es701 = "es-701",
        /// ES-702, official notice of liquidation.
        Es702 = "es-702",
        /// ES-022, CAPE Entry Summary Report: entries by claim, with their refunds.
        Es022 = "es-022",
        /// Claim Details of CAPE: entries by claim, accepted or refused.
        ClaimDetails = "claim-details",
        /// Protests by entry.
        ProtestList = "protest-list",
        /// Drawback claims by entry.
        DrawbackList = "drawback-list",
        /// Statements or payments by entry.
        StatementList = "statement-list",
    }
}

vocabulary! {
    /// A column of such a report that is no field of an export.
    ReportColumn {
        /// Number of a CAPE claim.
        ClaimNumber = "claim_number",
        /// What CBP says of the claim, or of the entry on it.
        ClaimStatus = "claim_status",
        /// Why CBP refused the entry.
        ClaimError = "claim_error",
        /// Amount refunded.
        RefundAmount = "refund_amount",
        /// Interest refunded.
        InterestAmount = "interest_amount",
        /// Number of the refund.
        RefundNumber = "refund_number",
        /// Date of the refund.
        RefundDate = "refund_date",
        /// What became of the refund.
        RefundStatus = "refund_status",
        /// When a notice of liquidation was posted.
        NoticeDate = "notice_date",
        /// Number of a protest.
        ProtestNumber = "protest_number",
        /// Number of a drawback claim.
        DrawbackNumber = "drawback_number",
        /// What became of the drawback claim.
        DrawbackStatus = "drawback_status",
        /// Number of a statement or a payment.
        StatementNumber = "statement_number",
        /// Whether it is paid.
        StatementStatus = "statement_status",
    }
}

impl FactsReport {
    /// What it is and what it tells, for people.
    pub const fn describe(self) -> &'static str {
        match self {
            FactsReport::Es001 => "ES-001 or a list like it: entries with their status",
            FactsReport::Es701 => "ES-701 courtesy notices: which entries liquidated when",
            FactsReport::Es702 => "ES-702 official notices: which entries liquidated when",
            FactsReport::Es022 => "ES-022 CAPE Entry Summary: which entries are on a CAPE claim",
            FactsReport::ClaimDetails => "CAPE claim details: which entries CBP accepted",
            FactsReport::ProtestList => "protest list: which entries are under protest",
            FactsReport::DrawbackList => "drawback list: which entries a drawback claim names",
            FactsReport::StatementList => "statement or payment list: which entries are paid",
        }
    }

    /// Whether it lists entries as such, and no claims, protests or payments.
    pub const fn lists_entries(self) -> bool {
        matches!(self, FactsReport::Es001 | FactsReport::Es701 | FactsReport::Es702)
    }

    /// Whether it lists entries by CAPE claim.
    pub const fn lists_claims(self) -> bool {
        matches!(self, FactsReport::Es022 | FactsReport::ClaimDetails)
    }
}

impl ReportColumn {
    /// The field of an entry that it decides.
    pub const fn decides(self) -> Option<Field> {
        match self {
            ReportColumn::ClaimNumber | ReportColumn::ClaimStatus => Some(Field::DeclaredClaim),
            ReportColumn::ProtestNumber => Some(Field::ProtestStatus),
            ReportColumn::DrawbackNumber | ReportColumn::DrawbackStatus => Some(Field::Drawback),
            ReportColumn::StatementStatus => Some(Field::StatementPaid),
            _ => None,
        }
    }
}

/// What a header means in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportMeaning {
    /// A field of an export.
    Field(Field),
    /// A column of such reports alone.
    Column(ReportColumn),
    /// Known, and not read.
    Unused,
    /// The date of the report, above its header.
    ReportDate,
}

/// A header of a report.
#[derive(Debug, Clone)]
pub struct ReportHeader {
    /// The report; `None` for what may stand above the header of any.
    pub report: Option<FactsReport>,
    /// As it was seen, or is thought to be.
    pub spelling: String,
    /// What it means there.
    pub meaning: ReportMeaning,
    /// Whether the report is known by this meaning.
    pub must: bool,
    /// A remark.
    pub note: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// The reports that give facts.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    headers: Vec<ReportHeader>,
    by_folded: HashMap<String, Vec<usize>>,
    /// In the order of the file: the first that fits is the report.
    order: Vec<FactsReport>,
}

impl Reports {
    pub(super) fn read(text: &str, sources: &Sources) -> Result<Reports, RulebookError> {
        let columns =
            &["report", "header", "meaning", "must", "note", "source", "confidence", "as_of"];
        let mut reports = Reports::default();
        let mut spellings = Unique::new();
        for row in Table::read(FILE, text, columns)?.rows() {
            let header = read_header(&row, sources)?;
            let folded = fold(header.spelling.as_bytes());
            spellings.claim(&row, "header", format!("{} {folded}", row.text("report")?))?;
            if let Some(report) = header.report
                && !reports.order.contains(&report)
            {
                reports.order.push(report);
            }
            reports.by_folded.entry(folded).or_default().push(reports.headers.len());
            reports.headers.push(header);
        }
        for report in FactsReport::ALL {
            // Without one, the report would be found in every file.
            if !reports.of(*report).any(|header| header.must) {
                let what = format!("a header that {report} must have");
                return Err(RulebookError::Missing { file: FILE, what });
            }
        }
        Ok(reports)
    }

    /// The report that has these folded headers; `has` says which fields the file has anyway.
    pub fn known_by(&self, folded: &[String], has: impl Fn(Field) -> bool) -> Option<FactsReport> {
        let there = |report: FactsReport, meaning: ReportMeaning| {
            let general = matches!(meaning, ReportMeaning::Field(field) if has(field));
            general
                || folded.iter().any(|header| {
                    self.meaning(report, header).is_some_and(|(_, found)| found == meaning)
                })
        };
        self.order.iter().copied().find(|report| {
            there(*report, ReportMeaning::Field(Field::EntryNumber))
                && self.of(*report).filter(|h| h.must).all(|h| there(*report, h.meaning))
        })
    }

    /// What a folded header means in a report, and its place in the list: of two headers with one
    /// meaning the first counts.
    pub fn meaning(&self, report: FactsReport, folded: &str) -> Option<(usize, ReportMeaning)> {
        let places = self.by_folded.get(folded)?;
        let at = places.iter().copied().find(|at| self.headers[*at].report == Some(report))?;
        Some((at, self.headers[at].meaning))
    }

    /// Whether any report has this folded header.
    pub fn knows(&self, folded: &str) -> bool {
        let places = self.by_folded.get(folded).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|at| self.headers[*at].report.is_some())
    }

    /// Whether these folded words stand beside the date of a report, above its header.
    pub fn is_date_label(&self, folded: &str) -> bool {
        let places = self.by_folded.get(folded).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|at| self.headers[*at].meaning == ReportMeaning::ReportDate)
    }

    /// The headers of a report, as listed.
    pub fn of(&self, report: FactsReport) -> impl Iterator<Item = &ReportHeader> {
        self.headers.iter().filter(move |header| header.report == Some(report))
    }

    /// Every header, as listed.
    pub fn iter(&self) -> impl Iterator<Item = &ReportHeader> {
        self.headers.iter()
    }
}

impl std::fmt::Display for ReportMeaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ReportMeaning::Field(field) => field.name(),
            ReportMeaning::Column(column) => column.as_str(),
            ReportMeaning::Unused => "nothing that is read",
            ReportMeaning::ReportDate => REPORT_DATE,
        })
    }
}

fn read_header(row: &Row<'_>, sources: &Sources) -> Result<ReportHeader, RulebookError> {
    let report = match row.text("report")? {
        ANY => None,
        _ => Some(row.choice("report", FactsReport::ALL)?),
    };
    let word = row.text("meaning")?;
    let column = ReportColumn::ALL.iter().copied().find(|column| column.as_str() == word);
    let meaning = match (report, Field::named(word), column) {
        (None, ..) if word == REPORT_DATE => ReportMeaning::ReportDate,
        (Some(_), Some(field), _) => ReportMeaning::Field(field),
        (Some(_), None, Some(column)) => ReportMeaning::Column(column),
        (Some(_), None, None) if word == "-" => ReportMeaning::Unused,
        _ => {
            let expected = "a field, a column of such reports, or -; report_date for any report";
            return Err(row.wrong("meaning", expected));
        }
    };
    let must = row.yes_no("must")?;
    if must && !matches!(meaning, ReportMeaning::Field(_) | ReportMeaning::Column(_)) {
        return Err(row.wrong("must", "no, where nothing is read"));
    }
    Ok(ReportHeader {
        report,
        spelling: row.filled("header")?.to_owned(),
        meaning,
        must,
        note: row.text("note")?.to_owned(),
        provenance: Provenance::of(row, sources)?,
    })
}
