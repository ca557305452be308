//! The dice of the generator: splitmix64, one stream an entry.

/// A stream of chances, decided by what it was made from.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of splitmix64: neighbouring numbers come out unrelated.
pub(super) const fn scramble(number: u64) -> u64 {
    let mut z = number.wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Chance {
    /// The stream of the `index`th thing under a seed.
    pub(super) const fn of(seed: u64, index: u64) -> Chance {
        Chance(scramble(seed) ^ scramble(index).rotate_left(17))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// A number below `bound`; 0 if the bound is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `low` up to but not including `high`.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low).max(0).unsigned_abs()) as i32
    }

    /// True once in `rarity` times.
    pub(super) fn once_in(&mut self, rarity: u32) -> bool {
        self.below(rarity) == 0
    }

    /// One of these, each as likely as the others. The slice must not be empty.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u32) as usize]
    }

    /// An index below `bound` under Zipf's law: the chance of `n` falls as 1/n.
    pub(super) fn zipf(&mut self, bound: u64) -> u64 {
        // Every power of two up to the bound is as likely as the next; inside one all are alike.
        let powers = 64 - bound.max(1).leading_zeros();
        let power = self.below(powers);
        let first = 1u64 << power;
        let found = first + self.next() % first;
        if found > bound { found % bound.max(1) } else { found - 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_and_by_index() {
        let first = |seed, index| Chance::of(seed, index).next();
        assert_eq!(first(1, 2), first(1, 2));
        assert_ne!(first(1, 2), first(2, 1));
        assert_ne!(first(1, 2), first(1, 3));
    }

    #[test]
    fn zipf_stays_below_its_bound_and_favours_the_first() {
        let mut chance = Chance::of(7, 7);
        let mut counts = [0u32; 100];
        for _ in 0..20_000 {
            counts[chance.zipf(100) as usize] += 1;
        }
        assert!(counts.iter().all(|n| *n > 0), "{counts:?}");
        assert!(counts[0] > 10 * counts[60]);
        assert_eq!(chance.zipf(1), 0);
        assert_eq!(chance.zipf(0), 0);
    }
}
