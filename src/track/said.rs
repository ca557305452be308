//! What CBP's reports and the bank say, row by row, each with its place. Nothing is judged here:
//! the same refund in two reports stands here twice.

use crate::domain::{Cents, Day, vocabulary};
use crate::earlier::EntryId;
use crate::intake::UnreadColumn;
use crate::ledger::{TextId, Texts};
use crate::rulebook::FactsReport;
use std::collections::BTreeSet;

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Place of the file in [`Said::files`].
    pub file: u32,
    /// Record number, as a spreadsheet shows it.
    pub record: u32,
}

/// An entry that a report names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryRef {
    /// One of the earlier report.
    Known(EntryId),
    /// Not in the earlier report; its number.
    Stranger(TextId),
}

impl EntryRef {
    /// The entry, if the earlier report has it.
    pub fn known(self) -> Option<EntryId> {
        match self {
            EntryRef::Known(id) => Some(id),
            EntryRef::Stranger(_) => None,
        }
    }
}

vocabulary! {
    /// What a report of claims says of an entry.
    VerdictKind {
        /// The file was taken in; no verdict yet.
        Uploaded = "uploaded",
        /// The whole file was refused.
        FileRejected = "file-rejected",
        /// CBP refused the entry.
        Rejected = "rejected",
        /// It is on an accepted declaration.
        Accepted = "accepted",
        /// Accepted, and the entry summary rewritten without its IEEPA lines.
        Updated = "updated",
        /// A word that is in no list: it proves nothing.
        Unknown = "unknown",
    }
}

/// A row of a report of claims.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// The entry.
    pub entry: EntryRef,
    /// What it says.
    pub kind: VerdictKind,
    /// Number of the claim; may be blank.
    pub claim: TextId,
    /// The status as printed.
    pub status: TextId,
    /// Why CBP refused, as printed; may be blank.
    pub error: TextId,
    /// The day of the verdict, if the row has one.
    pub on: Option<Day>,
    /// Where it stands.
    pub place: Place,
}

/// A liquidation or reliquidation that a report tells of an entry of the earlier report.
#[derive(Debug, Clone, Copy)]
pub struct Liquidation {
    /// The entry.
    pub entry: EntryRef,
    /// Its day; `None` where the report has the status alone.
    pub on: Option<Day>,
    /// The status as printed; may be blank.
    pub status: TextId,
    /// What the report says is refunded (negative: a bill), duty alone, if it says so.
    pub amount: Option<Cents>,
    /// Interest on it.
    pub interest: Option<Cents>,
    /// Where it stands.
    pub place: Place,
}

/// The part that an entry has in a refund: ES-022, REV-615.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// The entry.
    pub entry: EntryRef,
    /// Number of the refund; may be blank.
    pub refund: TextId,
    /// Number of the claim; may be blank.
    pub claim: TextId,
    /// Duty refunded; what is refunded in all where the report does not part the two.
    pub principal: Option<Cents>,
    /// Interest on it; `None` where the report does not part the two.
    pub interest: Option<Cents>,
    /// Liquidation date beside it.
    pub liquidated: Option<Day>,
    /// Payee beside it (4811 party, or else importer); blank if the row has none.
    pub payee: TextId,
    /// Day of the refund.
    pub on: Option<Day>,
    /// What became of the refund.
    pub status: RefundStatus,
    /// Where it stands.
    pub place: Place,
}

vocabulary! {
    /// How far a refund is, by the words of `refund_words`.
    RefundStatus {
        /// The report says nothing.
        None = "none",
        /// A word that is in no list.
        Unknown = "unknown",
        /// Reckoned and certified; not sent yet.
        Certified = "certified",
        /// Kept back: no ACH account.
        Held = "held",
        /// Sent to Treasury.
        Sent = "sent",
        /// Kept in whole or in part against a debt (19 CFR 24.72).
        Diverted = "diverted",
        /// Treasury paid it.
        Issued = "issued",
        /// The bank sent it back.
        Returned = "returned",
        /// Paid once more after it came back.
        Reissued = "reissued",
    }
}

/// A row about a refund as a whole: REV-603, REV-613, the consolidated rows of REV-615.
#[derive(Debug, Clone, Copy)]
pub struct RefundRow {
    /// Number of the refund; may be blank.
    pub refund: TextId,
    /// Who is paid; may be blank.
    pub payee: TextId,
    /// Total of the refund, with interest.
    pub amount: Option<Cents>,
    /// Duty in it, where the report parts the two.
    pub principal: Option<Cents>,
    /// Interest in it, where the report parts the two.
    pub interest: Option<Cents>,
    /// Part of it kept against a debt, where the report says how much.
    pub diverted: Option<Cents>,
    /// Day of the refund.
    pub on: Option<Day>,
    /// Day of the liquidation, where the report has it.
    pub liquidated: Option<Day>,
    /// How far it is: by the secondary status, or else the status.
    pub status: RefundStatus,
    /// The secondary status, or else the status, as printed.
    pub status_text: TextId,
    /// Number of the ACH trace or check; may be blank.
    pub trace: TextId,
    /// Where it stands.
    pub place: Place,
}

/// A line of a bank statement.
#[derive(Debug, Clone, Copy)]
pub struct BankLine {
    /// Its day.
    pub on: Option<Day>,
    /// Its amount: above zero if money came in.
    pub amount: Cents,
    /// What the bank prints beside it: description, reference and details.
    pub reference: TextId,
    /// Where it stands.
    pub place: Place,
}

/// What a later ES-003 shows of an entry: all its rows together, copies collapsed. Not there for an
/// entry of which a row could not be read and no IEEPA row was.
#[derive(Debug, Clone, Copy)]
pub struct LaterPull {
    /// The entry.
    pub entry: EntryId,
    /// Rows of it with an IEEPA number.
    pub ieepa_rows: u32,
    /// Duty on them.
    pub ieepa_duty: Cents,
    /// Duty on its other rows.
    pub other_duty: Cents,
    /// Its first row there.
    pub place: Place,
}

/// A file, as reports name it.
#[derive(Debug, Clone, Default)]
pub struct ReportFile {
    /// The path as the user gave it.
    pub name: String,
    /// What it is taken for; `None` for an ES-003 and for a list of entries that is no known report.
    pub report: Option<FactsReport>,
    /// Whether it is a list of entries that is no known report.
    pub is_list: bool,
    /// The day on which it was made, if it says so.
    pub report_date: Option<Day>,
    /// What became of its rows: every row is in one of these.
    pub rows: RowBins,
    /// The columns that nothing read, in file order.
    pub unread: Vec<UnreadColumn>,
}

impl ReportFile {
    /// Whether it tells which entries are on a claim, and what became of them.
    pub fn is_of_claims(&self) -> bool {
        self.report
            .is_some_and(|report| report.lists_claims() || report == FactsReport::ValidationResult)
    }
}

/// Where the rows of a file ended up. They add up to `read`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct RowBins {
    /// Records behind the header.
    pub read: u64,
    /// Empty ones.
    pub blank: u64,
    /// Could not be read; listed with the reason.
    pub unreadable: u64,
    /// Name an entry that the earlier report does not have.
    pub stranger: u64,
    /// Say nothing that is tracked: other tariff numbers, money that went out, totals, repeated
    /// headers.
    pub other: u64,
    /// Used.
    pub used: u64,
}

/// What keeps later pulls of ES-003 from proving what they seem to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullDoubts {
    /// Files of pulls without a single IEEPA row, of whatever entry: such a pull may have been
    /// filtered, and proves of no entry that its rows are gone.
    pub without_ieepa: BTreeSet<u32>,
    /// Files without a date.
    pub undated: BTreeSet<u32>,
    /// Entries that stand in several undated files, which are read as one pull.
    pub shared: u64,
    /// Entries that have their IEEPA rows in one pull and not in another, where a missing date
    /// leaves open which is the newer.
    pub undecided: u64,
}

/// All that was read after filing.
#[derive(Default)]
pub struct Said {
    /// The files, in the order given.
    pub files: Vec<ReportFile>,
    /// Texts of these rows.
    pub texts: Texts,
    /// Rows of claims.
    pub verdicts: Vec<Verdict>,
    /// Liquidations.
    pub liquidations: Vec<Liquidation>,
    /// Parts of entries in refunds.
    pub shares: Vec<Share>,
    /// Refunds as a whole.
    pub refunds: Vec<RefundRow>,
    /// Payees by number, with their names as reports print them; a pair may come twice.
    pub payee_names: Vec<(TextId, TextId)>,
    /// Bank lines with money that came in.
    pub deposits: Vec<BankLine>,
    /// Bank lines with money that went out, or with none: their amounts are not above zero.
    pub debits: Vec<BankLine>,
    /// Later pulls of ES-003, one for each entry and pull. Files that were made on the same day are
    /// one pull, and so are those that do not say when; but an entry of which one undated file has
    /// IEEPA rows and another has none stands here once for each of them.
    pub later: Vec<LaterPull>,
    /// What keeps them from proving what they seem to.
    pub pull_doubts: PullDoubts,
    /// Rows that could not be read, in the order of their places.
    pub unreadable: Vec<Unreadable>,
}

/// A row that could not be read. What it would have said is not known, so it may have told of an
/// acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it stands.
    pub place: Place,
    /// The entry that it names, if that much can be read.
    pub entry: Option<EntryRef>,
    /// Whether it may tell what became of entries that it does not show: its entry number cannot be
    /// read, or other rows are lost in it.
    pub hides: bool,
    /// Why it could not be read.
    pub reason: String,
}

impl Said {
    /// The day that dates a row: its own, else that of its report.
    pub fn moment(&self, on: Option<Day>, place: Place) -> Option<Day> {
        on.or_else(|| self.file(place)?.report_date)
    }

    /// The file of a place.
    pub fn file(&self, place: Place) -> Option<&ReportFile> {
        self.files.get(place.file as usize)
    }
}
