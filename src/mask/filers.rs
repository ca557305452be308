//! Filer codes: a keyed exchange of all codes of one form, in which none stands for itself.

use super::signs::{Direction, Signs};
use std::collections::BTreeMap;

const SIGNS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// For each code of three letters or digits, by its place among them, the code that stands for it,
/// and the other way round.
pub(super) struct Filers {
    masked: Vec<u16>,
    real: Vec<u16>,
}

impl Filers {
    pub(super) fn new(signs: &Signs) -> Filers {
        // Codes keep which of their signs are digits, and whether a spreadsheet would take a zero.
        let mut forms: BTreeMap<[bool; 4], Vec<u16>> = BTreeMap::new();
        let count = SIGNS.len().pow(3);
        for place in 0..count {
            let [a, b, c] = code(place);
            let [is_a, is_b, is_c] = [a, b, c].map(|sign| sign.is_ascii_digit());
            let loses_zero = a == b'0' && is_b && is_c;
            forms.entry([is_a, is_b, is_c, loses_zero]).or_default().push(place as u16);
        }
        let mut numbers = signs.numbers("filer codes");
        let mut filers = Filers { masked: vec![0; count], real: vec![0; count] };
        for places in forms.values() {
            let mut shuffled = places.clone();
            // Sattolo's shuffle makes one ring of all, so that no code stays where it is.
            for at in (1..shuffled.len()).rev() {
                let other = numbers.next().unwrap_or_default() as usize % at;
                shuffled.swap(at, other);
            }
            for (real, masked) in places.iter().zip(shuffled) {
                filers.masked[usize::from(*real)] = masked;
                filers.real[usize::from(masked)] = *real;
            }
        }
        filers
    }

    /// The code that stands for this one, or for which this one stands. What is not three letters
    /// or digits is no code and becomes three zeros.
    pub(super) fn turned(&self, filer_code: &str, direction: Direction) -> String {
        let table = match direction {
            Direction::Mask => &self.masked,
            Direction::Unmask => &self.real,
        };
        let found = place(filer_code).and_then(|place| table.get(place)).copied();
        code(found.unwrap_or_default().into()).map(char::from).iter().collect()
    }
}

fn code(place: usize) -> [u8; 3] {
    let all = SIGNS.len();
    [place / all / all % all, place / all % all, place % all].map(|at| SIGNS[at])
}

fn place(code: &str) -> Option<usize> {
    let at = |sign: u8| SIGNS.iter().position(|known| *known == sign);
    match code.as_bytes() {
        [a, b, c] => Some((at(*a)? * SIGNS.len() + at(*b)?) * SIGNS.len() + at(*c)?),
        _ => None,
    }
}
