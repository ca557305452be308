//! Payment groups: CBP pays one sum per payee and liquidation date. The payee is the importer of
//! record, or its notify party where a parties file says so.

use super::kept::{ImporterKey, Kept, Sums};
use super::packed::{pack, unpack};
use super::{Amounts, Payee};
use crate::assess::Assessed;
use crate::domain::{Day, EntryStatus, LiquidationState};
use crate::ledger::TextId;

/// What makes a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupKey {
    /// Importer of record, as printed.
    pub importer: TextId,
    /// Where its entries stand with CBP.
    pub state: LiquidationState,
    /// Their liquidation date, if they have one.
    pub liquidation_date: Option<Day>,
    /// Who is paid.
    pub payee: Payee,
}

impl GroupKey {
    /// The group of an entry.
    pub fn of(assessed: &Assessed<'_>, importer: TextId) -> GroupKey {
        let liquidation = &assessed.entry.liquidation;
        GroupKey {
            importer,
            state: liquidation.state,
            liquidation_date: liquidation.date,
            payee: Payee::of(&assessed.entry),
        }
    }
}

/// The entries of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Group {
    /// All of them.
    pub all: Amounts,
    /// How many have status `eligible`.
    pub eligible: u64,
    /// Lowest refund of these.
    pub eligible_refund_low: i128,
    /// Highest refund of these.
    pub eligible_refund_high: i128,
    /// How many have status `review`.
    pub review: u64,
    /// How many have status `blocked`.
    pub blocked: u64,
    /// How many have status `no_refund`.
    pub no_refund: u64,
    /// Importer name: the first that an entry of the group gives.
    pub importer_name: TextId,
    /// Last day on which CAPE takes them.
    pub cape_deadline: Option<Day>,
    /// Last day of the protest right.
    pub protest_deadline: Option<Day>,
}

impl Group {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>, amounts: &Amounts) {
        self.all.add(amounts);
        match assessed.status {
            EntryStatus::Eligible => {
                self.eligible += 1;
                self.eligible_refund_low += amounts.refund_low;
                self.eligible_refund_high += amounts.refund_high;
            }
            EntryStatus::Review => self.review += 1,
            EntryStatus::Blocked => self.blocked += 1,
            EntryStatus::NoRefund => self.no_refund += 1,
        }
        // Entries without an importer number are of nobody knows whom, whatever the name of one.
        if !assessed.entry.importer.is_empty() {
            self.importer_name = self.importer_name.or(assessed.entry.facts.importer_name);
        }
        self.cape_deadline = assessed.entry.liquidation.cape_deadline;
        self.protest_deadline = assessed.entry.liquidation.protest_deadline;
    }

    pub(super) fn add(&mut self, later: &Group) {
        self.all.add(&later.all);
        self.eligible += later.eligible;
        self.eligible_refund_low += later.eligible_refund_low;
        self.eligible_refund_high += later.eligible_refund_high;
        self.review += later.review;
        self.blocked += later.blocked;
        self.no_refund += later.no_refund;
        self.importer_name = self.importer_name.or(later.importer_name);
        self.cape_deadline = self.cape_deadline.or(later.cape_deadline);
        self.protest_deadline = self.protest_deadline.or(later.protest_deadline);
    }
}

/// All groups, kept in about 80 bytes each once they are complete.
#[derive(Debug, Default)]
pub struct Groups(Kept<GroupKey, Group>);

impl ImporterKey for GroupKey {
    fn importer(&self) -> TextId {
        self.importer
    }
}

impl Sums for Group {
    /// Importer name and the two last days.
    type Beside = (TextId, Option<Day>, Option<Day>);

    fn add(&mut self, later: &Group) {
        Group::add(self, later);
    }

    fn beside(&self) -> Self::Beside {
        (self.importer_name, self.cape_deadline, self.protest_deadline)
    }

    fn pack(&self, out: &mut Vec<u8>) {
        pack(&self.figures(), out);
    }

    fn unpack(beside: Self::Beside, bytes: &mut &[u8]) -> Group {
        let (importer_name, cape_deadline, protest_deadline) = beside;
        let group = Group::of_figures(&unpack(bytes));
        Group { importer_name, cape_deadline, protest_deadline, ..group }
    }
}

impl Groups {
    pub(super) fn put(&mut self, assessed: &Assessed<'_>, importer: TextId, amounts: &Amounts) {
        self.0.at(GroupKey::of(assessed, importer)).put(assessed, amounts);
    }

    /// Adds the groups of the entries that follow, of which none is complete.
    pub(super) fn add(&mut self, later: &Groups) {
        self.0.add(&later.0);
    }

    /// The groups, sorted by what `text` prints of their importer, then state, date and payee.
    pub fn sorted<'t>(
        &self,
        text: impl Fn(TextId) -> &'t str,
    ) -> impl Iterator<Item = (&'t str, GroupKey, Group)> {
        let places = self.0.places();
        let mut groups: Vec<_> =
            places.map(|(key, place)| (text(key.importer), *key, place)).collect();
        let state = |key: &GroupKey| LiquidationState::as_str(key.state);
        groups.sort_by(|(a, x, _), (b, y, _)| {
            let date = |key: &GroupKey| key.liquidation_date;
            let order = (a, state(x), date(x)).cmp(&(b, state(y), date(y)));
            order.then_with(|| x.payee.rank(&text).cmp(&y.payee.rank(&text)))
        });
        groups.into_iter().map(|(text, key, place)| (text, key, self.0.sums(&key, place)))
    }
}

impl Group {
    fn figures(&self) -> [i128; 12] {
        let Amounts { entries, duty_paid, refund_low, refund_high, interest_low, interest_high } =
            self.all;
        [
            entries.into(),
            duty_paid,
            refund_low,
            refund_high,
            interest_low,
            interest_high,
            self.eligible.into(),
            self.eligible_refund_low,
            self.eligible_refund_high,
            self.review.into(),
            self.blocked.into(),
            self.no_refund.into(),
        ]
    }

    fn of_figures(figures: &[i128; 12]) -> Group {
        let count = |at: usize| u64::try_from(figures[at]).unwrap_or_default();
        Group {
            all: Amounts {
                entries: count(0),
                duty_paid: figures[1],
                refund_low: figures[2],
                refund_high: figures[3],
                interest_low: figures[4],
                interest_high: figures[5],
            },
            eligible: count(6),
            eligible_refund_low: figures[7],
            eligible_refund_high: figures[8],
            review: count(9),
            blocked: count(10),
            no_refund: count(11),
            ..Group::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept::{Complete, OPEN};
    use super::*;

    #[test]
    fn groups_that_are_complete_keep_every_figure() {
        let mut texts = crate::ledger::Texts::new();
        let name = texts.id("ACME");
        // Every figure is another one, so that none can stand in for a lost one.
        let group = |n: i128| {
            let count = |at: u64| n as u64 * 1_003 + at;
            Group {
                all: Amounts {
                    entries: count(1),
                    duty_paid: n - 2,
                    refund_low: n * 7 + 3,
                    refund_high: n * 11 + 4,
                    interest_low: n * 13 + 5,
                    interest_high: n * 17 + 6,
                },
                eligible: count(7),
                eligible_refund_low: n * 19 + 8,
                eligible_refund_high: n * 23 + 9,
                review: count(10),
                blocked: count(11),
                no_refund: count(12),
                importer_name: name,
                cape_deadline: Some(Day::from_1900(n as u32)),
                protest_deadline: Some(Day::from_1900(n as u32 + 100)),
            }
        };
        let key = |n: u32| GroupKey {
            importer: TextId::BLANK,
            state: LiquidationState::Liquidated,
            liquidation_date: Some(Day::from_1900(n)),
            payee: Payee::NotAsked,
        };
        let mut groups = Groups::default();
        // No importer is the latest, so all of them are complete.
        let later = Groups(Kept {
            open: (0..OPEN as u32 + 9).map(|n| (key(n), group(n.into()))).collect(),
            latest: texts.id("other"),
            ..Kept::default()
        });
        groups.add(&later);
        assert_eq!((groups.0.open.len(), groups.0.complete.len()), (0, OPEN + 9));
        let sorted: Vec<_> = groups.sorted(|_| "").collect();
        for (n, (_, found, read)) in sorted.into_iter().enumerate() {
            assert_eq!(found, key(n as u32));
            assert_eq!(read, group(n as i128));
        }
    }

    #[test]
    fn each_group_is_kept_once() {
        crate::estimate::kept::tests::each_key_is_kept_once(
            |importer, n| GroupKey {
                importer,
                state: LiquidationState::Liquidated,
                liquidation_date: Some(Day::from_1900(n)),
                payee: Payee::NotAsked,
            },
            |n| Group::of_figures(&std::array::from_fn(|at| n * 5 + at as i128)),
        );
    }

    #[test]
    fn groups_that_differ_in_the_payee_stand_by_payee_whether_complete_or_not() {
        let mut texts = crate::ledger::Texts::new();
        let [b, a] = ["B", "A"].map(|text| Payee::ImporterOr(texts.id(text)));
        let payees = [Payee::NotKnown, b, Payee::NotifyParty, a, Payee::Importer];
        let key = |payee: Payee| GroupKey {
            importer: TextId::BLANK,
            state: LiquidationState::Liquidated,
            liquidation_date: Some(Day::from_1900(46_000)),
            payee,
        };
        let (complete, open) = payees.split_at(3);
        let mut groups = Groups::default();
        for (at, payee) in complete.iter().enumerate() {
            let figures_at = groups.0.packed.len();
            pack(&[at as i128; 12], &mut groups.0.packed);
            let beside = (TextId::BLANK, None, None);
            groups.0.complete.push(Complete { key: key(*payee), beside, at: figures_at });
        }
        for (at, payee) in open.iter().enumerate() {
            groups.0.open.insert(key(*payee), Group::of_figures(&[3 + at as i128; 12]));
        }
        let found: Vec<(Payee, u64)> =
            groups.sorted(|id| texts.text(id)).map(|(_, k, g)| (k.payee, g.all.entries)).collect();
        let expected =
            [(Payee::Importer, 4), (Payee::NotifyParty, 2), (a, 3), (b, 1), (Payee::NotKnown, 0)];
        assert_eq!(found, expected);
    }
}
