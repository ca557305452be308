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

/// What the bytes before a block leave to it. All but `inside` are 0 or 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    /// All ones inside quotes, else 0.
    pub(super) inside: u64,
    /// A separator or line end outside quotes stands before: a field may begin.
    pub(super) end: u64,
    /// A quote stands before.
    pub(super) quote: u64,
    /// It closed: what follows must end the field, or be a second quote.
    pub(super) closing: u64,
    /// A carriage return outside quotes stands before: a line feed must follow.
    pub(super) lone_return: u64,
}

impl Before {
    /// The start of a text, which counts as a line end.
    pub(super) const START: Before =
        Before { inside: 0, end: 1, quote: 0, closing: 0, lone_return: 0 };
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
    /// Carriage returns outside quotes.
    pub(super) returns: u64,
    /// Whatever lies outside the subset that is read by parity.
    pub(super) doubts: u64,
}

/// For each bit, whether an odd number of bits is set up to it, itself counted.
#[inline(always)]
pub(super) fn prefix_parity(bits: u64) -> u64 {
    let mut parity = bits;
    for shift in [1, 2, 4, 8, 16, 32] {
        parity ^= parity << shift;
    }
    parity
}

impl Masks {
    /// Tells what lies inside quotes, what ends a field, and what cannot be told so; `parity` is
    /// that of the quotes. Only the `filled` bytes are there. `before` is moved on to the next block.
    #[inline(always)]
    pub(super) fn read(&self, parity: u64, filled: u64, before: &mut Before) -> Found {
        let Masks { quotes, separators, line_feeds, returns } = *self;
        // Bytes inside quotes, an opening quote included and a closing one not.
        let quoted = parity ^ before.inside;
        let ends = (separators | line_feeds) & !quoted;
        let opening = quotes & quoted;
        let closing = quotes & !quoted;
        let returns = returns & !quoted;
        let second = quotes << 1 | before.quote;
        let may_open = ends << 1 | before.end | second;
        let behind_closing = closing << 1 | before.closing;
        let ends_field = separators | line_feeds | self.returns | quotes;
        let behind_return = returns << 1 | before.lone_return;
        let doubts = opening & !may_open
            | (behind_closing & !ends_field | behind_return & !line_feeds) & filled;
        const LAST: u32 = BLOCK as u32 - 1;
        *before = Before {
            inside: 0u64.wrapping_sub(quoted >> LAST),
            end: ends >> LAST,
            quote: quotes >> LAST,
            closing: closing >> LAST,
            lone_return: returns >> LAST,
        };
        Found { ends, feeds: line_feeds & !quoted, doubled: opening & second, returns, doubts }
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
        let parity = prefix_parity(masks.quotes);
        assert_eq!(parity, (1 << 63) - (1 << 15));
        let mut before = Before::START;
        let found = masks.read(parity, u64::MAX, &mut before);
        assert_eq!((found.ends, found.feeds), (1 | 1 << 14, 0));
        assert_eq!((found.doubled, found.doubts), (0, 0));
        assert_eq!((before.inside, before.closing, before.quote), (0, 1, 1));
        let mut before = Before { inside: u64::MAX, ..Before::START };
        let found = masks.read(parity, u64::MAX, &mut before);
        assert_eq!((found.ends, found.feeds), (1 << 20 | 1 << 30, 1 << 30));
        assert_ne!(found.doubts, 0, "one closes and one opens inside text");
        assert_eq!(before.inside, u64::MAX);
    }
}
