//! Several bank lines of one day that together are one refund.

use super::RefundId;
use super::deposits::{DepositFate, HowMatched, Matching};
use crate::domain::{Day, fold};
use crate::rulebook::BankText;
use crate::track::BankLine;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// Of more lines of a day only all together are tried: there are too many ways to choose.
const MOST: usize = 12;

impl<'a> Matching<'_, 'a> {
    /// Takes lines of one day for a refund if their texts are CBP's or Treasury's, if no other lines
    /// are it, and if they are no other refund.
    pub(super) fn by_parts(&mut self) {
        let mut by_cash: HashMap<i128, Vec<(RefundId, Day)>, FixedState> = HashMap::default();
        for (id, refund) in self.open_refunds() {
            if let (Some(cash), Some(on)) = (refund.cash(), refund.on) {
                by_cash.entry(cash).or_default().push((id, on));
            }
        }
        if by_cash.is_empty() {
            return;
        }
        let mut found: Vec<(RefundId, Vec<u32>)> = Vec::new();
        for lines in self.days_of_cbp().values().filter(|lines| lines.len() > 1) {
            let Some((_, first)) = lines.first() else { continue };
            each_choice(lines, |sum, chosen| {
                let same = by_cash.get(&sum).into_iter().flatten();
                let near = same.filter(|(_, on)| self.near(first, *on));
                found.extend(near.map(|(id, _)| (*id, chosen())));
            });
        }
        let mut of_line: HashMap<u32, u32, FixedState> = HashMap::default();
        let mut of_refund: HashMap<RefundId, u32, FixedState> = HashMap::default();
        for (id, lines) in &found {
            *of_refund.entry(*id).or_default() += 1;
            lines.iter().for_each(|at| *of_line.entry(*at).or_default() += 1);
        }
        for (id, lines) in found {
            let alone = of_refund.get(&id) == Some(&1)
                && lines.iter().all(|at| of_line.get(at) == Some(&1));
            for at in lines {
                match (alone, self.line(at)) {
                    (true, Some(line)) => {
                        self.decide(at, DepositFate::Matched(HowMatched::Parts, id));
                        self.share_out(at, line, &[id], HowMatched::Parts);
                    }
                    _ => {
                        self.decide(at, DepositFate::Ambiguous);
                        self.matched.ambiguous.insert(id);
                    }
                }
            }
        }
    }

    /// The lines of which nothing is known yet and whose texts are CBP's or Treasury's, by day.
    fn days_of_cbp(&self) -> BTreeMap<Day, Vec<(u32, &'a BankLine)>> {
        let said = self.scene.said;
        let words = &self.scene.rules.status_words;
        let mut days: BTreeMap<Day, Vec<(u32, &BankLine)>> = BTreeMap::new();
        for (at, line) in self.open_lines() {
            let text = fold(said.texts.text(line.reference).as_bytes());
            if let Some(on) = line.on
                && words.bank_text(&text).contains(&BankText::FromCbp)
            {
                days.entry(on).or_default().push((at, line));
            }
        }
        days
    }
}

/// Each choice of two lines or more: its sum, and the lines.
fn each_choice(lines: &[(u32, &BankLine)], mut see: impl FnMut(i128, &dyn Fn() -> Vec<u32>)) {
    let all = || lines.iter().map(|(at, _)| *at).collect();
    if lines.len() > MOST {
        see(lines.iter().map(|(_, line)| i128::from(line.amount.0)).sum(), &all);
        return;
    }
    for mask in 1_u32..1 << lines.len() {
        if mask.count_ones() < 2 {
            continue;
        }
        let chosen = || (0..).zip(lines).filter(|(bit, _)| mask & (1 << bit) != 0);
        let sum = chosen().map(|(_, (_, line))| i128::from(line.amount.0)).sum();
        see(sum, &|| chosen().map(|(_, (at, _))| *at).collect());
    }
}
