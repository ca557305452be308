//! Which basis and rate explain the interest that CBP paid, from `interest.csv`.

use super::First;
use crate::report::tracking::read_back;
use crate::report::{OutputError, Staging};
use std::collections::BTreeMap;

/// Entries that are listed.
const LISTED: usize = 200;

/// The words of a verdict on interest, in the order in which reports list them.
pub const VERDICTS: [(&str, &str); 6] = [
    ("explained", "one deposit date and rate come to CBP's figure to the cent"),
    ("ambiguous", "several come to it: which one CBP took cannot be told"),
    ("tolerance", "none to the cent, but within the tolerance"),
    ("unexplained", "none comes near it"),
    ("no-interest", "no interest was paid"),
    ("not-enough", "no principal or no dates to reckon from"),
];

/// A basis in plain words.
pub fn basis(word: &str) -> &str {
    match word {
        "payment-date" => "payment date",
        "summary-date" => "entry summary date",
        "entry-date" => "entry date",
        "monthly-statement" => "monthly statement date",
        "estimate-date" => "date that the estimate took",
        "entry-plus-days" => "entry date and 14 days",
        other => other,
    }
}

/// An entry whose interest is not explained.
#[derive(Debug, Clone, Default)]
pub struct OddInterest {
    /// Its number.
    pub entry: String,
    /// Importer of record.
    pub importer: String,
    /// The (re)liquidation date.
    pub liquidated: String,
    /// Duty refunded.
    pub principal: i128,
    /// Interest on it.
    pub paid: i128,
    /// What it should be at that date.
    pub expected: Option<i128>,
    /// What is said of it.
    pub verdict: String,
    /// What else would fit.
    pub others: String,
    /// The day on which interest would have to start.
    pub implied_start: String,
}

/// Entries and their interest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Entries.
    pub entries: u64,
    /// Duty refunded.
    pub principal: i128,
    /// Interest on it.
    pub paid: i128,
    /// paid - what it should be, where that is known.
    pub difference: i128,
}

/// The interest of the refunds.
#[derive(Debug, Clone, Default)]
pub struct Interest {
    /// All.
    pub all: Sums,
    /// By what is said of it.
    pub verdicts: BTreeMap<String, Sums>,
    /// Entries that a basis and a class explain, alone or as the first of several.
    pub fits: BTreeMap<(String, String), Sums>,
    /// The same, with every other basis that falls on the same day: an entry counts with each.
    pub ways: BTreeMap<(String, String), Way>,
    /// Unexplained ones, then ambiguous ones, by how much their interest differs.
    pub listed: Vec<OddInterest>,
}

/// What a basis and a class explain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// Entries.
    pub sums: Sums,
    /// Bases that fall on the same day, with the entries in which they do.
    pub same_day: BTreeMap<String, u64>,
}

impl Sums {
    fn add(&mut self, principal: i128, paid: i128, difference: i128) {
        self.entries += 1;
        self.principal += principal;
        self.paid += paid;
        self.difference += difference;
    }
}

impl Interest {
    /// Entries with this said of them.
    pub fn verdict(&self, word: &str) -> Sums {
        self.verdicts.get(word).copied().unwrap_or_default()
    }

    /// The basis and class that explain most entries; of equals the one that stands first most often.
    pub fn best(&self) -> Option<(&str, &str, &Way)> {
        let first = |way: &(String, String)| self.fits.get(way).map_or(0, |sums| sums.entries);
        let ways = self.ways.iter().rev();
        let best = ways.max_by_key(|(way, found)| (found.sums.entries, first(way)));
        best.map(|((basis, taxpayer), found)| (basis.as_str(), taxpayer.as_str(), found))
    }

    pub(super) fn of(staging: &Staging) -> Result<Interest, OutputError> {
        const COLUMNS: [&str; 13] = [
            "entry_number",
            "importer_number",
            "liquidation_date",
            "principal",
            "interest_paid",
            "interest_expected_at_liquidation",
            "difference",
            "verdict",
            "basis",
            "taxpayer",
            "other_fits",
            "implied_start",
            "same_day_as",
        ];
        let mut found = Interest::default();
        let mut listed = First::new(LISTED);
        read_back::each::<OutputError>(staging, "interest.csv", &COLUMNS, |row| {
            let (principal, paid) = (row.money("principal"), row.money("interest_paid"));
            let difference = row.money("difference");
            let verdict = row.printed("verdict");
            found.all.add(principal, paid, difference);
            let sums = match found.verdicts.get_mut(verdict) {
                Some(sums) => sums,
                None => found.verdicts.entry(verdict.to_owned()).or_default(),
            };
            sums.add(principal, paid, difference);
            if !row.printed("basis").is_empty() {
                let fit = (row.printed("basis").to_owned(), row.printed("taxpayer").to_owned());
                found.fits.entry(fit).or_default().add(principal, paid, difference);
                let others = row.printed("same_day_as").split(';').filter(|one| !one.is_empty());
                let names: Vec<&str> =
                    std::iter::once(row.printed("basis")).chain(others).collect();
                for name in &names {
                    let way = ((*name).to_owned(), row.printed("taxpayer").to_owned());
                    let way = found.ways.entry(way).or_default();
                    way.sums.add(principal, paid, difference);
                    for other in names.iter().filter(|other| *other != name) {
                        *way.same_day.entry((*other).to_owned()).or_default() += 1;
                    }
                }
            }
            let before = match verdict {
                "unexplained" => 1 << 100,
                "ambiguous" => 0,
                _ => return Ok(()),
            };
            let odd = OddInterest {
                entry: row.text("entry_number").into_owned(),
                importer: row.text("importer_number").into_owned(),
                liquidated: row.printed("liquidation_date").to_owned(),
                principal,
                paid,
                expected: row.money_or_blank("interest_expected_at_liquidation"),
                verdict: verdict.to_owned(),
                others: row.text("other_fits").into_owned(),
                implied_start: row.text("implied_start").into_owned(),
            };
            listed.see(-before - difference.abs(), odd);
            Ok(())
        })?;
        found.listed = listed.end();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track::challenge::{Basis, InterestVerdict};

    #[test]
    fn a_basis_explains_what_falls_on_its_day_whichever_stands_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::begin(&dir.path().join("out"), false, false).unwrap();
        let mut table = "entry_number,importer_number,liquidation_date,principal,interest_paid,\
                         interest_expected_at_liquidation,difference,verdict,basis,taxpayer,\
                         other_fits,implied_start,same_day_as\n"
            .to_owned();
        for (basis, same_day) in [
            ("summary-date", "entry-plus-days"),
            ("summary-date", "entry-plus-days"),
            ("payment-date", "summary-date;entry-plus-days"),
            ("entry-plus-days", ""),
        ] {
            table +=
                &format!("9Q,1,,10.00,1.00,1.00,0.00,explained,{basis},corporate,,,{same_day}\n");
        }
        staging.write("interest.csv", table.as_bytes()).unwrap();
        let found = Interest::of(&staging).unwrap();
        let (basis, taxpayer, way) = found.best().unwrap();
        assert_eq!((basis, taxpayer, way.sums.entries), ("entry-plus-days", "corporate", 4));
        let same_day: Vec<_> =
            way.same_day.iter().map(|(name, all)| (name.as_str(), *all)).collect();
        assert_eq!(same_day, [("payment-date", 1), ("summary-date", 3)]);
        assert_eq!(found.fits.values().map(|sums| sums.entries).sum::<u64>(), 4);
    }

    #[test]
    fn every_verdict_and_basis_has_its_words() {
        let words: Vec<&str> = InterestVerdict::ALL.iter().map(|one| one.as_str()).collect();
        assert_eq!(VERDICTS.map(|(word, _)| word).to_vec(), words);
        assert!(Basis::ALL.iter().all(|one| basis(one.as_str()).contains(" ")));
    }
}
