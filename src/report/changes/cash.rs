//! `cash_reconciliation.csv`: from the credits of the bank to what was paid on entries.

use crate::changes::{Cash, CashItem};
use crate::report::cell::RowWriter;
use crate::report::{OutputError, Staging};

const HEADER: &str = "item,what,earlier,later,period\n";

pub(super) fn write(cash: &Cash, staging: &mut Staging) -> Result<(), OutputError> {
    let mut out = HEADER.as_bytes().to_vec();
    for item in CashItem::ALL {
        let mut row = RowWriter::new(&mut out);
        row.word(item.as_str()).word(in_words(*item));
        row.wide_cents(cash.then(*item)).wide_cents(cash.now(*item));
        row.wide_cents(cash.period(*item)).end();
    }
    staging.write("cash_reconciliation.csv", &out)
}

/// A line in words.
pub(super) const fn in_words(item: CashItem) -> &'static str {
    match item {
        CashItem::BankCredits => "credited by the bank",
        CashItem::PaidOnEntries => "paid on entries",
        CashItem::OutsideEstimate => "refunds outside the estimate",
        CashItem::Unmatched => "credits that are no refund CBP told of",
        CashItem::Ambiguous => "credits that fit several refunds",
        CashItem::Returned => "credits of refunds that came back",
        CashItem::Other => "other differences between CBP and the bank",
        CashItem::NotSeen => "issued by CBP and not seen at the bank",
        CashItem::NotCovered => "issued by CBP after the bank statements end",
    }
}
