//! `groups.csv`, held against the entries.

use super::{Group, Seen, group_key};
use crate::verify::Unreadable;
use crate::verify::sums::{Book, Odd};
use crate::verify::table::printed;

const GROUPS: &str = "groups.csv";

/// Holds every group against the sums of its entries.
pub(super) fn groups(book: &mut Book<'_>, seen: &Seen) -> Result<(), Unreadable> {
    const WHAT: &str = "groups = sums of their entries";
    let Some(mut table) = book.table(GROUPS)? else {
        book.without(WHAT, GROUPS);
        return Ok(());
    };
    let [importer, state, date] =
        table.columns(["importer_number", "liquidation_state", "liquidation_date"])?;
    let payee = table.perhaps("payee");
    let counts = table.columns([
        "entries",
        "eligible_entries",
        "review_entries",
        "blocked_entries",
        "no_refund_entries",
    ])?;
    let amounts = table.columns([
        "duty_paid",
        "refund_low",
        "refund_high",
        "interest_low",
        "interest_high",
        "eligible_refund_low",
        "eligible_refund_high",
    ])?;
    let (mut odd, mut key) = (Odd::default(), Vec::new());
    let mut unseen: std::collections::HashSet<&[u8]> =
        seen.groups.keys().map(Vec::as_slice).collect();
    while table.next()? {
        key.clear();
        let payee = payee.map(|payee| table.cell(payee)).unwrap_or_default();
        group_key([table.cell(importer), table.cell(state), table.cell(date), payee], &mut key);
        let mut told = ([0; 5], [0; 7]);
        for (place, column) in told.0.iter_mut().zip(counts) {
            *place = table.number(column)?;
        }
        for (place, column) in told.1.iter_mut().zip(amounts) {
            *place = table.money(column)?;
        }
        let known = seen.groups.get(&key).filter(|_| unseen.remove(key.as_slice()));
        let found = known.map(|group| {
            let Group { all, eligible_low, eligible_high, by_status: [a, b, c, d] } = group;
            let amounts = [all.duty, all.low, all.high, all.interest_low, all.interest_high];
            let [duty, low, high, interest_low, interest_high] = amounts;
            (
                [all.entries, *a, *b, *c, *d],
                [duty, low, high, interest_low, interest_high, *eligible_low, *eligible_high],
            )
        });
        if found != Some(told) {
            odd.note(|| {
                let sums = found.map_or("which no entry is of".to_owned(), |(entries, amounts)| {
                    format!(
                        "its entries come to {} of {} to {}",
                        entries[0],
                        printed(amounts[1]),
                        printed(amounts[2])
                    )
                });
                format!(
                    "{GROUPS}, record {}: {} entries of {} to {}, and {sums}",
                    table.rows + 1,
                    told.0[0],
                    printed(told.1[1]),
                    printed(told.1[2])
                )
            });
        }
    }
    if !unseen.is_empty() {
        odd.note(|| format!("{GROUPS} lacks {} groups that entries are of", unseen.len()));
    }
    book.one_by_one(WHAT, table.rows, &odd);
    Ok(())
}
