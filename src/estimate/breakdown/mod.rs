//! What a person wants to look at: the refund by IEEPA heading and rate, by country, by filer and
//! lane, by clock, and the biggest entries of each finding. Gathered only for the reports that show
//! it.

mod biggest;
mod clocks;
mod rows;

pub use biggest::{Biggest, FlaggedEntry, SHOWN_OF_EACH};
pub use clocks::{Clock, ClockKey};
pub use rows::{CodeKey, RowAmounts};

use super::Amounts;
use crate::assess::Assessed;
use crate::domain::{Bin, Lane, LiquidationState};
use crate::ledger::TextId;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};

/// The estimate seen from several sides. Two of them add up.
#[derive(Debug, Default)]
pub struct Breakdown {
    /// Counted rows by heading and rate version.
    pub codes: BTreeMap<CodeKey, RowAmounts>,
    /// Counted rows by country of origin; `None` where a row names none.
    pub countries: BTreeMap<Option<[u8; 2]>, RowAmounts>,
    /// What the refunds of entries are above the sum of their rows: the sum of an entry is not
    /// below 0. With it the rows add up to the total.
    pub raised_to_zero: RowAmounts,
    /// Entries by filer code (empty where the number has none), importer and lane.
    pub filers: HashMap<(CompactString, TextId), [Amounts; Lane::ALL.len()], FixedState>,
    /// Entries whose time is running, by liquidation date and importer.
    pub clocks: HashMap<ClockKey, Clock, FixedState>,
    /// The biggest entries of each finding.
    pub biggest: Biggest,
}

impl Breakdown {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>, importer: TextId, amounts: &Amounts) {
        let entry = &assessed.entry;
        let mut sum = RowAmounts::default();
        for row in entry.rows.iter().filter(|row| row.kept.bin == Bin::Counted) {
            let amounts = RowAmounts::of(row);
            sum.add(&amounts);
            self.codes.entry(CodeKey::of(row)).or_default().add(&amounts);
            let country = Some(row.kept.row.country).filter(|country| *country != [0, 0]);
            self.countries.entry(country).or_default().add(&amounts);
        }
        self.raised_to_zero.refund_low += amounts.refund_low - sum.refund_low;
        self.raised_to_zero.refund_high += amounts.refund_high - sum.refund_high;
        let filer = if entry.number.is_well_formed() { entry.number.filer_code() } else { "" };
        let lanes = self.filers.entry((filer.into(), importer)).or_default();
        lanes[assessed.lane as usize].add(amounts);
        if let Some(key) = ClockKey::of(assessed, importer) {
            self.clocks.entry(key).or_default().put(assessed, amounts);
        }
        self.biggest.put(assessed);
    }

    pub(super) fn add(&mut self, later: &Breakdown) {
        for (key, amounts) in &later.codes {
            self.codes.entry(*key).or_default().add(amounts);
        }
        for (key, amounts) in &later.countries {
            self.countries.entry(*key).or_default().add(amounts);
        }
        self.raised_to_zero.add(&later.raised_to_zero);
        for (key, amounts) in &later.filers {
            let lanes = self.filers.entry(key.clone()).or_default();
            lanes.iter_mut().zip(amounts).for_each(|(sum, lane)| sum.add(lane));
        }
        for (key, clock) in &later.clocks {
            self.clocks.entry(*key).or_default().add(clock);
        }
        self.biggest.add(&later.biggest);
    }

    /// Entries whose time is running, the earliest liquidation first; those of one date by what
    /// `text` prints of their importer.
    pub fn clocks_in_order<'t>(
        &self,
        text: impl Fn(TextId) -> &'t str,
    ) -> Vec<(ClockKey, &'t str, &Clock)> {
        let with_text = |(key, clock)| {
            let key: &ClockKey = key;
            (*key, text(key.importer), clock)
        };
        let mut clocks: Vec<_> = self.clocks.iter().map(with_text).collect();
        clocks.sort_by(|(x, a, _), (y, b, _)| {
            let is_projected = |key: &ClockKey| key.state != LiquidationState::Liquidated;
            (x.date, is_projected(x), *a, x.state.as_str()).cmp(&(
                y.date,
                is_projected(y),
                *b,
                y.state.as_str(),
            ))
        });
        clocks
    }
}
