//! What is overdue and which clocks run, from `clocks.csv`.

use super::First;
use crate::domain::Day;
use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use std::collections::BTreeMap;

/// Clocks that are listed.
const LISTED: usize = 300;

/// Kinds of clocks, with what they are in plain words, and whether their end takes a right away.
const KINDS: [(&str, &str, bool); 0] = [];

/// A clock in plain words.
pub fn kind(word: &str) -> &str {
    KINDS.iter().find(|(kind, ..)| *kind == word).map_or(word, |(_, title, _)| title)
}

/// Whether the end of such a clock takes a right away.
pub fn is_closing(word: &str) -> bool {
    KINDS.iter().any(|(kind, _, closes)| *kind == word && *closes)
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
    /// The other entries.
    pub running: u64,
    /// What they come to.
    pub running_amount: i128,
    /// The next end that is not past.
    pub next: Option<Day>,
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

    /// What is past its end, whatever runs.
    pub fn overdue(&self) -> KindSums {
        let mut all = KindSums::default();
        for sums in self.kinds.values() {
            all.over += sums.over;
            all.over_amount += sums.over_amount;
        }
        all
    }

    pub(super) fn of(staging: &Staging) -> Result<Clocks, OutputError> {
        const COLUMNS: [&str; 9] = [
            "kind",
            "importer_number",
            "from_date",
            "due_date",
            "days_over_or_left",
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
                importer: row.text("importer_number").to_owned(),
                from: row.day("from_date"),
                due: row.day("due_date"),
                days_over: row.days("days_over_or_left"),
                entries: row.number("entries"),
                amount: row.money("amount"),
                what_to_do: row.text("what_to_do").to_owned(),
                basis: row.printed("basis").to_owned(),
            };
            clocks.all += 1;
            let sums = clocks.kinds.entry(clock.kind.clone()).or_default();
            match clock.days_over.is_some_and(|days| days > 0) {
                true => {
                    sums.over += clock.entries;
                    sums.over_amount += clock.amount;
                }
                false => {
                    sums.running += clock.entries;
                    sums.running_amount += clock.amount;
                    sums.next = [sums.next, clock.due].into_iter().flatten().min();
                }
            }
            listed.see(-i128::from(clock.days_over.unwrap_or(i32::MIN)), clock);
            Ok(())
        })?;
        clocks.listed = listed.end();
        Ok(clocks)
    }
}
