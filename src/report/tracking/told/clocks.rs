//! What is overdue and which clocks run, from `clocks.csv`.

use super::First;
use crate::domain::Day;
use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use crate::track::clocks::FromBasis;
use std::collections::BTreeMap;

/// Clocks that are listed.
const LISTED: usize = 300;

/// Whom the end of a clock bears on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bears {
    /// CBP or the bank: past it they are late.
    Them,
    /// The importer: past it a right is gone.
    Us,
    /// Nobody: nothing is to be done.
    Nobody,
}

/// Kinds of clocks, with what they are in plain words.
const KINDS: [(&str, &str, Bears); 13] = [
    ("liquidation", "Accepted, and not (re)liquidated", Bears::Them),
    ("payment", "(Re)liquidated, and not paid", Bears::Them),
    ("refund", "Accepted, and not paid", Bears::Them),
    ("waits-for-liquidation", "Waits for its liquidation", Bears::Nobody),
    ("held-no-ach", "Held: no ACH account", Bears::Them),
    ("returned", "Sent back by the bank", Bears::Them),
    ("protest-disputed", "Protest of what is in dispute", Bears::Us),
    ("protest", "Protest of other (re)liquidations", Bears::Nobody),
    ("cape-rejected", "CAPE takes again what CBP refused", Bears::Us),
    ("protest-rejected", "Protest of what CBP refused", Bears::Us),
    ("psc-rejected", "A correction of what CBP refused", Bears::Us),
    ("cape-not-filed", "CAPE takes what was not filed", Bears::Us),
    ("protest-not-filed", "Protest of what was not filed", Bears::Us),
];

/// The words of the kinds, with what they are.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().map(|(kind, title, _)| (*kind, *title))
}

/// A clock in plain words.
pub fn kind(word: &str) -> &str {
    KINDS.iter().find(|(kind, ..)| *kind == word).map_or(word, |(_, title, _)| title)
}

/// Whom it bears on; of a kind that is not known, so that it is shown, CBP.
fn bears(word: &str) -> Bears {
    KINDS.iter().find(|(kind, ..)| *kind == word).map_or(Bears::Them, |(_, _, bears)| *bears)
}

/// A clock of some entries of an importer.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// What runs.
    pub kind: String,
    /// Whose entries.
    pub importer: String,
    /// Where it starts.
    pub from: Option<Day>,
    /// Where it ends.
    pub due: Option<Day>,
    /// Days past the end, or, below 0, days that are left.
    pub days_over: Option<i32>,
    /// Entries.
    pub entries: u64,
    /// What they come to.
    pub amount: i128,
    /// What to do.
    pub what_to_do: String,
    /// How the start is known.
    pub basis: String,
}

/// What the clocks of a kind come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KindSums {
    /// Entries past the end.
    pub over: u64,
    /// What they come to.
    pub over_amount: i128,
    /// Entries before the end, or on it.
    pub running: u64,
    /// What they come to.
    pub running_amount: i128,
    /// Entries of which no end is known, or that have none: neither past it nor before.
    pub no_date: u64,
    /// What they come to.
    pub no_date_amount: i128,
    /// The next end that is not past.
    pub next: Option<Day>,
    /// Whether it rests on a projected liquidation.
    pub next_is_projected: bool,
    /// What ends on it: entries.
    pub next_entries: u64,
    /// What they come to.
    pub next_amount: i128,
}

/// The clocks.
#[derive(Debug, Clone, Default)]
pub struct Clocks {
    /// Those that are furthest over first.
    pub listed: Vec<Clock>,
    /// How many there are.
    pub all: u64,
    /// By kind.
    pub kinds: BTreeMap<String, KindSums>,
}

impl Clocks {
    /// What the clocks of a kind come to.
    pub fn kind(&self, kind: &str) -> KindSums {
        self.kinds.get(kind).copied().unwrap_or_default()
    }

    /// The kinds by which CBP or the bank is late, with what they come to.
    pub fn overdue(&self) -> impl Iterator<Item = (&str, &KindSums)> {
        let kinds = self.kinds.iter().map(|(kind, sums)| (kind.as_str(), sums));
        kinds.filter(|(kind, sums)| bears(kind) == Bears::Them && sums.over > 0)
    }

    /// The kinds whose end takes a right away, the nearest first.
    pub fn closing(&self) -> Vec<(&str, Day, &KindSums)> {
        let kinds = self.kinds.iter().filter(|(kind, _)| bears(kind) == Bears::Us);
        let mut closing: Vec<_> =
            kinds.filter_map(|(kind, sums)| Some((kind.as_str(), sums.next?, sums))).collect();
        closing.sort_by_key(|(_, next, _)| *next);
        closing
    }

    pub(super) fn of(staging: &Staging, as_of: Day) -> Result<Clocks, OutputError> {
        const COLUMNS: [&str; 8] = [
            "kind",
            "importer_number",
            "from_date",
            "due_date",
            "entries",
            "amount",
            "what_to_do",
            "basis",
        ];
        let mut clocks = Clocks::default();
        let mut listed = First::new(LISTED);
        read_back::each::<OutputError>(staging, "clocks.csv", &COLUMNS, |row| {
            let clock = Clock {
                kind: row.printed("kind").to_owned(),
                importer: row.text("importer_number").into_owned(),
                from: row.day("from_date"),
                due: row.day("due_date"),
                days_over: row.day("due_date").map(|due| as_of.days_since(due)),
                entries: row.number("entries"),
                amount: row.money("amount"),
                what_to_do: row.text("what_to_do").into_owned(),
                basis: row.printed("basis").to_owned(),
            };
            clocks.all += 1;
            let sums = clocks.kinds.entry(clock.kind.clone()).or_default();
            match clock.days_over {
                None => {
                    sums.no_date += clock.entries;
                    sums.no_date_amount += clock.amount;
                }
                Some(1..) => {
                    sums.over += clock.entries;
                    sums.over_amount += clock.amount;
                }
                Some(_) => {
                    sums.running += clock.entries;
                    sums.running_amount += clock.amount;
                    let projected = clock.basis == FromBasis::Projected.as_str();
                    if sums.next.is_none_or(|next| clock.due < Some(next)) {
                        (sums.next, sums.next_entries, sums.next_amount) = (clock.due, 0, 0);
                        sums.next_is_projected = true;
                    }
                    if clock.due == sums.next {
                        sums.next_entries += clock.entries;
                        sums.next_amount += clock.amount;
                        sums.next_is_projected &= projected;
                    }
                }
            }
            listed.see(-i128::from(clock.days_over.unwrap_or(i32::MIN)), clock);
            Ok(())
        })?;
        clocks.listed = listed.end();
        Ok(clocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::clocks::ClockKind;

    #[test]
    fn every_clock_has_its_words() {
        let words: Vec<&str> = ClockKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(kinds().map(|(kind, _)| kind).collect::<Vec<_>>(), words);
    }

    #[test]
    fn what_has_no_known_end_is_neither_past_nor_running() {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        let mut file = staging.create("clocks.csv").unwrap();
        file.write(crate::report::tracking::clocks::HEADER.as_bytes()).unwrap();
        for row in [
            "liquidation,,2026-05-01,2026-06-15,1,2,20.00,,,stated,\n",
            "liquidation,,2026-05-02,2026-06-16,0,3,30.00,,,stated,\n",
            "liquidation,,,,,4,40.00,,,unknown,\n",
            "cape-rejected,,2026-04-01,2026-06-20,-4,1,10.00,,,projected,\n",
        ] {
            file.write(row.as_bytes()).unwrap();
        }
        staging.close(file).unwrap();
        let clocks = Clocks::of(&staging, "2026-06-16".parse().unwrap()).unwrap();
        let sums = clocks.kind("liquidation");
        assert_eq!((sums.over, sums.running, sums.no_date), (2, 3, 4));
        assert_eq!((sums.no_date_amount, sums.next_is_projected), (4_000, false));
        assert!(clocks.kind("cape-rejected").next_is_projected);
    }
}
