//! What waits behind the set-up: per importer the steps of the rulebook, how far each is by the
//! parties file, and the refund that waits; and where the parties file and the exports do not tell
//! the same.
//!
//! The figures are those of the payment groups. A step of payment counts the groups whose payee it
//! concerns: the importer's bank data hold up no refund of its notify party.

mod gathered;
mod importer;
mod months;

pub use importer::{ImporterReadiness, ReadinessRow};
pub use months::Months;

use super::{Amounts, Estimate};
use crate::assess::Context;
use crate::domain::ImporterNumber;
use crate::ledger::{TextId, Texts};
use crate::parties::Parties;
use crate::rulebook::Rulebook;
use compact_str::CompactString;
use foldhash::fast::FixedState;
use gathered::Gathered;
use std::collections::{HashMap, HashSet};

/// The readiness of all importers, told one after the other.
pub struct Readiness<'r> {
    estimate: &'r Estimate,
    texts: &'r Texts,
    rules: &'r Rulebook,
    parties: &'r Parties,
    /// Numbers of the parties file without an entry, sorted.
    without_entry: Vec<&'r str>,
    /// Numbers that differ in their suffix only, by what they share; two at least each.
    same_root: HashMap<CompactString, Vec<&'r str>, FixedState>,
    /// Amounts by importer and filer code, sorted.
    filers: Vec<(TextId, &'r str, &'r Amounts)>,
}

impl<'r> Readiness<'r> {
    /// The readiness of a run; `None` without a parties file.
    pub fn of(
        estimate: &'r Estimate,
        context: &'r Context<'_>,
        texts: &'r Texts,
    ) -> Option<Readiness<'r>> {
        let parties: &'r Parties = context.parties?;
        let rules: &'r Rulebook = context.rules;
        let mut met: HashSet<CompactString, FixedState> = HashSet::default();
        let mut roots = Vec::new();
        for importer in estimate.months.keys() {
            let text = texts.text(*importer);
            if let Some(number) = ImporterNumber::read(text.as_bytes()) {
                roots.extend(number.root().map(|root| (root, text)));
                if parties.importer(text).is_some() {
                    met.insert(number.key());
                }
            }
        }
        let mut without_entry = Vec::new();
        for number in parties.importers().iter().flat_map(|importer| &importer.numbers) {
            if !met.contains(&number.key()) {
                without_entry.push(number.as_str());
                roots.extend(number.root().map(|root| (root, number.as_str())));
            }
        }
        without_entry.sort_unstable();
        roots.sort_unstable();
        let several = roots.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1);
        let same_root = several.filter_map(|same| {
            let (root, _) = same.first()?;
            Some((root.clone(), same.iter().map(|(_, number)| *number).collect()))
        });
        let same_root = same_root.collect();
        let filers = estimate.filers.iter();
        let mut filers: Vec<(TextId, &str, &Amounts)> =
            filers.map(|((filer, importer), amounts)| (*importer, &**filer, amounts)).collect();
        filers.sort_unstable_by_key(|(importer, filer, _)| (*importer, *filer));
        Some(Readiness { estimate, texts, rules, parties, without_entry, same_root, filers })
    }

    /// Hands on every importer of the exports and of the parties file, sorted by number.
    pub fn each(&self, mut hand_on: impl FnMut(ImporterReadiness<'r>)) {
        let mut without_entry = self.without_entry.iter().peekable();
        let mut open: Option<Gathered<'r>> = None;
        let texts = self.texts;
        for (number, key, group) in self.estimate.groups.sorted(|id| texts.text(id)) {
            if open.as_ref().is_none_or(|open| open.id != key.importer) {
                if let Some(complete) = open.take() {
                    hand_on(self.importer(complete));
                }
                while let Some(earlier) = without_entry.next_if(|earlier| **earlier < number) {
                    hand_on(self.importer(Gathered::new(TextId::BLANK, earlier)));
                }
            }
            let open = open.get_or_insert_with(|| Gathered::new(key.importer, number));
            open.put(&key, &group, self);
        }
        if let Some(complete) = open {
            hand_on(self.importer(complete));
        }
        for later in without_entry {
            hand_on(self.importer(Gathered::new(TextId::BLANK, later)));
        }
    }

    /// The amounts of an importer's entries by filer code.
    fn filers(&self, importer: TextId) -> &[(TextId, &'r str, &'r Amounts)] {
        let from = self.filers.partition_point(|(other, ..)| *other < importer);
        let rest = self.filers.get(from..).unwrap_or_default();
        let count = rest.partition_point(|(other, ..)| *other == importer);
        rest.get(..count).unwrap_or_default()
    }
}
