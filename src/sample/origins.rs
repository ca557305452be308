//! Where the goods come from.

use super::random::Chance;

/// A country of origin.
pub(super) struct Origin {
    /// ISO alpha-2.
    pub(super) code: [u8; 2],
    /// How often, against the others.
    weight: u32,
    /// The preference its goods may claim.
    pub(super) spi: &'static str,
}

const fn origin(code: &[u8; 2], weight: u32, spi: &'static str) -> Origin {
    Origin { code: *code, weight, spi }
}

/// Roughly as US imports are spread, with the small programs made more frequent than they are.
pub(super) const ORIGINS: [Origin; 50] = [
    origin(b"CN", 60, ""),
    origin(b"MX", 18, "S"),
    origin(b"CA", 18, "S"),
    origin(b"VN", 12, ""),
    origin(b"JP", 11, ""),
    origin(b"DE", 11, ""),
    origin(b"IN", 11, ""),
    origin(b"KR", 14, "KR"),
    origin(b"BR", 10, ""),
    origin(b"CH", 9, ""),
    origin(b"TW", 8, ""),
    origin(b"IT", 7, ""),
    origin(b"LI", 8, ""),
    origin(b"TH", 6, ""),
    origin(b"FR", 5, ""),
    origin(b"GB", 5, ""),
    origin(b"HK", 4, ""),
    origin(b"MY", 4, ""),
    origin(b"ID", 4, ""),
    origin(b"KH", 3, ""),
    origin(b"BD", 3, ""),
    origin(b"ES", 3, ""),
    origin(b"PT", 2, ""),
    origin(b"NL", 2, ""),
    origin(b"PL", 2, ""),
    origin(b"SE", 2, ""),
    origin(b"IE", 2, ""),
    origin(b"AT", 1, ""),
    origin(b"TR", 2, ""),
    origin(b"PK", 2, ""),
    origin(b"LK", 2, ""),
    origin(b"IL", 2, "IL"),
    origin(b"ZA", 2, ""),
    origin(b"AU", 2, "AU"),
    origin(b"CL", 2, "CL"),
    origin(b"CO", 2, "CO"),
    origin(b"PE", 2, "PE"),
    origin(b"SG", 2, "SG"),
    origin(b"PH", 2, ""),
    origin(b"NO", 1, ""),
    origin(b"NZ", 1, ""),
    origin(b"MO", 1, ""),
    origin(b"JO", 1, "JO"),
    origin(b"TN", 1, ""),
    origin(b"MM", 1, ""),
    origin(b"LA", 1, ""),
    origin(b"MG", 1, ""),
    origin(b"NA", 1, ""),
    origin(b"EC", 1, ""),
    origin(b"RU", 1, ""),
];

const TOTAL: usize = {
    let mut total = 0;
    let mut at = 0;
    while at < ORIGINS.len() {
        total += ORIGINS[at].weight as usize;
        at += 1;
    }
    total
};

/// Each origin's index as often as its weight says.
const URN: [u8; TOTAL] = {
    let mut urn = [0; TOTAL];
    let mut at = 0;
    let mut filled = 0;
    while at < ORIGINS.len() {
        let mut count = 0;
        while count < ORIGINS[at].weight {
            urn[filled] = at as u8;
            filled += 1;
            count += 1;
        }
        at += 1;
    }
    urn
};

/// The index of an origin.
pub(super) fn draw(chance: &mut Chance) -> usize {
    usize::from(*chance.pick(&URN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_origin_is_drawn() {
        let mut chance = Chance::of(1, 1);
        let mut seen = [false; ORIGINS.len()];
        (0..10_000).for_each(|_| seen[draw(&mut chance)] = true);
        assert!(seen.iter().all(|s| *s));
    }
}
