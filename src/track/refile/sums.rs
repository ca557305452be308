//! The pack as a whole: sums by label and action, and the entries for the upload files.

use super::{RefileKind, RefileRow};
use crate::domain::Day;
use crate::earlier::EntryId;
use crate::ledger::TextId;
use crate::rulebook::Action;
use crate::track::{Followed, Scene};
use hashbrown::HashMap;

/// An entry that may go on a new declaration today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyEntry {
    /// The entry.
    pub id: EntryId,
    /// Last day on which CAPE takes it; `None` if it is not liquidated.
    pub deadline: Option<Day>,
}

/// What was refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefileSum {
    /// Why the entries are here.
    pub kind: RefileKind,
    /// CBP's words; may be blank.
    pub label: String,
    /// What to do; `None` for what was never filed.
    pub action: Option<Action>,
    /// Entries.
    pub entries: u64,
    /// Of these, ready today.
    pub ready: u64,
    /// Most refund of all, in cents.
    pub refund_high: i128,
    /// Most refund of those that are ready, in cents.
    pub ready_refund_high: i128,
    /// The nearest CAPE deadline of those that are ready.
    pub first_deadline: Option<Day>,
}

/// The re-file pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefilePack {
    /// By kind, label and action.
    pub sums: Vec<RefileSum>,
    /// Refused and ready today, in the order of the portfolio.
    pub ready: Vec<ReadyEntry>,
    /// Never filed as far as any report tells, and ready today.
    pub never_filed: Vec<ReadyEntry>,
}

impl RefilePack {
    /// Refused entries, and those of them that are ready.
    pub fn refused(&self) -> (u64, u64) {
        let refused = self.sums.iter().filter(|sum| sum.kind != RefileKind::NeverFiled);
        refused.fold((0, 0), |(all, ready), sum| (all + sum.entries, ready + sum.ready))
    }
}

type Key = (RefileKind, TextId, Option<Action>);

#[derive(Default)]
pub(super) struct Sums {
    sums: HashMap<Key, Sum, foldhash::fast::FixedState>,
    ready: Vec<ReadyEntry>,
    never_filed: Vec<ReadyEntry>,
}

#[derive(Default)]
struct Sum {
    entries: u64,
    ready: u64,
    refund_high: i128,
    ready_refund_high: i128,
    first_deadline: Option<Day>,
}

impl Sums {
    pub(super) fn add(&mut self, row: &RefileRow<'_>, followed: &Followed<'_>) {
        let error = match row.kind {
            RefileKind::NeverFiled => TextId::BLANK,
            _ => followed.tracked.error,
        };
        let sum = self.sums.entry((row.kind, error, row.action)).or_default();
        let refund = i128::from(row.entry.refund_high.0);
        sum.entries += 1;
        sum.refund_high += refund;
        if row.is_ready() {
            sum.ready += 1;
            sum.ready_refund_high += refund;
            sum.first_deadline = earliest(sum.first_deadline, row.deadlines.cape);
            let ready = ReadyEntry { id: row.id, deadline: row.deadlines.cape };
            match row.kind {
                RefileKind::NeverFiled => self.never_filed.push(ready),
                _ => self.ready.push(ready),
            }
        }
    }

    pub(super) fn finish(self, scene: &Scene<'_>) -> RefilePack {
        let sums = self.sums.into_iter().map(|((kind, label, action), sum)| RefileSum {
            kind,
            label: scene.said.texts.text(label).to_owned(),
            action,
            entries: sum.entries,
            ready: sum.ready,
            refund_high: sum.refund_high,
            ready_refund_high: sum.ready_refund_high,
            first_deadline: sum.first_deadline,
        });
        let mut sums: Vec<RefileSum> = sums.collect();
        sums.sort_by(|a, b| (a.kind, &a.label, a.action).cmp(&(b.kind, &b.label, b.action)));
        RefilePack { sums, ready: self.ready, never_filed: self.never_filed }
    }
}

fn earliest(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}
