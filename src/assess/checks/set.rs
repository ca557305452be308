//! Sets of checks.

use super::{ALL, Check};

/// A set of checks, by their place in [`ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CheckSet(u64);

impl CheckSet {
    /// Adds the check at a place of [`ALL`], which holds 64 at most.
    pub fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    /// Whether a check is in the set.
    pub fn contains(self, check: &Check) -> bool {
        self.checks().any(|other| std::ptr::eq(other, check))
    }

    /// The places of its checks, ascending: alphabetical by code.
    pub fn places(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let place = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                place
            })
        })
    }

    /// Its checks, alphabetical by code.
    pub fn checks(self) -> impl Iterator<Item = &'static Check> {
        self.places().map(|place| ALL[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_in_order() {
        let mut set = CheckSet::default();
        for place in [ALL.len() - 1, 0, 3] {
            set.insert(place);
        }
        assert_eq!(set.places().collect::<Vec<_>>(), [0, 3, ALL.len() - 1]);
        assert_eq!(set.checks().next().map(|c| c.code), Some(ALL[0].code));
    }
}
