//! `warehouse-withdrawal`

use super::super::{Verdict, check};
use super::named;

check! {
    /// # warehouse-withdrawal
    ///
    /// ## What it finds
    /// An entry of type 31, 32, 34 or 38: goods withdrawn from a bonded warehouse for consumption.
    /// CAPE takes withdrawals, unlike the warehouse entries (21, 22) behind them.
    ///
    /// ## Why it matters
    /// The refund is paid when the parent warehouse entry liquidates or reliquidates, so neither
    /// the liquidation date of the withdrawal nor the usual cycle of 314 days tells when. The rate
    /// is the one of the day of withdrawal.
    ///
    /// ## What to do
    /// File it, and note the parent entry. Take the projected liquidation and the interest of this
    /// entry as rougher than the others.
    WAREHOUSE_WITHDRAWAL {
        code: "warehouse-withdrawal",
        severity: Info,
        label: None,
        lane: None,
        fields: [EntryType],
        settle: None,
        sources: ["cape-rules:S9", "ieepa-hts:S8"],
    }
    |entry| {
        let types = &entry.context.rules.entry_types;
        match &entry.entry_type {
            Some(code) if types.is_withdrawal(code) => Verdict::Found(format!(
                "{}: paid when the parent warehouse entry liquidates",
                named(entry, code)
            )),
            _ => Verdict::Clear,
        }
    }
}
