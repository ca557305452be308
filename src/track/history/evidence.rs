//! The rows about one entry.

use crate::domain::Cents;
use crate::earlier::EntryId;
use crate::track::{BankLine, LaterPull, Liquidation, RefundRow, Scene, Share, Verdict};

/// What reports say of one entry, in any order.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Rows of claims.
    pub verdicts: Vec<Verdict>,
    /// Its liquidations.
    pub liquidations: Vec<Liquidation>,
    /// Later pulls of ES-003 that have it.
    pub later: Vec<LaterPull>,
    /// Its refunds.
    pub refunds: Vec<RefundEvidence>,
    /// Its parts that tell of no refund yet.
    pub loose: Vec<Share>,
}

/// One refund that pays the entry.
#[derive(Debug, Clone, Default)]
pub struct RefundEvidence {
    /// The entry's parts in it: the same part, once for each report that tells it.
    pub shares: Vec<Share>,
    /// Rows about the refund as a whole.
    pub rows: Vec<RefundRow>,
    /// Bank lines matched to it.
    pub deposits: Vec<BankLine>,
    /// Bank lines by which it went back.
    pub sent_back: Vec<BankLine>,
    /// The entry's duty in it, as all reports together tell it.
    pub principal: Option<Cents>,
    /// The interest on it.
    pub interest: Option<Cents>,
}

impl Evidence {
    /// Empties it, and keeps its room.
    pub fn clear(&mut self) {
        self.verdicts.clear();
        self.liquidations.clear();
        self.later.clear();
        self.refunds.clear();
        self.loose.clear();
    }

    /// Whether no report names the entry.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
            && self.liquidations.is_empty()
            && self.later.is_empty()
            && self.refunds.is_empty()
            && self.loose.is_empty()
    }
}

/// Knows which rows are about an entry.
pub trait EvidenceSource {
    /// Puts the rows about an entry into `evidence`, which is empty.
    fn gather(&self, scene: &Scene<'_>, id: EntryId, evidence: &mut Evidence);
}
