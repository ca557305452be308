//! Which report a file is that is no export, and what a header means in it.

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
const TITLE: &str = "title";

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
        /// Validation result of an upload: entries refused before the file became a claim.
        ValidationResult = "validation-result",
        /// REV-615, CAPE refunds as a whole and by entry.
        Rev615 = "rev-615",
        /// REV-613, refunds held for want of an ACH account.
        Rev613 = "rev-613",
        /// REV-603, refunds and how far they are.
        Rev603 = "rev-603",
        /// Lines of a bank account.
        BankStatement = "bank-statement",
    }
}

/// For which purpose a file is read, and so which reports it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportScope {
    /// An estimate: facts by entry number.
    #[default]
    Estimate,
    /// What came of a filing: those too, and what CBP and the bank say of claims and refunds.
    AfterFiling,
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
        /// The day of the verdict on a claim.
        VerdictDate = "verdict_date",
        /// Total of a refund, with interest.
        TotalAmount = "total_amount",
        /// Part of a refund that was kept against a debt.
        DivertedAmount = "diverted_amount",
        /// How far a refund is, beside its status.
        SecondaryStatus = "secondary_status",
        /// Number of the party that is paid.
        PayeeId = "payee_id",
        /// Its name.
        PayeeName = "payee_name",
        /// Number of the document behind a refund.
        DocumentNumber = "document_number",
        /// Number of the ACH trace or check.
        TraceNumber = "trace_number",
        /// Why the bank data were refused.
        RejectReason = "reject_reason",
        /// When a bank line was posted.
        BankDate = "bank_date",
        /// Its amount: signed, or what came in.
        BankAmount = "bank_amount",
        /// What went out.
        BankDebit = "bank_debit",
        /// Which way the amount went, if it has no sign.
        BankSign = "bank_sign",
        /// What kind of line it is; some banks say debit or credit there.
        BankKind = "bank_kind",
        /// What the bank prints beside it: the party, or what it is for.
        BankDescription = "bank_description",
        /// A reference, check or trace number.
        BankReference = "bank_reference",
        /// Further words.
        BankDetails = "bank_details",
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
            FactsReport::ValidationResult => {
                "CAPE validation result: which entries of an upload CBP refused"
            }
            FactsReport::Rev615 => {
                "REV-615 CAPE detail refunds report: refunds as a whole and by entry"
            }
            FactsReport::Rev613 => {
                "REV-613 ACH rejected refunds report: refunds held for want of an account"
            }
            FactsReport::Rev603 => "REV-603 trade refund report: refunds and how far they are",
            FactsReport::BankStatement => "bank statement: money that came in",
        }
    }

    /// Whether it tells of a filing alone, and nothing for an estimate.
    pub const fn is_after_filing(self) -> bool {
        matches!(
            self,
            FactsReport::ValidationResult
                | FactsReport::Rev615
                | FactsReport::Rev613
                | FactsReport::Rev603
                | FactsReport::BankStatement
        )
    }

    /// Whether every row names an entry, so that it has a column of entry numbers.
    pub const fn names_entries(self) -> bool {
        !matches!(self, FactsReport::Rev613 | FactsReport::Rev603 | FactsReport::BankStatement)
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

impl ReportScope {
    /// Whether a report counts for the purpose.
    pub const fn has(self, report: FactsReport) -> bool {
        matches!(self, ReportScope::AfterFiling) || !report.is_after_filing()
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
    /// The title of the report, above its header.
    Title,
}

/// Whether a report is known by a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// It is no report of this kind without it.
    Yes,
    /// At least one of the meanings so marked is there.
    OneOf,
    /// It may be missing.
    No,
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
    pub must: Must,
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
            if !reports.of(*report).any(|header| header.must == Must::Yes) {
                let what = format!("a header that {report} must have");
                return Err(RulebookError::Missing { file: FILE, what });
            }
        }
        Ok(reports)
    }

    /// The report that has these folded headers, of those that count for the purpose; `has` says
    /// which fields the file has anyway. A title above the header decides between several.
    pub fn known_by(
        &self,
        folded: &[String],
        has: impl Fn(Field) -> bool,
        scope: ReportScope,
        titled: Option<FactsReport>,
    ) -> Option<FactsReport> {
        // CBP publishes no columns of these reports; a title makes up for one that is missing.
        let fits = |report: &FactsReport| self.lacks(*report, folded, &has).len() <= 1;
        titled.filter(|report| scope.has(*report)).filter(fits).or_else(|| {
            let mut in_order = self.order.iter().copied().filter(|report| scope.has(*report));
            in_order.find(|report| self.lacks(*report, folded, &has).is_empty())
        })
    }

    /// The report that comes nearest, where none fits, and the meanings that it lacks.
    pub fn nearest(
        &self,
        folded: &[String],
        has: impl Fn(Field) -> bool,
        scope: ReportScope,
    ) -> Option<(FactsReport, Vec<ReportMeaning>)> {
        let reports = self.order.iter().copied().filter(|report| scope.has(*report));
        let found = reports.map(|report| {
            let known = folded.iter().filter(|header| self.meaning(report, header).is_some());
            (known.count(), report, self.lacks(report, folded, &has))
        });
        // Of several the first.
        let nearest = found.filter(|(known, ..)| *known > 0).min_by_key(|(known, _, lacks)| {
            (std::cmp::Reverse(known.saturating_sub(lacks.len())), lacks.len())
        });
        nearest.map(|(_, report, lacks)| (report, lacks))
    }

    /// The meanings that these folded headers lack for a report.
    fn lacks(
        &self,
        report: FactsReport,
        folded: &[String],
        has: &impl Fn(Field) -> bool,
    ) -> Vec<ReportMeaning> {
        let there = |meaning: &ReportMeaning| {
            let general = matches!(meaning, ReportMeaning::Field(field) if has(*field));
            general
                || folded.iter().any(|header| {
                    self.meaning(report, header).is_some_and(|(_, found)| found == *meaning)
                })
        };
        let entry = ReportMeaning::Field(Field::EntryNumber);
        let marked = |must: Must| {
            let headers = self.of(report).filter(move |header| header.must == must);
            headers.map(|header| header.meaning)
        };
        let mut lacks: Vec<ReportMeaning> = Vec::new();
        if report.names_entries() && !there(&entry) {
            lacks.push(entry);
        }
        for meaning in marked(Must::Yes).filter(|meaning| !there(meaning)) {
            if !lacks.contains(&meaning) {
                lacks.push(meaning);
            }
        }
        let mut one_of = marked(Must::OneOf).peekable();
        if let Some(first) = one_of.peek().copied()
            && !one_of.any(|meaning| there(&meaning))
        {
            lacks.push(first);
        }
        lacks
    }

    /// The report whose title stands in a folded cell above a header.
    pub fn titled(&self, folded: &str) -> Option<FactsReport> {
        let padded = format!(" {folded} ");
        let titles = self.headers.iter().filter(|header| header.meaning == ReportMeaning::Title);
        let stands = |title: &str| padded.contains(&format!(" {} ", fold(title.as_bytes())));
        titles.filter(|header| stands(&header.spelling)).find_map(|header| header.report)
    }

    /// What a folded header means in a report, and its place in the list: of two headers with one
    /// meaning the first counts.
    pub fn meaning(&self, report: FactsReport, folded: &str) -> Option<(usize, ReportMeaning)> {
        let places = self.by_folded.get(folded)?;
        let at = places.iter().copied().find(|at| self.headers[*at].report == Some(report))?;
        Some((at, self.headers[at].meaning))
    }

    /// Whether any report that counts for the purpose has this folded header.
    pub fn knows(&self, folded: &str, scope: ReportScope) -> bool {
        let places = self.by_folded.get(folded).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|at| {
            let header = &self.headers[*at];
            header.meaning != ReportMeaning::Title && header.report.is_some_and(|r| scope.has(r))
        })
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
            ReportMeaning::Title => "the title of the report, above its header",
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
        (Some(_), None, None) if word == TITLE => ReportMeaning::Title,
        _ => {
            let expected =
                "a field, a column of such reports, title, or -; report_date for any report";
            return Err(row.wrong("meaning", expected));
        }
    };
    let must = match row.text("must")? {
        "one" => Must::OneOf,
        _ if row.yes_no("must")? => Must::Yes,
        _ => Must::No,
    };
    if must != Must::No && !matches!(meaning, ReportMeaning::Field(_) | ReportMeaning::Column(_)) {
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
