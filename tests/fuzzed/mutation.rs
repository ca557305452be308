//! Changes of inputs as a fuzzer makes them, the same each time.

/// What is put in: what means something to one parser or another.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b"\t",
    b";",
    b"|",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\x1C",
    b"\xEF\xBB\xBF",
    b"\xA0",
    b"\xFF",
    b"-",
    b"(",
    b")",
    b"$",
    b".",
    b"0",
    b"99999999999999999999",
    b"1e9",
    b"9903.01.24",
    b"9Q910000011",
    b"98-765432100",
    b"05/20/2025",
    b"2025-02-29",
    b"2958465",
    b"1,234.50",
    b"=\"1\"",
    b"=1+1",
    b"[",
    b"]",
    b"{",
    b"}",
    b"<",
    b">",
    b"[[importer]]\n",
    b"\\u0000",
    b"%",
    b"Entry Summary Number",
    b"Liquidation Date",
    b"Line Tariff Duty Amount",
];
/// Inputs do not grow past this.
const LONGEST: usize = 8 << 10;

/// A source of changes.
pub struct Mutation(u64);

impl Mutation {
    /// The changes of a target.
    pub fn new(target: &str) -> Mutation {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
        Mutation(target.bytes().fold(0xCBF2_9CE4_8422_2325, hash))
    }

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    /// One of these inputs, changed in a few places.
    pub fn of(&mut self, seeds: &[&[u8]]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].to_vec();
        for _ in 0..=self.below(4) {
            let start = self.below(bytes.len() + 1);
            let end = (start + self.below(24)).min(bytes.len());
            match self.below(6) {
                0 if start < bytes.len() => bytes[start] ^= 1 << self.below(8),
                1 => drop(bytes.drain(start..end)),
                2 => {
                    let copy = bytes[start..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, copy);
                }
                3 => {
                    let other = seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    bytes.splice(start..end, other[from..].iter().take(40).copied());
                }
                _ => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    bytes.splice(start..end, token.iter().copied());
                }
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }
}
