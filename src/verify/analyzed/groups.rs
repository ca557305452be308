//! `groups.csv`, held against the entries.

use super::{Group, Seen, group_key};
use crate::verify::Unreadable;
use crate::verify::sums::{Book, Odd};
use crate::verify::table::printed;
use std::collections::HashMap;

const GROUPS: &str = "groups.csv";

const COUNTS: [&str; 5] =
    ["entries", "eligible_entries", "review_entries", "blocked_entries", "no_refund_entries"];
const AMOUNTS: [&str; 7] = [
    "duty_paid",
    "refund_low",
    "refund_high",
    "interest_low",
    "interest_high",
    "eligible_refund_low",
    "eligible_refund_high",
];
/// The figures of a group, in the order of these columns.
type Figures = ([u64; 5], [i128; 7]);

/// The columns in which a group is not the sum of its entries, with both figures.
fn differing((counts, amounts): &Figures, (of_entries, sums): &Figures) -> String {
    let counts = COUNTS.iter().zip(counts.iter().zip(of_entries));
    let counts = counts
        .filter(|(_, (told, found))| told != found)
        .map(|(column, (told, found))| format!("{column} {told}, and its entries are {found}"));
    let amounts = AMOUNTS.iter().zip(amounts.iter().zip(sums));
    let amounts =
        amounts.filter(|(_, (told, found))| told != found).map(|(column, (told, found))| {
            format!("{column} {}, and its entries come to {}", printed(*told), printed(*found))
        });
    counts.chain(amounts).collect::<Vec<_>>().join("; ")
}

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
    let counts = table.columns(COUNTS)?;
    let amounts = table.columns(AMOUNTS)?;
    let (mut odd, mut key) = (Odd::default(), Vec::new());
    // Payees that differ may stand as the same text in a cell: their groups are held together.
    let mut rows: HashMap<Vec<u8>, (u64, Figures)> = HashMap::new();
    while table.next()? {
        key.clear();
        let payee = payee.map(|payee| table.cell(payee)).unwrap_or_default();
        group_key([table.cell(importer), table.cell(state), table.cell(date), payee], &mut key);
        let record = table.rows + 1;
        let (_, told) = rows.entry(key.clone()).or_insert_with(|| (record, ([0; 5], [0; 7])));
        for (sum, column) in told.0.iter_mut().zip(counts) {
            *sum = sum.saturating_add(table.number(column)?);
        }
        for (sum, column) in told.1.iter_mut().zip(amounts) {
            *sum += table.money(column)?;
        }
    }
    let unseen: Vec<_> = seen.groups.keys().filter(|key| !rows.contains_key(*key)).collect();
    let mut rows: Vec<(Vec<u8>, (u64, Figures))> = rows.into_iter().collect();
    rows.sort_unstable_by_key(|(_, (record, _))| *record);
    for (key, (record, told)) in &rows {
        let found = seen.groups.get(key).map(|group| {
            let Group { all, eligible_low, eligible_high, by_status: [a, b, c, d] } = group;
            let amounts = [all.duty, all.low, all.high, all.interest_low, all.interest_high];
            let [duty, low, high, interest_low, interest_high] = amounts;
            (
                [all.entries, *a, *b, *c, *d],
                [duty, low, high, interest_low, interest_high, *eligible_low, *eligible_high],
            )
        });
        if found != Some(*told) {
            odd.note(|| {
                let what =
                    found.map_or("no entry is of it".to_owned(), |found| differing(told, &found));
                format!("{GROUPS}, record {record}: {what}")
            });
        }
    }
    if !unseen.is_empty() {
        odd.note(|| format!("{GROUPS} lacks {} groups that entries are of", unseen.len()));
    }
    book.one_by_one(WHAT, table.rows, &odd);
    Ok(())
}
