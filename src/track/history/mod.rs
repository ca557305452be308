//! Where an entry stands: the rows of CBP's reports that name it, turned into proofs, one machine.
//!
//! # What proves what
//!
//! | row | proves | remark |
//! |---|---|---|
//! | claim, file: taken in | `uploaded` | |
//! | claim, file: whole file refused | `file-rejected` | |
//! | claim: entry refused | `entry-rejected` | |
//! | claim: accepted | `accepted` | |
//! | claim: entry summary updated | `lines-removed` | |
//! | later ES-003 without IEEPA rows of it | `lines-removed` | an entry that the pull does not name proves nothing |
//! | liquidation after the one that the estimate had | `liquidated` | only of an accepted entry, or with a refund beside it; else it is the ordinary cycle, with the duty |
//! | refund with an amount or a number | `certified` or more | by its status |
//! | bank line matched to the refund | `paid` | |
//! | a word in no list, a day after `as_of` | nothing | kept as a note |
//!
//! # Moves
//!
//! Claims first, then rows of later pulls, liquidations, refunds: a liquidation can be judged only
//! when acceptance is known, whatever days the reports print.
//!
//! | from | to | when |
//! |---|---|---|
//! | `not-filed` | any | |
//! | `uploaded` | `file-rejected`, `entry-rejected`, `accepted`, `lines-removed` | |
//! | `file-rejected`, `entry-rejected` | `uploaded` | on another claim, proved later by its day |
//! | `file-rejected` | `entry-rejected` | |
//! | `entry-rejected` | `file-rejected` | proved later by its day: it was filed again |
//! | `file-rejected`, `entry-rejected` | `accepted`, `lines-removed` | on another claim; on the same one only if something later confirms it |
//! | `accepted` | `lines-removed`, `liquidated`, any of a refund | never back: CBP cannot withdraw an acceptance |
//! | `certified`, `held`, `sent`, `diverted`, `paid`, `returned`, `reissued` | a later one of them | by the order of these words |
//! | `sent` by ES-022 alone | `held` | its word for a refund (transmitted) stays while REV-613 holds it; nor does it contradict what says more |
//! | `returned` | `reissued` | issued, or seen at the bank, on a later day |
//! | `reissued` | `returned` | on a later day |
//! | `paid` by CBP's word | `diverted` | on a later day; never against the bank |
//!
//! * A proof is dated by the day of its event, else by the day of its report. A day of the report
//!   alone says "by then at least": what was true before is true still, and no contradiction.
//! * The entries of one claim are accepted together: the earliest day by which any of them was dates
//!   the acceptance of all. It dates clocks and moves nothing.
//! * Dated proofs are applied in the order of their days, then by how much they say; undated ones
//!   last, and they only move forward.
//! * Less than is proved already, on a day that is proved to be later, is a contradiction.
//! * Accepted and refused on one claim is a contradiction. The refusal stands unless the summary
//!   was updated on that claim, a later pull is without the IEEPA rows, or a refund names the entry:
//!   an entry that waits in vain costs more than one that is looked at twice. Without a claim number
//!   two rows are of one claim unless their days differ.
//! * Refused on another claim than the accepted one is a note: the acceptance stands.
//! * A refund for an entry that was only refused moves it, and the refusal is shown as contradicted.
//! * An entry with several refunds stands where the least settled of them stands: certified, held,
//!   sent, returned, diverted, paid, reissued.
//! * Everything is sorted by content first: the order of rows and files decides nothing.

mod claims;
mod evidence;
mod linked;
mod mark;
mod of_claim;
mod refunds;
mod rows;

pub use evidence::{Evidence, EvidenceSource, RefundEvidence};

use super::state::Tracked;
use super::{Scene, State};
use crate::earlier::{EarlierEntry, EntryId};
use mark::Walk;
use of_claim::ClaimDays;

/// The histories of all entries, made when asked for.
#[derive(Clone)]
pub struct Histories<'a> {
    scene: Scene<'a>,
    rows: &'a (dyn EvidenceSource + Sync),
    claims: ClaimDays,
}

impl<'a> Histories<'a> {
    /// Histories from these rows. Looks at every entry once: what dates the acceptance of one dates
    /// that of all on its claim.
    pub fn new(scene: &Scene<'a>, rows: &'a (dyn EvidenceSource + Sync)) -> Histories<'a> {
        let mut claims = ClaimDays::default();
        let mut evidence = Evidence::default();
        for (id, entry) in scene.portfolio.iter() {
            evidence.clear();
            rows.gather(scene, id, &mut evidence);
            if !evidence.is_empty() {
                claims.see(&track(scene, entry, &evidence));
            }
        }
        Histories { scene: *scene, rows, claims }
    }

    /// The history of an entry; nothing of one that the portfolio does not have.
    pub fn of(&self, id: EntryId) -> Tracked {
        let Some(entry) = self.scene.portfolio.get(id) else { return Tracked::default() };
        let mut evidence = Evidence::default();
        self.rows.gather(&self.scene, id, &mut evidence);
        let mut tracked = track(&self.scene, entry, &evidence);
        self.claims.date(&mut tracked);
        tracked
    }
}

/// Where an entry stands by this evidence alone.
pub fn track(scene: &Scene<'_>, entry: &EarlierEntry, evidence: &Evidence) -> Tracked {
    if evidence.is_empty() {
        return Tracked::default();
    }
    let mut walk = Walk { scene: *scene, tracked: Tracked::default(), current: None };
    claims::apply(&mut walk, evidence);
    rows::apply_pulls(&mut walk, evidence);
    rows::apply_liquidations(&mut walk, entry, evidence);
    refunds::apply(&mut walk, evidence);
    rows::contradict_by_pulls(&mut walk, evidence);
    let Walk { mut tracked, current, .. } = walk;
    let accepted = tracked.steps.iter().filter(|step| step.state >= State::Accepted);
    tracked.accepted_on = accepted.filter_map(|step| step.on).min();
    mark::sort_shown(scene, &mut tracked);
    tracked.error = current.map(|mark| mark.error).unwrap_or_default();
    tracked
}

#[cfg(test)]
mod tests;
