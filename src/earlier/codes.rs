//! Codes of checks in a cell, as sets.

use crate::assess::checks::{ALL, CheckSet};
use std::collections::{BTreeMap, HashMap};

/// Cells remembered at most: few sets of codes make up most cells.
const REMEMBERED: usize = 4096;
/// Codes of no check that are named at most.
const NAMED: usize = 20;

/// Reads cells of codes. A code of no check is counted and named, and is in no set.
#[derive(Default)]
pub(super) struct Codes {
    places: HashMap<&'static [u8], usize, foldhash::fast::FixedState>,
    known: HashMap<Box<[u8]>, CheckSet, foldhash::fast::FixedState>,
    /// Codes of no check, and how often they stand somewhere.
    unknown: BTreeMap<String, u64>,
}

impl Codes {
    pub fn new() -> Codes {
        let places = ALL.iter().enumerate().map(|(at, check)| (check.code.as_bytes(), at));
        Codes { places: places.collect(), ..Codes::default() }
    }

    /// The checks that a cell names.
    pub fn read(&mut self, cell: &[u8]) -> CheckSet {
        if cell.is_empty() {
            return CheckSet::default();
        }
        if let Some(set) = self.known.get(cell) {
            return *set;
        }
        let (mut set, mut all_known) = (CheckSet::default(), true);
        for code in cell.split(|byte| *byte == b';').filter(|code| !code.is_empty()) {
            match self.places.get(code) {
                Some(place) => set.insert(*place),
                None => {
                    all_known = false;
                    let code = String::from_utf8_lossy(code).into_owned();
                    // A hostile file may have any number of them.
                    if self.unknown.len() < REMEMBERED || self.unknown.contains_key(&code) {
                        *self.unknown.entry(code).or_default() += 1;
                    }
                }
            }
        }
        // The others must be counted whenever they come.
        if all_known && self.known.len() < REMEMBERED {
            self.known.insert(cell.into(), set);
        }
        set
    }

    /// What is to be said of the codes of no check.
    pub fn remark(&self, file: &str) -> Option<String> {
        let named = self.unknown.iter().take(NAMED);
        let mut named: Vec<_> = named
            .map(|(code, times)| format!("{} ({times})", crate::domain::quoted(code)))
            .collect();
        if self.unknown.len() > NAMED {
            named.push(format!("{} more", self.unknown.len() - NAMED));
        }
        (!named.is_empty()).then(|| {
            format!(
                "{file}: codes of checks that this version does not have, with how often they stand \
                 there: {}. Status and lane of these entries are as the report has them; the codes \
                 themselves are in no table that follows.",
                named.join(", ")
            )
        })
    }
}
