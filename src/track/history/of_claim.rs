//! When CBP had accepted a claim: the entries of one claim are accepted together, so what dates the
//! acceptance of one dates that of all.

use crate::domain::Day;
use crate::ledger::TextId;
use crate::track::{State, Tracked};
use hashbrown::HashMap;

/// The earliest day by which each claim was accepted. Takes memory for each claim, not for each
/// entry.
#[derive(Debug, Clone, Default)]
pub(super) struct ClaimDays(HashMap<TextId, Day, foldhash::fast::FixedState>);

impl ClaimDays {
    /// Takes in what an entry's own rows prove of its claim.
    pub(super) fn see(&mut self, tracked: &Tracked) {
        let Some(day) = tracked.accepted_on.filter(|_| !tracked.claim.is_blank()) else { return };
        let known = self.0.entry(tracked.claim).or_insert(day);
        *known = day.min(*known);
    }

    /// Dates the acceptance of an entry by its claim, where its own rows do not date it as early.
    pub(super) fn date(&self, tracked: &mut Tracked) {
        let Some(day) = self.0.get(&tracked.claim).copied() else { return };
        let accepted = tracked.steps.iter().any(|step| step.state >= State::Accepted);
        if accepted && !tracked.claim.is_blank() {
            let own = tracked.accepted_on.unwrap_or(day);
            tracked.accepted_on = Some(own.min(day));
        }
    }
}
