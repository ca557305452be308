//! What a person wants to look at: the refund by IEEPA heading and rate, by country, by filer and
//! lane, by clock, and the biggest entries of each finding. Gathered only for the reports that show
//! it.

mod biggest;
mod clocks;
mod filers;
mod rows;

pub use biggest::{Biggest, FlaggedEntry, SHOWN_OF_EACH};
pub use clocks::{Clock, ClockKey};
pub use filers::{ByLane, FilerKey};
pub use rows::{CodeKey, RowAmounts};

use super::{Amounts, Kept};
use crate::assess::Assessed;
use crate::domain::{Bin, LiquidationState};
use crate::ledger::TextId;
use std::collections::BTreeMap;

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
    pub filers: Kept<FilerKey, ByLane>,
    /// Entries whose time is running, by liquidation date and importer.
    pub clocks: Kept<ClockKey, Clock>,
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
        let filer = FilerKey { filer: filer.into(), importer };
        self.filers.at(filer).0[assessed.lane as usize].add(amounts);
        if let Some(key) = ClockKey::of(assessed, importer) {
            self.clocks.at(key).put(assessed, amounts);
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
        self.filers.add(&later.filers);
        self.clocks.add(&later.clocks);
        self.biggest.add(&later.biggest);
    }

    /// Entries whose time is running, the earliest liquidation first; those of one date by what
    /// `text` prints of their importer.
    pub fn clocks_in_order<'t>(
        &self,
        text: impl Fn(TextId) -> &'t str,
    ) -> impl Iterator<Item = (ClockKey, &'t str, Clock)> {
        let places = self.clocks.places();
        let mut clocks: Vec<_> =
            places.map(|(key, place)| (*key, text(key.importer), place)).collect();
        let is_projected = |key: &ClockKey| key.state != LiquidationState::Liquidated;
        clocks.sort_by(|(x, a, _), (y, b, _)| {
            let order = (x.date, is_projected(x), *a).cmp(&(y.date, is_projected(y), *b));
            order.then_with(|| x.state.as_str().cmp(y.state.as_str()))
        });
        clocks.into_iter().map(|(key, text, place)| (key, text, self.clocks.sums(&key, place)))
    }
}
