//! What people and spreadsheets do to an export: `--messy`.
//!
//! The entry is first written clean. Its rows are then cut into cells again and one mishap is
//! done to them, so that a clean entry of a messy export is the entry of the clean one.

mod cells;
mod rows;

use super::layout::{self, at};
use super::random::Chance;

/// One entry in so many meets with a mishap.
const RARITY: u32 = 8;

/// A row as raw cells: quotes stay on.
type Cells = Vec<Vec<u8>>;

/// Whether an entry meets with a mishap.
pub(super) fn befalls(chance: &mut Chance) -> bool {
    chance.once_in(RARITY)
}

/// Does a mishap to the entry whose rows stand in `out` from `start`; answers how many records it
/// then has.
pub(super) fn spoil(
    out: &mut Vec<u8>,
    start: usize,
    default_layout: bool,
    chance: &mut Chance,
) -> u64 {
    let mut records = cut(&out[start..]);
    let which = chance.below((cells::MISHAPS.len() + rows::MISHAPS.len()) as u32) as usize;
    match cells::MISHAPS.get(which) {
        Some(mishap) => mishap(&mut records, chance),
        None => rows::MISHAPS[which - cells::MISHAPS.len()](&mut records, chance),
    }
    let line_end: &[u8] = if chance.once_in(4) { b"\r\n" } else { b"\n" };
    out.truncate(start);
    for row in &records {
        if row.first().is_some_and(|cell| cell == HEADER_HERE) {
            layout::header(default_layout, out);
            continue;
        }
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend_from_slice(cell);
        }
        out.extend_from_slice(line_end);
    }
    records.len() as u64
}

/// Appends what stands above the header: a byte order mark and the titles of a saved report.
pub(super) fn before_header(out: &mut Vec<u8>) {
    out.extend_from_slice("\u{feff}IEEPA DUTY PAID WITH LIQUIDATION DATE (invented)\n".as_bytes());
    out.extend_from_slice(b"Report Parameters:,,\n\n");
    out.extend_from_slice(b"Entry Date (Begin):,2/1/2025,\"Trade Account, ACE ID:\"\n");
}

/// Appends what stands below the last entry, a total row and an empty line; answers how many
/// records that is.
pub(super) fn after_last(default_layout: bool, out: &mut Vec<u8>) -> u64 {
    out.extend_from_slice(b"\nGrand Total:");
    let added = if default_layout { 0 } else { layout::ADDED.len() };
    let behind = layout::DEFAULT.len() + added - 1 - at::DUTY;
    out.extend([b','].repeat(at::DUTY));
    out.extend_from_slice(b"\"$1,234,567.89\"");
    out.extend([b','].repeat(behind));
    out.push(b'\n');
    2
}

/// Cuts clean rows into cells.
fn cut(text: &[u8]) -> Vec<Cells> {
    let mut rows = vec![vec![Vec::new()]];
    let mut quoted = false;
    for &byte in text {
        match byte {
            b'\n' if !quoted => rows.push(vec![Vec::new()]),
            b',' if !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            _ => {
                quoted ^= byte == b'"';
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push(byte);
                }
            }
        }
    }
    rows.pop();
    rows
}

/// Stands for a row that repeats the header.
const HEADER_HERE: &[u8] = b"\0header";

/// The cell of a column in one IEEPA row, or in any row if there is none.
fn one<'a>(rows: &'a mut [Cells], column: usize, chance: &mut Chance) -> Option<&'a mut Vec<u8>> {
    let is_ieepa = |row: &Cells| row.get(at::HTS).is_some_and(|hts| hts.starts_with(b"99030"));
    let ieepa: Vec<usize> = (0..rows.len()).filter(|place| is_ieepa(&rows[*place])).collect();
    let place = match ieepa.as_slice() {
        [] => chance.below(rows.len() as u32) as usize,
        some => *chance.pick(some),
    };
    rows.get_mut(place)?.get_mut(column)
}
