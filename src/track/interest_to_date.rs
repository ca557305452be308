//! Interest goes on while an entry waits: what it comes to by the day of a tracking.

use super::{Scene, Tracked};
use crate::assess::interest::Growths;
use crate::domain::Cents;
use crate::earlier::EarlierEntry;

/// Reckons interest on the most refund with the start and the rate of the estimate, to the
/// (re)liquidation or to the day to which clocks count ([`MadeWith::interest_to`]).
///
/// [`MadeWith::interest_to`]: crate::earlier::MadeWith::interest_to
pub struct InterestToDate<'a> {
    scene: Scene<'a>,
    growths: Growths<'a>,
}

impl<'a> InterestToDate<'a> {
    /// For a scene.
    pub fn new(scene: &Scene<'a>) -> InterestToDate<'a> {
        let growths = Growths::new(&scene.rules.interest, scene.made_with.taxpayer);
        InterestToDate { scene: *scene, growths }
    }

    /// Of an entry; `None` where it is not known from when it runs.
    pub fn of(&mut self, entry: &EarlierEntry, tracked: &Tracked) -> Option<Cents> {
        let start = entry.deposit_date?;
        let Scene { made_with, as_of, .. } = self.scene;
        let end = made_with.interest_to(entry, tracked.reliquidated, as_of);
        if end <= start || entry.refund_high == Cents::ZERO {
            return Some(Cents::ZERO);
        }
        self.growths.growth(start, end)?.interest(entry.refund_high)
    }
}
