//! The rows about an entry, out of the links.

use super::evidence::{Evidence, EvidenceSource, RefundEvidence};
use crate::earlier::EntryId;
use crate::track::{Links, RefundId, Scene};

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
        let mut refunds: Vec<(RefundId, RefundEvidence)> = Vec::new();
        for (share, refund) in self.shares(id) {
            let Some(refund) = refund else {
                evidence.loose.push(*share);
                continue;
            };
            match refunds.iter_mut().find(|(known, _)| *known == refund) {
                Some((_, told)) => told.shares.push(*share),
                None => {
                    let shares = vec![*share];
                    refunds.push((refund, RefundEvidence { shares, ..Default::default() }));
                }
            }
        }
        for part in self.parts_of(id) {
            if let Some((_, told)) = refunds.iter_mut().find(|(known, _)| *known == part.refund) {
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
