//! Where the fields and records of a window of text end.

use super::masks::{BLOCK, Before, Found};
use super::simd::{Compare, Task};

/// Part of a text, and how it begins.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    /// The text.
    pub(super) bytes: &'a [u8],
    /// The part: whole blocks, but for the last of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) delimiter: u8,
    /// Whether the input ends with the text.
    pub(super) is_last: bool,
}

/// The places of one window.
pub(super) struct Index {
    /// Where each field ends: offsets of separators and line feeds outside quotes. The first
    /// `count` are filled.
    pub(super) ends: Vec<u32>,
    pub(super) count: usize,
    /// For each record that ends, how many of `ends` there are up to its line feed, which counts.
    /// The first `record_count` are filled.
    pub(super) records: Vec<u32>,
    pub(super) record_count: usize,
    /// Offsets of blocks that hold doubled quotes.
    pub(super) doubled: Vec<u32>,
    /// What the window leaves to the next.
    pub(super) before: Before,
    /// Whether a block was in doubt: neither it nor what follows is indexed.
    pub(super) doubt: bool,
}

impl Default for Index {
    fn default() -> Index {
        Index {
            ends: Vec::new(),
            count: 0,
            records: Vec::new(),
            record_count: 0,
            doubled: Vec::new(),
            before: Before::START,
            doubt: false,
        }
    }
}

impl Index {
    /// Makes ready for another text.
    pub(super) fn reset(&mut self) {
        self.count = 0;
        self.record_count = 0;
        self.doubled.clear();
        self.before = Before::START;
        self.doubt = false;
    }

    /// Makes room for the places of a window of so many bytes.
    fn make_room(&mut self, window: usize) {
        let ends = self.count + window + 2 * BLOCK;
        if self.ends.len() < ends {
            self.ends.resize(ends, 0);
        }
        if self.records.len() < window + 1 {
            self.records.resize(window + 1, 0);
        }
    }

    /// Adds one more end.
    pub(super) fn push_end(&mut self, place: u32) {
        self.ends.truncate(self.count);
        self.ends.push(place);
        self.count += 1;
    }

    /// Keeps the ends from the one at `first` on: those of the record that begins at `start` and
    /// goes on in the next window.
    pub(super) fn keep_from(&mut self, first: usize, start: usize) {
        self.ends.copy_within(first..self.count, 0);
        self.count -= first;
        self.doubled.retain(|block| *block as usize + BLOCK > start);
    }

    /// Whether a text may hold doubled quotes: a block that it shares holds some.
    pub(super) fn has_doubled(&self, start: usize, end: usize) -> bool {
        let shares = |block: &u32| (*block as usize) < end && *block as usize + BLOCK > start;
        self.doubled.iter().any(shares)
    }
}

/// The task to index a window. `before` in the index says what came before it; `count` may be more
/// than 0: the ends of the fields of a record that began before.
pub(super) struct Indexing<'a>(pub(super) Window<'a>, pub(super) &'a mut Index);

impl Task for Indexing<'_> {
    type Outcome = ();

    #[inline(always)]
    fn run<C: Compare>(self) {
        index_with::<C>(self.0, self.1);
    }
}

/// The task to tell whether quotes are odd in number.
pub(super) struct OddQuotes<'a>(pub(super) &'a [u8]);

impl Task for OddQuotes<'_> {
    type Outcome = bool;

    #[inline(always)]
    fn run<C: Compare>(self) -> bool {
        let (blocks, rest) = self.0.as_chunks::<BLOCK>();
        // Two bits of one place make none, which keeps the parity of all.
        let odd_places = blocks.iter().fold(0, |odd, block| odd ^ C::masks(block, b',').quotes);
        let in_rest = rest.iter().filter(|byte| **byte == b'"').count();
        (odd_places.count_ones() as usize + in_rest) % 2 == 1
    }
}

#[inline(always)]
fn index_with<C: Compare>(window: Window<'_>, index: &mut Index) {
    let Window { bytes, start, end, delimiter, is_last } = window;
    index.make_room(end - start);
    // Kept apart from the index while the blocks are read: in registers.
    let mut state = State {
        before: index.before,
        count: index.count,
        ends: &mut index.ends,
        record_count: 0,
        records: &mut index.records,
        doubled: &mut index.doubled,
    };
    let (blocks, rest) = bytes[start..end].as_chunks::<BLOCK>();
    let mut at = start;
    let mut sure = true;
    for block in blocks {
        let masks = C::masks(block, delimiter);
        let found = masks.read(C::prefix_parity(masks.quotes), u64::MAX, &mut state.before);
        if found.doubts != 0 {
            sure = false;
            break;
        }
        state.take::<C>(&found, at);
        at += BLOCK;
    }
    if sure && !rest.is_empty() {
        let mut block = [b' '; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        let filled = (1 << rest.len()) - 1;
        let masks = C::masks(&block, delimiter);
        let found = masks.read(C::prefix_parity(masks.quotes), filled, &mut state.before);
        // The place of the last byte.
        let last = filled ^ filled >> 1;
        state.before.lone_return = u64::from(found.returns & last != 0);
        sure = found.doubts == 0;
        if sure {
            state.take::<C>(&found, at);
        }
    }
    // At the very end nothing can follow a carriage return; elsewhere it will be seen.
    if end == bytes.len() && is_last && state.before.lone_return != 0 {
        sure = false;
    }
    let State { before, count, record_count, .. } = state;
    (index.before, index.count, index.record_count) = (before, count, record_count);
    index.doubt = !sure;
}

/// An index while its window is read.
struct State<'a> {
    before: Before,
    count: usize,
    ends: &'a mut [u32],
    record_count: usize,
    records: &'a mut [u32],
    doubled: &'a mut Vec<u32>,
}

impl State<'_> {
    /// Takes in what the block at `at` comes to.
    #[inline(always)]
    fn take<C: Compare>(&mut self, found: &Found, at: usize) {
        if found.doubled != 0 {
            self.doubled.push(at as u32);
        }
        // Most blocks hold one line feed or none, so the first is written whether it is there or
        // not: to guess which would cost more.
        let mut feeds = found.feeds;
        loop {
            let up_to_feed = feeds ^ feeds.wrapping_sub(1);
            let before = (found.ends & up_to_feed).count_ones();
            if let Some(record) = self.records.get_mut(self.record_count) {
                *record = self.count as u32 + before;
            }
            self.record_count += usize::from(feeds != 0);
            feeds &= feeds.wrapping_sub(1);
            if feeds == 0 {
                break;
            }
        }
        let places = self.ends.get_mut(self.count..self.count + BLOCK);
        if let Some(places) = places.and_then(|places| places.first_chunk_mut::<BLOCK>()) {
            C::write_places(found.ends, at as u32, places);
        }
        self.count += found.ends.count_ones() as usize;
    }
}
