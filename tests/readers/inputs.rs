//! Invented texts: random pieces, and rows of an export that were damaged.

/// Chance that can be repeated (xorshift).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        // Neighbouring seeds are to give different texts.
        Chance(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    fn of(&mut self, all: &[&'static [u8]]) -> &'static [u8] {
        all[self.below(all.len())]
    }
}

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"a",
    b"b c",
    b"\xEF\xBB\xBF",
    b"\",\"",
    b"\"\n",
    b",\"",
    b"\0",
    b"\xFF\xFE",
    b"text that crosses the end of a block of sixty-four",
    b"\n\"",
    b"\"\r\n",
    b" \"",
    b"\" ",
    b",,,,,,,,,,,,,,,,,,,,",
    b"$1,234.50",
    b"\"$1,234.50\"",
];

const ROWS: &[&[u8]] = &[
    b"9Q910000045,01,98-765432100,05/19/2025,1,1,9903.01.25,\"$1,234.50\",$123.45,Example Co",
    b"9Q910000045,01,98-765432100,05/19/2025,1,2,6109100012,\"$109,085.00\",\"$17,999.03\",\"Example, \"\"Ltd\"\"\"",
    b"\"9Q910000052\",\"01\",\"98-765432100\",\"05/19/2025\",\"2\",\"1\",\"99030125\",\"10.00\",\"1.00\",\"\"",
    b",,,,,,,,,",
    b"",
    b"9Q910000060,11,,,,,,,,\"two\nlines\"",
];

/// A text of one kind or the other.
pub(crate) fn input(chance: &mut Chance) -> Vec<u8> {
    let mut text = Vec::new();
    if chance.one_in(2) {
        for _ in 0..chance.below(60) {
            text.extend_from_slice(chance.of(PIECES));
        }
        return text;
    }
    let line_end: &[u8] = if chance.one_in(3) { b"\r\n" } else { b"\n" };
    for _ in 0..chance.below(8) {
        text.extend_from_slice(chance.of(ROWS));
        text.extend_from_slice(line_end);
    }
    for _ in 0..chance.below(4) {
        damage(&mut text, chance);
    }
    text
}

fn damage(text: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(text.len() + 1);
    let piece = chance.of(PIECES);
    match chance.below(5) {
        0 => drop(text.splice(at..at, piece.iter().copied())),
        1 => {
            let end = (at + chance.below(30)).min(text.len());
            text.drain(at..end);
        }
        2 => {
            let end = (at + piece.len()).min(text.len());
            drop(text.splice(at..end, piece.iter().copied()));
        }
        3 => text.truncate(at),
        _ => {
            let end = (at + chance.below(200)).min(text.len());
            let copy = text[at..end].to_vec();
            let to = chance.below(text.len() + 1);
            drop(text.splice(to..to, copy));
        }
    }
}
