//! Segments are found again, and take the memory that they say they take.

use super::super::testing::batches;
use super::*;

const ROW: &str = "9Q910000011,12-345678900,06/02/2025,9903.01.25,100.00";

/// Segments of a batch with two texts.
fn begun() -> Segments {
    let mut segments = Segments::default();
    for batch in batches(&[&[ROW]], 1 << 20) {
        segments.begin_batch(&batch, (0, RecordNumbers::default()), &[0; 8]);
    }
    segments
}

fn add(segments: &mut Segments, state: &mut EntryState, segment: &[u8]) {
    segments.add(state, segment, &mut Vec::new());
}

#[test]
fn what_they_take_adds_up_and_goes_back() {
    let mut segments = begun();
    let (mut first, mut second) = (EntryState::new(EntryKey(1)), EntryState::new(EntryKey(2)));
    add(&mut segments, &mut first, &[0; 100]);
    add(&mut segments, &mut second, &[0; 30]);
    // One batch with its texts, and a link of one byte before each segment.
    assert_eq!(segments.size(), size_of::<BatchTable>() + 8 + (1 + 100) + (1 + 30));
    segments.clear();
    assert_eq!(segments.size(), 0);
}

#[test]
fn large_segments_stand_behind_each_other() {
    let mut segments = begun();
    let large = vec![0; 7 << 20];
    let (mut first, mut second) = (EntryState::new(EntryKey(1)), EntryState::new(EntryKey(2)));
    add(&mut segments, &mut first, &large);
    add(&mut segments, &mut second, &large);
    assert_eq!(second.last().unwrap() - first.last().unwrap(), 1 + (7 << 20));
}

#[test]
fn a_mark_of_one_segment_stays_with_the_entry() {
    let (nothing, rejected, ieepa) = ([0], [1 << 1], [1 << 5]);
    let marks = |parts: &[[u8; 1]]| {
        let (mut segments, mut state) = (begun(), EntryState::new(EntryKey(1)));
        parts.iter().for_each(|part| add(&mut segments, &mut state, part));
        let (mut found, mut read) = (Vec::new(), Vec::new());
        segments.of(&state, &mut found, |segment, _| read.push(segment[0]));
        assert_eq!(read, parts.concat(), "in file order");
        (state.row_rejected(), state.has_ieepa())
    };
    assert_eq!(marks(&[]), (false, false));
    assert_eq!(marks(&[nothing, nothing]), (false, false));
    assert_eq!(marks(&[rejected, nothing]), (true, false));
    assert_eq!(marks(&[nothing, ieepa, nothing]), (false, true));
    assert_eq!(marks(&[rejected, ieepa]), (true, true));
}
