//! What the interest challenge tells of one entry, as the waterfall takes it.

use super::waterfall::ExplainInterest;
use crate::domain::{Cents, Day};
use crate::earlier::EarlierEntry;
use crate::track::challenge::{Challenger, Fit};

impl ExplainInterest for Challenger<'_> {
    /// The fit to go by where there is one only, or where it does not matter which: they differ in
    /// nothing but the start, or in nothing but the rate. Of several that differ in both, none is
    /// known to be what CBP did, unless it is the estimate's own.
    fn explain(
        &mut self,
        entry: &EarlierEntry,
        principal: Cents,
        liquidated: Day,
        interest_paid: Cents,
    ) -> Option<Fit> {
        let own = self.own();
        let fits = self.fits(entry, principal, liquidated, interest_paid);
        let first = fits.preferred()?;
        let fits = if fits.exact.is_empty() { &fits.within } else { &fits.exact };
        let is_own = |fit: &Fit| (Some(fit.start), fit.taxpayer) == (entry.deposit_date, own);
        let one_start = fits.iter().all(|fit| fit.start == first.start);
        let one_rate = fits.iter().all(|fit| fit.taxpayer == first.taxpayer);
        (is_own(&first) || one_start || one_rate).then_some(first)
    }
}
