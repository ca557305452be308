//! Mishaps that add rows.

use super::super::layout::at;
use super::super::random::Chance;
use super::{Cells, HEADER_HERE, one};

/// A mishap to rows.
type RowMishap = fn(&mut Vec<Cells>, &mut Chance);

/// All of them.
pub(super) const MISHAPS: [RowMishap; 4] =
    [repeat_all_rows, repeat_a_row_otherwise, insert_empty_records, insert_total_and_header];

fn repeat_all_rows(rows: &mut Vec<Cells>, _: &mut Chance) {
    rows.extend_from_within(..);
}

fn repeat_a_row_otherwise(rows: &mut Vec<Cells>, chance: &mut Chance) {
    let copies = rows.clone();
    if let Some(cell) = one(rows, at::DUTY, chance) {
        *cell = b"$1.23".to_vec();
    }
    rows.extend(copies);
}

fn insert_empty_records(rows: &mut Vec<Cells>, _: &mut Chance) {
    let width = rows.first().map_or(1, Vec::len);
    rows.insert(1.min(rows.len()), vec![Vec::new()]);
    rows.push(vec![Vec::new(); width]);
}

fn insert_total_and_header(rows: &mut Vec<Cells>, _: &mut Chance) {
    let width = rows.first().map_or(at::DUTY + 1, Vec::len);
    let mut total = vec![Vec::new(); width];
    total[0] = b"Total:".to_vec();
    total[at::DUTY] = b"\"$12,345.67\"".to_vec();
    rows.extend([total, vec![HEADER_HERE.to_vec()]]);
}
