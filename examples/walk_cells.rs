//! Walks the cells of a workbook's largest sheet with calamine and does nothing with them: what
//! reading the same workbook costs at least.
//!
//! `cargo run --release --example walk_cells -- export.xlsx`
#![allow(missing_docs, reason = "an example has no callers")]

use calamine::{DataRef, Reader, Xlsx, open_workbook};
use std::io::BufReader;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which workbook?")?;
    let began = Instant::now();
    let mut workbook: Xlsx<BufReader<std::fs::File>> = open_workbook(path)?;
    let mut most = 0;
    for sheet in workbook.sheet_names() {
        let mut cells = workbook.worksheet_cells_reader(&sheet)?;
        let mut count: u64 = 0;
        while let Some(cell) = cells.next_cell()? {
            count += u64::from(!matches!(cell.get_value(), DataRef::Empty));
        }
        most = most.max(count);
    }
    println!("{most} cells in {:.3} s", began.elapsed().as_secs_f64());
    Ok(())
}
