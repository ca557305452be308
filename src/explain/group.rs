//! A payment group: its row of `groups.csv`, and the entries that make it up.

use super::entry::{EntryTold, RunTold, iso};
use super::facts::facts;
use super::interest::{self, InterestTold};
use super::rows::{RowTold, rows};
use super::sums::SumsTold;
use super::{Inconsistent, Money, Subject};
use crate::assess::Context;
use crate::estimate::{Group, GroupKey};
use crate::ledger::Texts;
use serde::Serialize;
use std::collections::BTreeMap;

/// A row of `groups.csv`.
#[derive(Debug, Clone, Serialize)]
pub struct GroupTold {
    /// Importer of record.
    pub importer_number: String,
    /// Its name: the first that an entry of the group gives.
    pub importer_name: String,
    /// Where its entries stand with CBP.
    pub liquidation_state: &'static str,
    /// Their liquidation date; empty if there is none.
    pub liquidation_date: String,
    /// How many entries.
    pub entries: u64,
    /// How many of them are eligible.
    pub eligible_entries: u64,
    /// How many a person must look at.
    pub review_entries: u64,
    /// How many are blocked.
    pub blocked_entries: u64,
    /// How many have nothing to get back.
    pub no_refund_entries: u64,
    /// Duty of their counted rows.
    pub duty_paid: Money,
    /// Lowest refund.
    pub refund_low: Money,
    /// Highest refund.
    pub refund_high: Money,
    /// Lowest refund of the eligible ones.
    pub eligible_refund_low: Money,
    /// Highest refund of the eligible ones.
    pub eligible_refund_high: Money,
    /// Lowest interest.
    pub interest_low: Money,
    /// Highest interest.
    pub interest_high: Money,
    /// Last day of CAPE.
    pub cape_deadline: String,
    /// Last day of a protest.
    pub protest_deadline: String,
    /// Who is paid; empty without a parties file.
    pub payee: String,
}

impl GroupTold {
    /// Tells a group of an estimate; `importer` is the number it is printed with.
    pub fn of(
        importer: &str,
        key: GroupKey,
        group: &Group,
        context: &Context<'_>,
        texts: &Texts,
    ) -> GroupTold {
        GroupTold {
            importer_number: importer.to_owned(),
            importer_name: texts.text(group.importer_name).to_owned(),
            liquidation_state: key.state.as_str(),
            liquidation_date: iso(key.liquidation_date),
            entries: group.all.entries,
            eligible_entries: group.eligible,
            review_entries: group.review,
            blocked_entries: group.blocked,
            no_refund_entries: group.no_refund,
            duty_paid: Money(group.all.duty_paid),
            refund_low: Money(group.all.refund_low),
            refund_high: Money(group.all.refund_high),
            eligible_refund_low: Money(group.eligible_refund_low),
            eligible_refund_high: Money(group.eligible_refund_high),
            interest_low: Money(group.all.interest_low),
            interest_high: Money(group.all.interest_high),
            cape_deadline: iso(group.cape_deadline),
            protest_deadline: iso(group.protest_deadline),
            payee: key.payee.print(importer, context.parties, texts).into_owned(),
        }
    }
}

/// Rows of a bin.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct RowBins {
    /// How many.
    pub rows: u64,
    /// Lowest refund of them, before sums below 0 are cut.
    pub refund_low: Money,
    /// Highest refund of them, before sums below 0 are cut.
    pub refund_high: Money,
}

/// Entries below 0 by their rows. No entry is: with these amounts the rows of the bins add up to
/// the group.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct RaisedTold {
    /// How many.
    pub entries: u64,
    /// What their lowest refunds are above their rows.
    pub refund_low: Money,
    /// What their highest refunds are above their rows.
    pub refund_high: Money,
}

/// Checks of the entries of a group that could not be run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UnprovedTold {
    /// Entries that have any.
    pub entries: u64,
    /// By check, the entries for which it could not be run.
    pub checks: BTreeMap<&'static str, u64>,
}

impl UnprovedTold {
    fn of(entries: &[GroupEntry]) -> UnprovedTold {
        let mut told = UnprovedTold::default();
        for entry in entries {
            told.entries += u64::from(!entry.entry.unproved.is_empty());
            for code in &entry.entry.unproved {
                *told.checks.entry(code).or_default() += 1;
            }
        }
        told
    }
}

/// An entry of a group.
#[derive(Debug, Clone, Serialize)]
pub struct GroupEntry {
    /// Its row of `entries.csv`.
    pub entry: EntryTold,
    /// Who is paid; empty without a parties file.
    pub payee: String,
    /// Its interest.
    pub interest: InterestTold,
    /// Every row of it in the exports.
    pub rows: Vec<RowTold>,
    /// What the counted ones add up to.
    pub sums: SumsTold,
}

impl GroupEntry {
    /// Tells an entry of a group.
    ///
    /// # Errors
    /// What is told does not give what was judged.
    pub fn of(subject: &Subject<'_>, key: GroupKey) -> Result<GroupEntry, Inconsistent> {
        let entry = &subject.assessed.entry;
        let rows = rows(subject)?;
        let payee = key.payee.print(entry.importer, entry.context.parties, entry.texts);
        Ok(GroupEntry {
            entry: EntryTold::of(subject.assessed),
            payee: payee.into_owned(),
            interest: interest::told(subject, &facts(subject))?,
            sums: SumsTold::of(subject, &rows)?,
            rows,
        })
    }
}

/// A payment group, or the groups of one importer and date that differ in who is paid.
#[derive(Debug, Clone, Serialize)]
pub struct GroupExplanation {
    /// The day, the rules and the assumptions.
    pub run: RunTold,
    /// The groups, as in `groups.csv`.
    pub groups: Vec<GroupTold>,
    /// What could not be run for its entries.
    pub unproved: UnprovedTold,
    /// Rows of its entries by bin.
    pub bins: BTreeMap<&'static str, RowBins>,
    /// Entries whose rows give less than 0.
    pub raised_to_zero: RaisedTold,
    /// Its entries, by number.
    pub entries: Vec<GroupEntry>,
}

impl GroupExplanation {
    /// Puts it together; `None` if the entries do not add up to the groups.
    pub fn of(
        context: &Context<'_>,
        groups: Vec<GroupTold>,
        entries: Vec<GroupEntry>,
    ) -> Option<GroupExplanation> {
        let mut bins: BTreeMap<&'static str, RowBins> = BTreeMap::new();
        for row in entries.iter().flat_map(|entry| &entry.rows) {
            let bin = bins.entry(row.bin).or_default();
            bin.rows += 1;
            if let Some(refund) = &row.refund {
                bin.refund_low.0 += refund.refund_low.0;
                bin.refund_high.0 += refund.refund_high.0;
            }
        }
        let mut raised_to_zero = RaisedTold::default();
        for of in entries.iter().filter(|of| of.sums.is_raised()) {
            raised_to_zero.entries += 1;
            raised_to_zero.refund_low.0 += of.sums.raised_low.0;
            raised_to_zero.refund_high.0 += of.sums.raised_high.0;
        }
        let adds_up = groups.iter().all(|group| {
            let mut sums = [0i128; 6];
            for entry in entries.iter().filter(|entry| entry.payee == group.payee) {
                let told = &entry.entry;
                let amounts = [
                    1,
                    told.duty_paid.0,
                    told.refund_low.0,
                    told.refund_high.0,
                    told.interest_low.0,
                    told.interest_high.0,
                ];
                sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
            }
            let expected = [
                group.entries.into(),
                group.duty_paid.0,
                group.refund_low.0,
                group.refund_high.0,
                group.interest_low.0,
                group.interest_high.0,
            ];
            sums == expected
        });
        let all = groups.iter().map(|group| group.entries).sum::<u64>() == entries.len() as u64;
        (adds_up && all).then(|| GroupExplanation {
            run: RunTold::of(context),
            groups,
            unproved: UnprovedTold::of(&entries),
            bins,
            raised_to_zero,
            entries,
        })
    }
}
