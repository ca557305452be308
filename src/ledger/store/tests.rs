//! What is read of exports is counted, numbered, and written out when memory may not hold it.

use super::super::testing::{batches, commit, ledger, read, told};

/// An IEEPA row of the entry with this serial number.
fn row(serial: u32) -> String {
    format!("9Q9{serial:07}1,12-345678900,06/02/2025,9903.01.25,{serial}.00")
}

/// An export of IEEPA rows, one an entry.
fn rows(serials: std::ops::Range<u32>) -> Vec<String> {
    serials.map(row).collect()
}

fn texts(rows: &[String]) -> Vec<&str> {
    rows.iter().map(String::as_str).collect()
}

#[test]
fn what_entries_take_adds_up() {
    let export = rows(0..50);
    let ledger = read(&[&texts(&export)], usize::MAX);
    // Of each entry its number and an address; in the index a place of four bytes and a mark.
    let (entries, index) = (50 * (8 + 8), 5 * ledger.index.capacity());
    assert!(ledger.index.capacity() >= 50 && ledger.segments.size() > 0);
    assert_eq!(ledger.size(), entries + index + ledger.segments.size());
}

#[test]
fn rows_are_counted_and_numbered_through_all_pieces_of_an_export() {
    let mut export = rows(0..200);
    for at in [0, 99, 199] {
        export[at] = "9Q910000011,12-345678900,06/02/2025,9903.01.25,much".to_owned();
    }
    let other = "9Q910000011,12-345678900,06/02/2025,no number,1.00";
    let pieces = batches(&[&texts(&export), &[other]], 2000);
    assert!(pieces.iter().filter(|batch| batch.input == 0).count() > 2);
    let mut ledger = ledger(2, usize::MAX);
    let rejected: Vec<u64> =
        pieces.into_iter().flat_map(|batch| commit(&mut ledger, batch)).collect();
    // The header is record 1.
    assert_eq!(rejected, [2, 101, 201, 2]);
    assert_eq!(ledger.records(), [200, 1]);
    assert_eq!((ledger.tally().read, ledger.tally().rejected), (201, 4));
}

#[test]
fn entries_are_written_out_when_they_take_more_than_their_share_and_not_before() {
    let export = rows(0..50);
    let size = read(&[&texts(&export)], usize::MAX).size();
    let written = |share: usize| read(&[&texts(&export)], share).space.written();
    assert_eq!(written(size + 1), 0);
    assert_eq!(written(size), 0, "all of the share may be used");
    assert!(written(size - 1) > 0);
}

#[test]
fn what_is_written_out_takes_no_memory_any_more() {
    let (large, small) = (rows(0..400), rows(400..401));
    let size = read(&[&texts(&large)], usize::MAX).size();
    let exports: [&[&str]; 2] = [&texts(&large), &texts(&small)];
    let (pieces, more): (Vec<_>, Vec<_>) =
        batches(&exports, 1 << 20).into_iter().partition(|batch| batch.input == 0);
    let mut ledger = ledger(2, size - 1);
    for piece in pieces {
        commit(&mut ledger, piece);
    }
    let written = ledger.space.written();
    assert!(written > 0 && ledger.segments.size() == 0);
    for piece in more {
        commit(&mut ledger, piece);
    }
    assert_eq!(ledger.space.written(), written, "one entry more is held");
    // All of them are there in the end.
    let mut entries = ledger.finish([]).unwrap();
    let mut order = entries.in_report_order(None).unwrap();
    let duties = told(&entries, &mut order, 64).into_iter().flat_map(|(_, duties)| duties);
    assert!(duties.eq((0..401).map(|serial| 100 * serial)));
}
