//! Reading what came of a filing: rows of CBP's reports, of bank statements and of a later ES-003
//! become the typed rows of [`Said`]. Every row ends in exactly one bin of its file.

mod bank;
mod cells;
mod claims;
mod pull;
mod pulls;
mod refunds;

pub use cells::{DayFirstDate, RoundedNumbers};
pub use pull::{PullBatch, PullReader};

use super::said::{
    EntryRef, Liquidation, Place, RefundRow, ReportFile, Said, Share, Unreadable, Verdict,
    VerdictKind,
};
use crate::domain::{Cents, Day, EntryNumber, Field, fold, quoted, text_of};
use crate::earlier::Portfolio;
use crate::intake::{Row, UnreadColumn};
use crate::ledger::TextId;
use crate::rulebook::{FactsReport, ReportColumn, Rulebook};
use cells::{DatesSeen, Line};
use claims::{ClaimCells, ClaimWords};
use refunds::Amounts;
use std::collections::{BTreeMap, BTreeSet};

const UNCLOSED: &str = "a quote is opened and never closed: all text behind it is in this row";
/// Words of totals are short.
const LONGEST_TOTAL: usize = 40;

/// Takes in the rows of all files.
pub struct Reader<'a> {
    portfolio: &'a Portfolio,
    rules: &'a Rulebook,
    said: Said,
    dates: Vec<DatesSeen>,
    words: ClaimWords,
    /// Files of validation results that were refused as a whole.
    refused_files: BTreeSet<u32>,
    pulls: pulls::Pulls,
    /// What stands in the column for the kind of a bank line, by file.
    kinds: BTreeMap<u32, bank::KindsSeen>,
    /// The headers of these columns.
    kind_headers: BTreeMap<u32, String>,
}

/// The bin of a row that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bin {
    Blank,
    Stranger,
    Other,
    Used,
}

impl<'a> Reader<'a> {
    /// For these files, in the order in which places count them.
    pub fn new(portfolio: &'a Portfolio, rules: &'a Rulebook, files: Vec<ReportFile>) -> Self {
        let dates = files.iter().map(|_| DatesSeen::default()).collect();
        Reader {
            portfolio,
            rules,
            said: Said { files, ..Said::default() },
            dates,
            words: ClaimWords::default(),
            refused_files: BTreeSet::new(),
            pulls: pulls::Pulls::default(),
            kinds: BTreeMap::new(),
            kind_headers: BTreeMap::new(),
        }
    }

    /// Takes in a row of a report or a bank statement: the place of its file, and its record number.
    pub fn take(&mut self, file: usize, row: &Row<'_>, record: u64) {
        let place = place(file, record);
        let Some(mut dates) = self.dates.get_mut(file).map(std::mem::take) else { return };
        let found = self.bin(&mut Line { row, record, dates: &mut dates }, place);
        if let Some(seen) = self.dates.get_mut(file) {
            *seen = dates;
        }
        let Some(known) = self.said.files.get_mut(file) else { return };
        let bins = &mut known.rows;
        bins.read += 1;
        match found {
            Ok(Bin::Blank) => bins.blank += 1,
            Ok(Bin::Stranger) => bins.stranger += 1,
            Ok(Bin::Other) => bins.other += 1,
            Ok(Bin::Used) => bins.used += 1,
            Err(reason) => {
                bins.unreadable += 1;
                let unreadable = self.unreadable(row, place, reason);
                self.said.unreadable.push(unreadable);
            }
        }
    }

    /// What is left of a row that could not be read.
    fn unreadable(&mut self, row: &Row<'_>, place: Place, reason: String) -> Unreadable {
        use FactsReport::*;
        let entry = self.entry(row).ok();
        let is_whole = !row.is_unclosed() && row.width() == row.layout().width();
        let names_none = row.text(Field::EntryNumber).is_empty();
        let hides = match row.layout().report() {
            // Its rows without an entry are of refunds as a whole.
            Some(Rev615) if is_whole && names_none => false,
            Some(ClaimDetails | ValidationResult | Es022 | Rev615 | Es701 | Es702) => {
                (entry.is_none() || !is_whole) && !is_remark(row)
            }
            _ => false,
        };
        Unreadable { place, entry, hides, reason }
    }

    /// Reads chunks of a later ES-003, on any thread.
    pub fn pull_reader(&self) -> PullReader<'a> {
        PullReader { portfolio: self.portfolio, rules: self.rules }
    }

    /// Takes in what was read of a chunk; `record` gives the record number of a row of it, counted
    /// from 1.
    pub fn take_pull(&mut self, file: usize, batch: PullBatch, record: impl Fn(u64) -> u64) {
        let Reader { said, pulls, portfolio, .. } = self;
        let Some(known) = said.files.get_mut(file) else { return };
        let at = |row| place(file, record(row));
        let (made_on, bins) = (known.report_date, &mut known.rows);
        let at_file = place(file, 0).file;
        pulls.take((made_on, at_file), portfolio.len(), batch, at, bins, &mut said.unreadable);
    }

    /// The first column in which all dates may have the day first: such a file would be read as
    /// other days.
    pub fn day_first(&self) -> Option<DayFirstDate> {
        (0..).zip(&self.dates).find_map(|(file, dates)| dates.day_first(file))
    }

    /// Of each file with numbers that a spreadsheet rounded: its place and the numbers.
    pub fn rounded_numbers(&self) -> impl Iterator<Item = (usize, &RoundedNumbers)> {
        let files = self.dates.iter().enumerate();
        files.filter_map(|(file, dates)| Some((file, dates.rounded_numbers()?)))
    }

    /// The files with the rows taken in so far.
    pub fn files(&self) -> &[ReportFile] {
        &self.said.files
    }

    /// All that was said.
    pub fn end(self) -> Said {
        let Reader { mut said, refused_files, pulls, kinds, mut kind_headers, .. } = self;
        for (file, kinds) in kinds {
            let header = kind_headers.remove(&file);
            if let (Some(may_tell), Some(header), Some(file)) =
                (kinds.unread(), header, said.files.get_mut(file as usize))
            {
                file.unread.push(UnreadColumn { header, may_tell });
            }
        }
        // A file of which one row was refused for the whole file was not taken in at all.
        // It was if it says so of another row, and what it says of a row stands.
        let is_in = |kind| {
            matches!(kind, VerdictKind::Uploaded | VerdictKind::Accepted | VerdictKind::Updated)
        };
        let taken_in = said.verdicts.iter().filter(|verdict| is_in(verdict.kind));
        let taken_in: BTreeSet<u32> = taken_in.map(|verdict| verdict.place.file).collect();
        for verdict in &mut said.verdicts {
            let is_silent = verdict.status.is_blank() && verdict.error.is_blank();
            let file = verdict.place.file;
            if is_silent && refused_files.contains(&file) && !taken_in.contains(&file) {
                verdict.kind = VerdictKind::FileRejected;
            }
        }
        (said.later, said.pull_doubts) = pulls.end();
        said.unreadable.sort_by_key(|row| row.place);
        said
    }

    fn bin(&mut self, line: &mut Line<'_, '_>, place: Place) -> Result<Bin, String> {
        let row = line.row;
        if row.is_blank() {
            return Ok(Bin::Blank);
        }
        if row.is_unclosed() {
            return Err(UNCLOSED.to_owned());
        }
        if self.is_total(row) {
            return Ok(Bin::Other);
        }
        let (found, expected) = (row.width(), row.layout().width());
        if found != expected {
            return Err(wrong_width(found, expected));
        }
        if row.is_header() {
            return Ok(Bin::Other);
        }
        match row.layout().report() {
            Some(
                report @ (FactsReport::ClaimDetails
                | FactsReport::ValidationResult
                | FactsReport::Es022),
            ) => self.claim(line, report, place),
            Some(report @ (FactsReport::Rev603 | FactsReport::Rev613)) => {
                self.refund(line, report, place)
            }
            Some(FactsReport::Rev615) => match row.text(Field::EntryNumber).is_empty() {
                true => self.refund(line, FactsReport::Rev615, place),
                false => self.share_of_615(line, place),
            },
            Some(FactsReport::BankStatement) => {
                let told = self.bank_line(line, place)?;
                let came_in = told.amount > Cents::ZERO;
                let lines = if came_in { &mut self.said.deposits } else { &mut self.said.debits };
                lines.push(told);
                Ok(if came_in { Bin::Used } else { Bin::Other })
            }
            _ => self.liquidation(line, place),
        }
    }

    /// Whether the first filled cell says that the row is a total. The entry number must be missing:
    /// nobody's records end for the sake of a word.
    fn is_total(&self, row: &Row<'_>) -> bool {
        let mut filled = (0..row.width()).map(|at| (at, row.cell_at(at)));
        let Some((at, cell)) = filled.find(|(_, cell)| !cell.is_empty()) else { return false };
        let entry = row.layout().column(Field::EntryNumber);
        if cell.len() > LONGEST_TOTAL || !cell.iter().any(u8::is_ascii_alphabetic) {
            return false;
        }
        let names_entry = entry.is_some_and(|entry| entry != at && !row.cell_at(entry).is_empty());
        !names_entry && self.rules.status_words.is_total(fold(cell).trim_end_matches([':', ' ']))
    }

    /// The entry that a row names.
    fn entry(&mut self, row: &Row<'_>) -> Result<EntryRef, String> {
        let number = entry_number(row)?;
        Ok(match self.portfolio.find(&number) {
            Some(id) => EntryRef::Known(id),
            None => EntryRef::Stranger(self.said.texts.id(number.as_str())),
        })
    }

    fn text(&mut self, cell: &[u8]) -> TextId {
        self.said.texts.id(&text_of(cell))
    }

    /// The day of a liquidation. Blanks of some systems come out as days of 1900.
    fn liquidated(&self, line: &mut Line<'_, '_>) -> Result<Option<Day>, String> {
        let from = self.rules.windows.plausible_liquidation_from;
        Ok(line.day_of(Field::LiquidationDate)?.filter(|day| *day >= from))
    }

    /// A row about an entry on a claim.
    fn claim(
        &mut self,
        line: &mut Line<'_, '_>,
        report: FactsReport,
        place: Place,
    ) -> Result<Bin, String> {
        use ReportColumn::*;
        let row = line.row;
        let claim = line.number(ClaimNumber);
        let [status, error] = [ClaimStatus, ClaimError].map(|column| line.cell(column));
        // A validation result tells by naming an entry that it was on the file.
        let said = report == FactsReport::ValidationResult
            || [claim, status, error].iter().any(|cell| !cell.is_empty());
        let on = line.day(VerdictDate)?;
        let liquidated = self.liquidated(line)?;
        let (principal, interest) = (line.amount(RefundAmount)?, line.amount(InterestAmount)?);
        let refunded_on = line.day(RefundDate)?;
        let number = line.number(RefundNumber);
        let has_number = !number.is_empty();
        let is_filled = has_number || line.any_filled(&[RefundDate, RefundStatus]);
        let some = |amount: Option<Cents>| amount.is_some_and(|amount| amount != Cents::ZERO);
        let has_share = is_filled || some(principal) || some(interest);
        let has_refund = some(principal) || has_number || line.any_filled(&[RefundDate]);
        if report == FactsReport::ValidationResult && row.text(Field::EntryNumber).is_empty() {
            return self.refused_file(status, error, place);
        }
        let entry = self.entry(row)?;
        let [claim, status, error] = [claim, status, error].map(|cell| self.text(cell));
        if said {
            let cells = ClaimCells { report, claim, status, error, has_refund };
            let kind = self.words.verdict(cells, self.rules, &self.said.texts);
            if kind == VerdictKind::FileRejected && report == FactsReport::ValidationResult {
                self.refused_files.insert(place.file);
            }
            self.said.verdicts.push(Verdict { entry, kind, claim, status, error, on, place });
        }
        if has_share {
            let share = Share {
                entry,
                refund: self.text(number),
                claim,
                principal,
                interest,
                liquidated,
                payee: self.payee(row),
                on: refunded_on,
                status: refunds::meaning(line.cell(RefundStatus), &self.rules.status_words),
                place,
            };
            self.said.shares.push(share);
        }
        self.liquidated_on(entry, liquidated, place);
        Ok(bin_of(entry, said || has_share || liquidated.is_some()))
    }

    /// A row of a validation result that names no entry: what it says is said of the file.
    fn refused_file(&mut self, status: &[u8], error: &[u8], place: Place) -> Result<Bin, String> {
        let [status, error] = [status, error].map(|cell| self.text(cell));
        let report = FactsReport::ValidationResult;
        let cells = ClaimCells { report, claim: TextId::BLANK, status, error, has_refund: false };
        match self.words.verdict(cells, self.rules, &self.said.texts) {
            VerdictKind::FileRejected => {
                self.refused_files.insert(place.file);
                Ok(Bin::Used)
            }
            _ => Err(no_entry(b"")),
        }
    }

    /// The party that is paid by a row about an entry.
    fn payee(&mut self, row: &Row<'_>) -> TextId {
        let cells = [
            row.report_text(ReportColumn::PayeeId),
            row.text(Field::NotifyParty),
            row.text(Field::ImporterNumber),
        ];
        let filled = cells.into_iter().find(|cell| !cell.is_empty());
        let payee = self.text(filled.unwrap_or_default());
        let name = row.report_text(ReportColumn::PayeeName);
        // Of an importer the estimate has the name; this one is of the payee.
        if !name.is_empty() && (!cells[0].is_empty() || !cells[1].is_empty()) {
            let pair = (payee, self.text(name));
            if self.said.payee_names.last() != Some(&pair) {
                self.said.payee_names.push(pair);
            }
        }
        payee
    }

    fn liquidated_on(&mut self, entry: EntryRef, on: Option<Day>, place: Place) {
        if on.is_some() && entry.known().is_some() {
            let (status, amount, interest) = (TextId::BLANK, None, None);
            let told = Liquidation { entry, on, status, amount, interest, place };
            self.said.liquidations.push(told);
        }
    }

    /// A row of a list of entries, or of a notice of liquidation.
    fn liquidation(&mut self, line: &mut Line<'_, '_>, place: Place) -> Result<Bin, String> {
        let row = line.row;
        let on = self.liquidated(line)?;
        let amount = line.amount(ReportColumn::RefundAmount)?;
        let interest = line.amount(ReportColumn::InterestAmount)?;
        // A list may be of all entries that a filer ever had; of strangers nothing is kept.
        let Some(entry) = self.portfolio.find(&entry_number(row)?).map(EntryRef::Known) else {
            return Ok(Bin::Stranger);
        };
        let status = self.text(row.text(Field::LiquidationStatus));
        let tells = on.is_some() || !status.is_blank();
        if tells {
            let told = Liquidation { entry, on, status, amount, interest, place };
            self.said.liquidations.push(told);
        }
        Ok(bin_of(entry, tells))
    }

    /// A row about a refund as a whole.
    fn refund(
        &mut self,
        line: &mut Line<'_, '_>,
        report: FactsReport,
        place: Place,
    ) -> Result<Bin, String> {
        use ReportColumn::*;
        let row = line.row;
        let amounts = Amounts {
            total: line.amount(TotalAmount)?,
            principal: line.amount(RefundAmount)?,
            interest: line.amount(InterestAmount)?,
        };
        // An amount alone, without interest beside it, is not said to be duty.
        let amounts = match amounts {
            Amounts { total: None, principal, interest: None } => {
                Amounts { total: principal, ..Amounts::default() }
            }
            _ => amounts.completed(),
        };
        let diverted = line.amount(DivertedAmount)?;
        let on = line.day(RefundDate)?;
        let liquidated = self.liquidated(line)?;
        let number = [line.number(RefundNumber), line.number(DocumentNumber)];
        let number = number.into_iter().find(|cell| !cell.is_empty()).unwrap_or_default();
        if number.is_empty() && amounts.total.is_none() {
            return Err("it names no refund: no number and no amount".to_owned());
        }
        let words = &self.rules.status_words;
        let (first, second) = (line.cell(RefundStatus), line.cell(SecondaryStatus));
        let status = match report {
            // Whatever it prints, it lists what is kept back.
            FactsReport::Rev613 => super::RefundStatus::Held,
            _ => refunds::status_of(first, second, words),
        };
        let printed = [second, first, line.cell(RejectReason)];
        let printed = printed.into_iter().find(|cell| !cell.is_empty()).unwrap_or_default();
        let payee = match self.payee(row) {
            TextId::BLANK => self.text(line.cell(PayeeName)),
            payee => payee,
        };
        let refund = RefundRow {
            refund: self.text(number),
            payee,
            amount: amounts.total,
            principal: amounts.principal,
            interest: amounts.interest,
            diverted,
            on,
            liquidated,
            status,
            status_text: self.text(printed),
            trace: self.text(line.number(TraceNumber)),
            place,
        };
        self.said.refunds.push(refund);
        Ok(Bin::Used)
    }
}

fn bin_of(entry: EntryRef, tells: bool) -> Bin {
    match (entry, tells) {
        (EntryRef::Stranger(_), _) => Bin::Stranger,
        (EntryRef::Known(_), true) => Bin::Used,
        (EntryRef::Known(_), false) => Bin::Other,
    }
}

/// Whether a row is one text without a digit, such as `End of report`: it is about no entry.
fn is_remark(row: &Row<'_>) -> bool {
    let mut filled = (0..row.width()).map(|at| row.cell_at(at)).filter(|cell| !cell.is_empty());
    let only = filled.next().filter(|_| filled.next().is_none());
    !row.is_unclosed() && only.is_some_and(|cell| !cell.iter().any(u8::is_ascii_digit))
}

fn entry_number(row: &Row<'_>) -> Result<EntryNumber, String> {
    let cell = row.text(Field::EntryNumber);
    EntryNumber::read(cell).map(|(number, _)| number).ok_or_else(|| no_entry(cell))
}

fn place(file: usize, record: u64) -> Place {
    Place {
        file: u32::try_from(file).unwrap_or(u32::MAX),
        record: u32::try_from(record).unwrap_or(u32::MAX),
    }
}

fn wrong_width(found: usize, expected: usize) -> String {
    format!("{found} fields where the header has {expected}")
}

/// Why a cell is no entry number.
fn no_entry(cell: &[u8]) -> String {
    if cell.is_empty() {
        return "it names no entry".to_owned();
    }
    let damage = match EntryNumber::is_spreadsheet_number(cell) {
        true => {
            "was made a number by a spreadsheet, which loses digits: pull the report again, or take \
             the column in as text"
        }
        false => "is not letters and digits",
    };
    format!("entry number {} {damage}", quoted(&text_of(cell)))
}
