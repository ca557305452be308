//! Where the fields and records of a window of text end.

use super::masks::{Around, BLOCK, Masks};
use super::simd::Compare;

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
#[derive(Default)]
pub(super) struct Index {
    /// Where each field ends: offsets of separators and line feeds outside quotes. The first
    /// `count` are filled.
    pub(super) ends: Vec<u32>,
    pub(super) count: usize,
    /// For each record that ends, how many of `ends` there are up to its line feed, which counts.
    pub(super) records: Vec<u32>,
    /// Offsets of blocks that hold doubled quotes.
    pub(super) doubled: Vec<u32>,
    /// Whether the window ends inside quotes.
    pub(super) inside: bool,
    /// Where the first block in doubt begins: nothing behind it is indexed.
    pub(super) doubt: Option<usize>,
}

impl Index {
    /// Makes ready for another text.
    pub(super) fn reset(&mut self) {
        self.count = 0;
        self.records.clear();
        self.doubled.clear();
        self.inside = false;
        self.doubt = None;
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
        self.records.clear();
        self.doubled.retain(|block| *block as usize + BLOCK > start);
    }

    /// Whether a text may hold doubled quotes: a block that it shares holds some.
    pub(super) fn has_doubled(&self, start: usize, end: usize) -> bool {
        let shares = |block: &u32| (*block as usize) < end && *block as usize + BLOCK > start;
        self.doubled.iter().any(shares)
    }
}

/// Indexes a window. `index.inside` says how it begins; `index.count` may be more than 0: the ends
/// of the fields of a record that began before.
#[inline(always)]
pub(super) fn index_with<C: Compare>(window: Window<'_>, index: &mut Index) {
    let Window { bytes, start, end, delimiter, is_last } = window;
    let room = index.count + (end - start) + 2 * BLOCK;
    if index.ends.len() < room {
        index.ends.resize(room, 0);
    }
    let before = start.checked_sub(1).map(|before| bytes[before]);
    let ends_field = |byte| byte == delimiter || byte == b'\n';
    let mut way = Way {
        inside: index.inside,
        // The start of the text counts as a line end.
        after_end: !index.inside && before.is_none_or(ends_field),
        after_quote: before == Some(b'"'),
    };
    let (blocks, rest) = bytes[start..end].as_chunks::<BLOCK>();
    let mut at = start;
    for block in blocks {
        let next = bytes.get(at + BLOCK).copied();
        let before_end = next.is_none_or(|b| ends_field(b) || b == b'\r' || b == b'"');
        let before_feed = next == Some(b'\n') || next.is_none() && !is_last;
        let around = way.around(before_end, before_feed, u64::MAX);
        if !take_block::<C>(C::masks(block, delimiter), around, at, &mut way, index) {
            return;
        }
        at += BLOCK;
    }
    if !rest.is_empty() {
        let mut block = [b' '; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        let filled = (1 << rest.len()) - 1;
        let mut masks = C::masks(&block, delimiter);
        if !is_last {
            // A line feed may follow the last byte.
            masks.returns &= filled >> 1;
        }
        let around = way.around(true, false, filled);
        take_block::<C>(masks, around, at, &mut way, index);
    }
    index.inside = way.inside;
}

/// What a block leaves to the next.
struct Way {
    inside: bool,
    after_end: bool,
    after_quote: bool,
}

impl Way {
    #[inline(always)]
    fn around(&self, before_end: bool, before_feed: bool, filled: u64) -> Around {
        let Way { inside, after_end, after_quote } = *self;
        Around { inside, after_end, after_quote, before_end, before_feed, filled }
    }
}

/// Takes in the masks of the block at `at`; false if it is in doubt.
#[inline(always)]
fn take_block<C: Compare>(
    masks: Masks,
    around: Around,
    at: usize,
    way: &mut Way,
    index: &mut Index,
) -> bool {
    let found = masks.read(around);
    if found.doubts != 0 {
        index.doubt = Some(at);
        return false;
    }
    if found.doubled != 0 {
        index.doubled.push(at as u32);
    }
    let mut feeds = found.feeds;
    while feeds != 0 {
        let bit = feeds & feeds.wrapping_neg();
        let before = (found.ends & (bit | (bit - 1))).count_ones();
        index.records.push(index.count as u32 + before);
        feeds ^= bit;
    }
    if let Some(room) = index.ends[index.count..].first_chunk_mut::<BLOCK>() {
        C::write_places(found.ends, at as u32, room);
        index.count += found.ends.count_ones() as usize;
    }
    const LAST: u64 = 1 << (BLOCK - 1);
    way.inside = found.inside;
    way.after_end = found.ends & LAST != 0;
    way.after_quote = masks.quotes & LAST != 0;
    true
}
