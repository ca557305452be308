//! Where the bytes that matter stand in a block of 64, as bit masks: bit *i* is byte *i*.

use wide::u8x16;

/// Bytes in a block.
pub(super) const BLOCK: usize = 64;

/// The masks of one block.
pub(super) struct Masks {
    pub(super) quotes: u64,
    pub(super) separators: u64,
    pub(super) line_feeds: u64,
    returns: u64,
    /// Places behind the end of a short block.
    beyond: u64,
}

impl Masks {
    /// The masks of a block; one shorter than 64 bytes is filled up with bytes that do not matter.
    pub(super) fn of(block: &[u8], delimiter: u8) -> Masks {
        match <&[u8; BLOCK]>::try_from(block) {
            Ok(whole) => Masks::of_whole(whole, delimiter, 0),
            Err(_) => {
                let mut filled = [b' '; BLOCK];
                filled[..block.len()].copy_from_slice(block);
                Masks::of_whole(&filled, delimiter, u64::MAX << block.len())
            }
        }
    }

    fn of_whole(block: &[u8; BLOCK], delimiter: u8, beyond: u64) -> Masks {
        let [quotes, separators, line_feeds, returns] =
            equal_masks(block, [b'"', delimiter, b'\n', b'\r']);
        Masks { quotes, separators, line_feeds, returns, beyond }
    }

    /// Bytes inside quotes, an opening quote included and a closing one not, given whether the
    /// block begins inside.
    pub(super) fn inside_quotes(&self, inside: bool) -> u64 {
        let mut parity = self.quotes;
        for shift in [1, 2, 4, 8, 16, 32] {
            parity ^= parity << shift;
        }
        if inside { !parity } else { parity }
    }

    /// Separators and line feeds outside quotes.
    pub(super) fn ends(&self, quoted: u64) -> u64 {
        (self.separators | self.line_feeds) & !quoted
    }

    /// Whether the block holds the second quote of a doubled pair.
    pub(super) fn has_doubled(&self, quoted: u64, after_quote: bool) -> bool {
        self.quotes & quoted & (self.quotes << 1 | u64::from(after_quote)) != 0
    }

    /// Whether anything in the block lies outside the subset that is read by parity. `next` is the
    /// byte behind the block.
    pub(super) fn is_doubtful(
        &self,
        quoted: u64,
        after_separator: bool,
        after_quote: bool,
        next: Option<u8>,
        delimiter: u8,
    ) -> bool {
        let carry = |before: bool| u64::from(before);
        let opening = self.quotes & quoted;
        let closing = self.quotes & !quoted;
        let before_opening = (self.ends(quoted)) << 1
            | carry(after_separator)
            | self.quotes << 1
            | carry(after_quote);
        let ends_field =
            self.separators | self.line_feeds | self.returns | self.quotes | self.beyond;
        let next_ends = match next {
            None => true,
            Some(byte) => byte == delimiter || matches!(byte, b'\n' | b'\r' | b'"'),
        };
        let behind_closing = ends_field >> 1 | u64::from(next_ends) << (BLOCK - 1);
        let next_is_feed = next == Some(b'\n');
        let before_feed = self.line_feeds >> 1 | u64::from(next_is_feed) << (BLOCK - 1);
        let lone_returns = self.returns & !quoted & !before_feed;
        (opening & !before_opening) | (closing & !behind_closing) | lone_returns != 0
    }
}

/// For each wanted byte the mask of its places.
fn equal_masks(block: &[u8; BLOCK], wanted: [u8; 4]) -> [u64; 4] {
    const LANES: usize = 16;
    let mut masks = [0u64; 4];
    for (part, bytes) in block.as_chunks::<LANES>().0.iter().enumerate() {
        let vector = u8x16::new(*bytes);
        for (mask, byte) in masks.iter_mut().zip(wanted) {
            let equal = vector.simd_eq(u8x16::splat(byte));
            *mask |= u64::from(equal.to_bitmask()) << (LANES * part);
        }
    }
    masks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_every_place() {
        let mut block = [b'x'; BLOCK];
        for (at, byte) in [(0, b','), (15, b'"'), (16, b'\n'), (31, b'\r'), (63, b'"')] {
            block[at] = byte;
        }
        let masks = Masks::of(&block, b',');
        assert_eq!(masks.separators, 1);
        assert_eq!(masks.quotes, 1 << 15 | 1 << 63);
        assert_eq!(masks.line_feeds, 1 << 16);
        assert_eq!(masks.returns, 1 << 31);
        assert_eq!(masks.inside_quotes(false), (1 << 63) - (1 << 15));
        assert_eq!(masks.inside_quotes(true), !((1u64 << 63) - (1 << 15)));
    }
}
