//! Importers, filers and entry numbers.

use super::origins::{self};
use super::pen;
use super::random::{Chance, scramble};

/// Entries an importer has on average.
const ENTRIES_AN_IMPORTER: u64 = 160;
/// Importers in even the smallest export.
const LEAST_IMPORTERS: u64 = 4;
/// How many serial numbers a filer has.
const SERIALS: u64 = 10_000_000;
/// How many filers share the work at one time.
const FILERS: u64 = 8;

/// Filer codes of every shape, and the names behind them.
const FILER_CODES: [(&[u8; 3], &str); FILERS as usize] = [
    (b"9Q9", "Nonesuch Brokerage LLC"),
    (b"017", "Placeholder Customs Services Inc"),
    (b"ZZX", "Imaginary Clearance Co"),
    (b"1E5", "Mock Entry Writers, Inc."),
    (b"W7K", "Pretend & Daughters Brokers"),
    (b"099", "Notional Freight Forwarding LLC"),
    (b"QYB", "Storybook Customs Brokers Inc"),
    (b"8Z8", "Self-filed (fictitious)"),
];

const FIRST: [&str; 16] = [
    "Imaginary",
    "Fictive",
    "Pretend",
    "Invented",
    "Notional",
    "Make-Believe",
    "Nonesuch",
    "Placeholder",
    "Mock",
    "Storybook",
    "Fabled",
    "Unreal",
    "Hypothetical",
    "Madeup",
    "Nowhere",
    "Example",
];
const SECOND: [&str; 16] = [
    "Teapot", "Lantern", "Bicycle", "Harbor", "Orchard", "Button", "Compass", "Kettle", "Anvil",
    "Spindle", "Walrus", "Parasol", "Gasket", "Marble", "Thimble", "Trellis",
];
const THIRD: [&str; 8] =
    ["Imports", "Trading", "Supply", "Wholesale", "Works", "Goods", "Outfitters", "Brothers"];
const FORM: [&str; 6] = [" Inc", " LLC", ", Inc.", " Co", " Corp", ", LLC"];
const NAMES: u64 = (FIRST.len() * SECOND.len() * THIRD.len() * FORM.len()) as u64;

/// Employer numbers never begin with these.
const PREFIXES: [&[u8; 2]; 8] = [b"69", b"79", b"89", b"97", b"49", b"29", b"19", b"78"];

const PORTS: [&[u8; 4]; 12] = [
    b"2704", b"1001", b"4601", b"0401", b"3001", b"1703", b"5301", b"2304", b"0901", b"3801",
    b"1401", b"2720",
];

/// An importer of record: everything follows from its number and the seed.
pub(super) struct Importer {
    id: u64,
    /// What is its own of the dice.
    own: u64,
}

impl Importer {
    /// The importer of the entry at an index. Importers come up one by one as the export goes on,
    /// few with many entries and many with few.
    pub(super) fn of_entry(index: u64, seed: u64, chance: &mut Chance) -> Importer {
        let id = chance.zipf(LEAST_IMPORTERS + index / ENTRIES_AN_IMPORTER);
        Importer { id, own: scramble(id ^ scramble(seed)) }
    }

    /// Appends its importer of record number; no two are the same.
    pub(super) fn number(&self, out: &mut Vec<u8>) {
        // The factor has no divisor in common with the modulus, so every id has its own digits.
        let digits = (self.id + 1).wrapping_mul(7_654_321) % SERIALS;
        if self.own.is_multiple_of(23) {
            // As CBP assigns them where there is no employer number: YYDDPP-NNNNN.
            out.extend_from_slice(b"2498");
            pen::padded(digits / 100_000, 2, out);
            out.push(b'-');
            pen::padded(digits % 100_000, 5, out);
            return;
        }
        out.extend_from_slice(PREFIXES[(self.own >> 8) as usize % PREFIXES.len()]);
        out.push(b'-');
        pen::padded(digits, 7, out);
        out.extend_from_slice(if self.own.is_multiple_of(11) { b"01" } else { b"00" });
    }

    /// Appends its name as a cell; no two are the same.
    pub(super) fn name(&self, out: &mut Vec<u8>) {
        let mut rest = self.id.wrapping_mul(7_919) % NAMES;
        let mut part = |of: &[&'static str]| {
            let count = of.len() as u64;
            let text = of[(rest % count) as usize];
            rest /= count;
            text
        };
        let (first, second, third, form) = (part(&FIRST), part(&SECOND), part(&THIRD), part(&FORM));
        let quoted = form.starts_with(',');
        if quoted {
            out.push(b'"');
        }
        out.extend_from_slice(first.as_bytes());
        for word in [second, third] {
            out.push(b' ');
            out.extend_from_slice(word.as_bytes());
        }
        let round = self.id / NAMES;
        if round > 0 {
            out.push(b' ');
            pen::number(round + 1, out);
        }
        out.extend_from_slice(form.as_bytes());
        if quoted {
            out.push(b'"');
        }
    }

    /// Where most of its goods come from.
    pub(super) fn home(&self) -> usize {
        origins::draw(&mut Chance::of(self.own, 1))
    }

    /// The manufacturer it buys from in a country, as a MID without the country.
    pub(super) fn manufacturer(&self, origin: usize, out: &mut Vec<u8>) {
        let bits = scramble(self.own ^ origin as u64);
        out.extend_from_slice(b"FICT");
        for shift in [0, 8, 16] {
            out.push(b'A' + ((bits >> shift) % 26) as u8);
        }
        pen::number((bits >> 24) % 99 + 1, out);
        for shift in [32, 40, 48] {
            out.push(b'A' + ((bits >> shift) % 26) as u8);
        }
    }

    /// One of the two ports it uses.
    pub(super) fn port(&self, chance: &mut Chance) -> &'static [u8; 4] {
        let at = (self.own >> 20) as usize + usize::from(chance.once_in(4));
        PORTS[at % PORTS.len()]
    }

    /// Whether it flags its entries for reconciliation.
    pub(super) fn reconciles(&self) -> bool {
        self.own >> 40 & 31 == 7
    }

    /// The filer of its entry at an index: its own broker, or now and then another.
    pub(super) fn filer(&self, index: u64, chance: &mut Chance) -> Filer {
        let other = if chance.once_in(10) { 1 + u64::from(chance.below(3)) } else { 0 };
        let place = (self.own >> 30) + other;
        Filer { id: index / SERIALS * FILERS + place % FILERS }
    }
}

/// A filer. After ten million entries the next eight take over, so that no number comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filer {
    id: u64,
}

impl Filer {
    fn code(self) -> [u8; 3] {
        if let Some((code, _)) = FILER_CODES.get(self.id as usize) {
            return **code;
        }
        const SIGNS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let rest = self.id - FILERS;
        [b'Y', SIGNS[(rest / 36 % 36) as usize], SIGNS[(rest % 36) as usize]]
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        FILER_CODES[(self.id % FILERS) as usize].1
    }

    /// The number of the entry at an index, with its check digit.
    pub(super) fn entry_number(self, index: u64, seed: u64) -> [u8; 11] {
        let mut number = *b"XXX00000000";
        number[..3].copy_from_slice(&self.code());
        let mut rest = (index + scramble(seed) % SERIALS) % SERIALS;
        for digit in number[3..10].iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        number[10] = b'0' + check_digit(&number);
        number
    }
}

/// The check digit of the first ten characters; tests hold it against the domain's own.
fn check_digit(number: &[u8; 11]) -> u8 {
    let mut sum = 0;
    for (at, byte) in number[..10].iter().enumerate() {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'I' => byte - b'A' + 1,
            b'J'..=b'R' => byte - b'J' + 1,
            _ => byte - b'S' + 2,
        };
        sum += match (at % 2, value * 2) {
            (0, _) => value,
            (_, twice @ 10..) => twice - 9,
            (_, twice) => twice,
        };
    }
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EntryNumber;
    use std::collections::HashSet;

    #[test]
    fn entry_numbers_never_repeat_and_have_valid_check_digits() {
        let mut seen = HashSet::new();
        let strides =
            (0..5_000).chain(SERIALS..SERIALS + 2_000).chain(SERIALS * 40..SERIALS * 40 + 2_000);
        for index in strides {
            let mut chance = Chance::of(3, index);
            let importer = Importer::of_entry(index, 3, &mut chance);
            let filer = importer.filer(index, &mut chance);
            let number = filer.entry_number(index, 3);
            let (read, repaired) = EntryNumber::read(&number).unwrap();
            assert_eq!(read.check_digit_fits(), Some(true));
            assert!(!repaired && seen.insert(read));
        }
    }

    #[test]
    fn importers_have_numbers_and_names_of_their_own() {
        let mut numbers = HashSet::new();
        let mut names = HashSet::new();
        for id in 0..30_000 {
            let importer = Importer { id, own: scramble(id) };
            let (mut number, mut name) = (Vec::new(), Vec::new());
            importer.number(&mut number);
            importer.name(&mut name);
            assert!(numbers.insert(number) && names.insert(name));
        }
    }
}
