//! Spilled records come back in order, whole, and once.

use super::*;
use crate::domain::EntryNumber;
use crate::ledger::numbers::Numbers;

fn sorted(share: usize, records: &[(u32, &str, &str)]) -> (Vec<(u32, String, String)>, u64) {
    let dir = tempfile::tempdir().unwrap();
    let space = SpillSpace::new(dir.path().to_path_buf(), share);
    let (mut numbers, mut sorter) = (Numbers::default(), Sorter::default());
    for (rank, number, payload) in records {
        let key = numbers.key(&EntryNumber::read(number.as_bytes()).unwrap().0);
        let record = Record { rank: *rank, key, payload: payload.as_bytes().to_vec() };
        sorter.put(&record, &space, &numbers).unwrap();
    }
    let mut merge = sorter.sorted(&space, &numbers).unwrap();
    let (mut read, mut entry) = (Vec::new(), Record::default());
    while merge.next(&mut entry, &space, &numbers).unwrap() {
        let payload = String::from_utf8(entry.payload.clone()).unwrap();
        read.push((entry.rank, numbers.number(entry.key).to_string(), payload));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "no file has a name");
    (read, space.written())
}

#[test]
fn sorted_by_rank_and_number_for_any_share() {
    // Enough runs of one record each that they must be merged in between.
    let texts: Vec<String> = (0..200).map(|n| format!("9Q9{:08}", n * 7919 % 200)).collect();
    let mut records: Vec<(u32, &str, &str)> =
        texts.iter().map(|text| ((text.len() % 2) as u32, text.as_str(), "x")).collect();
    records.push((0, "9Q900000001LONG", "long"));
    records.push((0, "9Q900000001", "short"));
    let (expected, _) = sorted(usize::MAX, &records);
    assert!(expected.is_sorted() && expected.len() == records.len());
    assert_eq!((expected[0].2.as_str(), expected[1].2.as_str()), ("short", "long"));
    for share in [0, 500, 3000] {
        assert_eq!(sorted(share, &records).0, expected, "{share}");
    }
}

#[test]
fn what_is_said_of_an_entry_stays_in_order() {
    let parts: Vec<String> = (0..150).map(|n| format!("{n} ")).collect();
    let records: Vec<(u32, &str, &str)> =
        parts.iter().map(|part| (0, "9Q910000011", part.as_str())).collect();
    let (read, written) = sorted(0, &records);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].2, parts.concat());
    assert!(written > 150 * 20);
}

#[test]
fn a_place_that_refuses_is_a_clear_error() {
    let space = SpillSpace::new("/nowhere/to/be/found".into(), 0);
    let error = RunWriter::begin(&space).err().unwrap().to_string();
    assert!(error.contains("/nowhere/to/be/found") && error.contains("--max-memory"), "{error}");
}

#[test]
fn segments_come_back_with_their_origin() {
    let origin = Origin { input: 7, present: FieldSet::from_bits(5), ..Origin::default() };
    let mut payload = Vec::new();
    put_segment(&mut payload, &origin, b"abc");
    put_segment(&mut payload, &Origin::default(), b"");
    let mut read = Vec::new();
    segments(&payload, |segment, origin| read.push((segment, origin.input, origin.present)));
    assert_eq!(read, [(&b"abc"[..], 7, FieldSet::from_bits(5)), (b"", 0, FieldSet::EMPTY)]);
}

#[test]
fn what_memory_may_hold_is_written_once() {
    let texts: Vec<String> = (0..100).map(|n| format!("9Q9{n:08}")).collect();
    let records: Vec<(u32, &str, &str)> =
        texts.iter().map(|text| (0, text.as_str(), "facts")).collect();
    // Rank, number and length, and what there is to keep.
    let once = 100 * (4 + 8 + 8 + 5);
    assert_eq!(sorted(1 << 20, &records).1, once);
    assert!(sorted(0, &records).1 > once, "more runs than can be merged at once");
}

#[test]
fn what_stays_in_memory_is_taken_from_the_share_but_for_a_little() {
    let mib = |count: usize| count << 20;
    let mut space = SpillSpace::new(PathBuf::new(), mib(64));
    assert_eq!([0, 10, 60].map(|used| space.share_beside(mib(used))), [64, 54, 4].map(mib));
    assert_eq!([61, 64, 100].map(|used| space.share_beside(mib(used))), [4; 3].map(mib));
    space.keep_beside(mib(24));
    assert_eq!(space.share(), mib(40));
    space.keep_beside(mib(39));
    assert_eq!(space.share(), mib(4));
    let space = SpillSpace::new(PathBuf::new(), 1000);
    assert_eq!(space.share_beside(mib(1)), 1000, "a share that was said is not exceeded");
}

#[test]
fn an_error_says_what_to_do_about_it() {
    use std::io::ErrorKind::{Other, PermissionDenied, StorageFull};
    let space = SpillSpace::new("reports".into(), 0);
    let said = |kind: std::io::ErrorKind| space.error("write")(kind.into()).to_string();
    assert!(said(PermissionDenied).contains(": check your rights there, or name another folder"));
    assert!(said(StorageFull).contains(": free disk space there, name another folder"));
    assert!(said(Other).contains(": allow more memory, or name another folder"));
}
