//! Bank lines by which a refund went back: they name it, or they equal its credit and follow it.

use super::deposits::Matching;
use super::{DepositLink, Refund, RefundId};
use crate::domain::{Cents, fold};
use crate::rulebook::BankText;
use crate::track::{BankLine, RefundStatus, Said};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};

/// A line by which a refund, or the part of several that one line credited, went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentBack {
    /// Its place in [`Said::debits`](crate::track::Said::debits).
    pub debit: u32,
    /// The refund.
    pub refund: RefundId,
    /// How much of it, above zero.
    pub amount: Cents,
}

/// Lines that another bank file has too. Twice in one file they are two; the file that has a line
/// most often is the one that counts.
pub(super) fn copies(said: &Said, lines: &[BankLine]) -> HashSet<u32, FixedState> {
    let name = |file: u32| said.files.get(file as usize).map(|file| &file.name);
    let mut counts: HashMap<_, HashMap<u32, u32, FixedState>, FixedState> = HashMap::default();
    let key = |line: &BankLine| (line.on, line.amount, line.reference);
    for line in lines {
        *counts.entry(key(line)).or_default().entry(line.place.file).or_default() += 1;
    }
    let mut copies = HashSet::default();
    for (at, line) in (0..).zip(lines) {
        let files = counts.get(&key(line)).into_iter().flatten();
        let counting =
            files.max_by_key(|(file, count)| (**count, std::cmp::Reverse((name(**file), **file))));
        if counting.is_some_and(|(file, _)| *file != line.place.file) {
            copies.insert(at);
        }
    }
    copies
}

impl<'a> Matching<'_, 'a> {
    /// The lines with money that went out, each once.
    fn debits(&self) -> Vec<(u32, &'a BankLine)> {
        let said = self.scene.said;
        let copies = copies(said, &said.debits);
        let past = |line: &&BankLine| !self.scene.is_ahead(line.on, line.place);
        let lines = (0..).zip(&said.debits).filter(|(_, line)| past(line));
        let counts = |at: &u32, line: &BankLine| !copies.contains(at) && line.amount < Cents::ZERO;
        lines.filter(|(at, line)| counts(at, line)).collect()
    }

    /// Finds the lines that name one refund and are what the bank credited of it, or what it comes
    /// to; and those that equal a credit that they follow.
    pub(super) fn find_sent_back(&mut self) {
        let texts = &self.scene.said.texts;
        let sought = self.sought();
        let mut pairs = Vec::new();
        for (at, debit) in self.debits() {
            match sought.find(texts.text(debit.reference)).as_slice() {
                [] => pairs.extend(self.credits_before(debit).map(|credit| (credit, at))),
                [id] => {
                    if let Some(amount) = self.went_back(*id, debit) {
                        self.matched.sent_back.push(SentBack { debit: at, refund: *id, amount });
                    }
                }
                // Which of them went back is not known.
                _ => {}
            }
        }
        let count = |of: fn(&(u32, u32)) -> u32| {
            let mut counts: HashMap<u32, u32, FixedState> = HashMap::default();
            pairs.iter().for_each(|pair| *counts.entry(of(pair)).or_default() += 1);
            counts
        };
        let (credits, debits) = (count(|pair| pair.0), count(|pair| pair.1));
        let alone = |(credit, debit): &&(u32, u32)| {
            credits.get(credit) == Some(&1) && debits.get(debit) == Some(&1)
        };
        self.reversed = pairs.iter().filter(alone).copied().collect();
    }

    /// How much of a refund a line that names it took back.
    fn went_back(&self, id: RefundId, debit: &BankLine) -> Option<Cents> {
        let amount = Cents(debit.amount.0.saturating_neg());
        let credits: Vec<&DepositLink> =
            self.matched.links.iter().filter(|link| link.refund == id).collect();
        let line = |link: &&DepositLink| self.line(link.deposit);
        let after = |day: Option<crate::domain::Day>| day.is_none() || debit.on >= day;
        if credits.is_empty() {
            let refund = self.merged.refunds.get(id.index())?;
            let whole = refund.cash() == Some(amount.0.into());
            return (whole && after(refund.on)).then_some(amount);
        }
        let sum: i128 = credits.iter().map(|link| i128::from(link.amount.0)).sum();
        let one = credits.iter().any(|link| link.amount == amount);
        let first = credits.iter().filter_map(line).filter_map(|line| line.on).min();
        ((one || sum == i128::from(amount.0)) && after(first)).then_some(amount)
    }

    /// Credits of the same amount that a line follows, where both have one text or number, or the
    /// line says that it sends something back.
    fn credits_before(&self, debit: &BankLine) -> impl Iterator<Item = u32> {
        let texts = &self.scene.said.texts;
        let text = texts.text(debit.reference);
        let words = &self.scene.rules.status_words;
        let says_so = words.bank_text(&fold(text.as_bytes())).contains(&BankText::SentBack);
        let most = self.scene.rules.tracking.deposit_match_days;
        let lines = self.by_amount_of_line.get(&debit.amount.0.saturating_neg());
        lines.into_iter().flatten().copied().filter(move |at| {
            let Some(credit) = self.line(*at) else { return false };
            let days = credit.on.zip(debit.on).map(|(credit, debit)| debit.days_since(credit));
            let near = days.is_some_and(|days| (0..=most).contains(&days));
            near && (says_so || super::reference::share_number(texts.text(credit.reference), text))
        })
    }

    /// Credits that went back take with them what was matched to them.
    pub(super) fn take_back(&mut self) {
        for link in &self.matched.links {
            if let Some(debit) = self.reversed.get(&link.deposit) {
                let back = SentBack { debit: *debit, refund: link.refund, amount: link.amount };
                self.matched.sent_back.push(back);
            }
        }
        let said = self.scene.said;
        self.matched.sent_back.sort_by_key(|back| {
            let line = said.debits.get(back.debit as usize);
            (back.refund, line.map(|line| (line.on, line.place.record, line.place.file)))
        });
    }
}

/// A refund of which nothing stayed at the bank came back, whatever CBP last said of it; but for a
/// later report by which it was paid once more.
pub(super) fn note(said: &Said, refund: &mut Refund, credits: &[DepositLink], back: &[SentBack]) {
    let line = |back: &SentBack| said.debits.get(back.debit as usize);
    let Some(last) = back.iter().filter_map(line).max_by_key(|line| line.on) else { return };
    let credited: i128 = credits.iter().map(|link| i128::from(link.amount.0)).sum();
    let went_back: i128 = back.iter().map(|back| i128::from(back.amount.0)).sum();
    let again = refund.status == RefundStatus::Reissued && refund.status_on > last.on;
    if credited > went_back || again || refund.status == RefundStatus::Returned {
        return;
    }
    refund.status = RefundStatus::Returned;
    refund.status_on = last.on;
    refund.status_text = last.reference;
    refund.place = last.place;
}
