//! Where the bytes that matter stand in a block of 64, as bit masks: bit *i* is byte *i*.

/// Bytes in a block.
pub(super) const BLOCK: usize = 64;

/// The places of four bytes in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Masks {
    pub(super) quotes: u64,
    pub(super) separators: u64,
    pub(super) line_feeds: u64,
    pub(super) returns: u64,
}

/// What stands around a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Whether the block begins inside quotes.
    pub(super) inside: bool,
    /// Whether a field begins with it.
    pub(super) after_end: bool,
    /// Whether a quote stands before it.
    pub(super) after_quote: bool,
    /// Whether a quote that ends the block may close: what follows ends a field, or is a quote.
    pub(super) before_end: bool,
    /// Whether a line feed follows.
    pub(super) before_feed: bool,
    /// The bytes of the block that are there; the others count as an end.
    pub(super) filled: u64,
}

/// What a block comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Separators and line feeds outside quotes.
    pub(super) ends: u64,
    /// Line feeds outside quotes.
    pub(super) feeds: u64,
    /// Second quotes of doubled pairs.
    pub(super) doubled: u64,
    /// Whatever lies outside the subset that is read by parity.
    pub(super) doubts: u64,
    /// Whether the block ends inside quotes.
    pub(super) inside: bool,
}

impl Masks {
    /// Tells what lies inside quotes, what ends a field, and what cannot be told so.
    #[inline(always)]
    pub(super) fn read(&self, around: Around) -> Found {
        let Masks { quotes, separators, line_feeds, returns } = *self;
        // Bytes inside quotes, an opening quote included and a closing one not.
        let mut quoted = quotes;
        quoted ^= quoted << 1;
        quoted ^= quoted << 2;
        quoted ^= quoted << 4;
        quoted ^= quoted << 8;
        quoted ^= quoted << 16;
        quoted ^= quoted << 32;
        quoted ^= 0u64.wrapping_sub(u64::from(around.inside));
        let ends = (separators | line_feeds) & !quoted;
        let second = quotes << 1 | u64::from(around.after_quote);
        let before_opening = ends << 1 | u64::from(around.after_end) | second;
        let ends_field = separators | line_feeds | returns | quotes | !around.filled;
        let behind_closing = ends_field >> 1 | u64::from(around.before_end) << (BLOCK - 1);
        let before_feed = line_feeds >> 1 | u64::from(around.before_feed) << (BLOCK - 1);
        let opening = quotes & quoted;
        let closing = quotes & !quoted;
        Found {
            ends,
            feeds: line_feeds & !quoted,
            doubled: opening & second,
            doubts: opening & !before_opening
                | closing & !behind_closing
                | returns & !quoted & !before_feed,
            inside: quoted >> (BLOCK - 1) != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hide_what_they_enclose() {
        let masks = Masks {
            quotes: 1 << 15 | 1 << 63,
            separators: 1 | 1 << 14 | 1 << 20,
            line_feeds: 1 << 30,
            returns: 0,
        };
        let around = Around {
            inside: false,
            after_end: true,
            after_quote: false,
            before_end: true,
            before_feed: false,
            filled: u64::MAX,
        };
        let found = masks.read(around);
        assert_eq!((found.ends, found.feeds), (1 | 1 << 14, 0));
        assert_eq!((found.doubled, found.doubts, found.inside), (0, 0, false));
        let found = masks.read(Around { inside: true, ..around });
        assert_eq!((found.ends, found.feeds), (1 << 20 | 1 << 30, 1 << 30));
        assert_eq!(found.doubts, 1 << 15 | 1 << 63, "one closes and one opens inside text");
    }
}
