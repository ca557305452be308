//! Sets of checks.

use super::{ALL, Check};
use crate::domain::{Lane, Severity};

/// A set of checks, by their place in [`ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CheckSet(u64);

/// How many checks a set can hold.
const MOST: usize = 64;

impl CheckSet {
    /// The checks named.
    pub const fn of(checks: &[&Check]) -> CheckSet {
        let (mut bits, mut at) = (0, 0);
        while at < checks.len() {
            bits |= 1 << place_of(checks[at]);
            at += 1;
        }
        CheckSet(bits)
    }

    /// All checks whose finding weighs so much.
    pub const fn of_severity(severity: Severity) -> CheckSet {
        let (mut bits, mut place) = (0, 0);
        while place < ALL.len() {
            bits |= ((ALL[place].severity as u8 == severity as u8) as u64) << place;
            place += 1;
        }
        CheckSet(bits)
    }

    /// All checks that send an entry to a lane.
    pub const fn of_lane(lane: Lane) -> CheckSet {
        let (mut bits, mut place) = (0, 0);
        while place < ALL.len() {
            if let Some(other) = ALL[place].lane
                && other as u8 == lane as u8
            {
                bits |= 1 << place;
            }
            place += 1;
        }
        CheckSet(bits)
    }

    /// Whether no check is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether any check is in both sets.
    pub const fn meets(self, other: CheckSet) -> bool {
        self.0 & other.0 != 0
    }

    /// The checks of either set.
    pub const fn union(self, other: CheckSet) -> CheckSet {
        CheckSet(self.0 | other.0)
    }

    /// Its checks that are not in the other set.
    pub const fn without(self, other: CheckSet) -> CheckSet {
        CheckSet(self.0 & !other.0)
    }

    /// Whether the check at a place of [`ALL`] is in it.
    pub const fn holds(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// Adds the check at a place of [`ALL`].
    pub fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
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

/// The place of a check in [`ALL`], where every check stands.
const fn place_of(check: &Check) -> usize {
    let mut place = 0;
    while place < ALL.len() && !same(ALL[place].code.as_bytes(), check.code.as_bytes()) {
        place += 1;
    }
    assert!(place < ALL.len() && place < MOST);
    place
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
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

    #[test]
    fn every_check_has_its_own_place_and_sets_may_overlap() {
        for (place, check) in ALL.iter().enumerate() {
            assert_eq!(place_of(check), place, "{}", check.code);
        }
        assert!(
            !same(b"recon-flag", b"recon-flag-type") && !same(b"recon-flag-type", b"recon-flag")
        );
        let both = CheckSet::of(&[ALL[2], ALL[7]]).union(CheckSet::of(&[ALL[7], ALL[9]]));
        assert_eq!(both.places().collect::<Vec<_>>(), [2, 7, 9]);
    }

    #[test]
    fn sets_hold_whom_they_name() {
        let set = CheckSet::of(&[ALL[2], ALL[7]]);
        assert_eq!(set.places().collect::<Vec<_>>(), [2, 7]);
        assert!(set.meets(CheckSet::of(&[ALL[7]])) && !set.meets(CheckSet::of(&[ALL[8]])));
        for severity in Severity::ALL {
            let all = CheckSet::of_severity(*severity);
            assert!(all.checks().all(|check| check.severity == *severity));
        }
        let counts = Severity::ALL.iter().map(|s| CheckSet::of_severity(*s).checks().count());
        assert_eq!(counts.sum::<usize>(), ALL.len());
        for lane in Lane::ALL {
            let expected = ALL.iter().filter(|check| check.lane == Some(*lane)).count();
            assert_eq!(CheckSet::of_lane(*lane).checks().count(), expected);
        }
    }
}
