//! `refunds.csv`, every refund; `refund_entries.csv`, which entries are in which refund;
//! `deposits.csv`, every credit of the bank and what it was matched to, and the lines by which
//! refunds went back.

use super::payments::{numbers, put};
use super::proof::ProofCells;
use crate::ledger::TextId;
use crate::report::cell::{ReadyCell, RowWriter};
use crate::report::{OutputError, Staging};
use crate::track::links::{DepositFate, OffsetBasis, Refund, SeenAtBank};
use crate::track::payments::{Hints, NoExplanation, PaymentBook, Payments, Settler};
use crate::track::{BankLine, Followed, Part, RefundId, Scene};
use std::collections::BTreeMap;

/// Remarks of one kind that are told of a refund; the others are counted.
const TOLD: usize = 3;

/// The header of `refunds.csv`.
pub const REFUNDS_HEADER: &str = "refund_number,payee,refund_date,status,status_text,amount,\
    entries,principal_of_entries,interest_of_entries,deposit_date,deposit_amount,\
    deposit_reference,how_matched,group_payee,group_liquidation_date,remark,file,record,\
    seen_at_bank,offset_basis,may_be_group_of\n";

/// The header of `deposits.csv`.
pub const DEPOSITS_HEADER: &str =
    "deposit_date,amount,reference,how_matched,refund_numbers,remark,file,record\n";

/// Writes `refunds.csv`.
///
/// # Errors
/// It cannot be written.
pub fn write_refunds(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    book: &PaymentBook,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let hints = Hints::new(book);
    let mut file = staging.create("refunds.csv")?;
    file.write(REFUNDS_HEADER.as_bytes())?;
    let proofs = ProofCells::new(scene);
    let mut out = Vec::new();
    for (id, refund) in (0..).map(RefundId).zip(payments.links().refunds()) {
        refund_row(scene, payments, (&proofs, &hints), (id, refund), &mut out);
        file.write(&out)?;
        out.clear();
    }
    staging.close(file)
}

fn refund_row(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    (proofs, hints): (&ProofCells, &Hints),
    (id, refund): (RefundId, &Refund),
    out: &mut Vec<u8>,
) {
    let (texts, links) = (&scene.said.texts, payments.links());
    let parts = links.parts(id);
    let sum = |amount: fn(&Part) -> Option<crate::domain::Cents>| -> i128 {
        parts.iter().filter_map(amount).map(|cents| i128::from(cents.0)).sum()
    };
    let mut row = RowWriter::new(out);
    row.text(texts.text(refund.number))
        .text(texts.text(refund.payee))
        .day(refund.on)
        .word(refund.status.as_str())
        .text(texts.text(refund.status_text));
    match refund.amount {
        Some(amount) => row.cents(amount),
        None => row.word(""),
    };
    row.number(parts.len() as u64)
        .wide_cents(sum(|part| part.principal))
        .wide_cents(sum(|part| part.interest));
    let deposits = links.deposits(id);
    let lines = deposits.iter().filter_map(|link| scene.said.deposits.get(link.deposit as usize));
    match deposits.first() {
        Some(first) => {
            let mut references = String::new();
            lines.clone().for_each(|line| put(&mut references, texts.text(line.reference)));
            row.day(lines.clone().find_map(|line| line.on))
                .wide_cents(deposits.iter().map(|link| i128::from(link.amount.0)).sum())
                .text(&references)
                .word(first.how.as_str());
        }
        None => {
            let open = if links.is_ambiguous(id) { "ambiguous" } else { "" };
            row.word("").word("").word("").word(open);
        }
    }
    let (mut payees, mut dates) = (String::new(), String::new());
    let groups = payments.joined(id).into_iter().flat_map(|joined| joined.groups.keys());
    for key in groups.filter_map(|group| payments.group(*group)) {
        put(&mut payees, payments.payee(key.payee).map_or("", |payee| &payee.printed));
        put(&mut dates, &key.date.map(|date| date.to_string()).unwrap_or_default());
    }
    row.text(&payees)
        .word(&dates)
        .text(&remark(scene, payments, hints, id))
        .ready(proofs.file(refund.place))
        .number(refund.place.record.into())
        .word(links.seen_at_bank(id).map_or("", |seen| seen.as_str()))
        .word(links.offset_basis(id).map_or("", |basis| basis.as_str()))
        .day(hints.of(payments, id).map(|hint| hint.date))
        .end();
}

/// What is to be said of a refund: what two reports tell differently, what is in no group.
fn remark(scene: &Scene<'_>, payments: &Payments<'_>, hints: &Hints, id: RefundId) -> String {
    let links = payments.links();
    let mut said = Vec::new();
    let all = links.disagreements();
    let from = all.partition_point(|differs| differs.refund < id);
    let to = all.partition_point(|differs| differs.refund <= id);
    let own = all.get(from..to).unwrap_or_default();
    for differs in own.iter().take(TOLD) {
        let file = scene.said.file(differs.place).map_or("", |file| &file.name);
        let (what, kept, other) = (differs.what, differs.kept, differs.other);
        let of = match differs.entry {
            Some(entry) => {
                let known = entry.known().and_then(|id| scene.portfolio.get(id));
                format!(
                    " of entry {}",
                    known.map_or("(not in the estimate)", |e| e.number.as_str())
                )
            }
            None => String::new(),
        };
        let record = differs.place.record;
        said.push(format!("{what}{of}: {kept} taken, {other} in {file} record {record}"));
    }
    if own.len() > TOLD {
        said.push(format!("{} more amounts differ between reports", own.len() - TOLD));
    }
    for differs in links.other_payees(id).iter().take(TOLD) {
        let file = scene.said.file(differs.place).map_or("", |file| &file.name);
        let [kept, other] = [differs.kept, differs.other].map(|payee| scene.said.texts.text(payee));
        let record = differs.place.record;
        said.push(format!("payee: {kept} taken, {other} in {file} record {record}"));
    }
    if links.offset_basis(id) == Some(OffsetBasis::AtMost) {
        said.push("at most: how much was kept is not known".to_string());
    }
    if links.is_ambiguous(id) && links.deposits(id).is_empty() {
        said.push("several bank lines fit, or one fits others too: none was taken".to_string());
    }
    if links.seen_at_bank(id) == Some(SeenAtBank::No) {
        said.push("paid by CBP's word, not seen at the bank: ask CBP for the trace".to_string());
    }
    for (why, sum) in payments.joined(id).into_iter().flat_map(|joined| &joined.outside) {
        let mut amount = Vec::new();
        crate::domain::write_cents(*sum, &mut amount);
        said.push(format!("{} in no group: {why}", String::from_utf8_lossy(&amount)));
    }
    if let Some(hint) = hints.of(payments, id) {
        let mut amount = Vec::new();
        crate::domain::write_cents(hint.expected, &mut amount);
        let amount = String::from_utf8_lossy(&amount).into_owned();
        said.push(format!("may be the group of {}: expected {amount}", hint.date));
    }
    said.join("; ")
}

/// Writes the rows of `refund_entries.csv`.
pub struct RefundEntryRows<'p, 'a> {
    scene: Scene<'a>,
    payments: &'p Payments<'a>,
    settler: Settler<'p, 'a>,
    /// Entries of one importer stand together.
    importer: Option<TextId>,
    importer_cell: ReadyCell,
    words: String,
}

impl<'p, 'a> RefundEntryRows<'p, 'a> {
    /// The name of the file.
    pub const FILE: &'static str = "refund_entries.csv";

    /// Its header, without the line end.
    pub const HEADER: &'static str = "refund_number,entry_number,importer_number,principal,\
        interest,basis,expected_principal,expected_interest";

    /// None written yet.
    pub fn new(scene: &Scene<'a>, payments: &'p Payments<'a>) -> RefundEntryRows<'p, 'a> {
        RefundEntryRows {
            scene: *scene,
            payments,
            settler: Settler::new(payments, NoExplanation),
            importer: None,
            importer_cell: ReadyCell::default(),
            words: String::new(),
        }
    }

    /// Appends the rows of an entry: one for each of its refunds; one for all where they were
    /// shared out together.
    pub fn write(&mut self, followed: &Followed<'_>, out: &mut Vec<u8>) {
        let Followed { id, entry, tracked, settlement } = followed;
        if self.importer != Some(entry.importer) {
            self.importer = Some(entry.importer);
            let importer = self.scene.portfolio.texts.text(entry.importer);
            self.importer_cell = ReadyCell::text(importer);
        }
        for part in self.settler.in_refunds(*id, entry, tracked) {
            RowWriter::new(out)
                .text(numbers(&self.scene, self.payments, part.refunds, &mut self.words))
                .entry(&entry.number)
                .ready(&self.importer_cell)
                .cents(part.money.principal)
                .cents(part.money.interest)
                .word(part.basis.as_str())
                .cents(settlement.expected.principal)
                .cents(settlement.expected.interest)
                .end();
        }
    }
}

/// How the line stands by which the bank sent a refund back.
pub(super) const SENT_BACK: &str = "sent-back";

/// Writes `deposits.csv`, by day, amount and reference.
///
/// # Errors
/// It cannot be written.
pub fn write_deposits(
    scene: &Scene<'_>,
    payments: &Payments<'_>,
    staging: &mut Staging,
) -> Result<(), OutputError> {
    let (said, links) = (scene.said, payments.links());
    let mut refunds: BTreeMap<u32, Vec<RefundId>> = BTreeMap::new();
    for id in (0..links.refunds().len() as u32).map(RefundId) {
        for link in links.deposits(id) {
            refunds.entry(link.deposit).or_default().push(id);
        }
    }
    let mut rows: Vec<(&BankLine, &str, &[RefundId], &str)> = Vec::new();
    for (at, (line, fate)) in (0..).zip(said.deposits.iter().zip(links.deposit_fates())) {
        let (how, remark) = match fate {
            DepositFate::NoCredit => continue,
            DepositFate::Matched(how, _) => (how.as_str(), ""),
            DepositFate::Ambiguous => (
                "ambiguous",
                "several refunds fit, several lines fit one, or it is more than what it names: none was \
                 taken",
            ),
            DepositFate::Unexpected => ("unexpected", ""),
            DepositFate::Copy => ("copy", "the same line stands in another bank file"),
            DepositFate::Ahead => ("ahead", "dated after the day to which clocks count"),
        };
        rows.push((line, how, refunds.get(&at).map_or(&[], Vec::as_slice), remark));
    }
    let mut back: BTreeMap<u32, Vec<RefundId>> = BTreeMap::new();
    for one in links.all_sent_back() {
        back.entry(one.debit).or_default().push(one.refund);
    }
    for (at, refunds) in &back {
        if let Some(line) = said.debits.get(*at as usize) {
            rows.push((line, SENT_BACK, refunds, "the bank sent the refund back"));
        }
    }
    rows.sort_by_key(|(line, ..)| {
        let file = said.file(line.place).map(|file| &file.name);
        (line.on, line.amount, said.texts.text(line.reference), file, line.place.record)
    });
    let proofs = ProofCells::new(scene);
    let mut file = staging.create("deposits.csv")?;
    file.write(DEPOSITS_HEADER.as_bytes())?;
    let (mut out, mut words) = (Vec::new(), String::new());
    for (line, how, own, remark) in rows {
        RowWriter::new(&mut out)
            .day(line.on)
            .cents(line.amount)
            .text(said.texts.text(line.reference))
            .word(how)
            .text(numbers(scene, payments, own, &mut words))
            .text(remark)
            .ready(proofs.file(line.place))
            .number(line.place.record.into())
            .end();
        file.write(&out)?;
        out.clear();
    }
    staging.close(file)
}
