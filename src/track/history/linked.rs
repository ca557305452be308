//! The rows about an entry, out of the links.

use super::evidence::{Evidence, EvidenceSource, RefundEvidence};
use crate::earlier::EntryId;
use crate::track::{Links, RefundId, Scene, Share};

/// Rows of one refund that are looked at for each of its entries: the last ones. More are no refund,
/// but a word in the place of its number.
const MOST: usize = 64;

impl EvidenceSource for Links<'_> {
    fn gather(&self, scene: &Scene<'_>, id: EntryId, evidence: &mut Evidence) {
        if !self.names(id) {
            return;
        }
        evidence.verdicts.extend(self.verdicts(id));
        evidence.liquidations.extend(self.liquidations(id));
        evidence.later.extend(self.later(id));
        let mut named: Vec<(RefundId, Share)> = Vec::new();
        for (share, refund) in self.shares(id) {
            match refund {
                Some(refund) => named.push((refund, *share)),
                None => evidence.loose.push(*share),
            }
        }
        // One entry may be in any number of refunds.
        named.sort_by_key(|(refund, _)| *refund);
        let mut refunds: Vec<(RefundId, RefundEvidence)> = Vec::new();
        for same in named.chunk_by(|(a, _), (b, _)| a == b) {
            let shares = same.iter().map(|(_, share)| *share).collect();
            let told = RefundEvidence { shares, ..Default::default() };
            refunds.extend(same.first().map(|(refund, _)| (*refund, told)));
        }
        for part in self.parts_of(id) {
            let place = refunds.binary_search_by_key(&part.refund, |(known, _)| *known);
            if let Some((_, told)) = place.ok().and_then(|at| refunds.get_mut(at)) {
                (told.principal, told.interest) = (part.principal, part.interest);
            }
        }
        for (refund, told) in &mut refunds {
            let rows = self.rows(*refund);
            let all = rows.count();
            told.rows.extend(self.rows(*refund).skip(all.saturating_sub(MOST)));
            let links = self.deposits(*refund).iter().take(MOST);
            let lines = links.filter_map(|link| scene.said.deposits.get(link.deposit as usize));
            told.deposits.extend(lines);
            let back = self.sent_back(*refund).iter().take(MOST);
            let lines = back.filter_map(|back| scene.said.debits.get(back.debit as usize));
            told.sent_back.extend(lines);
        }
        evidence.refunds.extend(refunds.into_iter().map(|(_, told)| told));
    }
}
